"""Where the tasks of a cluster ask whether they may go on, and tell what came of it."""

import asyncio
from dataclasses import dataclass
from typing import Literal

from backend.migration.done import Done
from backend.migration.pace import Pace

Word = Literal["open", "closed", "over"]
"""Whether batches may be written: now, later, or no more in this round."""


TroubleKind = Literal["away", "full", "missing", "denied"]


@dataclass(frozen=True)
class Trouble:
    """Why a batch was not written; it is written in another round, if at all.

    Attributes:
        kind: `away` (no usable answer), `full` (no room), `missing` (no such collection), `denied`
            (the key may not).
    """

    number: int
    kind: TroubleKind
    reason: str


class Desk:
    """An actor of the cluster; the run's own process asks it several times a second."""

    def __init__(self, pace: float | None) -> None:
        """Begin closed; `pace` is in points per second."""
        self._word: Word = "closed"
        self._changed = asyncio.Condition()
        self._pace = Pace(pace, asyncio.sleep)
        self._outcomes: list[Done | Trouble] = []
        self._in_flight = 0

    async def is_over(self) -> bool:
        """Whether there is no use in reading on."""
        return self._word == "over"

    async def admit(self, points: int) -> bool:
        """Whether a batch of so many points may be written; waits until that is known."""
        await self._pace.wait(points)
        async with self._changed:
            await self._changed.wait_for(lambda: self._word != "closed")
            if self._word == "over":
                return False
            self._in_flight += 1
            return True

    async def tell(self, outcome: Done | Trouble) -> None:
        """What came of a batch that was admitted."""
        self._in_flight -= 1
        self._outcomes.append(outcome)

    async def exchange(self, word: Word) -> tuple[list[Done | Trouble], int]:
        """Say what holds from now on; returns what was told since, and batches being written."""
        async with self._changed:
            self._word = word
            self._changed.notify_all()
        told, self._outcomes = self._outcomes, []
        return told, self._in_flight
