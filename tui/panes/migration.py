"""Migration: is it moving, when is it done, what was lost, what arrived."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, cast

from tui.actions import CURSOR, ROWS, bindings
from tui.panes.asking import Said
from tui.panes.dead_letters import dead_letters
from tui.panes.evidence import rule
from tui.panes.pane import Pane
from tui.panes.preflight import preflight_lines
from tui.panes.rows import RowsPane, Table
from tui.panes.run import run_lines
from tui.panes.run_list import COLUMNS, Item, head_line, items
from tui.panes.run_orders import deed_lines, order
from tui.panes.run_story import log, proof_lines
from tui.panes.states import Body
from tui.panes.watched import watched_lines
from tui.panes.workers import lanes, workers
from tui.widgets.marks import counted, flagged
from tui.widgets.tabs import tabs
from tui.widgets.text import Line, crop, words

if TYPE_CHECKING:
    from backend.model.migration.run import Migrations, Run
    from backend.model.watched import Watched
    from tui.readings import Picture
    from tui.widgets.canvas import Look

VIEWS = ("overview", "dead letters", "preflight", "proof", "workers", "log")
_LISTS: dict[str, Callable[[Run, int], Table]] = {
    "dead letters": dead_letters,
    "workers": workers,
    "log": log,
}
"""Views that are rows of the chosen run; in the others the rows are the runs."""

_PAGES: dict[str, Callable[[Run, int], list[Line]]] = {
    "preflight": preflight_lines,
    "proof": proof_lines,
}
_ROOMY = (90, 20)
"""Cells and rows from which the runs stand as rows above the opened one."""

_CHART = 6
_CHART_FROM = 22
"""Rows of the chart of rates, and those of the opened run from which there is room for it."""


class MigrationPane(RowsPane):
    """Every migration as a row where there is room, and the chosen one opened below."""

    NAME: ClassVar = "migration"
    PROBES: ClassVar = ("migration",)
    VIEWS: ClassVar = VIEWS
    ALSO: ClassVar = ("watched", "actions")
    AGES: ClassVar = True
    BINDINGS: ClassVar = bindings(CURSOR, ROWS, "migration")

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.chosen = ""
        self.view = VIEWS[0]
        self._top_line = 0
        self._lines = 0
        self._room = 1

    def table(self, picture: Picture, cells: int, rows: int) -> Table:
        """The migrations: those watched, then our runs, latest first; or what one of them lists."""
        known = items(picture)
        item = self._item(known)
        if item is not None and (listed := self._listed(item)) is not None:
            table = listed(cast("Run", item.what), cells)
            which = f" {known.index(item) + 1} of {len(known)}" if len(known) > 1 else ""
            above = [tabs(VIEWS, self.view), *table.above]
            return replace(table, mark=item.mark(), verdict=item.verdict(which), above=above)
        return Table(
            item.mark() if item else "unknown",
            item.verdict("") if item else "none yet",
            [one.row(picture.now, cells - 1) for one in known],
            above=[head_line(cells - 1)] if known else [],
            below=_unreadable(picture, cells),
            empty=_EMPTY,
            columns=COLUMNS,
        )

    def body(self, picture: Picture, cells: int, rows: int) -> Body:
        """The migrations above and the chosen one below, or the rows of the chosen one."""
        known = items(picture)
        item = self._item(known)
        if item is None or self._listed(item) is not None or not self.in_sight:
            return super().body(picture, cells, rows)
        self.cursor = item.key
        roomy = cells >= _ROOMY[0] and rows >= _ROOMY[1]
        table = self.table(picture, cells, rows)
        if not roomy:
            table = replace(table, above=())
        self._take(table, picture)
        above = self._heads(table)
        if not self.shown:
            return Body(table.mark, table.verdict, [*above, *table.below])
        at = self._index()
        item = next(one for one in known if one.key == self._key_at(at))
        self._page = max(3, rows // 3) if roomy else 0
        above += self._runs(at, cells) if roomy else []
        self._room = max(1, rows - len(above))
        opened = [*table.below, *self._opened(item, picture, cells, self._room - len(table.below))]
        self._lines = len(opened)
        self._top_line = min(self._top_line, max(0, self._lines - self._room))
        which = f" {at + 1} of {len(self.shown)}" if len(self.shown) > 1 and not roomy else ""
        shown = opened[self._top_line : self._top_line + self._room]
        return Body(item.mark(), item.verdict(which), [*above, *shown])

    def _runs(self, at: int, cells: int) -> list[Line]:
        """The migrations around the chosen one, and a rule."""
        self._place(at)
        wanted, here = self.wanted(), self._key_at(at)
        window = self.shown[self._top : self._top + self._page]
        lines = [self._drawn(row, row.key == here, cells, wanted) for row in window]
        hidden = len(self.shown) - self._page
        more = [words(f"   {counted(hidden, 'more migration')}", "dim")] if hidden > 0 else []
        return [*lines, *more, rule(cells)]

    def _opened(self, item: Item, picture: Picture, cells: int, rows: int) -> list[Line]:
        if not item.ours:
            return watched_lines(cast("Watched", item.what), picture.now, cells)
        run = cast("Run", item.what)
        if self.view in _PAGES:
            return [tabs(VIEWS, self.view), *_PAGES[self.view](run, cells)]
        tall = _CHART if rows >= _CHART_FROM else 1
        lines = [*deed_lines(run, picture), *run_lines(run, picture.now, cells, tall)]
        at_work = lanes(run)
        return [*lines, *at_work] if len(lines) + len(at_work) <= rows else lines

    def _detail(self, lines: Sequence[Line], room: int) -> list[Line]:
        """What a row of the chosen run tells gets the room that the rows leave, at least half."""
        if not lines:
            return []
        most = room - min(len(self.shown), max(1, room // 2))
        return [*lines[:most], *[()] * (most - len(lines))]

    def _item(self, known: Sequence[Item]) -> Item | None:
        """The chosen migration, or else the first."""
        return next((one for one in known if one.key == self.chosen), known[0] if known else None)

    def _listed(self, item: Item) -> Callable[[Run, int], Table] | None:
        """What the present view lists of a migration; None where the migrations are the rows."""
        return _LISTS.get(self.view) if item.ours else None

    def _lists(self) -> bool:
        """Whether the rows are those of the chosen migration."""
        item = self._here()
        return item is not None and self._listed(item) is not None

    def _here(self) -> Item | None:
        """The migration that is to be seen; where the filter hides the chosen one, another."""
        known = items(self.picture) if self.picture is not None else []
        item = self._item(known)
        if item is None or self._listed(item) is not None:
            return item
        here = self._key_at(self._index())
        return next((one for one in known if one.key == here), item)

    def concerns(self) -> tuple[str, ...]:
        """The collection that the migration fills."""
        item = self._here()
        return (item.what.collection,) if item is not None else ()

    def subject(self) -> str:
        """The chosen migration."""
        return self.chosen

    def look_at(self, subject: str) -> None:
        """Choose a migration, and drop a filter that could hide it."""
        self._choose(subject)
        self.set_filter("")

    def _choose(self, key: str) -> None:
        self.chosen, self._top_line = key, 0
        self.cursor = "" if self._lists() else key
        self.redraw()

    def _go(self, at: int) -> None:
        if self._lists():
            super()._go(at)
        elif self._keys:
            self._choose(self._keys[min(max(0, at), len(self._keys) - 1)])

    def action_side(self, by: int) -> None:
        """Show the next migration (1) or the one before (-1)."""
        if not self._lists():
            self._go(self._index() + by)
        elif self.picture is not None:
            keys = [one.key for one in items(self.picture)]
            at = keys.index(self.chosen) if self.chosen in keys else 0
            self._choose(keys[min(max(0, at + by), len(keys) - 1)])

    def action_view(self) -> None:
        """Show the next view of the chosen run."""
        self._turn_to(VIEWS[(VIEWS.index(self.view) + 1) % len(VIEWS)])

    def leave(self) -> bool:
        """Back to the overview."""
        if self.view == VIEWS[0]:
            return False
        self._turn_to(VIEWS[0])
        return True

    def _turn_to(self, view: str) -> None:
        """Another view; a filter of its rows would say nothing to those of another."""
        item = self._here()
        self.view, self.chosen, self._top_line = view, item.key if item else "", 0
        self.cursor = ""
        self.set_filter("")

    def action_order(self, what: str) -> None:
        """Tell the opened run something, where that is allowed."""
        item = self._here()
        if item is None or self.picture is None:
            return
        if item.ours:
            self.post_message(order(cast("Run", item.what), what, self.picture))
        else:
            self.post_message(Said("another tool's migration: it is watched, never touched"))

    def copied(self, *, whole: bool) -> str:
        """The collection, or what stands there; of a row of the chosen run, what it tells."""
        if whole and not self._lists():
            return Pane.copied(self, whole=True)
        return super().copied(whole=whole)

    def titled(self) -> str:
        """The rows as a file is named after them: `migrations`, `dead letters`."""
        return f"migration {self.view}" if self._lists() else "migrations"

    def action_move(self, by: int) -> None:
        """Move the cursor by rows, or a page without rows by lines."""
        if self.view in _PAGES:
            self._put_top(self._top_line + by)
        else:
            super().action_move(by)

    def action_leap(self, by: int) -> None:
        """Scroll what is opened by pages."""
        if self._lists():
            super().action_leap(by)
        else:
            self._put_top(self._top_line + by * self._room)

    def action_end(self, side: int) -> None:
        """Go to the first (-1) or the last (1) row or line."""
        if self.view in _PAGES:
            self._put_top(0 if side < 0 else self._lines)
        else:
            super().action_end(side)

    def _put_top(self, line: int) -> None:
        self._top_line = min(max(0, line), max(0, self._lines - self._room))
        self.redraw()


_EMPTY = (
    (),
    words("   ○ no migration was ever run from here", "unknown"),
    words("   → passerelle migrate run SOURCE --to URL --collection NAME", "accent"),
)


def _unreadable(picture: Picture, cells: int) -> list[Line]:
    """Journals that cannot be read, in a line with why the first of them cannot."""
    held = picture.held.get("migration")
    found = cast("Migrations", held.value).unreadable if held and held.value else ()
    if not found:
        return []
    said = f"{counted(len(found), 'journal')} cannot be read: {found[0]}"
    return [flagged("look", crop(said, cells - 6))]
