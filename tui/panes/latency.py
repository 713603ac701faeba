"""Latency: one endpoint's histogram, the intervals its quantiles lie in, and our own timings."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from tui.actions import CURSOR, PANE, bindings
from tui.panes.pane import Body, Pane
from tui.widgets.bars import bar
from tui.widgets.text import Line, fit, joined, spread

if TYPE_CHECKING:
    from backend.model.qdrant import Bucket, EndpointWindow, Latency, OwnTiming, Quantile
    from tui.readings import Picture
    from tui.widgets.canvas import Look

SEARCH_LIMIT = 0.050
SIMPLE_LIMIT = 0.100
"""The plan's limits in seconds: p95 of a search, and of any simpler request."""

_SEARCHES = ("query", "search", "recommend", "discover")
_MARKED = (0.50, 0.95, 0.99)


class LatencyPane(Pane):
    """Pane 4."""

    NAME: ClassVar = "latency"
    TITLE: ClassVar = "LATENCY"
    PROBES: ClassVar = ("qdrant.latency",)
    BINDINGS: ClassVar = bindings(PANE, CURSOR, "latency")

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.chosen: tuple[str, str] | None = None
        self._known: list[tuple[str, str]] = []
        self._top = 0

    def body(self, picture: Picture, cells: int, rows: int) -> Body:
        """Draw the chosen endpoint, or the busiest search."""
        latency = cast("Latency", picture.held["qdrant.latency"].value)
        self._known = sorted((item.method, item.endpoint) for item in latency.endpoints)
        if not latency.endpoints:
            return _quiet(latency, cells)
        item = self._item(latency)
        mark, verdict = judged(item)
        lines = [_heading(item, latency, self._known.index((item.method, item.endpoint)), cells)]
        tail = [_facts(item, latency), *_own(latency, cells)]
        lines += histogram(item, cells, max(3, rows - len(lines) - len(tail)))
        return Body(mark, verdict, [*lines, *tail])

    def _item(self, latency: Latency) -> EndpointWindow:
        by_name = {(item.method, item.endpoint): item for item in latency.endpoints}
        if self.chosen in by_name:
            return by_name[self.chosen]
        searches = [item for item in latency.endpoints if is_search(item) and item.requests]
        return max(searches or latency.endpoints, key=lambda item: (item.requests, item.endpoint))

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


def is_search(item: EndpointWindow) -> bool:
    """Whether an endpoint searches, so that the stricter limit holds for it."""
    return any(word in item.endpoint for word in _SEARCHES)


def limit(item: EndpointWindow) -> float:
    """The plan's limit for an endpoint's p95, in seconds."""
    return SEARCH_LIMIT if is_search(item) else SIMPLE_LIMIT


def against(quantile: Quantile, seconds: float) -> str:
    """Whether a quantile keeps a limit: `within`, `beyond`, or `cannot tell` from its interval."""
    if quantile.high is not None and quantile.high <= seconds:
        return "within"
    return "beyond" if quantile.low >= seconds else "cannot tell"


def judged(item: EndpointWindow) -> tuple[str, str]:
    """Mark and verdict for one endpoint: its p95 against the plan's limit."""
    name = "search" if is_search(item) else item.endpoint.rsplit("/", 1)[-1] or "/"
    p95 = next((quantile for quantile in item.quantiles if quantile.q == 0.95), None)
    if p95 is None or not item.requests:
        return "unknown", f"{name}: no requests in the window"
    verdict = against(p95, limit(item))
    words = f"{name} p95 {interval(p95)}   limit {limit(item) * 1000:g} ms"
    if verdict == "cannot tell":
        return "unknown", f"{words}: cannot tell"
    if item.errors:
        return "look", f"{words}   {item.errors} errors"
    return ("fine", words) if verdict == "within" else ("act", f"{words}: beyond")


def interval(quantile: Quantile) -> str:
    """A quantile's interval in milliseconds: `⟨5–10⟩ ms`."""
    high = "∞" if quantile.high is None else f"{quantile.high * 1000:g}"
    return f"⟨{quantile.low * 1000:g}–{high}⟩ ms"


def milliseconds(seconds: float | None) -> str:
    """A measured time with three digits: `3.14 ms`, `128 ms`."""
    if seconds is None:
        return "?"
    value = seconds * 1000
    return f"{value:.0f} ms" if value >= 100 else f"{value:.3g} ms"


def bound(upper: float | None) -> str:
    """A bucket's label: `≤5 ms`, `≤2 s`, `>50 s` being said by `≤∞`."""
    if upper is None:
        return "≤∞"
    return f"≤{upper:g} s" if upper >= 1 else f"≤{upper * 1000:g} ms"


def histogram(item: EndpointWindow, cells: int, rows: int) -> list[Line]:
    """One bar a bucket, the quantiles and the limit beside the buckets they lie in."""
    buckets = _window(item.buckets, rows)
    top = max((bucket.count for bucket in buckets), default=0)
    marks = _beside(item)
    numbers = max(len(f"{bucket.count:,}") for bucket in buckets) if buckets else 1
    labels = 12
    room = max(4, cells - 11 - labels - numbers - 3)
    lines = []
    for bucket in buckets:
        filled = bar(bucket.count / top if top else 0.0, room)
        late = bucket.upper is None or bucket.upper > limit(item)
        lines.append(
            (
                (fit(bound(bucket.upper), 10, "right"), "dim"),
                (" ▏" if not late else " ┊", "rule"),
                (filled, "look" if late else "bar"),
                (" " * (room - len(filled)), ""),
                *fit_spans(marks.get(bucket.upper, ()), labels),
                (
                    fit(f"{bucket.count:,}" if bucket.count else "·", numbers + 1, "right"),
                    "text" if bucket.count else "rule",
                ),
            )
        )
    return lines


def fit_spans(line: Line, cells: int) -> Line:
    """A line padded to exactly so many cells."""
    return spread(line, (), cells)


def _window(buckets: tuple[Bucket, ...], rows: int) -> tuple[Bucket, ...]:
    """The buckets to show: from the first to the last that matter, the shortest ones first."""
    last = max((place for place, bucket in enumerate(buckets) if bucket.count), default=0)
    beyond_limit = next(
        (
            place
            for place, bucket in enumerate(buckets)
            if bucket.upper is None or bucket.upper > SIMPLE_LIMIT
        ),
        len(buckets) - 1,
    )
    end = min(len(buckets), max(last, beyond_limit) + 1)
    return buckets[max(0, end - rows) : end] if last >= rows else buckets[: min(end, rows)]


def _beside(item: EndpointWindow) -> dict[float | None, Line]:
    """What stands beside a bucket: the quantiles that end there, the limit."""
    found: dict[float | None, list[str]] = {}
    for quantile in item.quantiles:
        if quantile.q in _MARKED:
            found.setdefault(quantile.high, []).append(f"p{quantile.q * 100:.0f}")
    beside: dict[float | None, Line] = {
        upper: ((f"◂ {' '.join(names)}", "strong"),) for upper, names in found.items()
    }
    at = limit(item)
    beside[at] = (*beside.get(at, ()), (" ┄ limit" if at in beside else "┄┄ limit", "accent"))
    return beside


def _heading(item: EndpointWindow, latency: Latency, place: int, cells: int) -> Line:
    if latency.since_start:
        when = "since the server's start"
    else:
        when = f"last {latency.seconds:.0f} s"
    rate = (
        f" · {item.requests / latency.seconds:.1f}/s"
        if latency.seconds and not latency.since_start
        else ""
    )
    left: Line = ((f"   {item.method} {item.endpoint}", "strong"),)
    right: Line = ((f"{when} · {item.requests:,} requests{rate} ", "dim"),)
    return spread(left, right, cells)


def _facts(item: EndpointWindow, latency: Latency) -> Line:
    parts: list[Line] = [((f"   mean {milliseconds(item.mean)}", "text"),)]
    parts += [
        ((f"p{quantile.q * 100:.0f} ", "dim"), (interval(quantile), "text"))
        for quantile in item.quantiles
        if quantile.q in _MARKED
    ]
    parts.append(
        (
            (
                f"■ {item.errors} errors" if item.errors else "0 errors",
                "act" if item.errors else "dim",
            ),
        )
    )
    if latency.restarted:
        parts.append((("▲ restarted in the window", "look"),))
    return joined(parts)


def _own(latency: Latency, cells: int) -> list[Line]:
    return [_own_line(timing) for timing in latency.own[:2]]


def _own_line(timing: OwnTiming) -> Line:
    errors = f"   ■ {timing.errors} errors" if timing.errors else ""
    return (
        (f"   own {timing.request} ", "dim"),
        (
            f"p50 {milliseconds(timing.p50)}   p95 {milliseconds(timing.p95)}   p99 {milliseconds(timing.p99)}",
            "text",
        ),
        (f"   exact, {timing.count} timed", "dim"),
        (errors, "act"),
    )


def _quiet(latency: Latency, cells: int) -> Body:
    if latency.seconds == 0:
        words = "one scrape so far; the next one makes a window"
    else:
        words = f"no request in the last {latency.seconds:.0f} s"
    return Body("unknown", words, [(), ((f"   ○ {words}", "unknown"),), (), *_own(latency, cells)])
