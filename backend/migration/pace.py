"""A rate limit for servers that have something else to do."""

import time
from collections.abc import Awaitable, Callable


class Pace:
    """Lets through so many points per second on average, and makes up for no lost time."""

    def __init__(
        self,
        points_per_second: float | None,
        sleep: Callable[[float], Awaitable[None]],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._rate = points_per_second
        self._sleep = sleep
        self._clock = clock
        self._free_at = 0.0

    async def wait(self, points: int) -> None:
        """Return when this many points may be sent."""
        if self._rate is None:
            return
        now = self._clock()
        start = max(now, self._free_at)
        self._free_at = start + points / self._rate
        if start > now:
            await self._sleep(start - now)
