"""How fast a collection fills: a slope that single odd counts cannot bend, and its interval."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

WINDOW = 120.0
"""Seconds of counts that the rate rests on."""

FEWEST = 8
"""Counts that it rests on at the least, where slow counting makes them rare."""

_CONFIDENCE = 1.96
"""Half-width of a normal distribution's 95 % interval, in standard errors."""

Sample = tuple[float, int]
"""Monotonic seconds, and points counted then."""


@dataclass(frozen=True)
class Rate:
    """Points per second, and the interval in which it lies."""

    estimate: float
    low: float
    high: float


def recent(samples: Sequence[Sample]) -> Sequence[Sample]:
    """The counts of the last two minutes, or the last eight where those reach further back."""
    since = samples[-1][0] - WINDOW if samples else 0.0
    inside = sum(1 for at, _ in samples if at >= since)
    return samples[-max(inside, FEWEST) :]


def rate(samples: Sequence[Sample]) -> Rate | None:
    """The rate by Theil and Sen: the median of the slopes between all pairs of counts.

    Up to 29 % of the counts may be wrong in any way without moving it far (Sen 1968). The
    interval is Sen's: with N slopes of n counts in rising order and
    C = 1.96 sqrt(n (n - 1) (2n + 5) / 18), its ends are the slopes of rank (N - C) / 2 and
    (N + C) / 2 + 1. It takes deviations from the line as independent; points that come in bursts
    make it somewhat too narrow. With few counts it spans all slopes.

    Returns:
        None where fewer than two moments were counted.
    """
    slopes = sorted(
        (points - earlier) / (at - before)
        for place, (at, points) in enumerate(samples)
        for before, earlier in samples[:place]
        if at > before
    )
    if not slopes:
        return None
    n, pairs = len(samples), len(slopes)
    spread = _CONFIDENCE * math.sqrt(n * (n - 1) * (2 * n + 5) / 18)
    lowest = max(0, math.floor((pairs - spread) / 2) - 1)
    highest = min(pairs - 1, math.ceil((pairs + spread) / 2))
    return Rate(median(slopes), slopes[lowest], slopes[highest])


def seconds_left(points: int, at: Rate) -> tuple[float, float | None] | None:
    """The interval in which the time for so many points lies.

    Returns:
        Seconds at the fastest and at the slowest rate, the latter None where that may be
        nothing; None as a whole where nothing moves.
    """
    if at.high <= 0:
        return None
    return points / at.high, points / at.low if at.low > 0 else None
