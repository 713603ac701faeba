"""Each limit beside what the latest Readings say: within, beyond, or why nobody can tell."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from backend.limits.found import Found
from backend.limits.known import Latest, value_of
from backend.limits.limits import Limits
from backend.limits.memory import MEGABYTE, per_100k
from backend.limits.migrations import Paced, engine, failed, insertion
from backend.limits.requests import Requests, concurrent, p95
from backend.model.alerts import Unit
from backend.model.host import Host
from backend.model.migration.run import Migrations
from backend.model.qdrant import Collections, Latency

MILLISECOND = 1e-3
LATENCY = "qdrant.latency"


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
    subject: str = ""


def measure(
    limits: Limits, probes: Iterable[str], latest: Latest, now: datetime, paced: Paced
) -> tuple[Measure, ...]:
    """Every limit, judged by what is known now.

    Args:
        limits: What must hold.
        probes: Names of all probes: each further server has a `qdrant.latency@ADDRESS` of its own.
        latest: The latest Reading of a probe by its name.
        now: Wall clock.
        paced: Whether a migration is held to a pace.
    """
    servers = ["", *sorted(one.removeprefix(LATENCY) for one in probes if _is_further(one))]
    found = {
        # A node that two of the servers tell of is judged once.
        one.name: one
        for place in servers
        for one in of_server(limits, place, latest, now)
    }
    return (*found.values(), *of_machine(limits, latest, now, paced))


def _is_further(probe: str) -> bool:
    return probe.startswith(f"{LATENCY}@")


def of_server(limits: Limits, place: str, latest: Latest, now: datetime) -> Iterator[Measure]:
    """The limits of one server; where it is a cluster, all of its nodes together and each.

    Args:
        limits: What must hold.
        place: What its probes' names end with; empty for the first server.
        latest: The latest Reading of a probe by its name.
        now: Wall clock.
    """
    probe = f"{LATENCY}{place}"
    latency = value_of(latest, probe, Latency, now)
    collections = value_of(latest, f"qdrant.collections{place}", Collections, now)
    subject = place.removeprefix("@")
    yield from _requests(limits, probe, subject, latency)
    memory = limits.qdrant_memory_mb_per_100k * MEGABYTE
    # The Qdrants of this machine are taken for the first server: it is the one that we start.
    host = "elsewhere" if place else value_of(latest, "host", Host, now)
    found = per_100k(latency, host, collections, memory)
    source = f"qdrant.collections{place}"
    title = "Qdrant memory per 100k"
    yield _of(subject, Measure("qdrant_memory", title, source, "bytes", memory, found))
    for node in () if isinstance(latency, str) else latency.nodes:
        yield from _requests(limits, probe, f"node {urlsplit(node.url).netloc}", node)


def _requests(limits: Limits, probe: str, subject: str, found: Requests | str) -> Iterator[Measure]:
    """The limits on requests, of a server or of one node of it."""
    search, simple = limits.search_p95_ms * MILLISECOND, limits.simple_p95_ms * MILLISECOND
    crowd = limits.concurrent_requests
    for one in (
        Measure("search_p95", "search p95", probe, "s", search, p95(found, "search", search)),
        Measure("simple_p95", "request p95", probe, "s", simple, p95(found, "simple", simple)),
        Measure(
            "concurrent",
            "requests at once",
            probe,
            "requests",
            crowd,
            concurrent(found, crowd, search),
        ),
    ):
        yield _of(subject, one)


def of_machine(limits: Limits, latest: Latest, now: datetime, paced: Paced) -> tuple[Measure, ...]:
    """The limits of the migrations of this machine."""
    host = value_of(latest, "host", Host, now)
    runs = value_of(latest, "migration", Migrations, now)
    memory = limits.engine_memory_mb * MEGABYTE
    rate, share = limits.insertion_per_second, limits.failed_percent
    return (
        Measure(
            "insertion",
            "insertion rate",
            "migration",
            "points/s",
            rate,
            insertion(runs, rate, now, paced),
            at_least=True,
        ),
        Measure("engine_memory", "engine memory", "host", "bytes", memory, engine(host, memory)),
        Measure("failed", "failed records", "migration", "%", share, failed(runs, share)),
    )


def _of(subject: str, one: Measure) -> Measure:
    """The same, named after a server or node other than the first."""
    if not subject:
        return one
    name, title = f"{one.name}@{subject}", f"{one.title} of {subject}"
    return replace(one, name=name, title=title, subject=subject)
