"""What a pane thinks of what it shows, for those that tell of it elsewhere."""

from typing import NamedTuple


class Told(NamedTuple):
    """A verdict.

    Attributes:
        key: That opens the pane.
        mark: A name of `MARKS`.
        verdict: Why.
    """

    key: str
    name: str
    mark: str
    verdict: str
