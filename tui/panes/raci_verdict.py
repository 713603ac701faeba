"""What the matrix amounts to in a line, and its broken rules as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backend.model.raci_rules import REMEDY, SEVERITY
from tui.panes.columns import Column
from tui.panes.evidence import rule
from tui.panes.rows import Row
from tui.panes.states import remedy
from tui.widgets.marks import MARKS
from tui.widgets.text import Line, fit, words, wrap

if TYPE_CHECKING:
    from backend.model.raci import Raci
    from tui.panes.raci_standing import Matrix, Standing, Verdict

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
    """The worst of it: what is in force, what is declared, and how far they lie apart."""
    if not standing.phases.raci.rows:
        return "unknown", "no letters"
    apart = sum(disagreements(matrix.raci) for matrix in standing.matrices())
    found = next(filter(None, (_found(standing, one) for one in standing.matrices())), "")
    declared = _declared(standing)
    rules = _rules(found, declared)
    said = [rules] if rules else []
    if apart:
        said = [*(said or ["found is sound"]), f"{apart} ≠ declared"]
    if said:
        return "act" if rules else "look", " · ".join(said)
    count = sum(len(matrix.raci.activities) for matrix in standing.matrices())
    return "fine", f"{count} columns, each with one A and an R"


def _rules(found: str, declared: str) -> str:
    """Which columns break a rule, of either matrix or of both."""
    if found and declared:
        return f"{found}, declared {declared}"
    return f"{declared} declared columns break a rule" if declared else found


def _found(standing: Standing, matrix: Matrix) -> str:
    """How many columns of a matrix break a rule that asks for a human; empty for none."""
    broken = {one.activity for one in standing.found(matrix, {}) if SEVERITY[one.rule] == "act"}
    if not broken:
        return ""
    columns = "phases" if matrix.whole else "activities"
    return f"{len(broken)} of {len(matrix.raci.activities)} {columns} break a rule"


def _declared(standing: Standing) -> str:
    """The same of the columns that documents declare: `2 of 4`."""
    broken = {one.activity for one in standing.declared if SEVERITY[one.rule] == "act"}
    said = [held for one in standing.matrices() for held in one.declared().values() if held]
    return f"{len(broken)} of {len(said)}" if broken else ""


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
