"""Panes made of rows: a cursor that stays on its row, a filter, the detail of the row below."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from tui.actions import CURSOR, ROWS, bindings
from tui.panes.pane import Pane
from tui.panes.states import Body
from tui.widgets.text import Line, crop_line, line_width

if TYPE_CHECKING:
    from tui.readings import Picture
    from tui.widgets.canvas import Look

_ROOMY = 24


@dataclass(frozen=True)
class Row:
    """One row.

    Attributes:
        key: What it is about; the cursor stays on it when rows come and go.
        line: How it is drawn, without the cursor.
        detail: What stands below the rows while the cursor is here.
        text: What the filter looks at; the line's own text where empty.
    """

    key: str
    line: Line
    detail: Sequence[Line] = ()
    text: str = ""

    def matches(self, wanted: str) -> bool:
        """Whether the filter leaves this row in."""
        inverted = wanted.startswith("!")
        text = self.text or "".join(part for part, _ in self.line)
        return (wanted.removeprefix("!").casefold() in text.casefold()) is not inverted


@dataclass(frozen=True)
class Table:
    """What a pane of rows shows.

    Attributes:
        above: Lines between the title and the rows that never scroll, the header last.
        below: Lines after the detail.
        empty: What to say where there are no rows at all.
    """

    mark: str
    verdict: str
    rows: Sequence[Row]
    above: Sequence[Line] = ()
    below: Sequence[Line] = ()
    empty: Sequence[Line] = field(default=((("   ○ nothing here", "unknown"),),))


class RowsPane(Pane):
    """A pane whose value is a list of rows."""

    BINDINGS: ClassVar = bindings(CURSOR, ROWS)
    DETAIL_ROWS: ClassVar[int] = 4

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.filter_text = ""
        self.cursor = ""
        self._top = 0
        self._keys: list[str] = []
        self._page = 1

    @abstractmethod
    def table(self, picture: Picture, cells: int, rows: int) -> Table:
        """All rows, unfiltered."""

    def body(self, picture: Picture, cells: int, rows: int) -> Body:
        """Draw the rows that fit around the cursor."""
        table = self.table(picture, cells, rows)
        shown = [row for row in table.rows if not self.filter_text or self.keeps(row)]
        self._keys = [row.key for row in shown]
        above = list(table.above)
        if self.filter_text:
            hits = f" /{self.filter_text}  {len(shown)} of {len(table.rows)}"
            above.insert(0, ((hits, "accent" if shown else "look"),))
        if not table.rows:
            return Body(table.mark, table.verdict, [*above, *table.empty, *table.below])
        at = self._index()
        detail = self._detail(
            shown[at].detail if shown else (), rows - len(above) - len(table.below)
        )
        self._page = max(1, rows - len(above) - len(detail) - len(table.below))
        self._top = _scrolled(self._top, at, self._page, len(shown))
        window = shown[self._top : self._top + self._page]
        drawn = [self._drawn(row, row.key == self._key_at(at), cells) for row in window]
        drawn += [()] * (self._page - len(drawn)) if detail or table.below else []
        return Body(table.mark, table.verdict, [*above, *drawn, *detail, *table.below])

    def keeps(self, row: Row) -> bool:
        """Whether the filter leaves a row in."""
        return row.matches(self.filter_text)

    def _detail(self, lines: Sequence[Line], room: int) -> list[Line]:
        most = min(self.DETAIL_ROWS, room // (3 if room > _ROOMY else 4))
        if most < 2 or not lines:  # a rule alone tells nothing
            return []
        kept = list(lines[:most])
        return kept + [()] * (most - len(kept))

    def _key_at(self, at: int) -> str:
        return self._keys[at] if self._keys else ""

    def _drawn(self, row: Row, current: bool, cells: int) -> Line:
        if not current:
            return ((" ", ""), *row.line)
        if not self.has_focus:
            return (("▸", "dim"), *row.line)
        line = crop_line(
            (("▸", "selected"), *((text, f"{role} selected") for text, role in row.line)), cells
        )
        return (*line, (" " * (cells - line_width(line)), "selected"))

    def _index(self) -> int:
        return self._keys.index(self.cursor) if self.cursor in self._keys else 0

    def _go(self, at: int) -> None:
        if self._keys:
            self.cursor = self._keys[min(max(0, at), len(self._keys) - 1)]
            self.redraw()

    def places(self) -> frozenset[str]:
        """Rows have a cursor and a filter."""
        return frozenset({self.NAME, CURSOR, ROWS})

    def subject(self) -> str:
        """The row under the cursor."""
        return self.cursor

    def look_at(self, subject: str) -> None:
        """Put the cursor on a row, and drop a filter that could hide it."""
        self.cursor = subject
        self.set_filter("")

    def set_filter(self, text: str) -> None:
        """Leave in the rows that hold a text; all rows for an empty one."""
        self.filter_text = text
        self.redraw()

    def action_move(self, by: int) -> None:
        """Move the cursor by rows."""
        self._go(self._index() + by)

    def action_leap(self, by: int) -> None:
        """Move the cursor by pages."""
        self._go(self._index() + by * self._page)

    def action_end(self, side: int) -> None:
        """Move the cursor to the first (-1) or last (1) row."""
        self._go(0 if side < 0 else len(self._keys) - 1)

    def action_side(self, by: int) -> None:
        """Move sideways; rows without cells leave the key to nobody."""


def _scrolled(top: int, at: int, page: int, total: int) -> int:
    """The first row to show so that the cursor is in sight and the view moves least."""
    top = min(top, max(0, total - page))
    if at < top:
        return at
    if at >= top + page:
        return at - page + 1
    return top
