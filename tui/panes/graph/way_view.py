"""The ways from one manager to another, with the evidence of each step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.panes.graph.view import FAR, Seen, View, stepped
from tui.panes.graph.ways import way_lines

if TYPE_CHECKING:
    from tui.widgets.text import Line


class WayView(View):
    """Arrows choose where to.

    Attributes:
        start: The manager at which the ways begin.
    """

    def __init__(self) -> None:
        super().__init__()
        self.start = ""

    def lines(self, seen: Seen, cells: int, rows: int) -> list[Line]:
        """As much of them as fits."""
        found = way_lines(seen.known, self.start, seen.chosen, cells)
        self.page, self.total = rows, len(found)
        return found[:rows]

    def step(self, seen: Seen, dx: int, dy: int) -> str:
        """Another manager, in the order of the matrix."""
        return stepped(seen.names, seen.chosen, dx + dy)

    def end(self, seen: Seen, side: int) -> str:
        """The first of them, or the last."""
        return self.step(seen, 0, side * FAR)
