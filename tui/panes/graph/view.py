"""What every view of the graph has: lines to draw, a place in them, where cursor keys lead."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.panes.graph.layout import Layout
    from tui.panes.graph.map import Scene
    from tui.panes.graph.network import Network
    from tui.widgets.text import Line

FAR = 10_000
"""More steps than there are managers."""


@dataclass(frozen=True)
class Seen:
    """What a view draws from.

    Attributes:
        focused: Whether the keys go here.
    """

    known: Network
    layout: Layout
    scene: Scene
    focused: bool

    @property
    def chosen(self) -> str:
        """The manager under the cursor, or nothing."""
        return self.scene.chosen


class View:
    """One way to look at the graph.

    Every key that moves answers with the manager that the cursor is on then; empty for none.
    """

    def __init__(self) -> None:
        self.top = 0
        self.page = 1

    def begin(self, chosen: str) -> None:
        """Start from the top, as the view has just been turned to."""
        self.top = 0

    @abstractmethod
    def lines(self, seen: Seen, cells: int, rows: int) -> list[Line]:
        """Draw it, no more than so many lines."""

    @abstractmethod
    def step(self, seen: Seen, dx: int, dy: int) -> str:
        """Go in a direction."""

    def leap(self, seen: Seen, by: int) -> str:
        """Go by pages."""
        return self.step(seen, 0, by * self.page)

    @abstractmethod
    def end(self, seen: Seen, side: int) -> str:
        """Go to the first (-1) or the last (1)."""


def stepped(names: Sequence[str], chosen: str, by: int) -> str:
    """The name so many places further on, at most the last; the first where none was chosen."""
    if not names:
        return chosen
    at = names.index(chosen) + by if chosen in names else max(0, by - 1)
    return names[min(max(0, at), len(names) - 1)]
