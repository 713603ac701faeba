"""One look at the Qdrant servers: every probe once, the latencies over a few seconds."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import ValidationError

from backend.config import ConfigError, Settings
from backend.hub import Hub
from backend.limits.limits import Limits
from backend.limits.measures import Measure, of_machine, of_server
from backend.limits.pace import is_paced
from backend.model.migration.run import Migrations
from backend.model.qdrant import Collections, Latency, Server
from backend.model.reading import Reading, Value
from backend.model.status import LimitCheck, ServerStatus, Status
from backend.probes.host import HostProbe
from backend.probes.migration import MigrationProbe
from backend.probes.probe import ProbeFailed
from backend.probes.qdrant import CollectionsProbe, LatencyProbe, ServerProbe
from backend.qdrant.access import connections
from backend.qdrant.comparison import compare
from backend.qdrant.connection import Connection

SILENT = ("unreachable", "timeout")
"""Kinds of error that a server has which does not answer at all."""

Sleep = Callable[[float], Awaitable[None]]
V = TypeVar("V")


async def look(
    settings: Settings,
    seconds: float,
    earlier: Status | None = None,
    sleep: Sleep = asyncio.sleep,
) -> Status:
    """Look at every server that the settings name, side by side.

    Args:
        settings: Where to look, and the limits.
        seconds: Length of the window in which latencies are counted.
        earlier: A look to compare with, server by server.
        sleep: Waits.

    Raises:
        ConfigError: The key or the certificates cannot be used.
    """
    places = connections(settings)
    for connection in places:
        await _check_usable(connection)
    before = {one.url: one.latency for one in earlier.servers} if earlier else {}
    found = await asyncio.gather(
        *(_look_at(connection, settings, seconds, sleep) for connection in places)
    )
    return Status(
        at=datetime.now(UTC),
        servers=tuple(_beside(one, before.get(one.url)) for one in found),
        limits=await _migrations(settings),
    )


def read_status(path: Path) -> Status:
    """An earlier look, as `passerelle status --format json` printed it.

    Raises:
        ConfigError: The file cannot be read, or holds something else.
    """
    try:
        return Status.model_validate_json(path.read_bytes())
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from None
    except ValidationError:
        raise ConfigError(
            f"{path}: expected what `passerelle status --format json` prints"
        ) from None


async def _check_usable(connection: Connection) -> None:
    try:
        client = await asyncio.to_thread(connection.client)
    except ProbeFailed as failed:
        raise ConfigError(f"{failed.error.summary}; {failed.error.remedy}") from None
    await client.aclose()


async def _look_at(
    connection: Connection, settings: Settings, seconds: float, sleep: Sleep
) -> ServerStatus:
    latency = LatencyProbe(connection, seconds)
    server = ServerProbe(connection)
    collections = CollectionsProbe(connection, settings.collections)
    hub = Hub((server, collections, latency))
    try:
        first = await hub.read_once(latency)
        readings = [await hub.read_once(server), await hub.read_once(collections)]
        if first.error is None:
            await sleep(seconds)
            first = await hub.read_once(latency)
        readings.append(first)
    finally:
        for probe in (server, collections, latency):
            await probe.close()
    return _status(connection.url, readings, settings.limits)


def _status(url: str, readings: list[Reading], limits: Limits) -> ServerStatus:
    values = [reading.value for reading in readings]
    errors = tuple(
        {error.summary: error for reading in readings if (error := reading.error)}.values()
    )
    checks = _checks(readings, limits)
    collections = _one(values, Collections)
    found = {one.status for one in collections.collections} if collections else set()
    if not any(values) and all(error.kind in SILENT for error in errors):
        state: Literal["holds", "broken", "cannot tell", "unreachable"] = "unreachable"
    elif "red" in found or any(check.verdict == "beyond" for check in checks):
        state = "broken"
    elif errors or "unknown" in found or any(check.verdict == "cannot tell" for check in checks):
        state = "cannot tell"
    else:
        state = "holds"
    return ServerStatus(
        url=url,
        state=state,
        server=_one(values, Server),
        collections=collections,
        latency=_one(values, Latency),
        limits=checks,
        errors=errors,
    )


async def _migrations(settings: Settings) -> tuple[LimitCheck, ...]:
    """The limits on the migrations that run on this machine."""
    hub = Hub()
    runs = await hub.read_once(MigrationProbe(settings.state))
    known = runs.value.runs if isinstance(runs.value, Migrations) else ()
    engines = {run.pid: "migration" for run in known if run.pid and run.ended is None}
    host = await hub.read_once(HostProbe(settings.state, lambda: engines))
    latest = {reading.probe: reading for reading in (runs, host)}
    judged = of_machine(settings.limits, latest.get, datetime.now(UTC), is_paced)
    return tuple(_check(one) for one in judged)


def _checks(readings: list[Reading], limits: Limits) -> tuple[LimitCheck, ...]:
    latest = {reading.probe: reading for reading in readings}
    return tuple(_check(one) for one in of_server(limits, "", latest.get, datetime.now(UTC)))


def _check(one: Measure) -> LimitCheck:
    return LimitCheck(
        name=one.name,
        title=one.title,
        verdict=one.found.verdict,
        low=one.found.low,
        high=one.found.high,
        limit=one.limit,
        unit=one.unit,
        at_least=one.at_least,
        subject=one.subject,
        evidence=one.found.evidence,
    )


def _one(values: Iterable[Value | None], kind: type[V]) -> V | None:
    return next((value for value in values if isinstance(value, kind)), None)


def _beside(now: ServerStatus, before: Latency | None) -> ServerStatus:
    if before is None or now.latency is None:
        return now
    compared = compare(before.endpoints, now.latency.endpoints)
    return now.model_copy(update={"compared": compared})
