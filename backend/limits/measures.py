"""Each limit beside what the latest Readings say: within, beyond, or why nobody can tell."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from backend.limits.known import Latest, value_of
from backend.limits.limits import Limits
from backend.model.alerts import Unit, Verdict
from backend.model.host import Host
from backend.model.migration import Migrations, Run
from backend.model.qdrant import Collections, EndpointWindow, Latency

MILLISECOND = 1e-3
MEGABYTE = 1e6

LEAST_REQUESTS = 20
"""Fewer requests have no p95 worth the name: one of them alone would be it."""

LEAST_RECORDS = 100
"""Fewer records have no share of failures worth the name."""

WARM_UP = 10.0
"""Seconds a migration runs before it is judged: its rate looks this far back."""

_SEARCHES = ("query", "search", "recommend", "discover")

Paced = Callable[[int], bool | None]
"""Whether the migration of that process id is held to a pace; None where nobody can tell."""


@dataclass(frozen=True)
class Found:
    """What a limit is judged by.

    Attributes:
        verdict: The judgement.
        evidence: What was measured, or why nothing was, in words.
        low, high: The interval that the value lies in, as in `backend.model.alerts.Alert`.
    """

    verdict: Verdict
    evidence: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Measure:
    """One limit and what it is judged by; the fields are those of an `Alert`."""

    name: str
    title: str
    probe: str
    unit: Unit
    limit: float
    found: Found
    at_least: bool = False


def measure(limits: Limits, latest: Latest, now: datetime, paced: Paced) -> tuple[Measure, ...]:
    """Every limit, judged by what is known now."""
    latency = value_of(latest, "qdrant.latency", Latency, now)
    host = value_of(latest, "host", Host, now)
    collections = value_of(latest, "qdrant.collections", Collections, now)
    runs = value_of(latest, "migration", Migrations, now)
    search, simple = limits.search_p95_ms * MILLISECOND, limits.simple_p95_ms * MILLISECOND
    memory = limits.engine_memory_mb * MEGABYTE
    per_100k = limits.qdrant_memory_mb_per_100k * MEGABYTE
    rate, failed = limits.insertion_per_second, limits.failed_percent
    source = "qdrant.latency"
    return (
        Measure("search_p95", "search p95", source, "s", search, _p95(latency, is_search, search)),
        Measure("simple_p95", "request p95", source, "s", simple, _p95(latency, is_simple, simple)),
        Measure(
            "insertion",
            "insertion rate",
            "migration",
            "points/s",
            rate,
            _insertion(runs, rate, now, paced),
            at_least=True,
        ),
        Measure("engine_memory", "engine memory", "host", "bytes", memory, _engine(host, memory)),
        Measure(
            "qdrant_memory",
            "Qdrant memory per 100k",
            "host",
            "bytes",
            per_100k,
            _per_100k(host, collections, per_100k),
        ),
        Measure("failed", "failed records", "migration", "%", failed, _failed(runs, failed)),
    )


def is_search(item: EndpointWindow) -> bool:
    """Whether an endpoint searches."""
    return any(word in item.endpoint.lower() for word in _SEARCHES)


def is_simple(item: EndpointWindow) -> bool:
    """Whether an endpoint neither searches nor writes in bulk."""
    route = item.endpoint.lower().rstrip("/")
    bulk = item.method == "PUT" or route.endswith(("/batch", "updatebatch", "upsert"))
    return not is_search(item) and not bulk


def _p95(latency: Latency | str, counts: Callable[[EndpointWindow], bool], limit: float) -> Found:
    """The slowest p95 of the endpoints that count; of several, the one that speaks worst."""
    if isinstance(latency, str):
        return Found("cannot tell", latency)
    if latency.since_start or latency.seconds <= 0:
        return Found("idle", "one scrape so far; the next one makes a window")
    asked = [item for item in latency.endpoints if counts(item) and item.requests]
    if not asked:
        return Found("idle", f"no such request in the last {latency.seconds:.0f} s")
    found = [_endpoint(item, limit, latency.seconds) for item in asked]
    return _worst(found)


def _endpoint(item: EndpointWindow, limit: float, seconds: float) -> Found:
    told = f"{item.method} {item.endpoint}: {item.requests} requests in {seconds:.0f} s"
    p95 = next((one for one in item.quantiles if one.q == 0.95), None)
    if p95 is None:
        return Found("cannot tell", f"{told}, and this Qdrant has no histogram of them")
    if p95.high is not None and p95.high <= limit:
        verdict: Verdict = "within"
    elif item.requests < LEAST_REQUESTS:
        verdict, told = "cannot tell", f"{told}, too few to judge"
    else:
        verdict = "beyond" if p95.low >= limit else "cannot tell"
    return Found(verdict, told, p95.low, p95.high)


def _insertion(runs: Migrations | str, limit: float, now: datetime, paced: Paced) -> Found:
    """The slowest migration that runs with nothing to hold it back but the target."""
    if isinstance(runs, str):
        return Found("cannot tell", runs)
    found = [_rate(run, limit, paced) for run in _running(runs) if _warm(run, now)]
    judged = [one for one in found if one.verdict != "idle"]
    if not judged:
        return found[0] if found else Found("idle", "no migration is writing")
    return _worst(judged, least=True)


def _rate(run: Run, limit: float, paced: Paced) -> Found:
    held = paced(run.pid) if run.pid else None
    if held is None:
        return Found("cannot tell", f"{run.collection}: its process cannot be seen, nor its pace")
    if held:
        return Found("idle", f"{run.collection} is held to a pace")
    if run.rate is None:
        return Found("cannot tell", f"{run.collection} has no rate yet")
    told = f"{run.collection}: {run.rate:,.0f} points/s, unpaced, {run.workers} workers"
    return Found("within" if run.rate >= limit else "beyond", told, run.rate, run.rate)


def _failed(runs: Migrations | str, limit: float) -> Found:
    """The largest share of failures among the migrations that run."""
    if isinstance(runs, str):
        return Found("cannot tell", runs)
    found = []
    for run in _running(runs):
        done = run.written + run.failed
        if done >= LEAST_RECORDS:
            share = 100.0 * run.failed / done
            told = f"{run.collection}: {run.failed:,} of {done:,} records"
            found.append(Found("within" if share <= limit else "beyond", told, share, share))
    if not found:
        return Found("idle", f"no migration has tried {LEAST_RECORDS} records and goes on")
    return _worst(found)


def _engine(host: Host | str, limit: float) -> Found:
    """The largest process of a migration."""
    if isinstance(host, str):
        return Found("cannot tell", host)
    engines = [process for process in host.processes if process.role == "migration"]
    if not engines:
        return Found("idle", "no migration runs on this machine")
    largest = max(engines, key=lambda process: process.memory)
    return _most(float(largest.memory), limit, f"process {largest.pid}, resident")


def _per_100k(host: Host | str, collections: Collections | str, limit: float) -> Found:
    """Qdrant's memory for each 100,000 points, and never for fewer: a small one has its base."""
    if isinstance(host, str):
        return Found("cannot tell", host)
    servers = [process for process in host.processes if process.role == "qdrant"]
    if not servers:
        return Found("idle", "no Qdrant that we know runs on this machine")
    if isinstance(collections, str):
        return Found("cannot tell", collections)
    counts = [item.points for item in collections.collections]
    if None in counts:
        return Found("cannot tell", "not every collection tells its points")
    points = sum(count or 0 for count in counts)
    memory = sum(process.memory for process in servers)
    told = f"{memory / MEGABYTE:,.0f} MB resident for {points:,} points"
    return _most(memory * 100_000 / max(points, 100_000), limit, told)


def _most(value: float, limit: float, told: str) -> Found:
    return Found("within" if value <= limit else "beyond", told, value, value)


def _worst(found: Iterable[Found], least: bool = False) -> Found:
    """The one that speaks worst; of several the largest, or with `least` the smallest, value."""
    order = ("idle", "within", "cannot tell", "beyond")

    def badness(one: Found) -> tuple[int, float]:
        value = one.low or 0.0
        return order.index(one.verdict), -value if least else value

    return max(found, key=badness)


def _running(runs: Migrations) -> Iterable[Run]:
    return (run for run in runs.runs if run.state == "running" and run.ended is None)


def _warm(run: Run, now: datetime) -> bool:
    return (now - run.started).total_seconds() >= WARM_UP
