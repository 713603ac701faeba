"""Records of a run that were not written: which, where they stand, why, and what they hold."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tui.panes.columns import Column
from tui.panes.evidence import rule
from tui.panes.rows import Row, Table
from tui.panes.run import run_mark
from tui.widgets.marks import counted, flagged
from tui.widgets.text import Line, fit, joined, tail, words, wrap

if TYPE_CHECKING:
    from backend.model.migration.dead_letter import FailedRecord
    from backend.model.migration.run import Run

_KIND = 12
_ID = 14
_COLUMNS = (
    Column("KIND"),
    Column("ID"),
    Column("PLACE", telling=True),
    Column("RECORD"),
    Column("BYTE"),
    Column("REASON"),
    Column("HOLDS"),
)


def dead_letters(run: Run, cells: int) -> Table:
    """How many of which kind above, each that the journal told as a row, the ways on below."""
    if not run.failed:
        return Table(run_mark(run), "", (), empty=(flagged("fine", "no record failed"),))
    kinds = Counter(one.kind for one in run.failures)
    told = len(run.failures)
    some = f"; the first {told:,} are below" if 0 < told < run.failed else ""
    counts = (words(f"{kind} {count:,}", "dim") for kind, count in kinds.items())
    above = (
        flagged("look", f"{counted(run.failed, 'record')} not written{some}"),
        (("     ", ""), *joined(counts)),
        words(f" {fit('KIND', _KIND)} {fit('ID', _ID)} PLACE", "dim"),
    )
    rows = [_row(one, cells) for one in run.failures]
    return Table(run_mark(run), "", rows, above, _ways(run, cells), columns=_COLUMNS)


def _row(one: FailedRecord, cells: int) -> Row:
    line = (
        (f"{fit(one.kind, _KIND)} ", "look"),
        (f"{fit(one.id or '(none)', _ID)} ", "text"),
        (tail(one.place, max(20, cells - _KIND - _ID - 4)), "text"),
    )
    values = (one.kind, one.id or None, one.place, one.record + 1, one.offset, one.reason,
              one.excerpt or None)  # fmt: skip
    text = f"{one.kind} {one.id} {one.place} {one.reason} {one.excerpt}"
    return Row(f"{one.place} {one.record}", line, [rule(cells), *_opened(one, cells)], text, values)


def _opened(one: FailedRecord, cells: int) -> list[Line]:
    """Why it was not written, where it stands, and what it holds."""
    room = max(20, cells - 4)
    at = f"record {one.record + 1:,}" + (
        "" if one.offset is None else f", from byte {one.offset:,}"
    )
    holds = one.excerpt or "nothing of it could be read"
    return [
        *(words(f"   {part}") for part in wrap(one.reason, room)),
        words(f"   {at}", "dim"),
        *(words(f"   {part}", "text" if one.excerpt else "dim") for part in wrap(holds, room)),
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
