"""A call as a script writes it."""

from typing import NamedTuple


class Called(NamedTuple):
    """One call.

    Attributes:
        names: What is called last, before it what it is called on: `("self", "errors", "report")`.
        line: From 1.
        alone: Whether its result is not used.
    """

    names: tuple[str, ...]
    line: int
    alone: bool
