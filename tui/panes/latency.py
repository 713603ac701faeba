"""Latency: one endpoint's histogram, the intervals its quantiles lie in, and our own timings."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from tui.actions import CURSOR, bindings
from tui.panes.endpoints import endpoint_lines
from tui.panes.heatmap import heatmap
from tui.panes.histogram import histogram, interval, span
from tui.panes.limits import TOLD, Limits, against, is_search, limits, quantile
from tui.panes.pane import Pane
from tui.panes.states import Body
from tui.widgets.marks import counted
from tui.widgets.text import Line, joined, line_width, spread, tail, width, words

if TYPE_CHECKING:
    from backend.model.latency_history import LatencyHistory
    from backend.model.qdrant import EndpointWindow, Latency, OwnTiming
    from tui.readings import Picture
    from tui.widgets.canvas import Look

_TABLE_FROM = 80
"""Cells from which on all endpoints are listed where rows are left."""


class LatencyPane(Pane):
    """Pane 4."""

    NAME: ClassVar = "latency"
    TITLE: ClassVar = "LATENCY"
    PROBES: ClassVar = ("qdrant.latency",)
    ALSO: ClassVar = ("qdrant.history", "alerts")
    BINDINGS: ClassVar = bindings(CURSOR, "latency")

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.chosen: tuple[str, str] | None = None
        self.over_time = False
        self._known: list[tuple[str, str]] = []

    def body(self, picture: Picture, cells: int, rows: int) -> Body:
        """Draw the chosen endpoint, or the busiest search."""
        latency = cast("Latency", picture.held["qdrant.latency"].value)
        self._known = sorted((item.method, item.endpoint) for item in latency.endpoints)
        if not latency.endpoints:
            return _quiet(latency)
        item, allowed = self._item(latency), limits(picture)
        place = self._known.index((item.method, item.endpoint)) + 1
        above = [_heading(item, latency, f"{place}/{len(self._known)}", cells)]
        below = [_facts(item, latency), *(_own_line(timing) for timing in latency.own[:2])]
        room = max(3, rows - len(above) - len(below))
        if self.over_time:
            lines = _course(item, picture, allowed.of(item), (cells, room))
        else:
            lines = histogram(item, allowed.of(item), cells, room)
        if cells >= _TABLE_FROM:
            below += endpoint_lines(latency.endpoints, item, allowed, cells)
        return Body(*judged(item, allowed), [*above, *lines, *below][:rows])

    def _item(self, latency: Latency) -> EndpointWindow:
        by_name = {(item.method, item.endpoint): item for item in latency.endpoints}
        if self.chosen in by_name:
            return by_name[self.chosen]
        searches = [item for item in latency.endpoints if is_search(item) and item.requests]
        return max(searches or latency.endpoints, key=lambda item: (item.requests, item.endpoint))

    def places(self) -> frozenset[str]:
        """Cursor keys choose the endpoint."""
        return frozenset({self.NAME, CURSOR})

    def action_over_time(self) -> None:
        """Show the other of the latest window and its course."""
        self.over_time = not self.over_time
        self.redraw()

    def action_side(self, by: int) -> None:
        """Show the endpoint before or after, by name."""
        if not self._known or self.picture is None:
            return
        now = self._item(cast("Latency", self.picture.held["qdrant.latency"].value))
        at = self._known.index((now.method, now.endpoint))
        self.chosen = self._known[(at + by) % len(self._known)]
        self.redraw()

    def action_move(self, by: int) -> None:
        """Up and down choose the endpoint too."""
        self.action_side(by)

    def action_leap(self, by: int) -> None:
        """Pages choose the endpoint too."""
        self.action_side(by)

    def action_end(self, side: int) -> None:
        """Show the first or last endpoint."""
        if self._known:
            self.chosen = self._known[0 if side < 0 else -1]
            self.redraw()


def judged(item: EndpointWindow, allowed: Limits) -> tuple[str, str]:
    """Mark and verdict for one endpoint: its p95 against the limit."""
    name = "search" if is_search(item) else f"{item.method} {item.endpoint.rsplit('/', 1)[-1]}"
    p95 = quantile(item, 0.95)
    if p95 is None or not item.requests:
        return "unknown", f"{name}: no requests in the window"
    limit = allowed.of(item)
    # A write in bulk takes as long as it is large: its rate is what has a limit.
    least = "no limit for writes in bulk" if limit is None else f"limit {limit * 1000:g} ms"
    said = f"{name} p95 {interval(p95)}   {least}"
    if item.errors:
        return "look", f"{counted(item.errors, 'error')}   {said}"
    verdict = against(p95, limit)
    if verdict == "cannot tell":
        return "unknown", f"{said}: cannot tell"
    if verdict in ("within", "no limit"):
        return "fine", said
    pending = allowed.pending(item)
    held = f", held since {pending.since.astimezone():%H:%M:%S}" if pending else ""
    return "act", f"{said}: beyond{held}"


def _course(
    item: EndpointWindow, picture: Picture, limit: float | None, room: tuple[int, int]
) -> list[Line]:
    """The endpoint over time, where its history is known."""
    held = picture.held.get("qdrant.history")
    history = cast("LatencyHistory", held.value) if held and held.value else None
    told = history.endpoints if history else ()
    name = (item.method, item.endpoint)
    found = next((one for one in told if (one.method, one.endpoint) == name), None)
    if history is None or found is None:
        return [(), words("   ○ no slice of time is over in which it was asked", "unknown")]
    return heatmap(found, history, limit, picture.now.tzinfo, room)


def milliseconds(seconds: float | None) -> str:
    """A measured time with three digits, in milliseconds and without saying so."""
    if seconds is None:
        return "?"
    value = seconds * 1000
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _heading(item: EndpointWindow, latency: Latency, place: str, cells: int) -> Line:
    when = "since its start" if latency.since_start else f"{latency.seconds:.0f} s"
    told = [when, f"{item.requests:,} requests"]
    if latency.seconds and not latency.since_start:
        told.append(f"{item.requests / latency.seconds:,.1f}/s")
    route = item.endpoint.replace("{collection_name}", "*")
    right = words(f"  {place}  {' · '.join(told)} ", "dim")
    room = cells - line_width(right) - width(item.method) - 5
    return spread(words(f"   {item.method} {tail(route, room)}", "strong"), right, cells)


def _facts(item: EndpointWindow, latency: Latency) -> Line:
    errors = (
        words(f"■ {counted(item.errors, 'error')}", "act")
        if item.errors
        else words("0 errors", "dim")
    )
    told = [quantile(item, q) for q in TOLD]
    spans = "  ".join(f"p{one.q * 100:.0f} {span(one)}" for one in told if one is not None)
    parts = [
        words(f"   mean {milliseconds(item.mean)} ms"),
        words(f"{spans} ms", "dim") if spans else (),
        errors,
        words("▲ restarted within the window", "look") if latency.restarted else (),
    ]
    return joined(parts)


def _own_line(timing: OwnTiming) -> Line:
    figures = "  ".join(
        f"{name} {milliseconds(value)}"
        for name, value in (("p50", timing.p50), ("p95", timing.p95), ("p99", timing.p99))
    )
    return (
        ("   own probe ", "dim"),
        (f"{figures} ms", "text"),
        (f", exact of {timing.count}  ", "dim"),
        (f"■ {counted(timing.errors, 'error')}  " if timing.errors else "", "act"),
        (timing.request, "dim"),
    )


def _quiet(latency: Latency) -> Body:
    if latency.seconds == 0:
        said = "one scrape so far; the next one makes a window"
    else:
        said = f"no request in the last {latency.seconds:.0f} s"
    own = [_own_line(timing) for timing in latency.own]
    return Body("unknown", said, [(), words(f"   ○ {said}", "unknown"), (), *own])
