"""How fast a Qdrant server answers: by its own histograms and by our own clock."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeVar

from backend.model.qdrant import Latency
from backend.probes.probe import ProbeFailed
from backend.probes.qdrant.looking import Looking, is_silence
from backend.qdrant.connection import Connection
from backend.qdrant.scrape import Scrape, read_scrape
from backend.qdrant.timings import Timings
from backend.qdrant.versions import LATENCY, gaps, read_version
from backend.qdrant.windows import Ring, endpoints

T = TypeVar("T")


class LatencyProbe(Looking):
    """Latencies over a sliding window.

    Args:
        connection: The server.
        window: Seconds to look back.
        clock: Monotonic seconds.
    """

    name = "qdrant.latency"
    shortest_period = 2.0
    timeout = 10.0

    def __init__(
        self,
        connection: Connection,
        window: float = 60.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(connection, clock)
        self._footprint = connection.footprint
        self._ring = Ring(window)
        self._timings = Timings(window, clock)

    async def read(self) -> Latency:
        """Time a question that costs the server nothing, then scrape what it counts itself.

        Raises:
            ProbeFailed: There is no answer, or it is not Qdrant's metrics.
        """
        with self._pace.reading():
            scrape = await self._scrape()
        self._ring.add(scrape)
        window = self._ring.window()
        shown = window or self._ring.since_start()
        return Latency(
            url=self.target,
            seconds=shown.seconds,
            since_start=window is None,
            restarted=shown.restarted,
            endpoints=endpoints(shown),
            own=self._timings.summary(),
            scrape_bytes=scrape.size,
            skipped_lines=scrape.skipped,
            version=scrape.version,
            gaps=gaps(read_version(scrape.version), LATENCY),
            watching=self._footprint.summary(),
        )

    async def _scrape(self) -> Scrape:
        await self._timed("GET /healthz", self._api.text("/healthz"))
        startup = await self._startup()
        text = await self._timed("GET /metrics", self._api.metrics())
        # In a thread: the text of a large server takes longer than the loop may stand still.
        return await asyncio.to_thread(read_scrape, text, self._clock(), startup)

    async def _startup(self) -> datetime | None:
        """When the server's process started, which tells one process from the next.

        A quick restart of a quiet server cannot be seen in its counters alone.
        """
        try:
            telemetry = await self._timed("GET /telemetry", self._api.telemetry(details_level=0))
        except ProbeFailed as failed:
            if is_silence(failed):
                raise
            return None
        return telemetry.app.startup

    async def _timed(self, request: str, asked: Awaitable[T]) -> T:
        started = self._clock()
        try:
            answer = await asked
        except ProbeFailed:
            self._timings.record(request, self._clock() - started, answered=False)
            raise
        self._timings.record(request, self._clock() - started, answered=True)
        return answer
