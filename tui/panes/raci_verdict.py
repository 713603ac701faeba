"""What the matrix amounts to in a line, and its broken rules as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backend.model.raci_rules import REMEDY, SEVERITY
from tui.panes.columns import Column
from tui.panes.evidence import rule
from tui.panes.rows import Row
from tui.panes.states import remedy
from tui.widgets.marks import MARKS, counted
from tui.widgets.text import Line, fit, words, wrap

if TYPE_CHECKING:
    from backend.model.raci import Raci
    from tui.panes.raci_trial import Standing, Verdict

RULES = (
    Column("WHAT IF"),
    Column("SEVERITY", order=("note", "look", "act")),
    Column("WHOSE"),
    Column("RULE"),
    Column("WHAT", telling=True),
)
"""Columns of the list of rules."""

_STATES = {"new": ("+", "act"), "gone": ("–", "fine"), "kept": (" ", "dim")}
_MARKS = {"act": "act", "look": "look", "note": "fine"}


def disagreements(raci: Raci) -> int:
    """Cells in which a document says another letter than the evidence."""
    return sum(
        cell.declared is not None and cell.declared != row.letters.get(cell.activity)
        for row in raci.rows
        for cell in row.cells
    )


def verdict(standing: Standing) -> tuple[str, str]:
    """The worst of it: what is in force before what is declared."""
    raci = standing.phases.raci
    if not raci.rows:
        return "unknown", "no letters"
    apart = sum(disagreements(matrix.raci) for matrix in standing.matrices())
    said = f" · {apart} ≠ declared" if apart else ""
    for matrix in standing.matrices():
        found = standing.found(matrix, {})
        acts = {one.activity for one in found if SEVERITY[one.rule] == "act"}
        if acts:
            count = len(matrix.raci.activities)
            columns = "phases" if matrix.whole else "activities"
            return "act", f"{len(acts)} of {count} {columns} break a rule{said}"
    declared = {one.activity for one in standing.declared if SEVERITY[one.rule] == "act"}
    if declared or apart:
        columns = counted(len(declared), "column")
        faults_ = f"declared matrix breaks a rule in {columns}" if declared else "found is sound"
        return "act" if declared else "look", f"{faults_}{said}"
    count = len(raci.activities) + len(standing.activities.raci.activities)
    return "fine", f"{count} columns, each with one A and an R"


def rule_row(one: Verdict, cells: int) -> Row:
    """One broken rule: whether trying letters makes it new or gone, whose letters, which."""
    severity = SEVERITY[one.rule.rule]
    mark = MARKS[_MARKS[severity]]
    sign, role = _STATES[one.state]
    line: Line = (
        (f"{sign} ", role),
        (f"{mark.glyph} ", mark.role),
        (fit(one.origin, 9), "dim"),
        (fit(one.rule.rule, 11), "dim"),
        (one.rule.text, "dim" if one.state == "gone" else "text"),
    )
    detail = [rule(cells), *(words(f"   {text}") for text in wrap(one.rule.text, cells - 4))]
    detail += remedy(REMEDY[one.rule.rule], cells)
    text = f"{one.state} {one.origin} {one.rule.rule} {one.rule.text}"
    values = (one.state, severity, one.origin, one.rule.rule, one.rule.text)
    return Row(one.key, line, detail, text, values)
