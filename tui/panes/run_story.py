"""What happened in a run, and how its end was proved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.panes.columns import Column
from tui.panes.evidence import rule
from tui.panes.proof import proof
from tui.panes.rows import Row, Table
from tui.panes.run import run_mark
from tui.widgets.marks import counted, duration_words, flagged
from tui.widgets.text import Line, fit, words, wrap

if TYPE_CHECKING:
    from backend.model.migration.proof import Check
    from backend.model.migration.run import Run, RunError

_CHECK = 10
_COLUMNS = (Column("TIME"), Column("BATCH"), Column("WHAT", telling=True))


def log(run: Run, cells: int) -> Table:
    """What the journal wrote down last as rows, the latest first, with its time zone."""
    none = (flagged("fine", "nothing out of the ordinary was written down"),)
    rows = [_entry(place, one, cells) for place, one in enumerate(run.errors)]
    above = [words("  TIME                     BATCH  WHAT", "dim")] if rows else []
    return Table(run_mark(run), "", rows[::-1], above, empty=none, columns=_COLUMNS)


def _entry(place: int, one: RunError, cells: int) -> Row:
    at = f"{one.at.astimezone():%Y-%m-%d %H:%M:%S %Z}"
    batch = "" if one.batch is None else f"{one.batch:,}"
    line = ((f" {fit(at, 24)}", "dim"), (f"{batch:>6}  ", "text"), (one.summary, "text"))
    told = [words(f"   {part}") for part in wrap(one.summary, max(20, cells - 4))]
    values = (one.at.isoformat(), one.batch, one.summary)
    return Row(f"{at} {place}", line, [rule(cells), *told], values=values)


def proof_lines(run: Run, cells: int) -> list[Line]:
    """Every check of the verification with its answer, and what does not match."""
    found = run.verification
    if found is None:
        return [flagged("unknown", "nothing was compared yet"), *proof(run)]
    whole = "every point" if found.sample is None else f"a sample of {found.sample:,}"
    took = duration_words(found.seconds)
    lines = [
        flagged(
            "fine" if found.passed else "act",
            f"{whole} compared in {took}: {'passed' if found.passed else 'not as the source'}",
        ),
        words(f"     {'check':<{_CHECK}} {'checked':>10} {'failed':>8}  answer", "dim"),
    ]
    for check in found.checks:
        lines += _check(check, cells)
    lines += proof(run)[-1:] if run.switch is not None else []
    lines += [
        words(f"   tolerance {found.tolerance:g} · {found.distance} · {found.datatype}", "dim"),
        words(f"   source {found.source_digest}", "dim"),
        words(f"   target {found.target_digest}", "dim"),
    ]
    if found.mismatches:
        some = counted(len(found.mismatches), "point")
        lines.append(flagged("act", f"the first {some} that differ:"))
    for one in found.mismatches:
        lines.append(words(f"     {one.check}  {one.id} → {one.point}  {one.detail}"))
        lines.append(words(f"       {one.place}", "dim"))
    lines += [words(f"   report {name}", "dim") for name in found.files]
    return lines


def _check(check: Check, cells: int) -> list[Line]:
    mark = {True: "fine", False: "act", None: "unknown"}[check.passed]
    said = f"{check.name:<{_CHECK}} {check.checked:>10,} {check.failed:>8,}  "
    room = max(20, cells - len(said) - 6)
    first, *rest = wrap(check.detail, room)
    glyph = flagged(mark, said)
    return [(*glyph, (first, "text")), *(words(" " * (len(said) + 5) + part) for part in rest)]
