"""One migration in lines: how far, how fast, what failed, what preflight found, what arrived."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.panes.proof import proof
from tui.widgets.bars import bar, chart, gauge, pips, sparkline
from tui.widgets.marks import age_words, counted, duration_words, flagged
from tui.widgets.text import Line, joined, tail, words

if TYPE_CHECKING:
    from datetime import datetime

    from backend.model.migration.preflight import Preflight
    from backend.model.migration.run import Run

_MARKS = {
    "preflight": "fine",
    "running": "fine",
    "paused": "look",
    "waiting": "look",
    "verifying": "fine",
    "finished": "fine",
    "failed": "act",
    "aborted": "look",
    "lost": "act",
}
_SAID = {
    "preflight": "reading the source before anything is written",
    "paused": "resume it to go on",
    "waiting": "the target is away; it is tried again",
    "verifying": "comparing what arrived",
    "failed": "it gave up; what was written stays",
    "aborted": "stopped on request; what was written stays",
    "lost": "its process died; the journal allows to resume it",
}
_TALL = 4
"""Rows from which the rate is drawn as a chart."""
_WITHOUT_SHARE = frozenset({"preflight", "verifying", "finished"})
"""States that say themselves how far a run is."""
_OVER = frozenset({"finished", "failed", "aborted", "lost"})


def run_mark(run: Run) -> str:
    """How much a run asks of a human."""
    unproved = run.verification is not None and not run.verification.passed
    if _is_too_much(run) or _short(run) or unproved:
        return "act"
    mark = _MARKS[run.state]
    flawed = run.preflight is not None and _flaws(run.preflight) > 0
    if mark == "fine" and (run.failed or flawed or run.breaker != "closed"):
        return "look"
    return mark


def total(run: Run) -> int | None:
    """Points that the run is to write, or None before preflight has counted them."""
    return run.preflight.distinct_ids if run.preflight else None


def share_words(share: float, digits: int = 1) -> str:
    """A share of what is to be done, `57.3 %`; never rounded up to all of it."""
    tens = 10**digits
    return f"{int(100 * share * tens + 1e-9) / tens:.{digits}f} %"


def run_standing(run: Run) -> str:
    """Its state, how far it is, the worst that asks for a human: `running 57 %, 4 not written`."""
    whole = total(run)
    far = ""
    if whole and run.state not in _WITHOUT_SHARE:
        at = "" if run.state == "running" else "at "
        far = f" {at}{share_words(run.written / whole, 0)}"
    failing = _is_too_much(run)
    told = (
        (failing, f"{failed_words(run)} not written"),
        (_short(run), f"Qdrant holds {run.target_exact or 0:,} of {run.written:,} written"),
        (run.verification is not None and not run.verification.passed, "not as it should be"),
        (run.breaker != "closed", f"breaker {run.breaker}"),
        (run.failed > 0, f"{run.failed:,} not written"),
    )
    why = next((f", {said}" for holds, said in told if holds), "")
    return f"{run.state}{far}{why}"


def failed_share(run: Run) -> float:
    """Failed records of all that were tried."""
    tried = run.written + run.failed
    return run.failed / tried if tried else 0.0


def failed_words(run: Run) -> str:
    """That share, `0.1 %`; none is told only where none failed."""
    share = failed_share(run)
    return "<0.1 %" if 0 < share < 0.0005 else f"{100 * share:.1f} %"


def _is_too_much(run: Run) -> bool:
    """Whether as many failed as the run was told to bear, or more."""
    return run.failed > 0 and 100 * failed_share(run) >= run.max_failed


def run_lines(run: Run, now: datetime, cells: int, chart_rows: int = 1) -> list[Line]:
    """Everything about one run, the most urgent first; its rate in so many rows."""
    lines: list[Line] = []
    if run.state in _SAID:
        is_gone = run.is_back and run.switch is None
        said = "taken back; what it wrote in place is gone" if is_gone else _SAID[run.state]
        lines.append(flagged(_MARKS[run.state], f"{run.state}: {said}"))
    lines += [_progress(run, cells), _figures(run), _batches(run), _failures(run, cells)]
    if run.preflight is not None:
        lines += _preflight(run, run.preflight)
    lines += [_arrived(run, now), *proof(run)]
    lines += _rates(run, cells, chart_rows)
    lines += [
        (
            (f"   {error.at.astimezone():%H:%M:%S %Z} ", "dim"),
            ("▲ ", "look"),
            (error.summary, "text"),
        )
        for error in reversed(run.errors)
    ]
    return lines


def _rates(run: Run, cells: int, rows: int) -> list[Line]:
    """Points per second over the last minute, one bar a second; the highest named where tall."""
    if not any(run.rate_history):
        return []
    room = max(10, cells - 12)
    if rows < _TALL:
        return [(("   rate ", "dim"), (sparkline(run.rate_history, room), "bar"))]
    top = f"   rate, up to {max(run.rate_history[-room:]):,.0f}/s in the last minute"
    drawn = chart(run.rate_history, room, rows - 1)
    return [words(top, "dim"), *((("        ", ""), (row, "bar")) for row in drawn)]


def _progress(run: Run, cells: int) -> Line:
    whole = total(run)
    room = max(10, cells - 13)
    share = run.written / whole if whole else 0.0
    filled = bar(share, room)
    rest = "·" * (room - len(filled))
    percent = share_words(share) if whole else "?"
    return (("   ", ""), (filled, "bar"), (rest, "track"), (f"{percent:>9}", "strong"))


def _figures(run: Run) -> Line:
    whole = total(run)
    of = f" / {whole:,} points" if whole else " points"
    parts: list[Line] = [((f"   {run.written:,}", "strong"), (of, "text"))]
    if run.state == "running":
        parts += [words("rate ?" if run.rate is None else f"{run.rate:,.0f}/s"), _eta(run)]
    if run.ended is not None:
        parts.append(words(f"took {duration_words((run.ended - run.started).total_seconds())}"))
    parts.append(words(f"since {run.started.astimezone():%H:%M:%S %Z}", "dim"))
    return joined(parts)


def _eta(run: Run) -> Line:
    if run.eta_seconds is None:
        return words("ETA ?", "unknown")
    interval = ""
    if run.eta_low is not None and run.eta_high is not None:
        interval = f" ⟨{duration_words(run.eta_low)}–{duration_words(run.eta_high)}⟩"
    return (("ETA ", "dim"), (duration_words(run.eta_seconds), "strong"), (interval, "dim"))


def _batches(run: Run) -> Line:
    whole = "?" if run.batches_total is None else f"{run.batches_total:,}"
    # Read between two batches, none is in flight: that tells nothing about the workers.
    workers = counted(run.workers, "worker")
    lanes: Line = ((f"{workers} ", "text"), (pips(run.in_flight, run.workers), "bar"))
    parts: list[Line] = [
        ((f"   batch {run.batches_done:,} / {whole}", "text"), *_size(run)),
        words(f"■ breaker {run.breaker}", "act") if run.breaker != "closed" else (),
        lanes if run.in_flight else words(workers),
        words(f"retries {run.retries:,}", "text" if run.retries else "dim"),
    ]
    return joined(parts)


def _size(run: Run) -> Line:
    """Points of a batch; and those of a request, where the target made it smaller."""
    now = run.request_points
    size: Line = ((f" × {run.batch_size}", "dim"),)
    return size if now is None or now >= run.batch_size else (*size, (f", {now} a request", "look"))


def _failures(run: Run, cells: int) -> Line:
    """Failed records on a scale that ends where the run is taken back."""
    share = failed_share(run)
    said = f"failed {run.failed:,} ({failed_words(run)})"
    limit = run.max_failed / 100
    filled = share / limit if limit else float(share > 0)
    scale = gauge(filled, max(10, min(20, cells - 46)))
    end = (f" {run.max_failed:g} % roll back", "dim")
    if not run.failed:
        return ((f"   {said} ", "dim"), (scale, "rule"), end)
    mark = "act" if _is_too_much(run) else "look"
    return (*flagged(mark, f"{said} "), (scale, "act" if mark == "act" else "dim"), end)


def _flaws(found: Preflight) -> int:
    whole = found.colliding_records + found.not_finite + found.zero_vectors + found.unreadable
    return whole + _misfits(found)


def _misfits(found: Preflight) -> int:
    """Records whose vectors have another dimension than the rest."""
    return sum(item.records for item in found.dimensions if item.dimension != found.dimension)


def _preflight(run: Run, found: Preflight) -> list[Line]:
    lines: list[Line] = []
    if found.colliding_records:
        first = found.collisions[0] if found.collisions else None
        example = f" ({', '.join(first.records[:2])} → {first.point})" if first else ""
        sharing = counted(found.colliding_records, "record")
        lines.append(flagged("look", f"{sharing} share an id with another{example}"))
    counts = {
        "NaN or infinite": found.not_finite,
        "all zeros": found.zero_vectors,
        f"not of {found.dimension} dimensions": _misfits(found),
        "unreadable": found.unreadable,
    }
    odd = " · ".join(f"{count:,} {said}" for said, count in counts.items() if count)
    if odd:
        lines.append(flagged("look", odd))
    name = tail(run.source.rsplit("/", 1)[-1], 30)
    shape = f"shape {found.shape} · {found.dimension} dimensions"
    lines.append(words(f"   {name}: {counted(found.source_records, 'record')} · {shape}", "dim"))
    return lines


def _short(run: Run) -> bool:
    """Whether a run is over and Qdrant holds less than it acknowledged."""
    arrived = run.target_exact
    return run.state in _OVER and arrived is not None and arrived < run.written


def _arrived(run: Run, now: datetime) -> Line:
    """Qdrant's own exact count beside what was acknowledged.

    While points are on their way the two are of two moments and may differ.
    """
    if run.target_exact is None:
        when = "" if run.state in _OVER else " yet: it follows when all is written"
        return words(f"   ○ no exact count{when}", "dim")
    asked = run.target_exact_at
    age = f" {age_words((now - asked).total_seconds())} ago" if asked else ""
    holds = f"Qdrant holds {run.target_exact:,}: exact{age}"
    if _short(run):
        return flagged("act", f"written {run.written:,} ⇢ {holds}")
    if run.target_exact == run.written:
        return words(f"   {holds}, as many as written")
    return words(f"   written {run.written:,}   {holds}")
