"""Migration: is it moving, when is it done, what was lost, what arrived."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from tui.actions import CURSOR, PANE, bindings
from tui.panes.pane import Pane
from tui.panes.states import Body
from tui.widgets.bars import bar, gauge, pips, sparkline
from tui.widgets.marks import MARKS, age_words, duration_words
from tui.widgets.text import Line, joined, tail, words

if TYPE_CHECKING:
    from datetime import datetime

    from backend.model.migration import Migrations, Preflight, Run
    from tui.readings import Picture
    from tui.widgets.canvas import Look

FAILURE_LIMIT = 0.05
"""Share of failed records at which the plan demands a rollback."""

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
    "paused": "paused; resume it to go on",
    "waiting": "the target is away; it is tried again",
    "verifying": "comparing what arrived",
    "aborted": "stopped on request; what was written stays",
    "lost": "its process died; the journal allows to resume it",
}
_MOVING = frozenset({"preflight", "running", "waiting", "verifying", "paused"})


class MigrationPane(Pane):
    """Pane 3."""

    NAME: ClassVar = "migration"
    TITLE: ClassVar = "MIGRATION"
    PROBES: ClassVar = ("migration",)
    BINDINGS: ClassVar = bindings(PANE, CURSOR, "migration")

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.chosen = ""
        self._known: list[str] = []

    def body(self, picture: Picture, cells: int, rows: int) -> Body:
        """Draw the chosen run, or the latest."""
        runs = cast("Migrations", picture.held["migration"].value).runs
        self._known = [run.id for run in runs]
        if not runs:
            return _empty()
        place = self._known.index(self.chosen) if self.chosen in self._known else 0
        run = runs[place]
        mark, verdict = judged(run)
        if len(runs) > 1:
            verdict = f"{verdict}   run {place + 1} of {len(runs)}"
        return Body(mark, verdict, run_lines(run, picture.now, cells)[:rows])

    def action_side(self, by: int) -> None:
        """Show an earlier (1) or later (-1) run."""
        if self._known:
            at = self._known.index(self.chosen) if self.chosen in self._known else 0
            self.chosen = self._known[min(max(0, at + by), len(self._known) - 1)]
            self.redraw()

    def action_move(self, by: int) -> None:
        """Down goes to earlier runs."""
        self.action_side(by)

    def action_leap(self, by: int) -> None:
        """Pages go over runs too."""
        self.action_side(by)

    def action_end(self, side: int) -> None:
        """Show the latest (-1) or the first (1) run."""
        if self._known:
            self.chosen = self._known[0 if side < 0 else -1]
            self.redraw()


def _empty() -> Body:
    lines: list[Line] = [
        (),
        (("   ○ no migration was ever run from here", "unknown"),),
        (("   → passerelle migrate run SOURCE --to URL --collection NAME", "text"),),
    ]
    return Body("unknown", "none yet", lines)


def total(run: Run) -> int | None:
    """Points that the run is to write, or None before preflight has counted them."""
    return run.preflight.distinct_ids if run.preflight else None


def judged(run: Run) -> tuple[str, str]:
    """Mark and verdict of a run."""
    mark = _MARKS[run.state]
    flaws = run.preflight is not None and _flaws(run.preflight) > 0
    if mark == "fine" and (run.failed or flaws or run.breaker != "closed"):
        mark = "look"
    if failed_share(run) >= FAILURE_LIMIT:
        mark = "act"
    if run.state == "finished" and run.target_exact is not None and run.target_exact < run.written:
        mark = "act"
    return mark, f"{run.state}   {tail(run.source.rsplit('/', 1)[-1], 30)} → {run.collection}"


def failed_share(run: Run) -> float:
    """Failed records of all that were tried."""
    tried = run.written + run.failed
    return run.failed / tried if tried else 0.0


def run_lines(run: Run, now: datetime, cells: int) -> list[Line]:
    """Everything about one run, the most urgent first."""
    lines = [_progress(run, cells), _figures(run, now), _batches(run), _failures(run, cells)]
    if run.state in _SAID:
        mark = MARKS[_MARKS[run.state]]
        lines.insert(0, ((f"   {mark.glyph} {run.state}: {_SAID[run.state]}", mark.role),))
    if run.preflight is not None:
        lines += _preflight(run.preflight)
    lines += _arrived(run, now)
    if any(run.rate_history):
        lines.append(
            (("   rate ", "dim"), (sparkline(run.rate_history, max(10, cells - 20)), "bar"))
        )
    lines += [
        ((f"   {error.at.astimezone():%H:%M:%S} ", "dim"), (f"▲ {error.summary}", "look"))
        for error in reversed(run.errors)
    ]
    return lines


def _progress(run: Run, cells: int) -> Line:
    whole = total(run)
    room = max(10, cells - 12)
    share = run.written / whole if whole else 0.0
    filled = bar(share, room)
    words = f"{share:.1%}" if whole else "?"
    return (
        ("   ", ""),
        (filled, "bar"),
        ("·" * (room - len(filled)), "track"),
        (f"{words:>8}", "strong"),
    )


def _figures(run: Run, now: datetime) -> Line:
    whole = total(run)
    parts: list[Line] = [
        (
            (f"   {run.written:,}", "strong"),
            (f" / {whole:,} points" if whole else " points", "text"),
        )
    ]
    if run.state == "running":
        parts.append(((f"{run.rate:,.0f}/s" if run.rate is not None else "rate ?", "text"),))
        parts.append(_eta(run))
    if run.ended is not None:
        parts.append(
            ((f"took {duration_words((run.ended - run.started).total_seconds())}", "text"),)
        )
    elif run.state in _MOVING:
        parts.append(((f"started {run.started.astimezone():%H:%M:%S}", "dim"),))
    return joined(parts)


def _eta(run: Run) -> Line:
    if run.eta_seconds is None:
        return (("ETA ?", "unknown"),)
    spread_words = ""
    if run.eta_low is not None and run.eta_high is not None:
        spread_words = f" ⟨{duration_words(run.eta_low)}–{duration_words(run.eta_high)}⟩"
    return (("ETA ", "dim"), (duration_words(run.eta_seconds), "strong"), (spread_words, "dim"))


def _batches(run: Run) -> Line:
    whole = "?" if run.batches_total is None else f"{run.batches_total:,}"
    parts: list[Line] = [
        ((f"   batch {run.batches_done:,} / {whole}", "text"), (f" × {run.batch_size}", "dim")),
        ((f"{run.workers} workers ", "text"), (pips(run.in_flight, run.workers), "bar")),
        words(f"retries {run.retries:,}", "text" if run.retries else "dim"),
        words(f"■ breaker {run.breaker}", "act") if run.breaker != "closed" else (),
    ]
    return joined(parts)


def _failures(run: Run, cells: int) -> Line:
    share = failed_share(run)
    role = "act" if share >= FAILURE_LIMIT else "look" if run.failed else "dim"
    glyph = "■ " if share >= FAILURE_LIMIT else "▲ " if run.failed else ""
    words = f"   {glyph}failed {run.failed:,} ({share:.1%}) "
    scale = gauge(share / FAILURE_LIMIT, max(10, min(20, cells - 46)))
    return ((words, role), (scale, "rule" if role == "dim" else role), (" 5 % roll back", "dim"))


def _flaws(found: Preflight) -> int:
    return (
        found.colliding_records
        + found.not_finite
        + found.zero_vectors
        + found.unreadable
        + _odd(found)
    )


def _odd(found: Preflight) -> int:
    return sum(item.records for item in found.dimensions if item.dimension != found.dimension)


def _preflight(found: Preflight) -> list[Line]:
    lines: list[Line] = []
    if found.colliding_records:
        first = found.collisions[0] if found.collisions else None
        example = f" ({first.point} = {', '.join(first.records[:2])})" if first else ""
        shared = f"{found.colliding_records:,} records share an id with another"
        lines.append(words(f"   ▲ {shared}{example}", "look"))
    counts = (
        (found.not_finite, "NaN or infinite"),
        (found.zero_vectors, "all zeros"),
        (_odd(found), f"not of {found.dimension} dimensions"),
        (found.unreadable, "unreadable"),
    )
    odd = " · ".join(f"{count:,} {words}" for count, words in counts if count)
    if odd:
        lines.append(words(f"   ▲ {odd}", "look"))
    shape = f"shape {found.shape}, {found.dimension} dimensions"
    lines.append(words(f"   preflight: {found.source_records:,} records, {shape}", "dim"))
    return lines


def _arrived(run: Run, now: datetime) -> list[Line]:
    if run.target_exact is None:
        return [words("   ○ Qdrant was not asked for its exact count yet", "dim")]
    asked = run.target_exact_at
    age = f" {age_words((now - asked).total_seconds())} ago" if asked else ""
    if run.target_exact == run.written:
        same = f"   Qdrant holds {run.target_exact:,}: exact{age}, as many as written"
        return [words(same, "fine" if run.ended else "text")]
    words_ = f"written {run.written:,} ⇢ Qdrant holds {run.target_exact:,}: exact{age}"
    if run.state in _MOVING:
        # While points are on their way the two counts are of two moments.
        return [words(f"   {words_}", "dim")]
    return [words(f"   ■ {words_}", "act")]
