"""Where batches come from while they are sent: one after another, never more than there is room."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from typing import Protocol, TypeVar

from backend.migration.batches import Batch
from backend.migration.reading import Reading

T = TypeVar("T")


class Supply(Protocol):
    """Batches in order, until someone has had enough."""

    async def next(self) -> Batch | None:
        """The next one; None after the last."""
        ...

    def close(self) -> None:
        """No more of them."""
        ...


class Read:
    """Batches that a process or a thread reads from files."""

    def __init__(self, reading: Reading[Batch]) -> None:
        self._reading = reading

    async def next(self) -> Batch | None:
        """The next one, waited for in a thread."""
        return await asyncio.to_thread(next, self._reading, None)

    def close(self) -> None:
        """Let go of what reads."""
        self._reading.close()


class Ahead:
    """What is fetched by several requests at once, given in order.

    So much is fetched ahead of what was taken, and no more: memory does not grow with the source.
    """

    def __init__(
        self, items: Iterator[T], fetch: Callable[[T], Awaitable[Batch]], ahead: int
    ) -> None:
        self._fetches = (fetch(item) for item in items)
        self._ahead = ahead
        self._under_way: deque[asyncio.Task[Batch]] = deque()

    async def next(self) -> Batch | None:
        """The next one, others being fetched meanwhile."""
        while len(self._under_way) < self._ahead:
            fetch = next(self._fetches, None)
            if fetch is None:
                break
            self._under_way.append(asyncio.ensure_future(fetch))
        return await self._under_way.popleft() if self._under_way else None

    def close(self) -> None:
        """Let go of what is under way."""
        for task in self._under_way:
            if not task.cancel() and not task.cancelled():
                task.exception()  # it was told by the one that failed first
        self._under_way.clear()
