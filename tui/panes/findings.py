"""Findings of every probe with their evidence: what a human should know, worst first."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from tui.panes.rows import Row, RowsPane, Table
from tui.widgets.marks import MARKS
from tui.widgets.text import Line, fit, wrap

if TYPE_CHECKING:
    from backend.model.finding import Finding
    from tui.readings import Picture

_MARKS = {"act": "act", "look": "look", "note": "fine"}
_ORDER = ("act", "look", "note")


class FindingsPane(RowsPane):
    """Pane 8."""

    NAME: ClassVar = "findings"
    TITLE: ClassVar = "FINDINGS"
    PROBES: ClassVar = ("managers", "migration")
    DETAIL_ROWS: ClassVar = 12

    def table(self, picture: Picture, cells: int, rows: int) -> Table:
        """One row a finding, the severest first."""
        found = sorted(all_findings(picture), key=lambda item: _ORDER.index(item.severity))
        counts = [sum(item.severity == severity for item in found) for severity in _ORDER]
        verdict = f"{counts[0]} to act on · {counts[1]} to look at · {counts[2]} notes"
        mark = "act" if counts[0] else "look" if counts[1] else "fine"
        table = [
            Row(f"{place}:{item.id}", _line(item, cells), _detail(item, cells), _text(item))
            for place, item in enumerate(found)
        ]
        return Table(mark, verdict, table, empty=((("   ● nothing found", "fine"),),))


def all_findings(picture: Picture) -> list[Finding]:
    """The findings in everything that is known: of the ecosystem, of runs, of preflights."""
    found: list[Finding] = []
    for held in picture.held.values():
        value = held.value
        if value is None:
            continue
        if value.kind == "ecosystem":
            found.extend(value.findings)
        elif value.kind == "migrations":
            for run in value.runs:
                found.extend(run.findings)
                found.extend(run.preflight.findings if run.preflight else ())
    return list({item.id: item for item in found}.values())


def _text(item: Finding) -> str:
    return " ".join((item.kind, item.severity, item.summary, *item.subjects))


def _line(item: Finding, cells: int) -> Line:
    mark = MARKS[_MARKS[item.severity]]
    kind = fit(item.kind, 12)
    return ((f"{mark.glyph} ", mark.role), (f"{kind} ", "dim"), (item.summary, "text"))


def _detail(item: Finding, cells: int) -> list[Line]:
    lines: list[Line] = [((" " + "─" * max(0, cells - 2), "rule"),)]
    lines += [((f"   {text}", "strong"),) for text in wrap(item.summary, cells - 4)]
    if item.claim is not None or item.fact is not None:
        lines.append(
            (
                ("   ", ""),
                (item.claim or "no claim", "look"),
                (" ⇢ ", "dim"),
                (item.fact or "unknown", "strong"),
            )
        )
    lines += [
        ((f"   → {text}" if not place else f"     {text}", "accent" if not place else "text"),)
        for place, text in enumerate(wrap(item.remedy, cells - 6) if item.remedy else [])
    ]
    lines += [
        evidence_line(one.kind, one.path, one.line, one.text, one.resolution)
        for one in item.evidence
    ]
    return lines


def evidence_line(
    kind: str, path: str, line: int, text: str, resolution: str | None = None
) -> Line:
    """One place in the world: `import config/config.go:14 "x/y"`."""
    place = f"{path}:{line}" if line else path
    how = f" {resolution}" if resolution else ""
    return ((f"   {kind}{how} ", "dim"), (place, "text"), (f"  {text}", "dim"))
