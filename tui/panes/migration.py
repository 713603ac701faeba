"""Migration: is it moving, when is it done, what was lost, what arrived."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, cast

from tui.actions import CURSOR, bindings
from tui.panes.asking import Said
from tui.panes.dead_letters import dead_letter_lines, letter_span
from tui.panes.evidence import rule
from tui.panes.pane import Pane
from tui.panes.preflight import preflight_lines
from tui.panes.run import run_lines, run_mark
from tui.panes.run_list import (
    RUN_HEAD,
    head_line,
    run_row,
    run_values,
    watched_row,
    watched_values,
)
from tui.panes.run_orders import deed_lines, order
from tui.panes.run_story import event_lines, proof_lines
from tui.panes.states import Body
from tui.panes.watched import watched_lines, watched_mark
from tui.panes.workers import worker_lines
from tui.widgets.marks import counted
from tui.widgets.tabs import tabs
from tui.widgets.text import Line, crop_line, line_width, words

if TYPE_CHECKING:
    from backend.model.migration.run import Migrations, Run
    from backend.model.watched import Watched, WatchedMigrations
    from tui.exports.sheet import Sheet
    from tui.readings import Picture
    from tui.widgets.canvas import Look

VIEWS = ("overview", "dead letters", "preflight", "proof", "workers", "log")
_LETTERS = VIEWS[1]
_SECTIONS: dict[str, Callable[[Run, int], list[Line]]] = {
    "preflight": preflight_lines,
    "proof": proof_lines,
    "workers": worker_lines,
    "log": event_lines,
}
_ROOMY = (90, 20)
"""Cells and rows from which the runs stand as rows above the opened one."""

_CHART = 6
_CHART_FROM = 22
"""Rows of the chart of rates, and those of the opened run from which there is room for it."""


@dataclass(frozen=True)
class _Item:
    """One migration, ours or watched.

    Attributes:
        key: Stays the same while others come and go.
    """

    key: str
    what: Run | Watched
    ours: bool


class MigrationPane(Pane):
    """Every migration as a row where there is room, and the chosen one opened below."""

    NAME: ClassVar = "migration"
    TITLE: ClassVar = "MIGRATION"
    PROBES: ClassVar = ("migration",)
    VIEWS: ClassVar = VIEWS
    ALSO: ClassVar = ("watched", "actions")
    AGES: ClassVar = True
    BINDINGS: ClassVar = bindings(CURSOR, "migration")

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.chosen = ""
        self.view = VIEWS[0]
        self.letter = 0
        self._known: list[str] = []
        self._letters = 0
        self._top = 0
        self._lines = 0
        self._page = 1

    def body(self, picture: Picture, cells: int, rows: int) -> Body:
        """Draw the chosen migration, or the first: those watched, then our runs, latest first."""
        items = _items(picture)
        self._known = [item.key for item in items]
        if not items:
            return _empty()
        at = self._at()
        item = items[at]
        roomy = cells >= _ROOMY[0] and rows >= _ROOMY[1]
        above = self._rows(items, at, picture, cells, max(3, rows // 3)) if roomy else []
        below = self._opened(item, picture, cells, rows - len(above))
        self._lines, self._page = len(below), max(1, rows - len(above))
        self._top = min(self._top, max(0, self._lines - self._page))
        self._show_letter(item, cells)
        which = f" {at + 1} of {len(items)}" if len(items) > 1 and not roomy else ""
        verdict = _verdict(item, which)
        shown = below[self._top : self._top + self._page]
        return Body(_mark(item), verdict, [*above, *shown])

    def _rows(
        self, items: Sequence[_Item], at: int, picture: Picture, cells: int, most: int
    ) -> list[Line]:
        """The migrations around the chosen one, and a rule."""
        start = max(0, min(at - most // 2, len(items) - most))
        lines = [head_line(cells - 1)]
        for place, item in enumerate(items[start : start + most], start):
            line = _row(item, picture, cells - 1)
            lines.append(self._drawn(line, place == at, cells))
        hidden = len(items) - most
        more = words(f"   {counted(hidden, 'more migration')}", "dim") if hidden > 0 else ()
        return [*lines, *([more] if more else []), rule(cells)]

    def _drawn(self, line: Line, current: bool, cells: int) -> Line:
        if not current:
            return ((" ", ""), *line)
        if not self.has_focus:
            return (("▸", "dim"), *line)
        chosen = (("▸", "selected"), *((text, f"{role} selected") for text, role in line))
        kept = crop_line(chosen, cells)
        return (*kept, (" " * (cells - line_width(kept)), "selected"))

    def _opened(self, item: _Item, picture: Picture, cells: int, rows: int) -> list[Line]:
        if not item.ours:
            return watched_lines(cast("Watched", item.what), picture.now, cells)
        run = cast("Run", item.what)
        if self.view == VIEWS[0]:
            tall = _CHART if rows >= _CHART_FROM else 1
            return [*deed_lines(run, picture), *run_lines(run, picture.now, cells, tall)]
        head = tabs(VIEWS, self.view)
        if self.view == _LETTERS:
            return [head, *dead_letter_lines(run, cells, self.letter)]
        return [head, *_SECTIONS[self.view](run, cells)]

    def _show_letter(self, item: _Item, cells: int) -> None:
        """Scroll so far that the chosen dead letter is seen whole, or its beginning."""
        if self.view != _LETTERS or not item.ours:
            return
        run = cast("Run", item.what)
        self._letters = len(run.failures)
        if not run.failures:
            return
        first, last = letter_span(run, cells, self.letter)
        if self.letter == 0:
            first = 0  # with what stands above the first
        self._top = max(self._top, last + 1 - self._page)
        self._top = min(self._top, first)

    def concerns(self) -> tuple[str, ...]:
        """The collection that the chosen migration fills."""
        held = self.picture.held.get("migration") if self.picture is not None else None
        runs = cast("Migrations", held.value).runs if held and held.value else ()
        here = self._known[self._at()] if self._known else ""
        return tuple(run.collection for run in runs if run.id == here)

    def subject(self) -> str:
        """The chosen migration."""
        return self.chosen

    def look_at(self, subject: str) -> None:
        """Choose a migration."""
        self.chosen = subject
        self.redraw()

    def _at(self) -> int:
        return self._known.index(self.chosen) if self.chosen in self._known else 0

    def _choose(self, at: int) -> None:
        if self._known:
            self.chosen = self._known[min(max(0, at), len(self._known) - 1)]
            self._top = self.letter = 0
            self.redraw()

    def action_side(self, by: int) -> None:
        """Show the next migration (1) or the one before (-1)."""
        self._choose(self._at() + by)

    def action_view(self) -> None:
        """Show the next view of the chosen run."""
        self.view = VIEWS[(VIEWS.index(self.view) + 1) % len(VIEWS)]
        self._top = 0
        self.redraw()

    def action_order(self, what: str) -> None:
        """Tell the opened run something, where that is allowed."""
        if self.picture is None or not self._known:
            return
        item = _items(self.picture)[self._at()]
        if item.ours:
            self.post_message(order(cast("Run", item.what), what, self.picture))
        else:
            self.post_message(Said("another tool's migration: it is watched, never touched"))

    def copied(self, *, whole: bool) -> str:
        """The name of the opened migration's collection, or what stands there."""
        items = _items(self.picture) if self.picture is not None else []
        if whole or not items:
            return super().copied(whole=whole)
        return items[self._at()].what.collection

    def sheet(self) -> Sheet | None:
        """Every migration, one a row."""
        items = _items(self.picture) if self.picture is not None else []
        if not items:
            return None
        from tui.exports.sheet import Sheet  # noqa: PLC0415 (first paint does not need it)

        rows = [
            run_values(cast("Run", one.what)) if one.ours
            else watched_values(cast("Watched", one.what))
            for one in items
        ]  # fmt: skip
        return Sheet("migrations", RUN_HEAD, rows, self.about())

    def leave(self) -> bool:
        """Back to the overview."""
        if self.view == VIEWS[0]:
            return False
        self.view, self._top = VIEWS[0], 0
        self.redraw()
        return True

    def action_move(self, by: int) -> None:
        """In the overview down goes to earlier ones; elsewhere to the next letter or line."""
        if self.view == VIEWS[0]:
            self.action_side(by)
        elif self.view == _LETTERS:
            self._open(self.letter + by)
        else:
            self._scroll(self._top + by)

    def action_leap(self, by: int) -> None:
        """Scroll what is opened by pages."""
        if self.view == _LETTERS:
            self._open(self.letter + by * self._page)
        else:
            self._scroll(self._top + by * self._page)

    def action_end(self, side: int) -> None:
        """Show the first (-1) or the last (1) of them, or of the lines."""
        if self.view == VIEWS[0]:
            self._choose(0 if side < 0 else len(self._known) - 1)
        elif self.view == _LETTERS:
            self._open(0 if side < 0 else self._letters - 1)
        else:
            self._scroll(0 if side < 0 else self._lines)

    def _open(self, letter: int) -> None:
        """Show what another dead letter holds."""
        self.letter = min(max(0, letter), max(0, self._letters - 1))
        self.redraw()

    def _scroll(self, top: int) -> None:
        self._top = min(max(0, top), max(0, self._lines - self._page))
        self.redraw()


def _items(picture: Picture) -> list[_Item]:
    """Those of other tools as they were asked for, then our own, the latest first."""
    held = (picture.held.get(name) for name in ("watched", "migration"))
    watched, ours = (one.value if one else None for one in held)
    theirs = cast("WatchedMigrations", watched).watched if watched else ()
    runs = cast("Migrations", ours).runs if ours else ()
    return [
        *(_Item(f"watched {one.collection}", one, ours=False) for one in theirs),
        *(_Item(run.id, run, ours=True) for run in runs),
    ]


def _mark(item: _Item) -> str:
    if item.ours:
        return run_mark(cast("Run", item.what))
    return watched_mark(cast("Watched", item.what))


def _verdict(item: _Item, which: str) -> str:
    state, collection = item.what.state, item.what.collection
    if item.ours:
        return f"{f'run{which} ' if which else ''}{state} → {collection}"
    return f"watched{which} {state} → {collection}"


def _row(item: _Item, picture: Picture, cells: int) -> Line:
    if item.ours:
        return run_row(cast("Run", item.what), picture.now, cells)
    return watched_row(cast("Watched", item.what), cells)


def _empty() -> Body:
    lines = [
        (),
        words("   ○ no migration was ever run from here", "unknown"),
        words("   → passerelle migrate run SOURCE --to URL --collection NAME", "accent"),
    ]
    return Body("unknown", "none yet", lines)
