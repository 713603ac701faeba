"""What changed between two scans, in text for people."""

from collections.abc import Iterator

from backend.model.difference import Difference
from tui.widgets.text import clean

SHOWN = 25
"""Findings of each kind that are printed; the rest is counted."""


def difference_lines(found: Difference) -> Iterator[str]:
    """The lines: managers, dependencies, cycles, findings, figures."""
    told = list(_changes(found))
    yield f"CHANGED since {clean(found.before)}"
    yield from told or ["  nothing"]


def _changes(found: Difference) -> Iterator[str]:
    for sign, names in (("+", found.managers_new), ("-", found.managers_gone)):
        yield from (f"  {sign} manager {clean(name)}" for name in names)
    for sign, edges in (("+", found.edges_new), ("-", found.edges_gone)):
        yield from (f"  {sign} {clean(' → '.join(pair))}" for pair in edges)
    for sign, cycles in (("+ ■", found.cycles_new), ("- ●", found.cycles_gone)):
        yield from (f"  {sign} cycle {clean(' → '.join((*c, c[0])))}" for c in cycles)
    for sign, findings in (("+", found.findings_new), ("-", found.findings_gone)):
        for one in findings[:SHOWN]:
            yield f"  {sign} {one.severity:<4} {clean(one.summary)}"
        if len(findings) > SHOWN:
            yield f"  {sign} and {len(findings) - SHOWN} more findings: --format json tells them"
    for change in found.figures:
        was, now = (
            f"{value:g}" if value is not None else "–" for value in (change.before, change.after)
        )
        yield f"    {clean(change.manager)} {change.figure} {was} ⇢ {now}"
