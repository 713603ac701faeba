"""A circuit breaker: a target that fails again and again is left alone for a while."""

import time
from collections.abc import Callable

from backend.model.migration.run import BreakerState

FAILURES = 5
"""Failures in a row, of all workers together, after which it opens."""

COOL_DOWN = 1.0
"""Seconds that it stays open the first time; twice as long after each probe that fails."""

LONGEST = 30.0


class Breaker:
    """Closed: everything passes. Open: nothing does. Half-open: one request passes, as a probe.

    It keeps the time and asks nobody; whoever makes requests tells it what came of each.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures = 0
        self._opened: float | None = None
        self._cool_down = COOL_DOWN
        self._is_probing = False

    @property
    def state(self) -> BreakerState:
        """What it lets through now."""
        if self._opened is None:
            return "closed"
        return "open" if self._clock() < self._opened + self._cool_down else "half-open"

    def admit(self) -> bool:
        """Whether a request may be made now; where it may, its outcome must be told."""
        state = self.state
        if state == "half-open" and not self._is_probing:
            self._is_probing = True
            return True
        return state == "closed"

    def remaining(self) -> float:
        """Seconds until it makes sense to ask again for admission."""
        if self._opened is None:
            return 0.0
        return max(0.0, self._opened + self._cool_down - self._clock())

    def succeed(self) -> None:
        """A request was answered: everything may pass."""
        self._failures = 0
        self._opened = None
        self._cool_down = COOL_DOWN
        self._is_probing = False

    def fail(self) -> None:
        """A request was not answered."""
        self._failures += 1
        if self._opened is None:
            if self._failures >= FAILURES:
                self._open()
        elif self._is_probing:
            self._cool_down = min(LONGEST, 2 * self._cool_down)
            self._open()

    def withdraw(self) -> None:
        """A request that was admitted was not made after all."""
        self._is_probing = False

    def _open(self) -> None:
        self._opened = self._clock()
        self._is_probing = False
