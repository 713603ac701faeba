"""Migration: is it moving, when is it done, what was lost, what arrived."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from tui.actions import CURSOR, bindings
from tui.panes.pane import Pane
from tui.panes.run import run_lines, run_mark
from tui.panes.states import Body
from tui.panes.watched import watched_lines, watched_mark
from tui.widgets.text import words

if TYPE_CHECKING:
    from backend.model.migration import Migrations, Run
    from backend.model.watched import Watched, WatchedMigrations
    from tui.readings import Picture
    from tui.widgets.canvas import Look


class MigrationPane(Pane):
    """Pane 3."""

    NAME: ClassVar = "migration"
    TITLE: ClassVar = "MIGRATION"
    PROBES: ClassVar = ("migration",)
    ALSO: ClassVar = ("watched",)
    AGES: ClassVar = True
    BINDINGS: ClassVar = bindings(CURSOR, "migration")

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.chosen = ""
        self._known: list[str] = []

    def body(self, picture: Picture, cells: int, rows: int) -> Body:
        """Draw the chosen migration, or the first: those watched, then our runs, latest first."""
        watched, runs = _watched(picture), _runs(picture)
        self._known = [*(f"watched {one.collection}" for one in watched), *(run.id for run in runs)]
        if not self._known:
            return _empty()
        place = self._known.index(self.chosen) if self.chosen in self._known else 0
        which = f" {place + 1} of {len(self._known)}" if len(self._known) > 1 else ""
        if place < len(watched):
            one = watched[place]
            verdict = f"watched{which} {one.state} → {one.collection}"
            return Body(watched_mark(one), verdict, watched_lines(one, picture.now, cells)[:rows])
        run = runs[place - len(watched)]
        verdict = f"{f'run{which} ' if which else ''}{run.state} → {run.collection}"
        return Body(run_mark(run), verdict, run_lines(run, picture.now, cells)[:rows])

    def action_side(self, by: int) -> None:
        """Show the next migration (1) or the one before (-1)."""
        if self._known:
            at = self._known.index(self.chosen) if self.chosen in self._known else 0
            self.chosen = self._known[min(max(0, at + by), len(self._known) - 1)]
            self.redraw()

    def action_move(self, by: int) -> None:
        """Down goes to earlier ones."""
        self.action_side(by)

    def action_leap(self, by: int) -> None:
        """Pages go over them too."""
        self.action_side(by)

    def action_end(self, side: int) -> None:
        """Show the first (-1) or the last (1) of them."""
        if self._known:
            self.chosen = self._known[0 if side < 0 else -1]
            self.redraw()


def _runs(picture: Picture) -> tuple[Run, ...]:
    """Our own, the latest first."""
    held = picture.held.get("migration")
    return cast("Migrations", held.value).runs if held and held.value else ()


def _watched(picture: Picture) -> tuple[Watched, ...]:
    """Those of other tools, in the order in which they were asked for."""
    held = picture.held.get("watched")
    return cast("WatchedMigrations", held.value).watched if held and held.value else ()


def _empty() -> Body:
    lines = [
        (),
        words("   ○ no migration was ever run from here", "unknown"),
        words("   → passerelle migrate run SOURCE --to URL --collection NAME", "accent"),
    ]
    return Body("unknown", "none yet", lines)
