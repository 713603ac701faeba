"""How latencies went over time: the last windows of equal length, one after the other."""

from collections import deque
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from backend.model.latency_history import EndpointHistory, LatencyHistory
from backend.qdrant.histogram import Histogram
from backend.qdrant.scrape import Route
from backend.qdrant.windows import Window

SECONDS = 10.0
"""Length of one slice; a slice ends with the first scrape after it."""

KEPT = 90
"""Slices kept: a quarter of an hour."""

SILENT = 3
"""Times the length of a slice between two scrapes from which on nobody looked in between."""

MOST_ROUTES = 12
"""Routes told, the busiest first: what nobody can see at once is not sent to the screen."""


class _Slice(NamedTuple):
    ended: datetime
    window: Window
    missed: int


class History:
    """The last slices of time, made from the windows between scrapes."""

    def __init__(self, seconds: float = SECONDS, kept: int = KEPT) -> None:
        self._seconds = seconds
        self._slices: deque[_Slice] = deque(maxlen=kept)
        self._open: Window | None = None
        self._missed = 0

    def add(self, step: Window, now: datetime) -> None:
        """Add what happened since the scrape before, until `now`."""
        self._open = step if self._open is None else self._open + step
        if step.seconds > SILENT * self._seconds:
            self._missed += round(step.seconds / self._seconds) - 1
        if self._open.seconds >= self._seconds:
            self._slices.append(_Slice(now.replace(microsecond=0), self._open, self._missed))
            self._open, self._missed = None, 0

    def told(self, url: str) -> LatencyHistory:
        """The slices that are over, the oldest first."""
        return LatencyHistory(
            url=url,
            seconds=self._seconds,
            ends=tuple(one.ended for one in self._slices),
            restarts=tuple(i for i, one in enumerate(self._slices) if one.window.restarted),
            silences=tuple((i, one.missed) for i, one in enumerate(self._slices) if one.missed),
            endpoints=tuple(self._of(route) for route in self._busiest()),
        )

    def _busiest(self) -> list[Route]:
        requests: dict[Route, int] = {}
        for one in self._slices:
            for route, traffic in one.window.routes.items():
                count = traffic.durations.count if traffic.durations else 0
                requests[route] = requests.get(route, 0) + count
        active = (route for route, count in requests.items() if count)
        return sorted(active, key=lambda route: (-requests[route], route))[:MOST_ROUTES]

    def _of(self, route: Route) -> EndpointHistory:
        slices = [self._durations(one.window, route) for one in self._slices]
        bounds = _shared_bounds(one for one in slices if one is not None)
        return EndpointHistory(
            method=route.method,
            endpoint=route.endpoint,
            bounds=bounds,
            counts=tuple(() if one is None else one.on(bounds) for one in slices),
        )

    @staticmethod
    def _durations(window: Window, route: Route) -> Histogram | None:
        """A route's durations in one slice; None where there were no requests."""
        traffic = window.routes.get(route)
        durations = traffic.durations if traffic else None
        return durations if durations is not None and durations.count else None


def _shared_bounds(histograms: Iterable[Histogram]) -> tuple[float, ...]:
    """The boundaries that all have, so that slices before and after an upgrade compare."""
    first, *others = histograms
    return tuple(bound for bound in first.bounds if all(bound in other.bounds for other in others))
