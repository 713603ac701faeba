"""What a server did between two scrapes, from counters that only ever grow.

Any two scrapes make a window: quantiles are read from the difference of the two, never summed or
averaged over shorter windows.
"""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import groupby, pairwise
from typing import NamedTuple

from backend.model.qdrant import Bucket, EndpointWindow, Failures, Quantile
from backend.qdrant.scrape import FINE, Route, Scrape, Traffic

QUANTILES = (0.5, 0.9, 0.95, 0.99)

KEPT_PER_WINDOW = 120
"""Scrapes kept at most over one window: its length is exact to a hundredth, whatever it is."""


@dataclass(frozen=True)
class Window:
    """Traffic between two scrapes.

    Attributes:
        seconds: Between the two.
        routes: Routes that could have had traffic; those without count zero.
        restarted: The server restarted in between; what it did last before is not known.
    """

    seconds: float
    routes: Mapping[Route, Traffic]
    restarted: bool = False

    def __add__(self, later: "Window") -> "Window":
        """This window and the one that follows it."""
        routes = dict(self.routes)
        for route, traffic in later.routes.items():
            routes[route] = routes[route] + traffic if route in routes else traffic
        return Window(self.seconds + later.seconds, routes, self.restarted or later.restarted)


def has_restarted(older: Scrape, newer: Scrape) -> bool:
    """Whether the server of `newer` is another process than that of `older`."""
    told = older.startup is not None and newer.startup is not None
    if told and older.startup != newer.startup:
        return True
    if not told and older.routes.keys() - newer.routes.keys():
        return True
    return not all(
        traffic.grew_from(older.routes[route])
        for route, traffic in newer.routes.items()
        if route in older.routes
    )


def between(older: Scrape, newer: Scrape) -> Window:
    """What happened after `older` until `newer`; after a restart all that `newer` counts.

    A route that `older` lacks had no traffic before it: Qdrant lists routes from their first
    request on, so its previous counts are zero and not unknown.
    """
    seconds = newer.at - older.at
    if has_restarted(older, newer):
        return Window(seconds, newer.routes, restarted=True)
    routes = {
        route: traffic.since(older.routes[route]) if route in older.routes else traffic
        for route, traffic in newer.routes.items()
    }
    return Window(seconds, routes)


def together(windows: Sequence[Window]) -> Window:
    """What several nodes did at the same time: as long as the longest of the windows.

    Nodes of unlike releases are counted on the boundaries that both have. Where one of them has
    no histogram its durations are not known, and so are those of all together.
    """
    routes: dict[Route, Traffic] = {}
    for window in windows:
        for route, traffic in window.routes.items():
            routes[route] = _beside(routes[route], traffic) if route in routes else traffic
    return Window(
        max((window.seconds for window in windows), default=0.0),
        routes,
        any(window.restarted for window in windows),
    )


def _beside(some: Traffic, others: Traffic) -> Traffic:
    both = some + others
    untimed = any(
        one.durations is None and any(one.statuses.get(status, 0) for status in FINE)
        for one in (some, others)
    )
    return Traffic(both.statuses) if untimed else both


class _Kept(NamedTuple):
    """A scrape and the number of restarts before it."""

    run: int
    scrape: Scrape


class Ring:
    """The last scrapes, as many as a look back over `seconds` needs."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._kept: deque[_Kept] = deque()

    def add(self, scrape: Scrape) -> None:
        """Add the newest scrape and drop those that no window begins or ends with any more."""
        kept = self._kept
        run = kept[-1].run + has_restarted(kept[-1].scrape, scrape) if kept else 0
        if len(kept) > 1 and kept[-2].run == run and self._is_close(kept[-2], kept[-1]):
            kept.pop()
        kept.append(_Kept(run, scrape))
        while len(kept) > 2 and scrape.at - kept[1].scrape.at >= self._seconds:
            kept.popleft()

    def window(self) -> Window | None:
        """The window that ends with the newest scrape; None before the second one."""
        if len(self._kept) < 2:
            return None
        # Only the ends of each run of the server count: what lies between cancels out.
        runs = (tuple(run) for _, run in groupby(self._kept, lambda one: one.run))
        ends = [end.scrape for run in runs for end in (run[0], run[-1])]
        return reduce(Window.__add__, (between(older, newer) for older, newer in pairwise(ends)))

    def since_start(self) -> Window:
        """All that the newest scrape counts, over an unknown time."""
        return Window(0.0, self._kept[-1].scrape.routes)

    def _is_close(self, earlier: _Kept, later: _Kept) -> bool:
        return later.scrape.at - earlier.scrape.at < self._seconds / KEPT_PER_WINDOW


def endpoints(window: Window) -> tuple[EndpointWindow, ...]:
    """The routes with traffic, the busiest first."""
    active = (_endpoint(route, traffic) for route, traffic in window.routes.items())
    return tuple(
        sorted(
            (line for line in active if line.requests or line.errors),
            key=lambda line: (
                -line.requests - line.errors,
                line.endpoint,
                line.method,
                line.collection,
            ),
        )
    )


def _endpoint(route: Route, traffic: Traffic) -> EndpointWindow:
    failures = _failures(traffic.statuses)
    errors = sum(one.count for one in failures)
    durations = traffic.durations
    if durations is None:
        requests = sum(traffic.statuses.values()) - errors
        return EndpointWindow(
            method=route.method,
            endpoint=route.endpoint,
            collection=route.collection,
            requests=requests,
            errors=errors,
            failures=failures,
        )
    intervals = ((q, durations.interval(q)) for q in QUANTILES)
    return EndpointWindow(
        method=route.method,
        endpoint=route.endpoint,
        collection=route.collection,
        requests=durations.count,
        errors=errors,
        failures=failures,
        mean=durations.mean,
        buckets=tuple(
            Bucket(upper=upper, count=count)
            for upper, count in zip((*durations.bounds, None), durations.counts, strict=True)
        ),
        quantiles=tuple(
            Quantile(q=q, low=found[0], high=found[1]) for q, found in intervals if found
        ),
    )


def _failures(statuses: Mapping[str, int]) -> tuple[Failures, ...]:
    found = (
        Failures(status=status, count=count)
        for status, count in statuses.items()
        if count and status not in FINE
    )
    return tuple(sorted(found, key=lambda one: (-one.count, one.status)))
