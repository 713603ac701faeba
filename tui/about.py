"""What the command line knows of a start and the screen only shows."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class About:
    """What the command line knows of this start.

    Attributes:
        settings: Name, value as it may be shown, and origin.
        paths: By what is there.
    """

    settings: Sequence[tuple[str, str, str]] = ()
    paths: Sequence[tuple[str, str]] = ()
