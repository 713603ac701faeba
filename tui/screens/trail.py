"""Where the user was: back and forward as in a browser."""

from __future__ import annotations

from typing import NamedTuple

_LONGEST = 50


class Place(NamedTuple):
    """A pane, whether it had the full screen, what it was about, what its rows had to hold."""

    pane: str
    zoomed: bool = False
    subject: str = ""
    among: str = ""


class Trail:
    """The places before the present one, and those that were left by going back."""

    def __init__(self) -> None:
        self._behind: list[Place] = []
        self._ahead: list[Place] = []

    def leave(self, here: Place) -> None:
        """Note a place that is left for a new one; what lay ahead is then no longer reached."""
        self._behind = [*self._behind[-_LONGEST + 1 :], here]
        self._ahead.clear()

    def step(self, here: Place, by: int) -> Place | None:
        """The place before (-1) or after (1) this one; None where there is none."""
        source, other = (self._behind, self._ahead) if by < 0 else (self._ahead, self._behind)
        if not source:
            return None
        other.append(here)
        return source.pop()
