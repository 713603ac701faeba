"""What each worker of a run does now."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

from backend.model.migration.run import Lane

_IDLE = Lane(doing="idle")


class Lanes:
    """One lane for each worker, in their order."""

    def __init__(self, workers: int, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._lanes = [_IDLE] * workers

    def send(self, worker: int, batch: int, points: int) -> None:
        """A worker begins to send a batch."""
        self._lanes[worker] = Lane(
            doing="sending", batch=batch, points=points, attempt=1, since=self._now()
        )

    def again(self, batch: int | None) -> None:
        """A request for a batch failed and is made again."""
        for worker, lane in enumerate(self._lanes):
            if batch is not None and lane.batch == batch:
                more = {"doing": "again", "attempt": lane.attempt + 1}
                self._lanes[worker] = lane.model_copy(update=more)

    def hold(self, worker: int, batch: int, points: int) -> None:
        """A worker has a batch and may not send it yet."""
        self._lanes[worker] = Lane(doing="held", batch=batch, points=points, since=self._now())

    def rest(self, worker: int) -> None:
        """A worker has nothing to do."""
        self._lanes[worker] = _IDLE

    def now(self) -> tuple[Lane, ...]:
        """Every lane."""
        return tuple(self._lanes)

    def _now(self) -> datetime:
        return datetime.fromtimestamp(round(self._clock(), 1), UTC)
