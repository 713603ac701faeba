"""What every view of the graph has: lines to draw, a place in them, where cursor keys lead."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from tui.panes.columns import Sorting
from tui.panes.graph.ordering import order
from tui.panes.row_filter import Filter

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
        layout: Where a map's names and lines stand; None where there is no room for lines.
        focused: Whether the keys go here.
        wanted: The filter, which is marked in what it leaves in.
        sorting: The order of the rows.
    """

    known: Network
    layout: Layout | None
    scene: Scene
    focused: bool = False
    wanted: Filter = field(default_factory=Filter)
    sorting: Sorting = field(default_factory=Sorting)

    @property
    def chosen(self) -> str:
        """The manager under the cursor, or nothing."""
        return self.scene.chosen

    @cached_property
    def order(self) -> tuple[str, ...]:
        """All managers, as they are sorted."""
        return tuple(order(self.known, self.sorting))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Those that the filter leaves in, as they are sorted."""
        return tuple(name for name in self.order if self.scene.keeps(name))


class View:
    """One way to look at the graph.

    Every key that moves answers with the manager that the cursor is on then; empty for none.

    Attributes:
        top: The first line in sight.
        page: How many lines fit.
        total: How many there are; 0 where all are always in sight.
    """

    def __init__(self) -> None:
        self.top = 0
        self.page = 1
        self.total = 0

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

    def told(self) -> str:
        """Which lines are in sight, where that is not all of them: `1–30 of 58`."""
        last = min(self.top + self.page, self.total)
        return f"{self.top + 1}–{last} of {self.total}" if self.total > self.page else ""


def stepped(names: Sequence[str], chosen: str, by: int) -> str:
    """The name so many places further on, at most the last; the first where none was chosen."""
    if not names:
        return chosen
    at = names.index(chosen) + by if chosen in names else max(0, by - 1)
    return names[min(max(0, at), len(names) - 1)]
