"""The limits on requests, judged by what the endpoints of a server or node did in one window."""

from backend.limits.found import Found, worst
from backend.model.alerts import Verdict
from backend.model.qdrant import EndpointWindow, Latency, NodeLatency
from backend.model.routes import Work, work

LEAST_REQUESTS = 20
"""Fewer requests have no p95 worth the name: one of them alone would be it."""

CROWD = 0.1
"""Of the requests that should be possible at once, what must be there to say anything of them."""

_TURNED_AWAY = frozenset({"408", "429", "500", "502", "503", "504", "507"})
_TURNED_AWAY_GRPC = frozenset({"4", "8", "13", "14"})
"""Statuses that say more of the server than of what it was asked: too busy, too slow, broken."""

Requests = Latency | NodeLatency


def p95(found: Requests | str, kind: Work, limit: float) -> Found:
    """The slowest p95 of the endpoints of a kind; of several, the one that speaks worst.

    Args:
        found: What was measured, or why nothing was.
        kind: Which endpoints count.
        limit: Seconds.
    """
    window = _window(found)
    if isinstance(window, Found):
        return window
    asked = [one for one in window.endpoints if work(one.method, one.endpoint) == kind]
    judged = [_endpoint(one, limit, window.seconds) for one in asked if one.requests]
    if not judged:
        return Found("idle", f"no such request in the last {window.seconds:.0f} s")
    return worst(judged)


def concurrent(found: Requests | str, at_once: float, search_limit: float) -> Found:
    """Whether many requests at once are answered as well as few.

    How many there are at once follows from Little's law: their durations, added up, in each second.
    Its value says how many there were, on average over the window.

    Args:
        found: What was measured, or why nothing was.
        at_once: Requests in flight that must be possible.
        search_limit: Seconds that the p95 of searches may take meanwhile.
    """
    window = _window(found)
    if isinstance(window, Found):
        return window
    timed = [one for one in window.endpoints if one.requests]
    if any(one.mean is None for one in timed):
        return Found("cannot tell", "this Qdrant does not tell how long its requests took")
    flying = sum((one.mean or 0.0) * one.requests for one in timed) / window.seconds
    told = f"{flying:.3g} at once on average over {window.seconds:.0f} s"
    if flying < CROWD * at_once:
        return Found("idle", f"{told}: no crowd to judge by", flying, flying)
    if flying > at_once:
        return Found("idle", f"{told}: more than must be possible", flying, flying)
    refused = sum(_turned_away(one) for one in window.endpoints)
    if refused:
        return Found("beyond", f"{told}, and {refused:,} turned away", flying, flying)
    search = p95(window, "search", search_limit)
    verdict: Verdict = "within" if search.verdict == "idle" else search.verdict
    return Found(verdict, f"{told}; {search.evidence}", flying, flying)


def _window(found: Requests | str) -> Requests | Found:
    """What can be judged, or why there is nothing to judge."""
    if isinstance(found, str):
        return Found("cannot tell", found)
    if isinstance(found, NodeLatency) and found.error:
        return Found("cannot tell", found.error)
    if found.since_start or found.seconds <= 0:
        return Found("idle", "one scrape so far; the next one makes a window")
    return found


def _endpoint(one: EndpointWindow, limit: float, seconds: float) -> Found:
    told = f"{one.method} {one.endpoint}: {one.requests} requests in {seconds:.0f} s"
    found = next((quantile for quantile in one.quantiles if quantile.q == 0.95), None)
    if found is None:
        return Found("cannot tell", f"{told}, and this Qdrant has no histogram of them")
    if found.high is not None and found.high <= limit:
        verdict: Verdict = "within"
    elif one.requests < LEAST_REQUESTS:
        verdict, told = "cannot tell", f"{told}, too few to judge"
    else:
        verdict = "beyond" if found.low >= limit else "cannot tell"
    return Found(verdict, told, found.low, found.high)


def _turned_away(one: EndpointWindow) -> int:
    meant = _TURNED_AWAY_GRPC if one.method == "gRPC" else _TURNED_AWAY
    return sum(failed.count for failed in one.failures if failed.status in meant)
