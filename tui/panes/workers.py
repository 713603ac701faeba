"""What each worker of a run does now, and how its requests are made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.widgets.marks import age_words, flagged
from tui.widgets.text import Line, fit, words, wrap

if TYPE_CHECKING:
    from backend.model.migration.run import Lane, Run

_TRANSPORTS = {"grpc": "gRPC", "rest": "REST"}
_GLYPHS = {"sending": ("●", "fine"), "again": ("▲", "look"), "held": ("◌", "stale")}
_COLUMNS = (("worker", 7), ("doing", 8), ("batch", 8), ("points", 7), ("attempt", 8))


def worker_lines(run: Run, cells: int) -> list[Line]:
    """Transport, size of a request, breaker and retries, then a line for each worker."""
    lines = [*_transport(run, cells), _size(run), _breaker(run)]
    if not run.lanes:
        return [*lines, words("   ○ no worker is at work", "unknown")]
    head = " ".join(fit(name, width) for name, width in _COLUMNS)
    lines.append(words(f"     {head} since", "dim"))
    return [*lines, *(_lane(number, one, run) for number, one in enumerate(run.lanes, 1))]


def _transport(run: Run, cells: int) -> list[Line]:
    if run.transport is None:
        return [words("   ○ nothing was written yet, so it is not settled over what", "unknown")]
    why = f": {run.transport_why}" if run.transport_why else ""
    said = f"written over {_TRANSPORTS[run.transport]}{why}"
    return [words(f"   {part}") for part in wrap(said, max(20, cells - 4))]


def _size(run: Run) -> Line:
    now = run.request_points
    if now is None or now >= run.batch_size:
        return words(f"   {run.batch_size:,} points in a request, the most that is allowed", "dim")
    return flagged("look", f"{now:,} points in a request, of {run.batch_size:,}: made smaller")


def _breaker(run: Run) -> Line:
    said = f"breaker {run.breaker}, retries {run.retries:,}"
    if run.breaker != "closed":
        return flagged("act", said)
    return words(f"   {said}", "text" if run.retries else "dim")


def _lane(number: int, lane: Lane, run: Run) -> Line:
    glyph, role = _GLYPHS.get(lane.doing, ("·", "dim"))
    values = (
        str(number),
        lane.doing,
        "" if lane.batch is None else f"{lane.batch:,}",
        f"{lane.points:,}" if lane.points else "",
        str(lane.attempt) if lane.attempt else "",
    )
    told = " ".join(fit(value, width) for value, (_, width) in zip(values, _COLUMNS, strict=True))
    # Against the journal's own clock: between two looks nothing is known of a worker.
    age = age_words(max(0.0, (run.heartbeat - lane.since).total_seconds())) if lane.since else ""
    return ((f"   {glyph} ", role), (f"{told} {age}", "text"))
