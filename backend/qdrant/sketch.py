"""Durations counted so finely that any quantile is known to one per cent.

The buckets grow by a constant factor, as in DDSketch (Masson, Rim, Lee: "DDSketch", VLDB 2019),
with fixed ends instead of buckets that collapse: a thousand whole numbers, whatever is counted.
"""

import math
from collections.abc import Iterable
from itertools import accumulate

from backend.qdrant.histogram import nearest_rank

ACCURACY = 0.01
"""Of a quantile, relative to its true value, between `SHORTEST` and `LONGEST`."""

SHORTEST = 1e-6
LONGEST = 100.0
"""Seconds; what is shorter or longer is counted as these."""

_GROWTH = (1 + ACCURACY) / (1 - ACCURACY)
_STEP = math.log(_GROWTH)
_BUCKETS = math.ceil(math.log(LONGEST / SHORTEST) / _STEP) + 1


class Sketch:
    """How often each duration was measured.

    Attributes:
        counts: Bucket `i` holds what is above `SHORTEST * growth ** (i - 1)` and at or below
            `SHORTEST * growth ** i`.
        total: Sum of all durations in seconds.
        slowest: The longest of them, exact; 0 without any.
    """

    def __init__(self) -> None:
        self.counts = [0] * _BUCKETS
        self.total = 0.0
        self.slowest = 0.0

    def add(self, seconds: float) -> None:
        """Count one duration."""
        within = min(max(seconds, SHORTEST), LONGEST)
        place = math.ceil(math.log(within / SHORTEST) / _STEP)
        self.counts[min(place, _BUCKETS - 1)] += 1
        self.total += seconds
        self.slowest = max(self.slowest, seconds)

    @property
    def count(self) -> int:
        """How many durations were counted."""
        return sum(self.counts)

    def quantile(self, q: float) -> float | None:
        """The q-quantile by nearest rank, within `ACCURACY`; None without durations."""
        count = self.count
        if not count:
            return None
        rank = nearest_rank(q, count)
        place = next(i for i, reached in enumerate(accumulate(self.counts)) if reached >= rank)
        # The point between the ends of the bucket that is as far from both, relatively.
        return SHORTEST * _GROWTH**place * 2 / (1 + _GROWTH)


def merged(sketches: Iterable[Sketch]) -> Sketch:
    """All of them together, as exact as each."""
    whole = Sketch()
    for sketch in sketches:
        whole.counts = [a + b for a, b in zip(whole.counts, sketch.counts, strict=True)]
        whole.total += sketch.total
        whole.slowest = max(whole.slowest, sketch.slowest)
    return whole
