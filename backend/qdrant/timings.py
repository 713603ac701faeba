"""Requests that we made ourselves, timed exactly and kept one by one over a window."""

from collections import deque
from collections.abc import Callable, Sequence
from typing import NamedTuple

from backend.model.qdrant import OwnTiming
from backend.qdrant.histogram import nearest_rank


class _Request(NamedTuple):
    at: float
    seconds: float
    answered: bool


class Timings:
    """Our requests of the last `seconds`, by what was asked."""

    def __init__(self, seconds: float, clock: Callable[[], float]) -> None:
        self._seconds = seconds
        self._clock = clock
        self._requests: dict[str, deque[_Request]] = {}

    def record(self, request: str, seconds: float, *, answered: bool) -> None:
        """Add a request that ended now, after `seconds`."""
        made = self._requests.setdefault(request, deque())
        made.append(_Request(self._clock(), seconds, answered))

    def summary(self) -> tuple[OwnTiming, ...]:
        """What each kind of request took within the window."""
        start = self._clock() - self._seconds
        for made in self._requests.values():
            while made and made[0].at < start:
                made.popleft()
        return tuple(_timing(request, made) for request, made in self._requests.items() if made)


def _timing(request: str, made: Sequence[_Request]) -> OwnTiming:
    took = sorted(one.seconds for one in made if one.answered)
    errors = len(made) - len(took)
    if not took:
        return OwnTiming(request=request, count=0, errors=errors)

    def quantile(q: float) -> float:
        return took[nearest_rank(q, len(took)) - 1]

    return OwnTiming(
        request=request,
        count=len(took),
        errors=errors,
        mean=sum(took) / len(took),
        p50=quantile(0.5),
        p95=quantile(0.95),
        p99=quantile(0.99),
        slowest=took[-1],
    )
