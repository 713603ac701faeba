"""The matrix as far as it is in sight: up and down move the row, left and right the columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.panes.columns import DOWN, UP, Sorting
from tui.panes.graph import matrix
from tui.panes.graph.ordering import COLUMNS, figure
from tui.panes.graph.view import FAR, Seen, View, stepped
from tui.panes.row_filter import marked
from tui.widgets.text import fit, width, words
from tui.widgets.window import scrolled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.widgets.text import Line

_LEAST_NAME, _MOST_NAME = 14, 28
_LEAST_FIGURE = 8


class MatrixView(View):
    """A row and a column a manager, as far as a filter leaves them in, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self._left = 0
        self._count = self._of = 0

    def begin(self, chosen: str) -> None:
        """Start from the first row and column."""
        super().begin(chosen)
        self._left = 0

    def lines(self, seen: Seen, cells: int, rows: int) -> list[Line]:
        """The columns' numbers, and the rows that fit."""
        axes = matrix.axes(seen.known, seen.order, frozenset(seen.names))
        if not axes.rows:
            return [words("  ○ no manager has such a name", "unknown")]
        at = axes.rows.index(seen.chosen) if seen.chosen in axes.rows else 0
        heads = axes.heads(seen.known.called, rows)
        tall = max(map(len, heads.values()), default=1)
        self.page, self.total = max(1, rows - tall), len(axes.rows)
        self.top = scrolled(self.top, at, self.page, self.total)
        shown = axes.rows[self.top : self.top + self.page]
        room, columns = self._columns(axes, shown, seen, cells)
        before = self._corner(axes, seen, room)
        head = matrix.header(columns, heads, seen.chosen, before)
        return [*head, *(_row(seen, axes, name, room, columns) for name in shown)]

    def _columns(
        self, axes: matrix.Axes, rows: Sequence[str], seen: Seen, cells: int
    ) -> tuple[int, Sequence[str]]:
        """Cells for names, and the columns beside them.

        Names are cropped where that brings all columns into sight. Where it does not, there are
        only the columns that a row in sight uses, and the chosen manager's.
        """
        longest = min(_MOST_NAME, max(width(seen.known.called(name)) for name in axes.rows) + 2)
        free = cells - matrix.NUMBER - _figure_room(seen.sorting)
        every, room = axes.columns, min(longest, free - matrix.COLUMN * len(axes.columns))
        if room < min(longest, _LEAST_NAME):
            room = min(longest, free // 2)
            used = {seen.chosen}.union(*(seen.known.uses(name) for name in rows))
            every = tuple(name for name in every if name in used)
        self._count, self._of = min(len(every), max(1, (free - room) // matrix.COLUMN)), len(every)
        self._left = min(max(0, self._left), self._of - self._count)
        return room, every[self._left : self._left + self._count]

    def _corner(self, axes: matrix.Axes, seen: Seen, room: int) -> str:
        """What stands over the rows' names: which columns are in sight, by what rows are sorted."""
        last, total, by = self._left + self._count, len(axes.columns), seen.sorting
        told = f"{self._of} of {total} used" if self._of < total else ""
        if self._count < self._of:
            first, onward = "←" if self._left else " ", " →" if last < self._of else ""
            told = f"{first}{self._left + 1}–{last} of {self._of} used{onward}"
        before = fit(told, matrix.NUMBER + room)
        if figures := _figure_room(by):
            arrow = DOWN if by.descending else UP
            before += fit(f"{by.column}{arrow} ", figures, "right")
        return before

    def step(self, seen: Seen, dx: int, dy: int) -> str:
        """The row below or above, or the columns further on; a third of them at a time."""
        self._left += dx * max(1, self._count // 3)
        return stepped(seen.names, seen.chosen, dy) if dy else seen.chosen

    def end(self, seen: Seen, side: int) -> str:
        """The first row, or the last."""
        return self.step(seen, 0, side * FAR)


def _figure_room(by: Sorting) -> int:
    """Cells for what managers are sorted by; none where that is their name."""
    if not by.column or by.column == COLUMNS[0].head:
        return 0
    return max(_LEAST_FIGURE, width(by.column) + 3)


def _row(seen: Seen, axes: matrix.Axes, name: str, room: int, columns: Sequence[str]) -> Line:
    known, chosen, figures = seen.known, seen.chosen, _figure_room(seen.sorting)
    number = f"{axes.numbers[name]:>3} " if name in axes.numbers else "    "
    mark = "⟲" if name in known.cyclic else ""
    shade, tint = seen.scene.shade(name)
    label = fit(f"{known.called(name)} {mark}".strip(), max(1, room - width(shade)))
    role = matrix.label_role(known, name, chosen)
    value = fit(f"{figure(known, name, seen.sorting)} ", figures, "right") if figures else ""
    line: Line = (
        (number, "dim"),
        (shade, tint),
        *marked(((label, role),), seen.wanted),
        (value, role),
        *(matrix.marks(known, name, columns, chosen) if name in axes.numbers else ()),
    )
    if name == chosen and seen.focused:
        return tuple((text, f"{role} selected") for text, role in line)
    return line
