"""What the latest Readings are good for: a value, or the reason why there is none."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from backend.model.base import Frozen
from backend.model.reading import Reading

T = TypeVar("T", bound=Frozen)

Latest = Callable[[str], Reading | None]
"""The latest Reading of a probe by its name."""

STALE_PERIODS = 3
"""A value older than this many of its probe's periods says nothing of now."""


def value_of(latest: Latest, probe: str, kind: type[T], now: datetime) -> T | str:
    """A probe's value where it is one of now, else why it is not, in a few words."""
    reading = latest(probe)
    if reading is None:
        return f"{probe} was not read yet"
    if not isinstance(reading.value, kind):
        return reading.error.summary if reading.error else f"{probe} tells nothing"
    age = (now - reading.at).total_seconds() + reading.age
    if age > STALE_PERIODS * reading.period + reading.took:
        return f"{probe} was last read {age:.0f} s ago"
    return reading.value
