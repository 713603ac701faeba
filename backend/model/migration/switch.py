"""Where the alias of a run stands."""

from typing import Literal

from backend.model.base import Frozen

SwitchState = Literal["staged", "switching", "switched", "returning", "returned"]
"""`switching` and `returning`: the alias is being moved, or was when the process ended."""


class Switch(Frozen):
    """The two collections of a run that does not write in place.

    Attributes:
        alias: The name that people and programs use.
        staging: The collection that the run fills.
        previous: What the alias meant before; None where there was no such alias.
        dropped: Whether the staging collection was deleted.
    """

    alias: str
    staging: str
    previous: str | None = None
    state: SwitchState
    dropped: bool = False
