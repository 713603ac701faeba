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


class Backpressure:
    """Holds the reader of a source while the target's queue is long.

    Our own requests wait until they are applied; what fills the queue is somebody else's, and
    every point of ours makes it longer.

    Attributes:
        is_clear: Whether the queue is short enough for more.
    """

    def __init__(
        self,
        length: Callable[[], Coroutine[Any, Any, int | None]],
        tell: Callable[[str], None],
    ) -> None:
        """Ask for the queue's `length`, None where the server has none to tell of."""
        self._length = length
        self._tell = tell
        self.is_clear = True

    async def watch(self) -> None:
        """Look again and again, until cancelled; a server without a queue once."""
        while True:
            await asyncio.sleep(PERIOD)
            try:
                length = await self._length()
            except (Unavailable, CollectionMissing, PointsRefused, Refused):
                length = 0  # what is wrong with it, those who write find out
            if length is None:
                return
            self._judge(length)

    def _judge(self, length: int) -> None:
        if length > HIGH and self.is_clear:
            self._tell(f"the target has {length:,} updates waiting: it is left alone for a while")
            self.is_clear = False
        elif length < LOW:
            self.is_clear = True
