"""How fast a run is and when it will be done, from what was acknowledged in each second."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean, stdev

RATE_SECONDS = 10
HISTORY_SECONDS = 60
_CONFIDENCE = 1.96
"""Half-width of a normal distribution's 95 % interval, in standard errors."""


@dataclass(frozen=True)
class Forecast:
    """Seconds left: the estimate and the interval in which it lies.

    Attributes:
        high: None where the rate varies so much that no end is certain.
    """

    seconds: float
    low: float
    high: float | None


def per_second(
    acknowledged: Iterable[tuple[float, int]], begin: float, now: float
) -> tuple[float, ...]:
    """Points acknowledged in each whole second that has passed, oldest first.

    Args:
        acknowledged: Time in seconds and points of each batch.
        begin: When the run began to move; no second before it is counted.
        now: Where the last second ends.

    Returns:
        At most 60 values; the last ends at `now`.
    """
    length = max(0, min(HISTORY_SECONDS, math.floor(now - begin)))
    bins = [0] * length
    for at, points in acknowledged:
        ago = math.floor(now - at)
        if 0 <= ago < length:
            bins[length - 1 - ago] += points
    return tuple(float(points) for points in bins)


def rate(history: Sequence[float]) -> float | None:
    """Points per second over the last ten seconds; None before the first second has passed."""
    return fmean(history[-RATE_SECONDS:]) if history else None


def forecast(points_left: int, history: Sequence[float]) -> Forecast | None:
    """When the rest will be done; None where nothing moves or too little is known.

    With r the rate of the last ten seconds, and m, s the mean and standard deviation of the n
    values of `history`, the mean rate is known to e = 1.96 s / (m sqrt n), relatively (a 95 %
    interval under a normal distribution, the seconds taken as independent). Then
    seconds = left / r, low = seconds / (1 + e), high = seconds / (1 - e).
    """
    present = rate(history)
    if not present or len(history) < 2:
        return None
    error = _CONFIDENCE * stdev(history) / (fmean(history) * math.sqrt(len(history)))
    seconds = points_left / present
    return Forecast(seconds, seconds / (1 + error), seconds / (1 - error) if error < 1 else None)
