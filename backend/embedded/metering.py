"""How long the requests really took, kept as Qdrant keeps it.

Same figures and same boundaries as Qdrant 1.16 and later
(lib/segment/src/common/operation_time_statistics.rs).
"""

from bisect import bisect_left
from collections import deque
from datetime import UTC, datetime

BOUNDARIES = (0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1.0, 5.0, 10.0, 50.0)
"""Upper bounds of the histogram's buckets in seconds, inclusive."""

_LATEST = 128
_SMOOTHED_OVER = 8


class Durations:
    """Durations of one kind of answer since the process started.

    Attributes:
        count: Answers.
        total: Microseconds in sum.
        shortest, longest: Microseconds.
        last: When the latest one was given.
    """

    def __init__(self) -> None:
        self.count = 0
        self.total = 0
        self.shortest = 0
        self.longest = 0
        self.last = datetime.now(UTC)
        self._latest: deque[int] = deque(maxlen=_LATEST)
        self._buckets = [0] * (len(BOUNDARIES) + 1)

    def add(self, seconds: float) -> None:
        """Count one answer."""
        micros = int(seconds * 1_000_000)
        self.shortest = min(self.shortest, micros) if self.count else micros
        self.longest = max(self.longest, micros)
        self.count += 1
        self.total += micros
        self.last = datetime.now(UTC)
        self._latest.append(micros)
        self._buckets[bisect_left(BOUNDARIES, micros / 1_000_000)] += 1

    def average(self) -> float:
        """Microseconds; Qdrant's smoothed mean of the latest 128 answers."""
        latest = list(self._latest)
        smoothed = []
        for end in range(1, len(latest) + 1):
            window = latest[max(0, end - 1 - _SMOOTHED_OVER) : end]
            smoothed.append(sum(window) / len(window))
        return sum(smoothed) / len(smoothed)

    def cumulative(self) -> list[int]:
        """Answers within each boundary, and at last all of them."""
        counts, sum_ = [], 0
        for count in self._buckets:
            sum_ += count
            counts.append(sum_)
        return counts


class Meter:
    """Durations by route and status. A series appears with its first answer, never before."""

    def __init__(self) -> None:
        self._series: dict[tuple[str, str, int], Durations] = {}

    def record(self, method: str, endpoint: str, status: int, seconds: float) -> None:
        """Count one answer of a route."""
        key = method, endpoint, status
        series = self._series.get(key)
        if series is None:
            series = self._series[key] = Durations()
        series.add(seconds)

    def series(self) -> list[tuple[str, str, int, Durations]]:
        """Method, endpoint, status and durations, in a fixed order."""
        return [(*key, self._series[key]) for key in sorted(self._series)]
