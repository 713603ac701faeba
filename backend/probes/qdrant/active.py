"""How long searches of our own take, at a fixed rate: a load, and therefore off by default."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace

from backend.model.active import ActiveTimings
from backend.probes.probe import ProbeFailed
from backend.probes.qdrant.looking import Looking
from backend.qdrant.connection import Connection
from backend.qdrant.footprint import Footprint
from backend.qdrant.load import Load
from backend.qdrant.question import Anything, Question, choose


class ActiveProbe(Looking):
    """Searches at a fixed rate, and their distribution over the last minute.

    Args:
        connection: The server.
        rate: Searches a second.
        visible: Names of collections to search in before others.
        clock: Monotonic seconds.
        sleep: Waits.
    """

    name = "qdrant.active"
    shortest_period = 2.0
    timeout = 15.0

    def __init__(
        self,
        connection: Connection,
        rate: float,
        visible: tuple[str, ...] = (),
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        # Its load is told by itself, beside that of our looking.
        self._footprint = Footprint(clock)
        super().__init__(replace(connection, footprint=self._footprint), clock)
        self._rate = rate
        self._visible = visible
        self._sleep = sleep
        self._running: tuple[Question, Load, asyncio.Task[None]] | None = None

    async def read(self) -> ActiveTimings:
        """Begin to ask with the first reading; tell of the last minute with every one.

        Raises:
            ProbeFailed: The server does not answer, so that there is nothing to begin with.
        """
        if self._running is None:
            question = await choose(self._api, self._visible)
            load = Load(lambda: self._ask(question), self._rate, self._clock, self._sleep)
            self._running = question, load, asyncio.create_task(load.run())
        question, load, _ = self._running
        seconds, took, errors, missed = load.outcome()
        count = took.count
        return ActiveTimings(
            url=self.target,
            request=question.name,
            rate=self._rate,
            seconds=seconds,
            count=count,
            errors=errors,
            missed=missed,
            mean=took.total / count if count else None,
            p50=took.quantile(0.5),
            p90=took.quantile(0.9),
            p95=took.quantile(0.95),
            p99=took.quantile(0.99),
            slowest=took.slowest if count else None,
            load=self._footprint.summary(),
        )

    async def close(self) -> None:
        """Stop asking."""
        if self._running is not None:
            task = self._running[2]
            task.cancel()
            await asyncio.wait([task])
        await super().close()

    async def _ask(self, question: Question) -> bool:
        """Whether the question was answered."""
        try:
            if question.body is None:
                await self._api.text(question.path)
            else:
                await self._api.post(question.path, Anything, question.body)
        except ProbeFailed:
            return False
        return True
