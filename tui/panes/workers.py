"""What each worker of a run does now, and how its requests are made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.panes.columns import Column
from tui.panes.rows import Row, Table
from tui.panes.run import run_mark
from tui.widgets.marks import age_words, flagged
from tui.widgets.text import Line, fit, words, wrap

if TYPE_CHECKING:
    from backend.model.migration.run import Lane, Run

_TRANSPORTS = {"grpc": "gRPC", "rest": "REST"}
_GLYPHS = {"sending": ("●", "fine"), "again": ("▲", "look"), "held": ("◌", "stale")}
_CELLS = {"WORKER": 7, "DOING": 8, "BATCH": 8, "POINTS": 7, "ATTEMPT": 8}
_MARGIN = ("   ", "")
_COLUMNS = (
    Column("WORKER"),
    Column("DOING", order=("idle", "held", "sending", "again"), live=True),
    Column("BATCH", live=True),
    Column("POINTS", live=True),
    Column("ATTEMPT", live=True),
    Column("FOR", live=True, unit="s"),
)


def workers(run: Run, cells: int) -> Table:
    """Transport, size of a request, breaker and retries above, then each worker as a row."""
    above = [*_transport(run, cells), _size(run), _breaker(run)]
    rows = [_lane(number, one, run) for number, one in enumerate(run.lanes, 1)]
    none = (words("   ○ no worker is at work", "unknown"),)
    if rows:
        above.append(((" ", ""), *_head()))
    return Table(run_mark(run), "", rows, above, empty=none, columns=_COLUMNS)


def _head() -> Line:
    """The names of the columns."""
    return words(f"  {' '.join(fit(name, cells) for name, cells in _CELLS.items())} FOR", "dim")


def lanes(run: Run) -> list[Line]:
    """What each worker does, a line each, with a head; none where none works."""
    if not run.lanes:
        return []
    drawn = (_lane(number, one, run).line for number, one in enumerate(run.lanes, 1))
    return [(_MARGIN, *line) for line in (_head(), *drawn)]


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


def _lane(number: int, lane: Lane, run: Run) -> Row:
    glyph, role = _GLYPHS.get(lane.doing, ("·", "dim"))
    said = (
        str(number),
        lane.doing,
        "" if lane.batch is None else f"{lane.batch:,}",
        f"{lane.points:,}" if lane.points else "",
        str(lane.attempt) if lane.attempt else "",
    )
    told = " ".join(fit(one, cells) for one, cells in zip(said, _CELLS.values(), strict=True))
    # Against the journal's own clock: between two looks nothing is known of a worker.
    since = None if lane.since is None else (run.heartbeat - lane.since).total_seconds()
    age = "" if since is None else age_words(max(0.0, since))
    values = (number, lane.doing, lane.batch, lane.points, lane.attempt or None, since)
    return Row(str(number), ((f"{glyph} ", role), (f"{told} {age}", "text")), values=values)
