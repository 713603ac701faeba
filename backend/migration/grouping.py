"""Acknowledged batches, written down many at a time."""

import asyncio
import time
from collections.abc import Callable

from backend.migration.done import Done
from backend.migration.journal import Journal

PERIOD = 0.1
"""Seconds that an acknowledgement may wait for company before it is in the journal."""

MOST = 256
"""Acknowledgements that are written down without waiting any longer."""


class Grouping:
    """Writes what was acknowledged at once where it is rare, and in groups where there is much.

    A process killed in between loses what was written down in no group yet: those batches are
    sent once more, which changes nothing, because a point is written by its id.
    """

    def __init__(self, journal: Journal, clock: Callable[[], float] = time.monotonic) -> None:
        self._journal = journal
        self._clock = clock
        self._waiting: list[Done] = []
        self._written_at = float("-inf")

    def add(self, done: Done) -> None:
        """A batch was acknowledged."""
        self._waiting.append(done)
        is_late = self._clock() - self._written_at >= PERIOD
        if is_late or len(self._waiting) >= MOST:
            self.write()

    def write(self) -> None:
        """Write down what waits."""
        if self._waiting:
            group, self._waiting = self._waiting, []
            self._journal.end_batches(group)
            self._written_at = self._clock()

    async def regularly(self) -> None:
        """Write down what waits, again and again, until cancelled."""
        while True:
            await asyncio.sleep(PERIOD)
            self.write()
