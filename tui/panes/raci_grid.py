"""How the matrix is laid out: the columns that fit, their heads, a row, what each column breaks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backend.model.raci_rules import SEVERITY, Broken
from tui.panes.called import called
from tui.widgets.text import Line, crop, fit, width

if TYPE_CHECKING:
    from backend.model.raci import Cell, Letter, RaciRow
    from tui.panes.raci_standing import Matrix
    from tui.panes.raci_trial import Tried

SCORE = "SRP"
"""The last column, which is no activity."""

_SCORE_ROOM = 6
_LEAST_COLUMN = 7
_MOST_COLUMN = 12
_LETTER_ROLES = {
    "R": "strong",
    "A": "strong bold",
    "R/A": "strong bold",
    "C": "text",
    "I": "dim",
}
_SHORT = {"Planning": "Plan", "Validation": "Valid", "Execution": "Exec", "Monitoring": "Monit"}
_SURE = 0.5
"""Confidence below which an inferred letter is written small."""

_FIRST_FAULT = re.compile(r"\d+[A-Z]")
_FAULTS = {"one-a": "A", "no-r": "R", "many-r": "R", "many-c": "C"}


@dataclass(frozen=True)
class Grid:
    """Cells that the columns take, which of them are in sight, and where the cursor is.

    Attributes:
        shown: The activities in sight.
        before: How many lie to the left of them.
        total: How many there are.
        at: The column under the cursor; empty while the pane has not the keys.
        row: The manager under the cursor.
    """

    name: int
    column: int
    shown: tuple[str, ...]
    before: int
    total: int
    at: str
    row: str


def laid_out(
    activities: Sequence[str], longest: int, cells: int, left: int, column: int
) -> tuple[int, int, int, int]:
    """Room of the names, room of a column, first column in sight, and how many are.

    Args:
        activities: All columns without the score.
        longest: Cells of the longest manager's name.
        cells: Cells of the pane.
        left: First column that was in sight before.
        column: The one under the cursor, which is to be in sight.
    """
    count = max(1, len(activities))
    phases = not any("/" in one for one in activities)
    least = 6 if phases else _LEAST_COLUMN
    wanted = cells - 3 - _SCORE_ROOM - least * count
    name = max(10, min(longest + 2, max(wanted, cells // 3)))
    room = cells - 3 - name - _SCORE_ROOM
    fits = max(1, min(count, room // least))
    each = max(4, min(_MOST_COLUMN, room // fits))
    if column < len(activities):
        left = min(max(left, column - fits + 1), column)
    return name, each, max(0, min(left, count - fits)), fits


def letters(
    cell: Cell | None, letter: str | None, tried: tuple[str | None] | None = None
) -> tuple[str, str]:
    """A cell's text and role.

    The inferred letter, small where it is not sure; `R≠A` where a document says another; `C!` where
    people set one; `A?` while one is tried.
    """
    if tried is not None:
        return f"{tried[0] or '·'}?", "accent"
    if cell and cell.override:
        return f"{letter or '·'}!", "strong"
    declared = cell.declared if cell else None
    if declared and declared != letter:
        return f"{letter or '·'}≠{declared}", "look"
    if letter is None:
        return "·", "rule"
    if cell and cell.confidence < _SURE:
        return letter.lower(), "dim"
    return letter, _LETTER_ROLES[letter]


def faults(found: Iterable[Broken]) -> dict[str, tuple[str, str]]:
    """Activity to what its column breaks and how much that asks: `0A0R`, `5R`."""
    told: dict[str, tuple[str, str]] = {}
    for one in found:
        if one.rule not in _FAULTS:
            continue
        count = 0 if one.rule == "no-r" else len(one.managers)
        text, severity = told.get(one.activity, ("", "look"))
        worst = "act" if "act" in (severity, SEVERITY[one.rule]) else "look"
        told[one.activity] = f"{text}{count}{_FAULTS[one.rule]}", worst
    return told


def header(grid: Grid) -> list[Line]:
    """The columns' names; those of activities in two lines, capability above phase."""
    if not any("/" in one for one in grid.shown):
        return [_head([(one, one) for one in grid.shown], grid, "")]
    above: list[tuple[str, str]] = []
    last = grid.before + len(grid.shown)
    here = f" {grid.before + 1}–{last} of {grid.total}"
    scroll = f"{'←' if grid.before else ' '}{here} {'→' if last < grid.total else ' '}"
    spans = [(fit(scroll, grid.name + 1), "dim")]
    for activity in grid.shown:
        capability = activity.rpartition("/")[0]
        if above and above[-1][0] == capability:
            above[-1] = (capability, above[-1][1] + " " * grid.column)
        else:
            above.append((capability, " " * grid.column))
    here = grid.at.rpartition("/")[0]
    for capability, room in above:
        role = "accent" if capability == here else "dim"
        spans.append((fit(crop(capability, len(room) - 1), len(room)), role))
    return [tuple(spans), _head([(one, one.rpartition("/")[2]) for one in grid.shown], grid, "")]


def _head(names: Sequence[tuple[str, str]], grid: Grid, before: str) -> Line:
    spans = [(fit(before, grid.name + 1), "dim")]
    for activity, name in names:
        shown = name if len(name) < grid.column else _SHORT.get(name, name)
        role = "accent" if activity == grid.at else "dim"
        spans.append((f"{fit(shown, grid.column - 1)} ", role))
    role = "accent" if grid.at == SCORE else "dim"
    return (*spans, (fit(SCORE, _SCORE_ROOM - 1, "right"), role))


def row_line(row: RaciRow, matrix: Matrix, grid: Grid, tried: Tried) -> Line:
    """One manager's letters in sight, and its score."""
    cells: Mapping[str, Cell] = matrix.cells.get(row.manager, {})
    name = row.manager if width(row.manager) < grid.name else called(row.manager, matrix.cells)
    spans = [(fit(name, grid.name - 1) + " ", "text" if row.found else "dim")]
    for activity in grid.shown:
        given: tuple[Letter | None] | None = None
        if (row.manager, activity) in tried:
            given = (tried[row.manager, activity],)
        text, role = letters(cells.get(activity), row.letters.get(activity), given)
        here = activity == grid.at and row.manager == grid.row
        spans.append((text, f"{role} underline" if here else role))
        spans.append((" " * (grid.column - width(text)), ""))
    score = "?" if row.score is None else f"{row.score:.1f}"
    return (*spans, (fit(score, _SCORE_ROOM - 1, "right"), "dim" if row.score is None else "text"))


def rules_line(found: Mapping[str, tuple[str, str]], grid: Grid) -> Line:
    """What each column breaks, under it."""
    spans = [(fit(" one A, some R", grid.name) + " ", "dim")]
    for activity in grid.shown:
        text, severity = found.get(activity, ("", "fine"))
        first = _FIRST_FAULT.match(text)
        if first and len(text) + 3 > grid.column:
            text = first[0]
        mark = {"act": "■", "look": "▲"}.get(severity, "●")
        spans.append((fit(f"{mark} {text}" if text else mark, grid.column), severity))
    return tuple(spans)
