"""How a collection fills, from the exact counts that Qdrant gave."""

from collections import deque

from backend.model.watched import Growth
from backend.watching.moment import Moment
from backend.watching.rate import Sample, rate, recent, seconds_left

STALL = 30.0
"""Seconds without a new point after which nothing is said to arrive any more."""

_KEPT = 720
_SHOWN = 60


class Counts:
    """Takes in exact counts in the order in which they were asked for.

    Attributes:
        latest: The latest count and when it was asked for; None before the first.
        standing_since: When the count was first found as it is now; None before the first.
    """

    def __init__(self) -> None:
        self.approximate: int | None = None
        self.latest: Sample | None = None
        self.standing_since: float | None = None
        self._samples: deque[Sample] = deque(maxlen=_KEPT)
        self._growth = Growth()

    def add(self, points: int, asked: Moment, took: float) -> None:
        """Take in one count, asked for at a moment and answered after some seconds."""
        before = self.latest
        at = asked.monotonic
        told = {"exact": points, "exact_at": asked.at, "exact_took": round(took, 3)}
        if before is None:
            told["before"] = points
        elif points > before[1]:
            told["grew_first"] = self._growth.grew_first or asked.at
            told["grew_last"] = asked.at
        if before is None or points != before[1]:
            self.standing_since = at
        self.latest = (at, points)
        self._samples.append(self.latest)
        self._growth = self._growth.model_copy(update=told)

    @property
    def points(self) -> int | None:
        """The latest exact count."""
        return self.latest[1] if self.latest else None

    @property
    def standing(self) -> float:
        """Seconds over which the counts found the same number, up to the latest of them."""
        if self.latest is None or self.standing_since is None:
            return 0.0
        return self.latest[0] - self.standing_since

    @property
    def has_grown(self) -> bool:
        """Whether a point arrived since the first count."""
        return self._growth.grew_first is not None

    def growth(self, wanted: int | None) -> Growth:
        """The picture of it.

        Args:
            wanted: Points that should be there in the end; None where nobody knows.
        """
        samples = recent(tuple(self._samples))
        speed = rate(samples)
        told: dict[str, object] = {
            "approximate": self.approximate,
            "history": tuple(points for _, points in list(self._samples)[-_SHOWN:]),
        }
        if speed is not None:
            told |= {"rate": speed.estimate, "rate_low": speed.low, "rate_high": speed.high}
        left = wanted - self.latest[1] if wanted is not None and self.latest else 0
        until = seconds_left(left, speed) if speed is not None and left > 0 else None
        if until is not None:
            told |= {"eta_low": until[0], "eta_high": until[1]}
        return self._growth.model_copy(update=told)
