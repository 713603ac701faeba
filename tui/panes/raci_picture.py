"""How the RACI matrix is drawn: its rows, its columns, the evidence of one cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from tui.panes.columns import Column, ordered
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
from tui.panes.raci_heading import saved_lines, tried_lines, views_line
from tui.panes.raci_standing import Matrix, Standing, Verdict
from tui.panes.raci_trial import Trial
from tui.panes.raci_verdict import RULES, rule_row, verdict
from tui.panes.rows import Row, RowsPane, Table
from tui.widgets.text import Line, words, wrap

if TYPE_CHECKING:
    from backend.model.ecosystem import Ecosystem, Manager
    from backend.model.raci import Cell, Letter, Raci, RaciFile, RaciRow
    from tui.panes.raci_trial import Tried
    from tui.readings import Picture
    from tui.widgets.canvas import Look

VIEWS = ("phases", "activities", "rules")
_TELLS_VIEWS = 28
"""Rows from which on the views are always told."""
_LETTERS = ("I", "C", "R", "A", "R/A")
"""From least to most, for sorting."""


class RaciPicture(RowsPane):
    """One row a manager, one column a phase or an activity; or one row a broken rule.

    The keys are its subclass's.

    Attributes:
        view: One of `VIEWS`.
        trial: Letters in place of those in force; nothing is saved yet.
    """

    NAME: ClassVar = "raci"
    PROBES: ClassVar = ("managers",)
    VIEWS: ClassVar = VIEWS
    ALSO: ClassVar = ("raci_file",)
    DETAIL_ROWS: ClassVar = 9

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.view = VIEWS[0]
        self.column = 0
        self.trial = Trial()
        self.opened: tuple[str, str] | None = None
        self._left = 0
        self._kept = self._aside = ""
        self._columns: tuple[str, ...] = ()
        self._standing: Standing | None = None
        self._of: Ecosystem | None = None
        self._told: RaciFile | None = None

    @property
    def tried(self) -> Tried:
        """The letters that are tried, by manager and activity."""
        return self.trial.letters

    def table(self, picture: Picture, cells: int, rows: int) -> Table:
        """The rows of the present view."""
        ecosystem = cast("Ecosystem", picture.held["managers"].value)
        standing = self._stands(ecosystem)
        verdicts = standing.verdicts(self.tried)
        mark = verdict(standing)
        above = self._heading(verdicts, picture, cells, rows)
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
            self.trial.settle(self._standing.letter)
        return self._standing

    @property
    def _matrix(self) -> Matrix | None:
        """The matrix of the present view."""
        if self._standing is None or self.view == "rules":
            return None
        standing = self._standing
        return standing.phases if self.view == "phases" else standing.activities

    def _heading(
        self, verdicts: list[Verdict], picture: Picture, cells: int, rows: int
    ) -> list[Line]:
        """The views where there is room or another than the first, then what is tried or saved."""
        is_told = rows >= _TELLS_VIEWS or self.view != VIEWS[0]
        views = [views_line(VIEWS, self.view, verdicts)] if is_told else []
        follow = len(self._effective()) - len(self.tried)
        return [
            *views,
            *tried_lines(self.tried, verdicts, follow, self.look.keymap),
            *saved_lines(self._file(picture), self._told, cells),
        ]

    def _effective(self) -> Tried:
        """What is tried, and what follows from it for the phases."""
        return self._standing.with_rollup(self.tried) if self._standing else self.tried

    def _file(self, picture: Picture | None) -> RaciFile | None:
        """Where letters are kept, and what came of the last saving."""
        held = picture.held.get("raci_file") if picture else None
        return cast("RaciFile | None", held.value if held else None)

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
            line = row_line(row, matrix, grid, self._effective())
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
        cell = self._cell(row.manager, activity)
        tried = self._tried(row.manager, activity)
        return [rule(cells), *cell_detail(row, activity, cell, cells, tried)]

    def _tried(self, manager: str, activity: str) -> tuple[Letter | None] | None:
        key, effective = (manager, activity), self._effective()
        return (effective[key],) if key in effective else None

    def _cell(self, manager: str, activity: str) -> Cell | None:
        standing = cast("Standing", self._standing)
        return standing.of(activity).cells.get(manager, {}).get(activity)

    def _opened_table(
        self, mark: tuple[str, str], standing: Standing, above: list[Line], cells: int
    ) -> Table:
        """Every piece of evidence of one cell."""
        manager, activity = cast("tuple[str, str]", self.opened)
        rows = standing.of(activity).raci.rows
        row = next((row for row in rows if row.manager == manager), None)
        cell = self._cell(manager, activity)
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
            news=False,
        )
