"""What the screen itself costs: processor time, bytes to the terminal, time from key to effect."""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable
from typing import NamedTuple

_KEPT_KEYS = 200
_MINUTE = 60.0


class Cost(NamedTuple):
    """Figures of the last minute, or of the time since the start where that is shorter.

    Attributes:
        seconds: How long that is.
        cpu: Share of one core, 0 to 1; None before two looks.
        bytes_per_second: To the terminal; None before two looks.
        bytes_total: Since the start.
        keys: How many of the latest keys had an effect and were timed.
        p50, p95, slowest: Seconds from reading a key to handing its effect to the terminal; None
            before the first.
    """

    seconds: float
    cpu: float | None
    bytes_per_second: float | None
    bytes_total: int
    keys: int
    p50: float | None
    p95: float | None
    slowest: float | None


class _Look(NamedTuple):
    at: float
    cpu: float
    bytes: int


class Meter:
    """Counts while the screen runs.

    Args:
        clock: Seconds, the clock of Textual's events.
        cpu: Seconds of processor time that this process took.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        cpu: Callable[[], float] = time.process_time,
    ) -> None:
        self._clock, self._cpu = clock, cpu
        self._bytes = 0
        self._last_write = 0.0
        self._looks: deque[_Look] = deque()
        self._keys: deque[float] = deque(maxlen=_KEPT_KEYS)

    def wrote(self, text: str) -> None:
        """Note what goes to the terminal."""
        self._bytes += len(text.encode("utf-8", "replace"))
        self._last_write = self._clock()

    def settled(self, pressed: float) -> None:
        """Note that all that a key brought about has been drawn; one without effect is not timed.

        Args:
            pressed: When the key was read.
        """
        if self._last_write > pressed:
            self._keys.append(self._last_write - pressed)

    def tick(self) -> None:
        """Look at the clocks, once in a while."""
        now = self._clock()
        self._looks.append(_Look(now, self._cpu(), self._bytes))
        while now - self._looks[0].at > _MINUTE:
            self._looks.popleft()

    def cost(self) -> Cost:
        """What it was up to now."""
        first, last = (self._looks[0], self._looks[-1]) if self._looks else (None, None)
        seconds = last.at - first.at if first and last else 0.0
        keys = sorted(self._keys)
        return Cost(
            seconds=seconds,
            cpu=(last.cpu - first.cpu) / seconds if first and last and seconds else None,
            bytes_per_second=(
                (last.bytes - first.bytes) / seconds if first and last and seconds else None
            ),
            bytes_total=self._bytes,
            keys=len(keys),
            p50=_nearest(keys, 0.50),
            p95=_nearest(keys, 0.95),
            slowest=keys[-1] if keys else None,
        )


def _nearest(ordered: list[float], share: float) -> float | None:
    """A quantile by nearest rank."""
    return ordered[max(0, math.ceil(len(ordered) * share) - 1)] if ordered else None
