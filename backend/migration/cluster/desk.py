"""Where the tasks of a cluster ask whether they may go on, and tell what came of it."""

import asyncio
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from backend.migration.done import Done
from backend.migration.identity import PointId
from backend.migration.pace import Pace

Word = Literal["open", "closed", "over"]
"""Whether batches may be written: now, later, or no more in this round."""


TroubleKind = Literal["away", "full", "missing", "denied", "silent"]


@dataclass(frozen=True)
class Trouble:
    """Why a batch was not written; it is written in another round, if at all.

    Attributes:
        kind: `away` (no usable answer), `full` (no room), `missing` (no such collection), `denied`
            (the key may not, or the source gives nothing), `silent` (no answer of the source).
    """

    number: int
    kind: TroubleKind
    reason: str


@dataclass(frozen=True)
class Ask:
    """A batch that is about to be written, where what it writes over has to be kept first."""

    number: int
    ids: tuple[PointId, ...]


@dataclass(frozen=True)
class Told:
    """What was told at the desk since somebody last looked.

    Attributes:
        asks: Batches that wait until their ids are kept.
        in_flight: Batches being written.
    """

    outcomes: tuple[Done | Trouble, ...]
    asks: tuple[Ask, ...]
    in_flight: int


class Over(Exception):  # noqa: N818  (told, no fault)
    """Ends what Ray has not begun yet: nothing more will be written in this round."""


class Desk:
    """An actor of the cluster; the run's own process asks it several times a second."""

    def __init__(self, pace: float | None) -> None:
        """Begin closed; `pace` is in points per second."""
        self._word: Word = "closed"
        self._asks: list[Ask] = []
        self._kept: set[int] = set()
        self._changed = asyncio.Condition()
        self._pace = Pace(pace, asyncio.sleep)
        self._outcomes: list[Done | Trouble] = []
        self._in_flight = 0

    async def is_over(self) -> bool:
        """Whether nothing more will be written, and nothing is being written."""
        return self._word == "over" and not self._in_flight

    async def admit(self, points: int, ask: Ask | None = None) -> bool:
        """Whether a batch of so many points may be written; waits until that is known.

        Args:
            points: How many.
            ask: Where it has to be kept first what it writes over.
        """
        await self._pace.wait(points)
        async with self._changed:
            await self._changed.wait_for(lambda: self._word != "closed")
            if ask is not None:
                self._asks.append(ask)
                await self._changed.wait_for(lambda: self._is_answered(ask))
            if self._word == "over":
                return False
            self._in_flight += 1
            return True

    def _is_answered(self, ask: Ask) -> bool:
        return self._word == "over" or (self._word == "open" and ask.number in self._kept)

    async def tell(self, outcome: Done | Trouble) -> None:
        """What came of a batch that was admitted."""
        self._in_flight -= 1
        self._outcomes.append(outcome)

    async def complain(self, trouble: Trouble) -> None:
        """Why batches could not even be read."""
        self._outcomes.append(trouble)

    async def exchange(self, word: Word, kept: Collection[int] = ()) -> Told:
        """Say what holds from now on, and hear what was told since.

        Args:
            word: What holds.
            kept: Numbers of batches whose ids have been kept.
        """
        async with self._changed:
            self._word = word
            self._kept.update(kept)
            self._changed.notify_all()
        told = Told(tuple(self._outcomes), tuple(self._asks), self._in_flight)
        self._outcomes, self._asks = [], []
        return told
