"""All that is known of one manager, where a panel beside the graph has no room for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.panes.graph.view import FAR, Seen, View, stepped
from tui.widgets.text import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.widgets.text import Line


class AboutView(View):
    """Up and down scroll, left and right go to another manager.

    Attributes:
        known: What there is to tell of the chosen manager.
    """

    def __init__(self) -> None:
        super().__init__()
        self.known: Sequence[Line] = ()

    def lines(self, seen: Seen, cells: int, rows: int) -> list[Line]:
        """As much as fits, from where it was scrolled to."""
        if not seen.chosen:
            return [words("  ○ arrows choose the manager that is told about", "unknown")]
        self.page, self.total = rows, len(self.known)
        self.top = min(max(0, self.top), max(0, self.total - rows))
        return list(self.known[self.top : self.top + rows])

    def step(self, seen: Seen, dx: int, dy: int) -> str:
        """Scroll, or go to the next manager, of which the first line is shown then."""
        if dx or not seen.chosen:
            self.top = 0
            return stepped(seen.names, seen.chosen, dx or 1)
        self.top += dy
        return seen.chosen

    def end(self, seen: Seen, side: int) -> str:
        """To the first line, or the last."""
        return self.step(seen, 0, side * FAR)
