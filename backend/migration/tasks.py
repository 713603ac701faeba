"""Tasks that run at once: what begins them together also ends them together."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any


@asynccontextmanager
async def together() -> AsyncIterator[asyncio.TaskGroup]:
    """A task group in which all end with the first that fails, and its failure is raised alone."""
    try:
        async with asyncio.TaskGroup() as group:
            yield group
    except ExceptionGroup as failures:
        raise failures.exceptions[0] from None


@contextmanager
def beside(*works: Coroutine[Any, Any, None]) -> Iterator[None]:
    """Have this done for as long as something else goes on; it ends with that."""
    tasks = [asyncio.create_task(work) for work in works]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
