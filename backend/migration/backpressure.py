"""Leaving a server alone that has more updates waiting than it works off."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from backend.migration.errors import Refused
from backend.migration.rest import CollectionMissing, PointsRefused, Unavailable

PERIOD = 2.0
"""Seconds between two looks: each leaves a line in the server's log."""

HIGH = 200
"""Updates waiting from which on nothing new is read: what Qdrant 1.19 itself holds at most.

Qdrant 1.17 and 1.18 take a million, and answer ever later.
"""

LOW = HIGH // 2

PATIENCE = 30
"""Looks in a row that find the queue no shorter than ever; then the run no longer waits for it.

A minute, far longer than a batch takes to be applied: the queue is stuck, or somebody fills it
all the time.
"""


class Backpressure:
    """Holds the reader of a source while the target's queue is long and gets shorter.

    Our own requests wait until they are applied; what fills the queue is somebody else's, and
    every point of ours makes it longer.

    Attributes:
        is_clear: Whether the reader may go on.
    """

    def __init__(
        self,
        length: Callable[[], Coroutine[Any, Any, int | None]],
        tell: Callable[[str], None],
    ) -> None:
        """Ask for the queue's `length`, None where the server has none to tell of."""
        self._length = length
        self._tell = tell
        self._shortest = 0
        self._patience = PATIENCE
        self.is_clear = True

    async def watch(self) -> None:
        """Look until cancelled, or until the server has no queue; nothing is held after that."""
        try:
            while True:
                await asyncio.sleep(PERIOD)
                try:
                    length = await self._length()
                except (Unavailable, CollectionMissing, PointsRefused, Refused):
                    length = 0  # what is wrong with it, those who write find out
                if length is None:
                    return
                self._judge(length)
        finally:
            self.is_clear = True

    def _judge(self, length: int) -> None:
        if length < LOW:
            self.is_clear, self._patience = True, PATIENCE
        elif not self.is_clear:
            self._wait(length)
        elif length > HIGH and self._patience:
            self._tell(f"the target has {length:,} updates waiting: it is left alone for a while")
            self.is_clear, self._shortest = False, length

    def _wait(self, length: int) -> None:
        """Wait for as long as the queue gets shorter, and some looks longer."""
        self._patience = PATIENCE if length < self._shortest else self._patience - 1
        self._shortest = min(self._shortest, length)
        if not self._patience:
            self._tell(
                f"the target still has {length:,} updates waiting, and they do not become fewer: "
                "the run goes on all the same"
            )
            self.is_clear = True
