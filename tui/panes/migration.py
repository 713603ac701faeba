"""Migration: is it moving, when is it done, what was lost, what arrived."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from tui.actions import CURSOR, bindings
from tui.panes.pane import Pane
from tui.panes.run import run_lines, run_mark
from tui.panes.states import Body
from tui.widgets.text import words

if TYPE_CHECKING:
    from backend.model.migration import Migrations
    from tui.readings import Picture
    from tui.widgets.canvas import Look


class MigrationPane(Pane):
    """Pane 3."""

    NAME: ClassVar = "migration"
    TITLE: ClassVar = "MIGRATION"
    PROBES: ClassVar = ("migration",)
    BINDINGS: ClassVar = bindings(CURSOR, "migration")

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.chosen = ""
        self._known: list[str] = []

    def body(self, picture: Picture, cells: int, rows: int) -> Body:
        """Draw the chosen run, or the latest."""
        runs = cast("Migrations", picture.held["migration"].value).runs
        self._known = [run.id for run in runs]
        if not runs:
            return _empty()
        place = self._known.index(self.chosen) if self.chosen in self._known else 0
        run = runs[place]
        which = f"run {place + 1} of {len(runs)} " if len(runs) > 1 else ""
        verdict = f"{which}{run.state} → {run.collection}"
        return Body(run_mark(run), verdict, run_lines(run, picture.now, cells)[:rows])

    def action_side(self, by: int) -> None:
        """Show an earlier (1) or later (-1) run."""
        if self._known:
            at = self._known.index(self.chosen) if self.chosen in self._known else 0
            self.chosen = self._known[min(max(0, at + by), len(self._known) - 1)]
            self.redraw()

    def action_move(self, by: int) -> None:
        """Down goes to earlier runs."""
        self.action_side(by)

    def action_leap(self, by: int) -> None:
        """Pages go over runs too."""
        self.action_side(by)

    def action_end(self, side: int) -> None:
        """Show the latest (-1) or the first (1) run."""
        if self._known:
            self.chosen = self._known[0 if side < 0 else -1]
            self.redraw()


def _empty() -> Body:
    lines = [
        (),
        words("   ○ no migration was ever run from here", "unknown"),
        words("   → passerelle migrate run SOURCE --to URL --collection NAME", "accent"),
    ]
    return Body("unknown", "none yet", lines)
