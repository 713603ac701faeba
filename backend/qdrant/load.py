"""Questions at a fixed rate, timed from the moment they should have been asked.

Who waits for an answer before asking again measures a stalled server once, where a hundred users
would have noticed ("coordinated omission"). Here every question has its moment in advance; one
that is asked late because the server was busy has waited for all that time.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import NamedTuple

from backend.qdrant.sketch import Sketch, merged

AT_ONCE = 4
"""Questions in flight; the connections we allow ourselves."""

SLICE = 10.0
SLICES = 6
"""What is told covers the last minute: five to six slices of ten seconds."""

GIVE_UP = 10.0
"""Seconds behind after which questions are missed out instead of made up for."""


class _Slice:
    """What was asked in one slice of time."""

    def __init__(self, began: float) -> None:
        self.began = began
        self.took = Sketch()
        self.errors = 0
        self.missed = 0


class Outcome(NamedTuple):
    """The last minute.

    Attributes:
        seconds: How long it was.
        took: Durations of the questions that were answered.
        errors: Questions that were not.
        missed: Questions that were never asked because the server could not follow.
    """

    seconds: float
    took: Sketch
    errors: int
    missed: int


class Load:
    """Asks one question again and again.

    Args:
        ask: Returns whether there was an answer.
        rate: Questions a second.
        clock: Monotonic seconds.
        sleep: Waits.
        at_once: Questions in flight.
    """

    def __init__(
        self,
        ask: Callable[[], Awaitable[bool]],
        rate: float,
        clock: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        at_once: int = AT_ONCE,
    ) -> None:
        self._ask = ask
        self._rate = rate
        self._clock = clock
        self._sleep = sleep
        self._turns = asyncio.Semaphore(at_once)
        self._slices: deque[_Slice] = deque(maxlen=SLICES)

    async def run(self) -> None:
        """Ask until cancelled."""
        due = self._clock()
        async with asyncio.TaskGroup() as asking:
            while True:
                await self._sleep(max(0.0, due - self._clock()))
                await self._turns.acquire()
                behind = self._clock() - due
                if behind > GIVE_UP:
                    missed = int(behind * self._rate)
                    self._slice().missed += missed
                    due += missed / self._rate
                asking.create_task(self._one(due))
                due += 1 / self._rate

    def outcome(self) -> Outcome:
        """What the last minute was like."""
        now = self._clock()
        slices = [one for one in self._slices if now - one.began <= SLICES * SLICE]
        return Outcome(
            now - slices[0].began if slices else 0.0,
            merged(one.took for one in slices),
            sum(one.errors for one in slices),
            sum(one.missed for one in slices),
        )

    async def _one(self, due: float) -> None:
        try:
            answered = await self._ask()
            seconds = self._clock() - due
        finally:
            self._turns.release()
        if answered:
            self._slice().took.add(seconds)
        else:
            self._slice().errors += 1

    def _slice(self) -> _Slice:
        now = self._clock()
        if not self._slices or now - self._slices[-1].began >= SLICE:
            self._slices.append(_Slice(now))
        return self._slices[-1]
