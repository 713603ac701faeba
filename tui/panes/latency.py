"""Latency: one endpoint's histogram, the intervals its quantiles lie in, and our own timings."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from tui.actions import CURSOR, bindings
from tui.panes.active import active_lines
from tui.panes.compared import compared, side_by_side
from tui.panes.endpoints import endpoint_lines
from tui.panes.heatmap import heatmap
from tui.panes.histogram import histogram, interval, room_for, span
from tui.panes.limits import TOLD, Limits, against, is_search, limits, quantile
from tui.panes.own_timings import milliseconds, own_lines
from tui.panes.pane import Pane
from tui.panes.scopes import Scope, chosen, scopes
from tui.panes.states import Body
from tui.widgets.marks import counted
from tui.widgets.text import Line, joined, line_width, spread, tail, width, words

if TYPE_CHECKING:
    from datetime import datetime

    from backend.model.latency_history import EndpointHistory, LatencyHistory
    from backend.model.migration.run import Migrations
    from backend.model.qdrant import EndpointWindow, Latency
    from tui.exports.sheet import Sheet
    from tui.readings import Picture
    from tui.widgets.canvas import Look

_TABLE_FROM = 80
"""Cells from which on all endpoints are listed where rows are left."""


class LatencyPane(Pane):
    """One endpoint of one scope: its latest window, its course, or two windows side by side."""

    NAME: ClassVar = "latency"
    PROBES: ClassVar = ("qdrant.latency",)
    ALSO: ClassVar = ("qdrant.history", "qdrant.active", "alerts", "migration")
    BINDINGS: ClassVar = bindings(CURSOR, "latency")

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.chosen: tuple[str, str] | None = None
        self.over_time = False
        self.scope = ""
        self.since: datetime | None = None
        self.why = ""
        self.other: str | None = None
        self._known: list[tuple[str, str]] = []

    def body(self, picture: Picture, cells: int, rows: int) -> Body:
        """Draw the chosen endpoint, or the busiest search."""
        latency = cast("Latency", picture.held["qdrant.latency"].value)
        scope = chosen(scopes(picture), self.scope)
        self._known = sorted((item.method, item.endpoint) for item in scope.endpoints)
        if not scope.endpoints:
            return _quiet(scope, latency)
        item, allowed = self._item(scope), limits(picture)
        place = self._known.index((item.method, item.endpoint)) + 1
        above = [_heading(item, scope, f"{place}/{len(self._known)}", cells)]
        own = latency.own[:2] if scope.has_history else ()
        below = [_facts(item, scope), *own_lines(own)]
        below += active_lines(picture) if scope.has_history else []
        room = max(3, rows - len(above) - len(below))
        wide = cells >= _TABLE_FROM
        table = endpoint_lines(scope.endpoints, item, allowed, cells) if wide else []
        if self.other is not None:
            lines = _against(item, scope, chosen(scopes(picture), self.other))
        elif self.since is not None:
            lines = _beside(item, picture, self.since, self.why, scope)
        elif self.over_time:
            lines = _course(item, picture, allowed.of(item), (cells, room), scope)
        else:
            limit = allowed.of(item)
            lines = histogram(item, limit, cells, room_for(item, limit, room, room - len(table)))
        below += table
        mark, said = ("stale", scope.late) if scope.late else judged(item, allowed)
        verdict = f"{scope.name}: {said}" if scope.name else said
        return Body(mark, verdict, [*above, *lines, *below][:rows])

    def _item(self, scope: Scope) -> EndpointWindow:
        by_name = {(item.method, item.endpoint): item for item in scope.endpoints}
        if self.chosen in by_name:
            return by_name[self.chosen]
        searches = [item for item in scope.endpoints if is_search(item) and item.requests]
        return max(searches or scope.endpoints, key=lambda item: (item.requests, item.endpoint))

    def places(self) -> frozenset[str]:
        """Cursor keys choose the endpoint."""
        return frozenset({self.NAME, CURSOR})

    def action_over_time(self) -> None:
        """Show the other of the latest window and its course."""
        self.over_time, self.since, self.other = not self.over_time, None, None
        self.redraw()

    def action_scope(self) -> None:
        """Show the next of all together, each node, each further server, each collection."""
        if self._has_value() and self.picture is not None:
            names = [one.name for one in scopes(self.picture)]
            at = names.index(self.scope) if self.scope in names else 0
            self.scope = names[(at + 1) % len(names)]
            self.redraw()

    def action_compare(self) -> None:
        """Compare since now, since the latest migration began, with the next scope, not at all."""
        if self.picture is None or not self._has_value():
            return
        began = _latest_migration(self.picture)
        names = [one.name for one in scopes(self.picture)]
        if self.other is not None:
            self.since, self.other = None, None
        elif self.since is None:
            self.since, self.why = self.picture.now, f"{self.picture.now:%H:%M:%S %Z}"
        elif began is not None and self.since != began:
            self.since, self.why = began, f"the migration that began {began:%H:%M:%S %Z}"
        else:
            self.since = None
            at = names.index(self.scope) if self.scope in names else 0
            self.other = names[(at + 1) % len(names)] if len(names) > 1 else None
        self.redraw()

    def copied(self, *, whole: bool) -> str:
        """The endpoint whose latencies are shown, or all that stands there."""
        if whole or self.picture is None or not self._has_value():
            return super().copied(whole=whole)
        shown = chosen(scopes(self.picture), self.scope)
        if not shown.endpoints:
            return ""
        item = self._item(shown)
        return f"{item.method} {item.endpoint}"

    def sheet(self) -> Sheet | None:
        """Every endpoint of the present scope, one a row; times are intervals, in seconds."""
        if self.picture is None or not self._has_value():
            return None
        from tui.exports.latency import latency_sheet  # noqa: PLC0415 (first paint goes without)

        scope = chosen(scopes(self.picture), self.scope)
        return latency_sheet(scope.endpoints, {**self.about(), "whose": scope.name or "all"})

    def leave(self) -> bool:
        """Back to the latest window of all together."""
        if not (self.scope or self.since or self.over_time or self.other is not None):
            return False
        self.scope, self.since, self.over_time, self.other = "", None, False, None
        self.redraw()
        return True

    def _has_value(self) -> bool:
        held = self.held(self.picture) if self.picture is not None else None
        return held is not None and held.value is not None

    def action_side(self, by: int) -> None:
        """Show the endpoint before or after, by name."""
        if not self._known or self.picture is None:
            return
        now = self._item(chosen(scopes(self.picture), self.scope))
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


def _latest_migration(picture: Picture) -> datetime | None:
    """When the latest of our own migrations began, by the picture's clock."""
    held = picture.held.get("migration")
    runs = cast("Migrations", held.value).runs if held and held.value else ()
    return max((run.started for run in runs), default=None)


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
    held = f", held since {pending.since.astimezone():%H:%M:%S %Z}" if pending else ""
    return "act", f"{said}: beyond{held}"


def _known_history(
    item: EndpointWindow, picture: Picture, scope: Scope
) -> tuple[LatencyHistory, EndpointHistory] | None:
    held = picture.held.get("qdrant.history")
    history = cast("LatencyHistory", held.value) if held and held.value else None
    if history is None or not scope.has_history:
        return None
    name = (item.method, item.endpoint)
    found = next((one for one in history.endpoints if (one.method, one.endpoint) == name), None)
    return (history, found) if found is not None else None


def _no_history(scope: Scope) -> list[Line]:
    said = "no slice of time is over in which it was asked"
    if not scope.has_history:
        said = "the course over time is that of all together: n goes back to it"
    return [(), words(f"   ○ {said}", "unknown")]


def _against(item: EndpointWindow, scope: Scope, other: Scope) -> list[Line]:
    """The same endpoint here and in another scope: one server and another, a node and all."""
    name = (item.method, item.endpoint)
    theirs = next((one for one in other.endpoints if (one.method, one.endpoint) == name), None)
    if theirs is None:
        why = other.error or "it was not asked for this there"
        return [(), words(f"   ○ {other.name}: {why}", "unknown")]
    late = [f"{one.name}: {one.late}" for one in (scope, other) if one.late]
    if late:
        return [(), *(words(f"   ◌ {text}; there is nothing to compare", "stale") for text in late)]
    return side_by_side(item, theirs, (scope.name or "here", other.name or "all"))


def _beside(
    item: EndpointWindow, picture: Picture, since: datetime, why: str, scope: Scope
) -> list[Line]:
    """Two windows of the endpoint, where its history is known."""
    known = _known_history(item, picture, scope)
    if known is None:
        return _no_history(scope)
    history, found = known
    return compared(found, history, since, why)


def _course(
    item: EndpointWindow,
    picture: Picture,
    limit: float | None,
    room: tuple[int, int],
    scope: Scope,
) -> list[Line]:
    """The endpoint over time, where its history is known."""
    known = _known_history(item, picture, scope)
    if known is None:
        return _no_history(scope)
    history, found = known
    return heatmap(found, history, limit, picture.now.tzinfo, room)


def _heading(item: EndpointWindow, latency: Scope, place: str, cells: int) -> Line:
    when = "since its start" if latency.since_start else f"{latency.seconds:.0f} s"
    told = [when, f"{item.requests:,} requests"]
    if latency.seconds and not latency.since_start:
        told.append(f"{item.requests / latency.seconds:,.1f}/s")
    route = item.endpoint.replace("{collection_name}", "*")
    right = words(f"  {place}  {' · '.join(told)} ", "dim")
    room = cells - line_width(right) - width(item.method) - 5
    return spread(words(f"   {item.method} {tail(route, room)}", "strong"), right, cells)


def _facts(item: EndpointWindow, latency: Scope) -> Line:
    errors = words(f"■ {_errors(item)}", "act") if item.errors else ()
    told = [quantile(item, q) for q in TOLD]
    spans = "  ".join(f"p{one.q * 100:.0f} {span(one)}" for one in told if one is not None)
    parts = [
        words(f"   mean {milliseconds(item.mean)} ms"),
        errors,
        words("▲ restarted within the window", "look") if latency.restarted else (),
        words(f"{spans} ms", "dim") if spans else (),
        words("0 errors", "dim") if not item.errors else (),
    ]
    return joined(parts)


def _errors(item: EndpointWindow) -> str:
    """How many, and with which statuses: `3 errors (2 of 429, 1 of 500)`."""
    told = ", ".join(f"{one.count:,} of {one.status}" for one in item.failures)
    return f"{counted(item.errors, 'error')}{f' ({told})' if told else ''}"


def _quiet(scope: Scope, latency: Latency) -> Body:
    if scope.error:
        return Body(
            "act", f"{scope.name}: {scope.error}", [(), words(f"   ■ {scope.error}", "act")]
        )
    if scope.seconds == 0:
        said = "one scrape so far; the next one makes a window"
    else:
        said = f"no request in the last {scope.seconds:.0f} s"
    own = own_lines(latency.own) if scope.has_history else []
    told = f"{scope.name}: {said}" if scope.name else said
    return Body("unknown", told, [(), words(f"   ○ {said}", "unknown"), (), *own])
