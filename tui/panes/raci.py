"""RACI: who is answerable for what; letters tried, saved, opened to their evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, cast

from tui.actions import CURSOR, ROWS, bindings
from tui.panes.asking import Said, Typed, Wanted
from tui.panes.columns import Sorting, sorting_by
from tui.panes.opening import open_evidence
from tui.panes.raci_cell import evidence_rows
from tui.panes.raci_grid import SCORE
from tui.panes.raci_picture import VIEWS, RaciPicture
from tui.panes.raci_trial import overrides
from tui.widgets.marks import counted

if TYPE_CHECKING:
    from backend.model.finding import Evidence
    from tui.panes.raci_standing import Matrix, Standing


class RaciPane(RaciPicture):
    """The matrix and the keys to question it."""

    BINDINGS: ClassVar = bindings(CURSOR, ROWS, "raci")

    def concerns(self) -> tuple[str, ...]:
        """The manager under the cursor."""
        return (self._key_at(self._index()),)

    def enter(self, *, alone: bool) -> bool:
        """Open the evidence of a cell, in the editor where it is chosen; go to a rule's cell."""
        if not alone or self._standing is None:
            return False
        if self.opened is not None:
            return self._edit(self.shown[self._index()].key if self.shown else "")
        if self.view == "rules":
            return self._open_rule(self._key_at(self._index()))
        activity = self._columns[self.column] if self._columns else SCORE
        if activity == SCORE:
            return False
        manager = self._key_at(self._index())
        cell = self._cell(manager, activity)
        if cell is not None and len(cell.evidence) == 1:
            self._open(manager, cell.evidence)
            return True
        self.opened = (manager, activity)
        self._aside, self.filter_text = self.filter_text, ""
        self.redraw()
        return True

    def _edit(self, key: str) -> bool:
        """Open the piece of evidence under the cursor in the editor."""
        manager, activity = cast("tuple[str, str]", self.opened)
        cell = self._cell(manager, activity)
        found = cell.evidence if cell else ()
        keys = [row.key for row in evidence_rows(cell, 0)]
        self._open(manager, [found[keys.index(key)]] if key in keys else [])
        return True

    def _open(self, manager: str, found: Sequence[Evidence]) -> None:
        """Open evidence about a manager; one that no root holds is known from documents only."""
        managers = self._of.managers if self._of else ()
        root = next((one.root for one in managers if one.name == manager), "")
        open_evidence([(root, one) for one in found], f"{manager} here", self.post_message)

    def _open_rule(self, key: str) -> bool:
        """Go to the first cell that a broken rule is about."""
        found = cast("Standing", self._standing).verdicts(self.tried)
        one = next((item.rule for item in found if item.key == key), None)
        if one is None:
            return False
        self.filter_text = ""
        self._change("activities" if "/" in one.activity else "phases")
        matrix = cast("Matrix", self._matrix)
        if one.activity in matrix.raci.activities:
            self.column = matrix.raci.activities.index(one.activity)
        self.cursor = one.managers[0] if one.managers else self.cursor
        self.redraw()
        return True

    def leave(self) -> bool:
        """From a cell back to the matrix, from another view to the first."""
        if self.opened is not None:
            self.cursor, self.filter_text, self.opened = self.opened[0], self._aside, None
        elif self.view != VIEWS[0]:
            self._change(VIEWS[0])
        else:
            return False
        self.redraw()
        return True

    def subject(self) -> str:
        """The manager under the cursor."""
        return self.opened[0] if self.opened else "" if self.view == "rules" else self.cursor

    def titled(self) -> str:
        """The pane and its view."""
        return f"{self.NAME}-{'evidence' if self.opened else self.view}"

    def look_at(self, subject: str) -> None:
        """Put the cursor on a manager."""
        self.opened = None
        if self.view == "rules":
            self._change(VIEWS[0])
        super().look_at(subject)

    def _change(self, view: str) -> None:
        if self.view != "rules":
            self._kept = self.cursor
        self.view, self.column, self._left, self.opened = view, 0, 0, None
        self.sorting, self.cursor = Sorting(), "" if view == "rules" else self._kept

    def action_view(self) -> None:
        """Show the next view."""
        self._told = self._file(self.picture)
        self._change(VIEWS[(VIEWS.index(self.view) + 1) % len(VIEWS)])
        self.redraw()

    def action_side(self, by: int) -> None:
        """Move the cursor over the row's cells."""
        self.column = min(max(0, self.column + by), max(0, len(self._columns) - 1))
        self.redraw()

    def action_sort_here(self) -> None:
        """Order the rows by the column under the cursor, then the other way round, then by name."""
        if self._matrix is None or self.opened is not None or not self._columns:
            self.action_sort(1)
            return
        first = sorting_by(self._columns[self.column], self.columns, self._values)
        turned = replace(first, descending=not first.descending)
        self.sort({first: turned, turned: Sorting()}.get(self.sorting, first))

    def action_try(self, by: int) -> None:
        """Try the next letter (1) in the cell under the cursor, or the one before (-1)."""
        matrix, manager = self._matrix, self._key_at(self._index())
        activity = self._columns[self.column] if self._columns else SCORE
        if matrix is None or self.opened is not None or activity == SCORE or not manager:
            self.post_message(Said("a letter is changed in the matrix: go to a cell of it"))
            return
        if manager not in matrix.managers:
            self.post_message(Said(f"{manager} is in none of the roots"))
            return
        self._told = self._file(self.picture)
        self.trial.step((manager, activity), matrix.letter(manager, activity), by)
        self.redraw()

    def action_undo_try(self) -> None:
        """Take the letter back that was tried last."""
        if self.trial.undo():
            self.redraw()

    def action_save_tried(self) -> None:
        """Ask for the reason, then have the letters kept in the user's own file."""
        file = self._file(self.picture)
        if not self.tried:
            self.post_message(Said("no letter was changed"))
        elif file is None:
            self.post_message(Said("nobody tells where letters are kept"))
        else:
            letters = counted(len(self.tried), "letter")
            ends = "until 2027-01-31 at the end: their last day"
            question = f"why, for {letters} in {file.path}? ({ends})"
            self.post_message(Typed(question, self._save))

    def _save(self, said: str) -> None:
        from backend.model.request import Keep  # noqa: PLC0415 (first paint goes without)

        try:
            given = overrides(self.tried, said, _user())
        except ValueError as error:
            self.post_message(Said(str(error)))
            return
        self.post_message(Wanted(Keep(overrides=given)))


def _user() -> str:
    """Who sits here, as the system knows them."""
    import getpass  # noqa: PLC0415 (only who saves needs it)

    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"
