"""The matrix as far as it is in sight; the chosen manager's column comes along with its row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.panes.graph import matrix
from tui.panes.graph.network import short
from tui.panes.graph.view import FAR, Seen, View, stepped
from tui.widgets.window import scrolled

if TYPE_CHECKING:
    from tui.widgets.text import Line

_LEAST_NAME, _MOST_NAME = 8, 22
_NUMBER = 4
_COLUMN = 2


class MatrixView(View):
    """A row and a column a manager."""

    def __init__(self) -> None:
        super().__init__()
        self._left = 0

    def begin(self, chosen: str) -> None:
        """Start from the first row and column."""
        super().begin(chosen)
        self._left = 0

    def lines(self, seen: Seen, cells: int, rows: int) -> list[Line]:
        """The columns' numbers, and the rows that fit."""
        known, chosen = seen.known, seen.chosen
        names = matrix.order(known)
        longest = max(len(short(name)) for name in names)
        total = len(known.connected())
        free = cells - _NUMBER - 1
        room = max(_LEAST_NAME, min(longest + 2, _MOST_NAME, free - _COLUMN * total))
        count = min(total, max(1, (free - room) // _COLUMN))
        self.page = max(1, rows - 1)
        at = names.index(chosen) if chosen else 0
        self.top = scrolled(self.top, at, self.page, len(names))
        if at < total:
            self._left = scrolled(self._left, at, count, total)
        columns = range(self._left, self._left + count)
        lines = [matrix.header(known, chosen, room, columns)]
        for name in names[self.top : self.top + self.page]:
            line = matrix.row(known, name, chosen, room, columns)
            if name == chosen and seen.focused:
                line = tuple((text, f"{role} selected") for text, role in line)
            lines.append(line)
        return lines

    def step(self, seen: Seen, dx: int, dy: int) -> str:
        """The row below or above; sideways is the same, as a column is chosen with its row."""
        return stepped(matrix.order(seen.known), seen.chosen, dx + dy)

    def end(self, seen: Seen, side: int) -> str:
        """The first row, or the last."""
        return self.step(seen, 0, side * FAR)
