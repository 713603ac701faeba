"""RACI: who is answerable for what, with the evidence of the cell under the cursor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, cast

from tui.panes.columns import Column
from tui.panes.evidence import evidence_line, rule
from tui.panes.graph.network import short
from tui.panes.rows import Row, RowsPane, Table
from tui.widgets.text import Line, fit, width, words

if TYPE_CHECKING:
    from backend.model.ecosystem import Ecosystem, Manager
    from backend.model.raci import Cell, Raci, RaciRow
    from tui.readings import Picture
    from tui.widgets.canvas import Look

_SCORE_ROOM = 6
_LETTER_ROLES = {
    "R": "strong",
    "A": "strong bold",
    "R/A": "strong bold",
    "C": "text",
    "I": "dim",
}
_SHORT = {"Planning": "Plan", "Validation": "Valid", "Execution": "Exec", "Monitoring": "Monit"}
_LETTERS = ("I", "C", "R", "A")
"""From least to most, for sorting."""
_SURE = 0.5
"""Confidence below which an inferred letter is written small."""


@dataclass(frozen=True)
class _Grid:
    """Cells that the columns take, and where the cursor is: `at` is -1 while it is elsewhere."""

    name: int
    column: int
    at: int
    row: str


class RaciPane(RowsPane):
    """One row a manager, one column an activity."""

    NAME: ClassVar = "raci"
    TITLE: ClassVar = "RACI"
    PROBES: ClassVar = ("managers",)
    DETAIL_ROWS: ClassVar = 8

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.column = 0
        self._columns = 1

    def table(self, picture: Picture, cells: int, rows: int) -> Table:
        """One row a manager, one column an activity, the score last."""
        ecosystem = cast("Ecosystem", picture.held["managers"].value)
        raci = ecosystem.raci
        self._columns = len(raci.activities) + 1
        self.column = min(self.column, self._columns - 1)
        here = self.cursor or (raci.rows[0].manager if raci.rows else "")
        grid = _grid(raci, cells, self.column if self.has_focus else -1, here)
        managers = {manager.name: manager for manager in ecosystem.managers}
        broken = violations(raci)
        rows_ = sorted(raci.rows, key=lambda row: row.manager not in managers)
        return Table(
            *_verdict(ecosystem, broken),
            [
                Row(
                    row.manager,
                    _row(row, raci, grid, found=row.manager in managers),
                    self._detail_of(row, raci, managers.get(row.manager), cells),
                    f"{row.manager} {' '.join(row.letters.values())}",
                    (row.manager, *map(row.letters.get, raci.activities), row.score),
                )
                for row in rows_
            ],
            above=[_header(raci, grid)] if raci.rows else (),
            below=[_rules(raci, broken, grid)] if raci.rows else (),
            empty=(words("   ○ no manager does anything that tells its part", "unknown"),),
            columns=[
                Column("MANAGER"),
                *(Column(_head(name, grid), order=_LETTERS) for name in raci.activities),
                Column("SRP"),
            ],
        )

    def action_side(self, by: int) -> None:
        """Move the cursor over the row's cells."""
        self.column = min(max(0, self.column + by), self._columns - 1)
        self.redraw()

    def _detail_of(
        self, row: RaciRow, raci: Raci, manager: Manager | None, cells: int
    ) -> list[Line]:
        if self.column < len(raci.activities):
            return [rule(cells), *_cell_detail(row, raci.activities[self.column], cells)]
        return [rule(cells), *_score_detail(row, manager)]


def _grid(raci: Raci, cells: int, at: int, row: str) -> _Grid:
    longest = max((len(row.manager) for row in raci.rows), default=10)
    count = max(1, len(raci.activities))
    name = max(10, min(longest + 2, cells - 3 - _SCORE_ROOM - 6 * count))
    column = (cells - 3 - name - _SCORE_ROOM) // count
    return _Grid(name, max(4, min(12, column)), at, row)


def letters(cell: Cell | None, letter: str | None) -> tuple[str, str]:
    """A cell's text and role: the inferred letter, or `R≠A` where a document says another."""
    declared = cell.declared if cell else None
    if declared and declared != letter:
        return f"{letter or '·'}≠{declared}", "look"
    if letter is None:
        return "·", "rule"
    if cell and cell.confidence < _SURE:
        return letter.lower(), "dim"
    return letter, _LETTER_ROLES[letter]


def violations(raci: Raci) -> dict[str, str]:
    """The activities that break a rule, and how: exactly one A and at least one R each."""
    broken = {}
    for activity in raci.activities:
        held = [row.letters.get(activity) or "" for row in raci.rows]
        faults = ""
        answers = sum("A" in letter for letter in held)
        if answers != 1:
            faults += f"{answers}A"
        if not any("R" in letter for letter in held):
            faults += "0R"
        if faults:
            broken[activity] = faults
    return broken


def disagreements(raci: Raci) -> int:
    """Cells in which a document says another letter than the evidence."""
    return sum(
        cell.declared is not None and cell.declared != row.letters.get(cell.activity)
        for row in raci.rows
        for cell in row.cells
    )


def _verdict(ecosystem: Ecosystem, broken: dict[str, str]) -> tuple[str, str]:
    raci = ecosystem.raci
    if not raci.rows:
        return "unknown", "no letters"
    apart = disagreements(raci)
    said = f" · {apart} ≠ declared" if apart else ""
    if broken:
        return "act", f"{len(broken)} of {len(raci.activities)} activities break a rule{said}"
    declared = sum(item.kind.startswith("raci") for item in ecosystem.findings)
    if declared or apart:
        faults = f"declared matrix breaks {declared} rules" if declared else "found matrix is sound"
        return "act" if declared else "look", f"{faults}{said}"
    return "fine", f"{len(raci.activities)} activities, each with one A and an R"


def _header(raci: Raci, grid: _Grid) -> Line:
    spans = [(" " * (grid.name + 1), "dim")]
    for place, activity in enumerate(raci.activities):
        name = _head(activity, grid)
        role = "accent" if place == grid.at else "dim"
        spans.append((f"{fit(name, grid.column - 1)} ", role))
    role = "accent" if grid.at == len(raci.activities) else "dim"
    return (*spans, (fit("SRP", _SCORE_ROOM - 1, "right"), role))


def _head(activity: str, grid: _Grid) -> str:
    return activity if len(activity) < grid.column else _SHORT.get(activity, activity)


def _row(row: RaciRow, raci: Raci, grid: _Grid, *, found: bool) -> Line:
    by_activity = {cell.activity: cell for cell in row.cells}
    name = row.manager if width(row.manager) < grid.name else short(row.manager)
    spans = [(fit(name, grid.name - 1) + " ", "text" if found else "dim")]
    for place, activity in enumerate(raci.activities):
        text, role = letters(by_activity.get(activity), row.letters.get(activity))
        here = place == grid.at and row.manager == grid.row
        spans.append((text, f"{role} underline" if here else role))
        spans.append((" " * (grid.column - width(text)), ""))
    score = "?" if row.score is None else f"{row.score:.1f}"
    return (*spans, (fit(score, _SCORE_ROOM - 1, "right"), "dim" if row.score is None else "text"))


def _rules(raci: Raci, broken: dict[str, str], grid: _Grid) -> Line:
    """What each column breaks, under it."""
    spans = [(fit(" one A, some R", grid.name) + " ", "dim")]
    for activity in raci.activities:
        fault = broken.get(activity)
        spans.append((fit(f"■ {fault}" if fault else "●", grid.column), "act" if fault else "fine"))
    return tuple(spans)


def _cell_detail(row: RaciRow, activity: str, cells: int) -> list[Line]:
    cell = next((cell for cell in row.cells if cell.activity == activity), None)
    letter, declared = row.letters.get(activity), cell.declared if cell else None
    head: list[tuple[str, str]] = [(f" {row.manager} · {activity} ", "strong")]
    if declared and declared != letter:
        head.append((f" declared {declared} ⇢ found {letter or 'nothing'} ", "look"))
    elif letter is None:
        head.append((" nothing speaks for any letter", "dim"))
    else:
        head.append((f" {letter}", "strong"))
        head.append((", as declared" if declared else " inferred", "dim"))
    if cell and letter:
        head.append((f", {cell.confidence:.0%} sure", "dim"))
    return [tuple(head), *(evidence_line(one, cells) for one in (cell.evidence if cell else ()))]


def _score_detail(row: RaciRow, manager: Manager | None) -> list[Line]:
    score = manager.score if manager else None
    if score is None:
        return [(*words(f" {row.manager} · SRP ", "strong"), ("○ too little code to judge", "dim"))]
    head: list[tuple[str, str]] = [(f" {row.manager} · SRP {score.value:.1f} of 10", "strong")]
    if row.declared_score is not None:
        claim = f"   declared {row.declared_score:g} ⇢ measured {score.value:.1f}"
        head.append((claim, "look"))
    lines: list[Line] = [tuple(head)]
    for part in score.parts:
        share = f"{part.value:.2f} × {part.weight:.2f} = {10 * part.value * part.weight:.1f}"
        lines.append(
            ((f"   {fit(part.name, 18)}", "text"), (f"{share}  ", "text"), (part.detail, "dim"))
        )
    return lines
