"""Records of a run that were not written: which, where they stand, why."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tui.widgets.marks import counted, flagged
from tui.widgets.text import Line, fit, joined, tail, words, wrap

if TYPE_CHECKING:
    from backend.model.migration import FailedRecord, Run

_KIND = 12
_ID = 14
_HELD = 2
"""Lines of what a record holds."""


def dead_letter_lines(run: Run, cells: int) -> list[Line]:
    """How many of which kind, then each that the journal told, with its place and reason."""
    if not run.failed:
        return [flagged("fine", "no record failed")]
    kinds = Counter(one.kind for one in run.failures)
    told = len(run.failures)
    some = f"; the first {told:,} are below" if 0 < told < run.failed else ""
    lines = [flagged("look", f"{counted(run.failed, 'record')} not written{some}")]
    counts = (words(f"{kind} {count:,}", "dim") for kind, count in kinds.items())
    lines.append((("     ", ""), *joined(counts)))
    lines.append(words(f"   {fit('kind', _KIND)} {fit('id', _ID)} place and reason", "dim"))
    for one in run.failures:
        lines += _letter(one, cells)
    if told < run.failed:
        lines.append(words(f"   → all of them: passerelle migrate show {run.id}", "accent"))
    whole = f"   → with all they hold: passerelle migrate dead-letters {run.id}"
    lines.append(words(whole, "accent"))
    return lines


def _letter(one: FailedRecord, cells: int) -> list[Line]:
    room = max(20, cells - _KIND - _ID - 6)
    first: Line = (
        (f"   {fit(one.kind, _KIND)} ", "look"),
        (f"{fit(one.id or '(none)', _ID)} ", "text"),
        (tail(one.place, room), "dim"),
    )
    indent = " " * (_KIND + _ID + 5)
    reason = (words(indent + part, "text") for part in wrap(one.reason, room))
    held = wrap(one.excerpt, room)[:_HELD] if one.excerpt else []
    holds = (words(indent + part, "dim") for part in held)
    return [first, *reason, *holds]
