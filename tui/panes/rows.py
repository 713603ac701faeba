"""Panes made of rows: a cursor that stays on its row, a filter, the detail of the row below."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from tui.actions import CURSOR, ROWS, bindings
from tui.panes.columns import (
    DOWN,
    UP,
    Column,
    Scalar,
    Sorting,
    head_at,
    marked_head,
    ordered,
    sorting_by,
)
from tui.panes.evidence import rule
from tui.panes.news import News
from tui.panes.row_filter import Filter, marked
from tui.panes.sifted import SiftedPane
from tui.panes.states import Body
from tui.widgets.marks import counted
from tui.widgets.text import Line, Span, crop_line, line_width, plain_text, spread, words
from tui.widgets.window import scrolled

if TYPE_CHECKING:
    from datetime import datetime

    from textual.events import Click

    from tui.exports.sheet import Sheet
    from tui.readings import Picture
    from tui.widgets.canvas import Look

_ROOMY = 24
_TELLING = 3
"""Lines of a detail that is cut, of which one is the rule and one tells that it is."""


@dataclass(frozen=True)
class Row:
    """One row.

    Attributes:
        key: What it is about; the cursor stays on it when rows come and go.
        spans: How it is drawn, without the cursor.
        detail: What stands below the rows while the cursor is here.
        text: What the filter looks at; the line's own text where empty.
        values: What its columns hold, for sorting and exports.
    """

    key: str
    spans: Sequence[Span]
    detail: Sequence[Line] = ()
    text: str = ""
    values: tuple[Scalar, ...] = ()

    @property
    def line(self) -> Line:
        """How it is drawn."""
        return tuple(self.spans)

    def searched(self) -> str:
        """What a filter looks at."""
        return self.text or "".join(part for part, _ in self.spans)


@dataclass(frozen=True)
class Table:
    """What a pane of rows shows.

    Attributes:
        above: Lines between the title and the rows that never scroll, the header last.
        below: Lines after the detail.
        empty: What to say where there are no rows at all.
        columns: Those of the rows' values.
        news: Whether rows are marked that come or change; not where others were opened instead.
    """

    mark: str
    verdict: str
    rows: Sequence[Row]
    above: Sequence[Line] = ()
    below: Sequence[Line] = ()
    empty: Sequence[Line] = field(default=((("   ○ nothing here", "unknown"),),))
    columns: Sequence[Column] = ()
    news: bool = True


class RowsPane(SiftedPane):
    """A pane whose value is a list of rows.

    Attributes:
        GROWS: Whether rows come in at the top, so that those that came while others were being read
            are counted.
    """

    BINDINGS: ClassVar = bindings(CURSOR, ROWS)
    DETAIL_ROWS: ClassVar[int] = 4
    GROWS: ClassVar[bool] = False

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.cursor = ""
        self.shown: tuple[Row, ...] = ()
        self._top = 0
        self._keys: list[str] = []
        self._page = 1
        self._at = 0
        self._cursor_before = ""
        self._above: list[Line] = []
        self._news: dict[tuple[str, ...], News] = {}
        self._taken: Sequence[Row] = ()
        self._sifted = (self.sorting, "")
        self._all: frozenset[str] = frozenset()
        self._seen: frozenset[str] = frozenset()

    @abstractmethod
    def table(self, picture: Picture, cells: int, rows: int) -> Table:
        """All rows, unfiltered."""

    def body(self, picture: Picture, cells: int, rows: int) -> Body:
        """Draw the rows that fit around the cursor."""
        table = self.table(picture, cells, rows)
        if not self.in_sight:
            return Body(table.mark, table.verdict, ())
        self._take(table, picture)
        above = self._heads(table)
        if not table.rows:
            return Body(table.mark, table.verdict, [*above, *table.empty, *table.below])
        at = self._index()
        detail = self._detail(
            self.shown[at].detail if self.shown else (), rows - len(above) - len(table.below)
        )
        self._page = max(1, rows - len(above) - len(detail) - len(table.below))
        self._place(at)
        if detail[:1] == [rule(cells)] and self._page < len(self.shown):
            detail[0] = self._ruled(cells)
        window = self.shown[self._top : self._top + self._page]
        wanted = self.wanted()
        drawn = [self._drawn(row, row.key == self._key_at(at), cells, wanted) for row in window]
        drawn += [()] * (self._page - len(drawn)) if detail or table.below else []
        verdict = f"{self._unseen()}{table.verdict}"
        return Body(table.mark, verdict, [*above, *drawn, *detail, *table.below])

    def _take(self, table: Table, picture: Picture) -> None:
        """Sort and filter what there is; the very rows of before, sorted and filtered, stay so."""
        self.columns = table.columns
        if table.news:
            looking = self.app.app_focus
            self._marks().take(table.rows, table.columns, picture.now, looking=looking)
        sifted = (self.sorting, self.filter_text)
        if table.rows is self._taken and sifted == self._sifted:
            return
        self._taken, self._sifted = table.rows, sifted
        self._values = [row.values for row in table.rows]
        self._all = frozenset(row.key for row in table.rows)
        rows = ordered([(row.values, row) for row in table.rows], table.columns, self.sorting)
        self.shown = tuple(row for row in rows if not self.filter_text or self.keeps(row))
        self._keys = [row.key for row in self.shown]

    def _heads(self, table: Table) -> list[Line]:
        """What stands above the rows: the filter, and the heads with the one rows are sorted by."""
        above = list(table.above)
        told = (
            ((f" /{self.filter_text}  ", "accent"), *self.filter_told()) if self.filter_text else ()
        )
        by = self.sorting
        if by.column and any(one.head == by.column for one in table.columns):
            head = marked_head(above[-1], by) if above else None
            if head is not None:
                above[-1] = head
            else:
                arrow = DOWN if by.descending else UP
                told = (*told, (f" by {by.column.lower()} {arrow}", "accent"))
        if told:
            above.insert(0, told)
        self._above = above
        return above

    def found(self) -> tuple[int, int]:
        """Rows that are shown, and all of them."""
        return len(self.shown), len(self._all)

    def _place(self, at: int) -> None:
        """Choose the first row in sight; rows that come and go leave the cursor where it stands."""
        if self.cursor and self.cursor == self._cursor_before:
            self._top = max(0, at - (self._at - self._top))
        self._top = scrolled(self._top, at, self._page, len(self._keys))
        self._at, self._cursor_before = at, self._key_at(at) if self.cursor else ""
        if self._top == 0 or not self._seen:
            self._seen = self._all

    def _unseen(self) -> str:
        """`+3 new · ` where rows came in above those in sight."""
        count = sum(key not in self._seen for key in self._keys) if self.GROWS else 0
        return f"+{count:,} new · " if count else ""

    def keeps(self, row: Row) -> bool:
        """Whether the filter leaves a row in."""
        return self.wanted().keeps(row.searched())

    def moment(self, now: datetime) -> object:
        """Drawn anew when a row's news has been shown for long enough."""
        return super().moment(now), self._marks().standing(now)

    def _marks(self) -> News:
        """What is new in the present view; each view has columns of its own."""
        return self._news.setdefault(tuple(one.head for one in self.columns), News())

    def _ruled(self, cells: int) -> Line:
        """The rule below rows that go on out of sight, and which of them are in sight."""
        last = min(self._top + self._page, len(self.shown))
        told = words(f" {self._top + 1:,}–{last:,} of {len(self.shown):,} ", "dim")
        return spread(((" ", ""),), (*told, ("─ ", "rule")), cells, fill=("─", "rule"))

    def _detail(self, lines: Sequence[Line], room: int) -> list[Line]:
        """What stands below the rows; the rows that are free go to a detail that needs them.

        One that is cut even so says how much is left out.
        """
        usual = min(self.DETAIL_ROWS, room // (3 if room > _ROOMY else 4))
        if usual < 2 or not lines:  # a rule alone tells nothing
            return []
        most = max(usual, min(len(lines), room - len(self.shown)))
        if len(lines) > most and most < _TELLING:
            return []  # the rows have more use for so little
        if len(lines) > most:
            more = counted(len(lines) - most + 1, "more line")
            key = self.look.keymap.told("copy-all")
            return [*lines[: most - 1], words(f"   … {more}: {key} copies all", "accent")]
        return [*lines, *[()] * (most - len(lines))]

    def _key_at(self, at: int) -> str:
        return self._keys[at] if self._keys else ""

    def _drawn(self, row: Row, current: bool, cells: int, wanted: Filter) -> Line:
        drawn = marked(row.line, wanted)
        if not current:
            return (self._marks().sign(row.key), *drawn)
        if not self.has_focus:
            return (("▸", "dim"), *drawn)
        line = crop_line(
            (("▸", "selected"), *((text, f"{role} selected") for text, role in drawn)), cells
        )
        return (*line, (" " * (cells - line_width(line)), "selected"))

    def _index(self) -> int:
        """The row of the cursor; where that has gone, the one that took its place."""
        if self.cursor in self._keys:
            return self._keys.index(self.cursor)
        return min(self._at, len(self._keys) - 1) if self.cursor and self._keys else 0

    def _go(self, at: int) -> None:
        if self._keys:
            at = min(max(0, at), len(self._keys) - 1)
            # At the top of what grows there, the newest is always the one that is read.
            self.cursor = "" if self.GROWS and at == 0 else self._keys[at]
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

    def copied(self, *, whole: bool) -> str:
        """The most telling value of the row under the cursor; all of it with its evidence."""
        if not self.shown:
            return ""
        row = self.shown[self._index()]
        if whole:
            return plain_text([row.line, *row.detail]).strip()
        place = next((at for at, one in enumerate(self.columns) if one.telling), 0)
        value = row.values[place] if place < len(row.values) else row.key
        return "" if value is None else str(value)

    def sheet(self) -> Sheet | None:
        """The rows that the filter leaves in, in the order in which they stand."""
        if not self.shown:
            return None
        from tui.exports.sheet import Sheet  # noqa: PLC0415 (first paint does not need it)

        about = self.about()
        if self.filter_text:
            about["filter"] = self.filter_text
        if self.sorting.column:
            down = ", descending" if self.sorting.descending else ""
            about["sorted by"] = f"{self.sorting.column.lower()}{down}"
        head = [one.name for one in self.columns]
        rows = [row.values for row in self.shown if len(row.values) == len(head)]
        return Sheet(self.titled(), head, rows, about)

    def titled(self) -> str:
        """What the rows are, as a file is named after it."""
        return self.NAME

    def set_filter(self, text: str) -> None:
        """Leave in the rows that hold a text; all rows for an empty one."""
        self._cursor_before = ""
        super().set_filter(text)

    def sort(self, by: Sorting) -> None:
        """Put the rows in another order; the cursor stays on its row."""
        self._cursor_before = ""
        super().sort(by)

    def on_click(self, event: Click) -> None:
        """A click puts the cursor on a row; on a head, it sorts by its column, again turns it."""
        row = event.y - 1 - len(self._above)
        if 0 <= row < len(self.shown[self._top : self._top + self._page]):
            self._go(self._top + row)
        elif row == -1 and self._above:
            head = head_at(self._above[-1], self.columns, event.x)
            if head and head == self.sorting.column:
                self.action_turn()
            elif head:
                self.sort(sorting_by(head, self.columns, self._values))

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
