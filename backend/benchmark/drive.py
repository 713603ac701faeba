"""Requests at a fixed number in flight, each timed, for a bounded time."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence

import httpx

from backend.model.benchmark import Phase
from backend.qdrant.histogram import nearest_rank

Request = Callable[[int], Awaitable[float | None]]
"""Makes the request of that number; returns the seconds that the server says it took."""


class Failed(Exception):  # noqa: N818  (the name is what happened)
    """A request was answered with something else than success."""


async def drive(
    name: str,
    request: Request,
    *,
    count: int,
    in_flight: int,
    patience: float,
    clock: Callable[[], float] = time.perf_counter,
) -> Phase:
    """Make `count` requests, `in_flight` at once, and begin none after `patience` seconds.

    A request that fails is counted and costs only itself.
    """
    numbers = iter(range(count))
    took: list[float] = []
    server: list[float] = []
    errors: list[str] = []
    began = clock()

    async def worker() -> None:
        while clock() - began < patience:
            number = next(numbers, None)
            if number is None:
                return
            started = clock()
            try:
                told = await request(number)
            except (Failed, httpx.HTTPError) as error:
                errors.append(str(error) or type(error).__name__)
                continue
            took.append(clock() - started)
            if told is not None:
                server.append(told)

    async with asyncio.TaskGroup() as group:
        for _ in range(in_flight):
            group.create_task(worker())
    seconds = clock() - began
    took.sort()
    server.sort()
    return Phase(
        name=name,
        in_flight=in_flight,
        requests=len(took),
        planned=count,
        errors=len(errors),
        first_error=errors[0] if errors else "",
        seconds=seconds,
        per_second=len(took) / seconds if seconds > 0 else 0.0,
        mean=sum(took) / len(took) if took else None,
        p50=quantile(took, 0.50),
        p95=quantile(took, 0.95),
        p99=quantile(took, 0.99),
        slowest=took[-1] if took else None,
        server_p50=quantile(server, 0.50),
        server_p95=quantile(server, 0.95),
        timed_out=len(took) + len(errors) < count,
    )


def quantile(ordered: Sequence[float], q: float) -> float | None:
    """The q-quantile of ordered values by nearest rank; None without values."""
    return ordered[nearest_rank(q, len(ordered)) - 1] if ordered else None
