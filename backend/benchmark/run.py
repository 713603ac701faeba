"""One run of the benchmark, from the making of its collection to the end of it."""

import asyncio
import ipaddress
import os
import platform
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

import httpx

from backend.benchmark.drive import Failed, Request, drive
from backend.benchmark.plan import rows
from backend.benchmark.scratch import DISTANCE, PREFIX, Scratch
from backend.benchmark.vectors import Vectors
from backend.model.benchmark import Benchmark, Phase
from backend.model.qdrant import Server
from backend.probes.probe import ProbeFailed
from backend.probes.qdrant import ServerProbe
from backend.qdrant.answers import CollectionNames, Result
from backend.qdrant.api import Api
from backend.qdrant.connection import Connection

BATCH = 100
"""Points in one write, as in the plan (`batchSize = 100`)."""

WRITERS = 5
"""Writes in flight, as in the plan ("5 workers max")."""

CROWD = 100
"""Searches in flight of `concurrent`, as in the plan."""

SEARCHES, SIMPLE, CONCURRENT, MIXED = 500, 500, 1_000, 500
"""Requests of each phase."""

MIXED_IN_FLIGHT = 20
MIXED_WRITE_EVERY = 5
"""Of `mixed`, every fifth request writes a small batch and the others search."""

SMALL_BATCH = 10
PATIENCE = 30.0
"""Seconds after which a phase begins no further request."""

TIMEOUT = httpx.Timeout(20.0, connect=3.0)
_LIMITS = httpx.Limits(max_connections=CROWD, max_keepalive_connections=CROWD, keepalive_expiry=4.0)
_RESIDENT = re.compile(r"^\w*memory_resident_bytes (\d+)", re.MULTILINE)

Narrate = Callable[[str], None]


@dataclass(frozen=True)
class Size:
    """How large a run is.

    Attributes:
        points: To write before the searches.
        dimension: Of their vectors.
    """

    points: int
    dimension: int


def is_loopback(url: str) -> bool:
    """Whether an address is certainly this machine's."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


async def run(connection: Connection, size: Size, narrate: Narrate) -> Benchmark:
    """Run every phase against a collection of our own, which is gone afterwards.

    Args:
        connection: The server.
        size: How large the run is.
        narrate: Told each phase as it begins.

    Raises:
        ProbeFailed: The server is not reached, is not Qdrant, or lets nobody write.
    """
    at, began = datetime.now(UTC), time.perf_counter()
    server = await _greet(connection)
    others = await _left_by_others(connection)
    vectors = await asyncio.to_thread(Vectors, size.dimension)
    async with await asyncio.to_thread(connection.client, TIMEOUT, _LIMITS) as client:
        scratch = Scratch(client, vectors)
        refused, left = False, ""
        try:
            await scratch.create()
            phases, points, sent = await _phases(scratch, size, narrate)
            memory = await _memory(connection)
        except Failed as error:
            refused = True
            raise ProbeFailed(
                "refused",
                f"{connection.url} lets us make no collection: {error}",
                "the benchmark writes: it needs the full key in QDRANT_API_KEY",
            ) from None
        except httpx.HTTPError as error:
            raise ProbeFailed(
                "unreachable", f"no answer from {connection.url} ({type(error).__name__})"
            ) from None
        finally:
            if not refused:
                left = await _drop(scratch, narrate)
    return Benchmark(
        url=connection.url,
        version=server.version,
        embedded=server.embedded,
        local=is_loopback(connection.url),
        host=platform.node(),
        cores=len(os.sched_getaffinity(0)),
        at=at,
        seconds=time.perf_counter() - began,
        collection=scratch.name,
        dimension=size.dimension,
        distance=DISTANCE,
        points=points,
        batch=BATCH,
        sent_bytes=sent,
        memory_bytes=memory,
        phases=phases,
        rows=rows(
            {phase.name: phase for phase in phases},
            points=points,
            batch=BATCH,
            sent_bytes=sent,
            memory=memory,
        ),
        left_behind=left,
        left_by_others=others,
    )


async def _phases(
    scratch: Scratch, size: Size, narrate: Narrate
) -> tuple[tuple[Phase, ...], int, int]:
    """Every phase in turn; and the points and bytes that the first one wrote."""
    batches = -(-size.points // BATCH)

    async def insert(number: int) -> float | None:
        return await scratch.write(number * BATCH, BATCH)

    narrate(f"insert: {batches * BATCH:,} points")
    inserted = await _phase("insert", insert, batches, WRITERS)
    points, sent = inserted.requests * BATCH, scratch.sent_bytes
    if not inserted.requests:
        return (inserted,), points, sent

    async def retrieve(number: int) -> float | None:
        return await scratch.retrieve(number % points)

    async def mixed(number: int) -> float | None:
        if number % MIXED_WRITE_EVERY:
            return await scratch.search(number)
        return await scratch.write(points + number * SMALL_BATCH, SMALL_BATCH)

    phases = [inserted]
    for name, request, count, in_flight in (
        ("search", scratch.search, SEARCHES, 1),
        ("simple", retrieve, SIMPLE, 1),
        ("concurrent", scratch.search, CONCURRENT, CROWD),
        ("mixed", mixed, MIXED, MIXED_IN_FLIGHT),
    ):
        narrate(f"{name}: {count:,} requests, {in_flight} in flight")
        phases.append(await _phase(name, request, count, in_flight))
    return tuple(phases), points, sent


async def _phase(name: str, request: Request, count: int, in_flight: int) -> Phase:
    return await drive(name, request, count=count, in_flight=in_flight, patience=PATIENCE)


async def _drop(scratch: Scratch, narrate: Narrate) -> str:
    """Delete the collection, also while we are being ended; returns why it is still there."""
    try:
        await scratch.drop()
    except (Failed, httpx.HTTPError) as error:
        left = f"{scratch.name} is still there: {str(error) or type(error).__name__}"
        narrate(f"{left}; delete it when the server answers")
        return left
    return ""


async def _greet(connection: Connection) -> Server:
    probe = ServerProbe(connection)
    try:
        return await probe.read()
    finally:
        await probe.close()


async def _left_by_others(connection: Connection) -> tuple[str, ...]:
    api = Api(connection)
    try:
        listed = await api.ask("/collections", Result[CollectionNames])
    except ProbeFailed:
        return ()
    finally:
        await api.close()
    names = (entry.name for entry in listed.result.collections)
    return tuple(sorted(name for name in names if name.startswith(PREFIX)))


async def _memory(connection: Connection) -> int | None:
    api = Api(connection)
    try:
        found = _RESIDENT.search(await api.metrics(per_collection=False))
    except ProbeFailed:
        return None
    finally:
        await api.close()
    return int(found[1]) if found else None
