"""A look at the Qdrant servers as text."""

from collections.abc import Iterator

from backend.model.latency_history import EndpointComparison
from backend.model.qdrant import Collection, EndpointWindow, Gap, Latency, Quantile
from backend.model.status import LimitCheck, ServerStatus, Status
from tui.widgets.amounts import amount, between
from tui.widgets.marks import bytes_words, counted
from tui.widgets.text import clean

WORDS = {"within": "holds", "beyond": "BROKEN", "cannot tell": "cannot tell", "idle": "not judged"}
SHOWN = (0.5, 0.95, 0.99)
MOST = 10
"""Lines of one kind; more are counted."""


def report(status: Status) -> Iterator[str]:
    """The lines, a block for each server."""
    for place, server in enumerate(status.servers):
        if place:
            yield ""
        for line in _server(server):
            yield clean(line)
    if any(limit.verdict != "idle" for limit in status.limits):
        yield ""
        yield "migrations of this machine"
        yield from map(clean, map(_limit, status.limits))


def _server(one: ServerStatus) -> Iterator[str]:
    server = one.server
    idle = one.state == "holds" and all(check.verdict == "idle" for check in one.limits)
    told = [one.url, "nothing to judge" if idle else one.state]
    if server is not None:
        told += [f"Qdrant {server.version}", "embedded" if server.embedded else ""]
        told += ["certificate not checked" if server.unverified else ""]
    yield "  ".join(part for part in told if part)
    if server is not None and server.access is not None and server.access.key != "none":
        until = server.access.until
        ends = f", until {until:%Y-%m-%d %H:%M} UTC" if until else ""
        yield f"  the {server.access.key} may {'; '.join(server.access.may)}{ends}"
    for error in one.errors:
        yield f"  {error.kind}: {error.summary}"
        if error.remedy:
            yield f"    → {error.remedy}"
    if one.collections is not None:
        found = one.collections.collections
        yield f"  {counted(len(found), 'collection')}"
        worst_first = sorted(found, key=lambda item: item.status == "green")
        yield from _capped([_collection(item) for item in worst_first])
    if one.latency is not None:
        yield from _latency(one.latency)
    for check in one.limits:
        yield _limit(check)
    for compared in one.compared:
        yield from _compared(compared)
    yield from _gaps(one)


def _collection(item: Collection) -> str:
    points = "? points" if item.points is None else counted(item.points, "point")
    why = item.reason or item.error
    names = f"also called {', '.join(item.aliases)}" if item.aliases else ""
    return "  ".join(filter(None, (f"    {item.status:<7}", item.name, points, names, why)))


def _latency(latency: Latency) -> Iterator[str]:
    heading = "requests" if latency.endpoints else "no requests"
    yield f"  {heading} in {latency.seconds:.0f} s" + (
        f", of {counted(len(latency.nodes), 'node')}" if latency.nodes else ""
    )
    yield from _capped([_endpoint(item, latency.seconds) for item in latency.endpoints])
    for node in latency.nodes:
        requests = sum(item.requests for item in node.endpoints)
        yield f"    node {node.url}  {node.error or counted(requests, 'request')}"
    if (cost := latency.watching) is not None:
        requests = round(cost.requests_per_second * cost.seconds)
        logged = round(cost.log_lines_per_second * cost.seconds)
        size = bytes_words(cost.bytes_per_second * cost.seconds)
        yield (
            f"  looking cost {counted(requests, 'request')}, {size}, "
            f"{counted(logged, 'line')} in its log"
        )


def _endpoint(item: EndpointWindow, seconds: float) -> str:
    shown = [quantile for quantile in item.quantiles if quantile.q in SHOWN]
    parts = [
        f"    {item.method} {item.endpoint}",
        f"{item.requests / seconds:,.1f}/s" if seconds else counted(item.requests, "request"),
        counted(item.errors, "error") if item.errors else "",
        "" if item.mean is None else f"mean {item.mean * 1000:.3g} ms",
        *(f"p{quantile.q * 100:.0f} {_span(quantile.low, quantile.high)}" for quantile in shown),
    ]
    return "  ".join(part for part in parts if part)


def _limit(check: LimitCheck) -> str:
    value = "" if check.low is None else f"{between(check.low, check.high, check.unit)}, "
    least = "at least " if check.at_least else ""
    return (
        f"  {WORDS[check.verdict]:<11}  {check.title}  {value}"
        f"limit {least}{amount(check.limit, check.unit)}  ({check.evidence})"
    )


def _compared(one: EndpointComparison) -> Iterator[str]:
    yield f"  compared: {one.method} {one.endpoint}"
    for change in one.quantiles:
        if change.q in SHOWN:
            yield (
                f"    p{change.q * 100:.0f} {_quantile(change.before)} ⇢ "
                f"{_quantile(change.after)}  {change.verdict}"
            )


def _gaps(one: ServerStatus) -> Iterator[str]:
    gaps: list[Gap] = list(one.server.gaps) if one.server else []
    gaps += one.collections.gaps if one.collections else ()
    gaps += one.latency.gaps if one.latency else ()
    if gaps:
        yield "  not told"
        yield from _capped([f"    {gap.field}: {gap.reason}" for gap in gaps])


def _quantile(one: Quantile) -> str:
    return _span(one.low, one.high)


def _span(low: float, high: float | None) -> str:
    """An interval in milliseconds."""
    return between(low, high, "s")


def _capped(lines: list[str]) -> Iterator[str]:
    yield from lines[:MOST]
    if len(lines) > MOST:
        yield f"    and {len(lines) - MOST} more; --format json tells all"
