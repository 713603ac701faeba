"""RACI: who is answerable for what, with the evidence of the cell under the cursor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, cast

from tui.actions import CURSOR, ROWS, bindings
from tui.panes.asking import Said, Typed, Wanted
from tui.panes.columns import Column, Sorting, ordered, sorting_by
from tui.panes.evidence import rule
from tui.panes.raci_cell import (
    EVIDENCE,
    cell_detail,
    cell_head,
    evidence_rows,
    score_detail,
    set_lines,
)
from tui.panes.raci_grid import (
    SCORE,
    Grid,
    faults,
    header,
    laid_out,
    row_line,
    rules_line,
)
from tui.panes.raci_trial import LETTERS, Matrix, Standing, Verdict, overrides
from tui.panes.raci_verdict import RULES, rule_row, verdict
from tui.panes.rows import Row, RowsPane, Table
from tui.widgets.marks import counted
from tui.widgets.tabs import tabs
from tui.widgets.text import Line, words, wrap

if TYPE_CHECKING:
    from backend.model.ecosystem import Ecosystem, Manager
    from backend.model.raci import Letter, Raci, RaciFile, RaciRow
    from tui.readings import Picture
    from tui.widgets.canvas import Look

VIEWS = ("phases", "activities", "rules")
_LETTERS = ("I", "C", "R", "A", "R/A")
"""From least to most, for sorting."""


class RaciPane(RowsPane):
    """One row a manager, one column a phase or an activity; or one row a broken rule.

    Attributes:
        view: One of `VIEWS`.
        tried: Letters in place of those in force, by manager and activity; nothing is saved yet.
    """

    NAME: ClassVar = "raci"
    TITLE: ClassVar = "RACI"
    PROBES: ClassVar = ("managers",)
    VIEWS: ClassVar = VIEWS
    ALSO: ClassVar = ("raci_file",)
    BINDINGS: ClassVar = bindings(CURSOR, ROWS, "raci")
    DETAIL_ROWS: ClassVar = 9

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.view = VIEWS[0]
        self.column = 0
        self.tried: dict[tuple[str, str], Letter | None] = {}
        self.opened: tuple[str, str] | None = None
        self._left = 0
        self._kept = self._aside = ""
        self._columns: tuple[str, ...] = ()
        self._standing: Standing | None = None
        self._of: Ecosystem | None = None
        self._told: RaciFile | None = None

    def concerns(self) -> tuple[str, ...]:
        """The manager under the cursor."""
        return (self._key_at(self._index()),)

    def table(self, picture: Picture, cells: int, rows: int) -> Table:
        """The rows of the present view."""
        ecosystem = cast("Ecosystem", picture.held["managers"].value)
        standing = self._stands(ecosystem)
        verdicts = standing.verdicts(self.tried)
        mark = verdict(standing)
        above = self._heading(verdicts, picture, cells)
        if self.opened is not None:
            return self._opened_table(mark, standing, above, cells)
        if self.view == "rules":
            found = [rule_row(one, cells) for one in verdicts]
            none = (words("   ● no rule is broken", "fine"),)
            return Table(*mark, found, above=above, empty=none, columns=RULES)
        return self._matrix_table(mark, ecosystem, above, cells)

    def _stands(self, ecosystem: Ecosystem) -> Standing:
        """The matrices, prepared anew only where the ecosystem is another."""
        if self._standing is None or self._of is not ecosystem:
            self._of, self._standing = ecosystem, Standing(ecosystem)
            # What the scan has taken over is tried no longer.
            for (manager, activity), letter in list(self.tried.items()):
                matrix = self._matrix_of(activity)
                if matrix.letter(manager, activity) == letter:
                    del self.tried[manager, activity]
        return self._standing

    def _matrix_of(self, activity: str) -> Matrix:
        assert self._standing is not None  # noqa: S101  (asked once there is something to see)
        return self._standing.activities if "/" in activity else self._standing.phases

    @property
    def _matrix(self) -> Matrix | None:
        """The matrix of the present view."""
        if self._standing is None or self.view == "rules":
            return None
        standing = self._standing
        return standing.phases if self.view == "phases" else standing.activities

    def _heading(self, verdicts: list[Verdict], picture: Picture, cells: int) -> list[Line]:
        """The views, what is tried, and what came of saving."""
        rules = counted(sum(one.state != "gone" for one in verdicts), "rule")
        told = {"rules": f"{rules} broken"} if verdicts else {}
        lines: list[Line] = [] if self.view == VIEWS[0] else [tabs(VIEWS, self.view, told)]
        if self.tried:
            new = sum(one.state == "new" for one in verdicts)
            gone = sum(one.state == "gone" for one in verdicts)
            letters = counted(len(self.tried), "letter")
            lines.append(
                (
                    (f"   what if: {letters} ", "accent"),
                    (f" {new} more broken ", "act" if new else "dim"),
                    (f" {gone} mended ", "fine" if gone else "dim"),
                    (
                        f" {self._key('raci-save')} saves, {self._key('raci-undo')} takes back",
                        "dim",
                    ),
                )
            )
        file = self._file(picture)
        if file is not None and file.told and file is not self._told:
            role = "act" if file.failed else "fine"
            lines += [words(f"   {text}", role) for text in wrap(file.told, cells - 4)[:2]]
        return lines

    def _file(self, picture: Picture | None) -> RaciFile | None:
        """Where letters are kept, and what came of the last saving."""
        held = picture.held.get("raci_file") if picture else None
        return cast("RaciFile | None", held.value if held else None)

    def _key(self, action: str) -> str:
        return self.look.keymap.told(action)

    def _matrix_table(
        self, mark: tuple[str, str], ecosystem: Ecosystem, above: list[Line], cells: int
    ) -> Table:
        matrix = cast("Matrix", self._matrix)
        raci = matrix.raci
        self._columns = (*self._kept_columns(raci), SCORE)
        self.column = min(self.column, len(self._columns) - 1)
        managers = {manager.name: manager for manager in ecosystem.managers}
        columns = [*self._sorted_by(raci)]
        rows = sorted(raci.rows, key=lambda row: not row.found)
        here = self._here([self._row(row, raci, ()) for row in rows], columns)
        grid = self._grid(raci, cells, here)
        found = faults(cast("Standing", self._standing).found(matrix, self.tried))
        lines = []
        for row in rows:
            detail = self._detail_of(row, managers, cells) if row.manager == here else ()
            line = row_line(row, matrix, grid, self.tried)
            lines.append(self._row(row, raci, line, detail))
        return Table(
            *mark,
            lines,
            above=[*above, *header(grid)] if rows else above,
            below=[rules_line(found, grid)] if rows else (),
            empty=(words("   ○ no manager does anything that tells its part", "unknown"),),
            columns=columns,
        )

    def _sorted_by(self, raci: Raci) -> Iterator[Column]:
        yield Column("MANAGER", telling=True)
        for name in raci.activities:
            yield Column(name, order=_LETTERS)
        yield Column(SCORE)

    def _kept_columns(self, raci: Raci) -> tuple[str, ...]:
        """The activities that the filter names, or all where it names none."""
        wanted = self.wanted()
        if not self.filter_text or wanted.inverse or wanted.problem or self.view != "activities":
            return raci.activities
        return tuple(filter(wanted.keeps, raci.activities)) or raci.activities

    def _row(self, row: RaciRow, raci: Raci, line: Line, detail: Sequence[Line] = ()) -> Row:
        """A row whose filter looks at its name, its letters and what they are for."""
        named = " ".join(row.letters) if self.view == "activities" else ""
        text = f"{row.manager} {' '.join(row.letters.values())} {named}"
        values = (row.manager, *map(row.letters.get, raci.activities), row.score)
        return Row(row.manager, line, detail, text, values)

    def _here(self, rows: list[Row], columns: Sequence[Column]) -> str:
        """The manager that the cursor will be on, once the rows are sorted and filtered."""
        stand = ordered([(row.values, row) for row in rows], columns, self.sorting)
        kept = [row.key for row in stand if not self.filter_text or self.keeps(row)]
        if self.cursor in kept or not kept:
            return self.cursor
        return kept[min(self._at, len(kept) - 1)] if self.cursor else kept[0]

    def _grid(self, raci: Raci, cells: int, here: str) -> Grid:
        activities = self._columns[:-1]
        longest = max((len(row.manager) for row in raci.rows), default=10)
        name, each, self._left, fits = laid_out(activities, longest, cells, self._left, self.column)
        at = self._columns[self.column] if self.has_focus else ""
        shown = activities[self._left : self._left + fits]
        return Grid(name, each, shown, self._left, len(activities), at, here)

    def _detail_of(self, row: RaciRow, managers: dict[str, Manager], cells: int) -> list[Line]:
        activity = self._columns[self.column]
        if activity == SCORE:
            return [rule(cells), *score_detail(row, managers.get(row.manager))]
        cell = self._matrix_of(activity).cells.get(row.manager, {}).get(activity)
        tried = self._tried(row.manager, activity)
        return [rule(cells), *cell_detail(row, activity, cell, cells, tried)]

    def _tried(self, manager: str, activity: str) -> tuple[Letter | None] | None:
        key = (manager, activity)
        return (self.tried[key],) if key in self.tried else None

    def _opened_table(
        self, mark: tuple[str, str], standing: Standing, above: list[Line], cells: int
    ) -> Table:
        """Every piece of evidence of one cell."""
        manager, activity = cast("tuple[str, str]", self.opened)
        matrix = standing.activities if "/" in activity else standing.phases
        row = next((row for row in matrix.raci.rows if row.manager == manager), None)
        cell = matrix.cells.get(manager, {}).get(activity)
        if row is None:
            return Table(*mark, [], above=above)
        head = [cell_head(row, activity, cell, self._tried(manager, activity))]
        why = [words(f"   {text}", "dim") for text in wrap(cell.reason, cells - 4)] if cell else []
        return Table(
            *mark,
            evidence_rows(cell, cells),
            above=[*above, *head, *set_lines(cell, cells), *why],
            empty=(words("   ○ no evidence: nothing speaks for any letter here", "unknown"),),
            columns=EVIDENCE,
        )

    def enter(self, *, alone: bool) -> bool:
        """Open the evidence of the cell under the cursor, or the cell that a rule is about."""
        if not alone or self._standing is None or self.opened is not None:
            return False
        if self.view == "rules":
            return self._open_rule(self._key_at(self._index()))
        activity = self._columns[self.column] if self._columns else SCORE
        if activity == SCORE:
            return False
        self.opened = (self._key_at(self._index()), activity)
        self._aside, self.filter_text = self.filter_text, ""
        self.redraw()
        return True

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
        if self._matrix is None or not self._columns:
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
        key, held = (manager, activity), matrix.letter(manager, activity)
        place = LETTERS.index(self.tried.get(key, held))
        wanted = LETTERS[(place + by) % len(LETTERS)]
        self.tried.pop(key, None)
        if wanted != held:
            self.tried[key] = wanted
        self.redraw()

    def action_undo_try(self) -> None:
        """Take the letter back that was tried last."""
        if self.tried:
            self.tried.popitem()
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
