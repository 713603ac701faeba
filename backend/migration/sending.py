"""Sending a batch: in as many requests as the target takes, and around what it refuses."""

import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from backend.migration.batches import Point
from backend.migration.done import Failure
from backend.migration.rest import PointsRefused, TargetFull, TooLarge, Unavailable
from backend.migration.sizing import Sizing

Points = tuple[Point, ...]
Write = Callable[[Sequence[bytes]], Awaitable[None]]


@dataclass(frozen=True)
class _Sent:
    """What came of one request: its points, and why they were refused."""

    points: int
    refusal: PointsRefused | None = None


class InsistForBatch(Protocol):
    """`Persistence.insist`, which tells retries with the batch they belong to."""

    async def __call__(
        self, request: Callable[[], Awaitable[_Sent]], batch: int | None = None
    ) -> tuple[_Sent, int]:
        """The answer and how many attempts it took."""


class Sender:
    """Sends points; one sizing is shared by all workers."""

    def __init__(self, write: Write, insist: InsistForBatch, sizing: Sizing) -> None:
        self._write = write
        self._insist = insist
        self._sizing = sizing

    async def send(self, number: int, points: Points) -> tuple[int, list[Failure]]:
        """Send a batch's points, halving what is refused until the faulty ones stand alone.

        Returns:
            Attempts made, and the points that the target will not take.

        Raises:
            CollectionMissing: There is no collection to send them to.
            TargetFull: It has no room for them.
        """
        attempts = 0
        failures: list[Failure] = []
        left = points
        while left:
            sent, made = await self._insist(self._request(left), number)
            attempts += made
            part, left = left[: sent.points], left[sent.points :]
            if sent.refusal is None:
                continue
            if len(part) == 1:
                failures.append(part[0].refused(str(sent.refusal)))
                continue
            for half in (part[: len(part) // 2], part[len(part) // 2 :]):
                more, refused = await self.send(number, half)
                attempts += more
                failures += refused
        return attempts, failures

    def _request(self, points: Points) -> Callable[[], Awaitable[_Sent]]:
        """One request for the first of these points: how many is decided at each attempt."""

        async def request() -> _Sent:
            part = points[: self._sizing.points]
            began = time.monotonic()
            try:
                await self._write([point.body for point in part])
            except TargetFull:
                raise
            except TooLarge as refusal:
                self._sizing.shrink(len(part))
                return _Sent(0) if len(part) > 1 else _Sent(1, refusal)
            except PointsRefused as refusal:
                return _Sent(len(part), refusal)
            except Unavailable as error:
                if error.is_overload:
                    self._sizing.shrink(len(part))
                raise
            self._sizing.answered(len(part), time.monotonic() - began)
            return _Sent(len(part))

        return request
