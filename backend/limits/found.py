"""What a limit is judged by, and which of several judgements speaks for all."""

from collections.abc import Iterable
from dataclasses import dataclass

from backend.model.alerts import Verdict

_WORST_LAST = ("idle", "within", "cannot tell", "beyond")


@dataclass(frozen=True)
class Found:
    """What a limit is judged by.

    Attributes:
        verdict: The judgement.
        evidence: What was measured, or why nothing was, in words.
        low, high: The interval that the value lies in, as in `backend.model.alerts.Alert`.
    """

    verdict: Verdict
    evidence: str
    low: float | None = None
    high: float | None = None


def at_most(value: float, limit: float, told: str) -> Found:
    """An exact value that must not be above its limit."""
    return Found("within" if value <= limit else "beyond", told, value, value)


def at_least(value: float, limit: float, told: str) -> Found:
    """An exact value that must not be below its limit."""
    return Found("within" if value >= limit else "beyond", told, value, value)


def worst(found: Iterable[Found], *, least: bool = False) -> Found:
    """The one that speaks worst; of several the largest, or with `least` the smallest, value."""

    def badness(one: Found) -> tuple[int, float]:
        value = one.low or 0.0
        return _WORST_LAST.index(one.verdict), -value if least else value

    return max(found, key=badness)
