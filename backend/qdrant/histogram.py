"""Qdrant's latency histograms: what they count, and what they can honestly say of a quantile."""

import math
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate, pairwise

SPARSE_BOUNDS = (
    *(1e-6, 5e-6, 1e-5, 5e-5, 1e-4, 5e-4, 0.001, 0.005),
    *(0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 10.0, 50.0),
)
"""Seconds. Qdrant 1.8 to 1.15 leaves out those whose own bucket and the next are both empty.
From 1.16 on all of 0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 5, 10, 50 are always there.
Source: `lib/segment/src/common/operation_time_statistics.rs` of Qdrant.
"""


def nearest_rank(q: float, count: int) -> int:
    """Which of `count` sorted values, from 1, is the q-quantile by the nearest-rank definition.

    The smallest value such that at least the share `q` of all values is not above it.
    """
    # The rounding takes back what 0.07 * 100 = 7.000000000000001 would add.
    return min(max(1, math.ceil(round(q * count, 6))), count)


@dataclass(frozen=True)
class Histogram:
    """Counts per bucket.

    Attributes:
        bounds: Finite upper bounds in seconds, inclusive, ascending.
        counts: Per bucket alone, not cumulative; one more than `bounds`, for what lies beyond.
        total: Sum of all values in seconds.
    """

    bounds: tuple[float, ...]
    counts: tuple[int, ...]
    total: float

    @classmethod
    def from_cumulative(
        cls, cumulative: Mapping[float, int], count: int, total: float
    ) -> "Histogram":
        """From what Prometheus' text says of one series.

        Args:
            cumulative: How many values were at or below each bound.
            count: How many there were at all.
            total: Their sum in seconds.
        """
        bounds = tuple(sorted(bound for bound in cumulative if math.isfinite(bound)))
        running = tuple(accumulate((cumulative[bound] for bound in bounds), max))
        if set(bounds) <= set(SPARSE_BOUNDS):
            # A boundary is left out only where its bucket is empty: the count below carries on.
            running = tuple(
                running[place - 1] if (place := bisect_right(bounds, bound)) else 0
                for bound in SPARSE_BOUNDS
            )
            bounds = SPARSE_BOUNDS
        ends = (0, *running, max(count, running[-1] if running else 0))
        return cls(bounds, tuple(high - low for low, high in pairwise(ends)), total)

    @property
    def count(self) -> int:
        """How many values were counted."""
        return sum(self.counts)

    @property
    def mean(self) -> float | None:
        """Exact mean in seconds; None without values."""
        return self.total / self.count if self.count else None

    def __add__(self, other: "Histogram") -> "Histogram":
        """Both together, on the boundaries that both have: exact with unlike layouts too."""
        bounds = tuple(bound for bound in self.bounds if bound in other.bounds)
        counts = zip(self.on(bounds), other.on(bounds), strict=True)
        return Histogram(bounds, tuple(a + b for a, b in counts), self.total + other.total)

    def since(self, older: "Histogram") -> "Histogram":
        """What was added after `older`, from which this one must have grown."""
        counts = tuple(a - b for a, b in zip(self.counts, older.counts, strict=True))
        return Histogram(self.bounds, counts, self.total - older.total)

    def grew_from(self, older: "Histogram") -> bool:
        """Whether counting on from `older` can lead here."""
        return (
            self.bounds == older.bounds
            and self.total >= older.total
            and all(a >= b for a, b in zip(self.counts, older.counts, strict=True))
        )

    def interval(self, q: float) -> tuple[float, float | None] | None:
        """Where the q-quantile lies: above the first bound, at or below the second.

        None stands for no values, and as second bound for beyond the last boundary. No point in
        between is named: interpolation was measured to miss p99 by up to 197 %.
        """
        if not self.count:
            return None
        rank = nearest_rank(q, self.count)
        place = next(i for i, reached in enumerate(accumulate(self.counts)) if reached >= rank)
        low = self.bounds[place - 1] if place else 0.0
        return low, self.bounds[place] if place < len(self.bounds) else None

    def on(self, bounds: tuple[float, ...]) -> tuple[int, ...]:
        """Counts per bucket of a coarser layout, whose boundaries are all its own too."""
        reached = (0, *accumulate(self.counts))
        ends = [0, *(reached[bisect_right(self.bounds, bound)] for bound in bounds), self.count]
        return tuple(high - low for low, high in pairwise(ends))
