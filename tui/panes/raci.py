"""RACI: who is answerable for what, with the evidence of the cell under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from tui.panes.findings import evidence_line
from tui.panes.rows import Row, RowsPane, Table
from tui.widgets.text import Line, fit, wrap

if TYPE_CHECKING:
    from backend.model.ecosystem import Cell, Ecosystem, Manager, Raci, RaciRow, Score
    from tui.readings import Picture
    from tui.widgets.canvas import Look

_SCORE = 6
_LETTER_ROLES = {"R": "accent", "A": "strong", "C": "text", "I": "dim"}


class RaciPane(RowsPane):
    """Pane 2."""

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
        room = _name_room(raci, cells)
        column = (cells - 2 - room - _SCORE) // max(1, len(raci.activities))
        column = max(4, min(12, column))
        managers = {manager.name: manager for manager in ecosystem.managers}
        broken = violations(raci)
        mark = "act" if broken else "fine" if raci.rows else "unknown"
        return Table(
            mark,
            _verdict(raci, broken),
            [
                self._row(row, raci, managers.get(row.manager), room, column, cells)
                for row in raci.rows
            ],
            above=[self._header(raci, room, column)],
            below=[_summary(raci, broken)] if raci.rows else (),
            empty=((("   ○ no manager does anything that tells its part", "unknown"),),),
        )

    def action_side(self, by: int) -> None:
        """Move the cursor over the row's cells."""
        self.column = min(max(0, self.column + by), self._columns - 1)
        self.redraw()

    def _header(self, raci: Raci, room: int, column: int) -> Line:
        spans = [(" " * (room + 1), "dim")]
        for place, activity in enumerate(raci.activities):
            spans.append(
                (fit(activity[: column - 1], column), "accent" if self._here(place) else "dim")
            )
        spans.append(
            (fit("SRP", _SCORE, "right"), "accent" if self._here(len(raci.activities)) else "dim")
        )
        return tuple(spans)

    def _here(self, place: int) -> bool:
        return self.has_focus and place == self.column

    def _row(
        self, row: RaciRow, raci: Raci, manager: Manager | None, room: int, column: int, cells: int
    ) -> Row:
        by_activity = {cell.activity: cell for cell in row.cells}
        spans = [(fit(row.manager, room), "text")]
        for place, activity in enumerate(raci.activities):
            text, role = letters(by_activity.get(activity), row.letters.get(activity))
            spans.append((fit(text, column), f"{role} bold" if self._here(place) else role))
        score = "   ?" if row.score is None else f"{row.score:.1f}"
        spans.append((fit(score, _SCORE, "right"), "unknown" if row.score is None else "text"))
        if self.column < len(raci.activities):
            activity = raci.activities[self.column]
            detail = _cell_detail(row, activity, by_activity.get(activity), cells)
        else:
            detail = _score_detail(row, manager.score if manager else None, cells)
        return Row(
            row.manager, tuple(spans), detail, f"{row.manager} {' '.join(row.letters.values())}"
        )


def _name_room(raci: Raci, cells: int) -> int:
    longest = max((len(row.manager) for row in raci.rows), default=10)
    return max(10, min(longest + 1, cells - 2 - _SCORE - 6 * len(raci.activities)))


def letters(cell: Cell | None, letter: str | None) -> tuple[str, str]:
    """A cell's text and role: the inferred letter, or `R≠A` where a document says another."""
    declared = cell.declared if cell else None
    if declared and declared != letter:
        return f"{letter or '·'}≠{declared}", "look"
    if letter is None:
        return "·", "rule"
    if cell and cell.confidence and cell.confidence < 0.5:
        return letter.lower(), "dim"
    return letter, _LETTER_ROLES[letter]


def violations(raci: Raci) -> dict[str, str]:
    """The activities that break a rule, and how: exactly one A and at least one R each."""
    broken = {}
    for activity in raci.activities:
        held = [row.letters.get(activity) for row in raci.rows]
        answerable, responsible = held.count("A"), held.count("R")
        faults = []
        if answerable != 1:
            faults.append(f"{answerable}×A")
        if responsible == 0:
            faults.append("0×R")
        if faults:
            broken[activity] = " ".join(faults)
    return broken


def _verdict(raci: Raci, broken: dict[str, str]) -> str:
    if not raci.rows:
        return "no letters"
    if broken:
        return f"{len(broken)} of {len(raci.activities)} activities break a rule"
    return f"{len(raci.activities)} activities, each with one A and an R"


def _summary(raci: Raci, broken: dict[str, str]) -> Line:
    spans: list[tuple[str, str]] = [(" ", "")]
    for activity in raci.activities:
        fault = broken.get(activity)
        spans += [
            (f"{activity} ", "dim"),
            (f"■ {fault}" if fault else "●", "act" if fault else "fine"),
            ("  ", ""),
        ]
    return tuple(spans)


def _cell_detail(row: RaciRow, activity: str, cell: Cell | None, cells: int) -> list[Line]:
    letter, declared = row.letters.get(activity), cell.declared if cell else None
    head: list[tuple[str, str]] = [(f" {row.manager} · {activity}: ", "strong")]
    if letter:
        head.append((f"{letter} ", "accent"))
        head.append((f"inferred, confidence {cell.confidence:.0%}" if cell else "inferred", "dim"))
    else:
        head.append(("nothing speaks for any letter", "dim"))
    if declared:
        odd = declared != letter
        head.append(
            (f"   declared {declared}{' ≠ inferred' if odd else ''}", "look" if odd else "dim")
        )
    lines: list[Line] = [((" " + "─" * max(0, cells - 2), "rule"),), tuple(head)]
    if cell:
        lines += [evidence_line(one.kind, one.path, one.line, one.text) for one in cell.evidence]
    return lines


def _score_detail(row: RaciRow, score: Score | None, cells: int) -> list[Line]:
    lines: list[Line] = [((" " + "─" * max(0, cells - 2), "rule"),)]
    if score is None:
        return [
            *lines,
            ((f" {row.manager} · SRP: ", "strong"), ("○ too little code to judge", "unknown")),
        ]
    head: list[tuple[str, str]] = [(f" {row.manager} · SRP {score.value:.1f} of 10", "strong")]
    if row.declared_score is not None:
        head.append((f"   declared {row.declared_score:g} ⇢ measured {score.value:.1f}", "look"))
    lines.append(tuple(head))
    for part in score.parts:
        share = f"{part.value:.2f} × {part.weight:.2f} = {10 * part.value * part.weight:.1f}"
        lines.append(
            (
                (f"   {fit(part.name, 22)}", "text"),
                (fit(share, 22), "text"),
                (wrap(part.detail, 200)[0], "dim"),
            )
        )
    return lines
