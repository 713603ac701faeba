"""Records of a run that were not written: which, where they stand, why, and what they hold."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tui.widgets.marks import counted, flagged
from tui.widgets.text import Line, fit, joined, tail, words, wrap

if TYPE_CHECKING:
    from backend.model.migration.dead_letter import FailedRecord
    from backend.model.migration.run import Run

_KIND = 12
_ID = 14
_ABOVE = 3
"""Lines above the first letter."""


def dead_letter_lines(run: Run, cells: int, chosen: int = 0) -> list[Line]:
    """How many of which kind, then each that the journal told, the chosen one with all about it."""
    if not run.failed:
        return [flagged("fine", "no record failed")]
    kinds = Counter(one.kind for one in run.failures)
    told = len(run.failures)
    some = f"; the first {told:,} are below" if 0 < told < run.failed else ""
    lines = [flagged("look", f"{counted(run.failed, 'record')} not written{some}")]
    counts = (words(f"{kind} {count:,}", "dim") for kind, count in kinds.items())
    lines.append((("     ", ""), *joined(counts)))
    lines.append(words(f"   {fit('kind', _KIND)} {fit('id', _ID)} place", "dim"))
    for number, one in enumerate(run.failures):
        is_chosen = number == _within(run, chosen)
        lines.append(_row(one, cells, is_chosen=is_chosen))
        lines += _opened(one, cells) if is_chosen else []
    return [*lines, *_ways(run, cells)]


def letter_span(run: Run, cells: int, chosen: int) -> tuple[int, int]:
    """First and last line of a letter that is chosen, below one line of tabs."""
    at = _within(run, chosen)
    first = 1 + _ABOVE + at
    return first, first + len(_opened(run.failures[at], cells))


def _within(run: Run, chosen: int) -> int:
    return min(max(0, chosen), len(run.failures) - 1)


def _row(one: FailedRecord, cells: int, *, is_chosen: bool) -> Line:
    return (
        (" ▸ " if is_chosen else "   ", "accent"),
        (f"{fit(one.kind, _KIND)} ", "look"),
        (f"{fit(one.id or '(none)', _ID)} ", "text"),
        (tail(one.place, max(20, cells - _KIND - _ID - 6)), "text" if is_chosen else "dim"),
    )


def _opened(one: FailedRecord, cells: int) -> list[Line]:
    """Why it was not written, where it stands, and what it holds."""
    room = max(20, cells - 7)
    at = f"record {one.record + 1:,}" + (
        "" if one.offset is None else f", from byte {one.offset:,} of its file"
    )
    holds = one.excerpt or "nothing of it could be read"
    return [
        *(words(f"     {part}") for part in wrap(one.reason, room)),
        words(f"     {at}", "dim"),
        *(words(f"     {part}", "text" if one.excerpt else "dim") for part in wrap(holds, room)),
    ]


def _ways(run: Run, cells: int) -> list[Line]:
    """The file that holds all of them, and how to send them once they are mended."""
    lines: list[Line] = []
    if run.dead_letters:
        lines.append(words(f"   all of them: {tail(run.dead_letters, max(20, cells - 17))}", "dim"))
    again = f"passerelle migrate dead-letters {run.id} --records > mended.jsonl"
    for place, part in enumerate(wrap(again, max(20, cells - 5))):
        lines.append(words(f"   {' ' if place else '→'} {part}", "accent"))
    lines.append(
        words("     mend it, then: passerelle migrate run mended.jsonl --in-place …", "dim")
    )
    return lines
