"""One node of a Qdrant as its own metrics tell it: each node counts only what it did itself."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from backend.model.qdrant import OwnTiming
from backend.probes.probe import ProbeFailed
from backend.qdrant.api import Api, is_silence
from backend.qdrant.scrape import Scrape, read_scrape
from backend.qdrant.timings import Timings
from backend.qdrant.windows import Ring, Window, between

T = TypeVar("T")

LARGE = 256 * 2**10
"""Bytes of metrics from which collections are no longer told apart: it is asked for every second,
and Qdrant keeps the series of collections that are gone."""


class Node:
    """Scrapes one node and keeps what a look back over `seconds` needs.

    Args:
        api: The node's REST interface.
        seconds: Length of the window.
        clock: Monotonic seconds.

    Attributes:
        api: The node's REST interface.
        latest: The newest scrape; None before the first.
        step: What the node did between the newest scrape and the one before; None without one.
    """

    def __init__(self, api: Api, seconds: float, clock: Callable[[], float]) -> None:
        self.api = api
        self.latest: Scrape | None = None
        self.step: Window | None = None
        self._clock = clock
        self._ring = Ring(seconds)
        self._split = Ring(seconds)
        self._per_collection = True
        self._timings = Timings(seconds, clock)

    async def scrape(self) -> Scrape:
        """Time a question that costs the node nothing, then read what it counts itself.

        Raises:
            ProbeFailed: There is no answer, or it is not Qdrant's metrics.
        """
        await self._timed("GET /healthz", self.api.text("/healthz"))
        startup = await self._startup()
        asked = self.api.metrics(per_collection=self._per_collection)
        text = await self._timed("GET /metrics", asked)
        # In a thread: the text of a large server takes longer than the loop may stand still.
        scrape = await asyncio.to_thread(read_scrape, text, self._clock(), startup)
        self._ring.add(scrape)
        self._split.add(replace(scrape, routes=scrape.split))
        self._per_collection = self._per_collection and scrape.size < LARGE
        self.step = between(self.latest, scrape) if self.latest else None
        self.latest = scrape
        return scrape

    def window(self) -> Window | None:
        """What the node did within the window; None before the second scrape."""
        return self._ring.window()

    def split(self) -> Window | None:
        """The window for each collection apart; None where they are not told apart."""
        return self._split.window() if self._per_collection else None

    def since_start(self) -> Window:
        """What the node did since it started; nothing before the first scrape."""
        return self._ring.since_start() if self.latest else Window(0.0, {})

    def own(self) -> tuple[OwnTiming, ...]:
        """How long our own questions took within the window."""
        return self._timings.summary()

    async def _startup(self) -> datetime | None:
        """When the node's process started, which tells one process from the next.

        A quick restart of a quiet server cannot be seen in its counters alone.
        """
        try:
            telemetry = await self._timed("GET /telemetry", self.api.telemetry(details_level=0))
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
