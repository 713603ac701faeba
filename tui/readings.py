"""What the screen knows: per probe the last good value, its age, and the latest word about it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from backend.model.reading import ProbeError, Reading, Value

State = Literal["loading", "unconfigured", "error", "stale", "live"]

STALE_PERIODS = 3
_LEAST_STALE = 5.0
"""Seconds: a probe that speaks often is not stale for a busy moment."""


class Held(NamedTuple):
    """What is known from one probe.

    Attributes:
        value: The last good value, kept while the probe fails.
        born: When that value was true, by this machine's clock.
        error: Why the latest reading has no value.
        heard: When the latest reading arrived, by this machine's clock.
        period: Seconds between two readings.
    """

    probe: str
    target: str
    heard: datetime
    period: float
    value: Value | None = None
    born: datetime | None = None
    error: ProbeError | None = None
    failures: int = 0
    took: float = 0.0

    def age(self, now: datetime) -> float:
        """Seconds since the value was true; since the latest reading where there is no value."""
        return max(0.0, (now - (self.born or self.heard)).total_seconds())

    def state(self, now: datetime) -> State:
        """Which of the pane's states this is; an error that has a value before it is stale."""
        if self.value is None:
            if self.error is None:
                return "loading"
            return "unconfigured" if self.error.kind == "unconfigured" else "error"
        limit = max(_LEAST_STALE, STALE_PERIODS * self.period)
        return "stale" if self.age(now) > limit else "live"


def _held(before: Held | None, reading: Reading, now: datetime) -> Held:
    born = now - timedelta(seconds=reading.age)
    base = Held(
        probe=reading.probe,
        target=reading.target,
        heard=now,
        period=reading.period,
        failures=reading.failures,
        took=reading.took,
    )
    if reading.unchanged:
        if before is None:
            return base
        kept_born = before.born if before.error or before.value is None else born
        return base._replace(value=before.value, born=kept_born, error=before.error)
    if reading.error is not None:
        if reading.error.kind == "unconfigured" or before is None:
            return base._replace(error=reading.error)
        return base._replace(value=before.value, born=before.born, error=reading.error)
    return base._replace(value=reading.value, born=born)


class Picture(NamedTuple):
    """Everything a frame of the screen is drawn from.

    Attributes:
        gone: Why no more readings come; empty while they may.
    """

    now: datetime
    held: Mapping[str, Held]
    gone: str = ""

    def silence(self) -> float:
        """Seconds for which no probe has spoken; 0 while that is no longer than one may take."""
        if not self.held:
            return 0.0
        often = min(held.period for held in self.held.values())
        latest = max(held.heard for held in self.held.values())
        silence = (self.now - latest).total_seconds()
        return silence if silence > max(_LEAST_STALE, STALE_PERIODS * often) else 0.0


class Readings:
    """Takes readings in, in the order they arrive, and hands out pictures."""

    def __init__(self) -> None:
        self._held: dict[str, Held] = {}
        self.gone = ""

    def take(self, reading: Reading, now: datetime) -> bool:
        """Note one reading that arrived now; whether it says more than that all is as it was."""
        before = self._held.get(reading.probe)
        after = self._held[reading.probe] = _held(before, reading, now)
        return not reading.unchanged or before is None or before.state(now) != after.state(now)

    def picture(self, now: datetime) -> Picture:
        """What is known now; later readings do not change it."""
        return Picture(now, dict(self._held), self.gone)
