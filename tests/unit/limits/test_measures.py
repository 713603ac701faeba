from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from backend.limits.limits import Limits
from backend.limits.measures import Measure, measure
from backend.model.host import Host, Process
from backend.model.migration.run import Migrations, Run
from backend.model.qdrant import (
    Collection,
    Collections,
    EndpointWindow,
    Failures,
    Latency,
    NodeLatency,
    Quantile,
)
from backend.model.reading import Reading, Value
from backend.model.routes import work
from tests.readings import sample
from tests.readings.sample import NOW

PATH = "/collections/{collection_name}/points"


def window(
    endpoint: str,
    low: float,
    high: float | None,
    *,
    requests: int = 100,
    method: str = "POST",
) -> EndpointWindow:
    p95 = Quantile(q=0.95, low=low, high=high)
    return EndpointWindow(method=method, endpoint=endpoint, requests=requests, quantiles=(p95,))


def latency(*endpoints: EndpointWindow, **fields: Any) -> Latency:
    return Latency.model_validate(
        {"url": sample.URL, "seconds": 60.0, "endpoints": endpoints, **fields}
    )


def search(low: float, high: float | None, requests: int = 100) -> Latency:
    return latency(window(f"{PATH}/query", low, high, requests=requests))


def host(*processes: tuple[str, float]) -> Host:
    told = tuple(
        Process(role=role, pid=7, name="x", cpu_percent=None, memory=int(megabytes * 1e6))
        for role, megabytes in processes
    )
    return sample.host().model_copy(update={"processes": told})


def migration(**fields: Any) -> Migrations:
    run = sample.run().model_copy(
        update={
            "started": NOW - timedelta(seconds=60),
            "rate": 2_000.0,
            "failed": 0,
            **fields,
        }
    )
    return Migrations(runs=(run,))


def collections(*points: int | None) -> Collections:
    return Collections(
        url=sample.URL,
        collections=tuple(
            Collection(name=str(place), status="green", points=count)
            for place, count in enumerate(points)
        ),
    )


def judged(
    name: str,
    *values: Value,
    limits: Limits = Limits(),  # noqa: B008  (frozen)
    paced: Callable[[int], bool | None] = lambda pid: False,
    later: float = 0.0,
) -> Measure:
    probes = {
        "latency": "qdrant.latency",
        "collections": "qdrant.collections",
        "migrations": "migration",
    }
    readings = {
        probe: sample.reading(probe, value)
        for value in values
        for probe in (probes.get(value.kind, value.kind),)
    }
    now = NOW + timedelta(seconds=later)
    found = measure(limits, readings, readings.get, now, paced)
    return next(one for one in found if one.name == name)


def verdict(name: str, *values: Value, **more: Any) -> str:
    return judged(name, *values, **more).found.verdict


def test_every_limit_is_judged_even_when_nothing_is_known() -> None:
    nothing: Callable[[str], Reading | None] = lambda probe: None  # noqa: E731  (a stub)
    measures = measure(Limits(), (), nothing, NOW, lambda pid: False)
    assert [one.found.verdict for one in measures] == ["cannot tell"] * 7
    assert len({one.name for one in measures}) == 7
    assert all("not read yet" in one.found.evidence for one in measures)


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0.02, 0.05, "within"),
        (0.05, 0.1, "beyond"),
        (0.02, 0.1, "cannot tell"),
        (0.02, None, "cannot tell"),
        (50.0, None, "beyond"),
    ],
)
def test_an_interval_that_straddles_the_limit_cannot_tell(
    low: float, high: float | None, expected: str
) -> None:
    found = judged("search_p95", search(low, high))
    assert found.found.verdict == expected
    assert (found.found.low, found.found.high, found.limit) == (low, high, 0.05)


def test_a_few_slow_requests_are_no_p95() -> None:
    assert verdict("search_p95", search(0.1, 0.5, requests=19)) == "cannot tell"
    assert verdict("search_p95", search(0.1, 0.5, requests=20)) == "beyond"
    assert verdict("search_p95", search(0.0, 0.001, requests=1)) == "within"


def test_the_slowest_endpoint_speaks() -> None:
    both = latency(window(f"{PATH}/query", 0.0, 0.001), window(f"{PATH}/search", 0.1, 0.5))
    found = judged("search_p95", both).found
    assert found.verdict == "beyond"
    assert "/search" in found.evidence


def test_doubt_about_one_endpoint_outweighs_the_good_of_another() -> None:
    both = latency(window(f"{PATH}/query", 0.02, 0.05), window(f"{PATH}/search", 0.0, 0.1))
    assert verdict("search_p95", both) == "cannot tell"


def test_what_happened_before_we_looked_does_not_page() -> None:
    since_start = search(0.1, 0.5).model_copy(update={"since_start": True})
    assert verdict("search_p95", since_start) == "idle"


def test_no_search_is_nothing_to_judge() -> None:
    assert verdict("search_p95", latency()) == "idle"


def test_an_old_qdrant_without_histogram_cannot_tell() -> None:
    old = EndpointWindow(method="POST", endpoint=f"{PATH}/search", requests=100, mean=0.001)
    assert verdict("search_p95", latency(old)) == "cannot tell"


@pytest.mark.parametrize(
    ("method", "endpoint", "kind"),
    [
        ("POST", f"{PATH}/query", "search"),
        ("POST", f"{PATH}/search/batch", "search"),
        ("gRPC", "/qdrant.Points/Search", "search"),
        ("POST", f"{PATH}/scroll", "simple"),
        ("POST", PATH, "simple"),
        ("PUT", PATH, "bulk"),
        ("PUT", f"{PATH}/vectors", "bulk"),
        ("POST", f"{PATH}/batch", "bulk"),
        ("gRPC", "/qdrant.Points/Upsert", "bulk"),
        ("gRPC", "/qdrant.Points/UpdateVectors", "bulk"),
        ("gRPC", "/qdrant.Points/Get", "simple"),
    ],
)
def test_which_limit_an_endpoint_has(method: str, endpoint: str, kind: str) -> None:
    assert work(method, endpoint) == kind


def test_a_slow_bulk_write_breaks_no_limit() -> None:
    assert verdict("simple_p95", latency(window(PATH, 0.5, 1.0, method="PUT"))) == "idle"
    assert verdict("simple_p95", latency(window(f"{PATH}/scroll", 0.1, 0.5))) == "beyond"


@pytest.mark.parametrize(
    ("fields", "paced", "expected"),
    [
        ({}, False, "within"),
        ({"rate": 999.0}, False, "beyond"),
        ({"rate": 999.0}, True, "idle"),
        ({"rate": 999.0}, None, "cannot tell"),
        ({"rate": None}, False, "cannot tell"),
        ({"rate": 999.0, "pid": None}, False, "cannot tell"),
        ({"rate": 999.0, "state": "paused"}, False, "idle"),
        ({"rate": 999.0, "state": "verifying"}, False, "idle"),
        ({"rate": 999.0, "ended": NOW}, False, "idle"),
        ({"rate": 999.0, "started": NOW - timedelta(seconds=5)}, False, "idle"),
    ],
)
def test_insertion_is_judged_while_nothing_holds_it_back(
    fields: dict[str, Any], paced: bool | None, expected: str
) -> None:
    assert verdict("insertion", migration(**fields), paced=lambda pid: paced) == expected


def test_the_slowest_of_two_migrations_speaks() -> None:
    run: Run = migration().runs[0]
    slow = run.model_copy(update={"id": "b", "collection": "slow", "rate": 10.0})
    crawling = slow.model_copy(update={"id": "c", "collection": "crawling", "rate": 1.0})
    found = judged("insertion", Migrations(runs=(run, slow, crawling))).found
    assert (found.verdict, found.low) == ("beyond", 1.0)
    assert found.evidence.startswith("crawling: 1 points/s")


def test_failed_records_are_a_share_of_those_tried() -> None:
    assert verdict("failed", migration(written=950, failed=50)) == "within"
    assert verdict("failed", migration(written=949, failed=51)) == "beyond"
    assert verdict("failed", migration(written=0, failed=99)) == "idle"
    assert judged("failed", migration(written=900, failed=100)).found.low == 10.0


def test_the_memory_of_the_engine() -> None:
    assert verdict("engine_memory", host(("qdrant", 9_000))) == "idle"
    assert verdict("engine_memory", host(("migration", 500))) == "within"
    assert verdict("engine_memory", host(("migration", 1), ("migration", 501))) == "beyond"


@pytest.mark.parametrize(
    ("megabytes", "points", "expected"),
    [
        (1_999, (10,), "within"),
        (2_001, (10,), "beyond"),
        (3_000, (100_000, 100_000), "within"),
        (4_001, (100_000, 100_000), "beyond"),
        (1, (10, None), "cannot tell"),
    ],
)
def test_the_memory_of_qdrant_grows_with_its_points(
    megabytes: float, points: tuple[int | None, ...], expected: str
) -> None:
    values = (host(("qdrant", megabytes)), collections(*points))
    assert verdict("qdrant_memory", *values) == expected


def test_a_qdrant_elsewhere_is_not_judged_by_this_machine() -> None:
    assert verdict("qdrant_memory", latency(), host(), collections(1)) == "idle"
    assert verdict("qdrant_memory", host(), collections(1)) == "cannot tell"


def test_a_servers_own_account_of_its_memory_comes_before_that_of_this_machine() -> None:
    told = latency(resident_bytes=3_000_000_000)
    values = (told, host(("qdrant", 1)), collections(100_000))
    found = judged("qdrant_memory", *values).found
    assert (found.verdict, found.low) == ("beyond", 3e9)


def at_once(flying: float, *, low: float = 0.0, high: float = 0.05, **fields: Any) -> Latency:
    """Searches of which so many are in flight at a time, over a minute."""
    item = window(f"{PATH}/query", low, high, requests=600)
    return latency(item.model_copy(update={"mean": flying * 60 / 600, **fields}))


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (at_once(9.9), "idle"),
        (at_once(10), "within"),
        (at_once(100), "within"),
        (at_once(101, low=0.1, high=0.5), "idle"),
        (at_once(50, low=0.1, high=0.5), "beyond"),
        (at_once(50, low=0.02, high=0.1), "cannot tell"),
        (at_once(50, failures=(Failures(status="429", count=1),)), "beyond"),
        (at_once(50, failures=(Failures(status="404", count=9),)), "within"),
        (latency(window(f"{PATH}/query", 0, 0.05, requests=100)), "cannot tell"),
    ],
)
def test_many_requests_at_once_are_answered_as_few_are(found: Latency, expected: str) -> None:
    assert verdict("concurrent", found) == expected


def test_how_many_requests_were_in_flight_is_what_their_durations_add_up_to() -> None:
    found = judged("concurrent", at_once(42)).found
    assert [found.low, found.high] == pytest.approx([42, 42])
    assert found.evidence.startswith("42 at once on average over 60 s")


def several(**places: Latency) -> dict[str, Measure]:
    """Every limit by name, of servers by their address; `first` has none."""
    names = {
        "qdrant.latency" + ("" if place == "first" else f"@{place}"): value
        for place, value in places.items()
    }
    readings = {name: sample.reading(name, value) for name, value in names.items()}
    found = measure(Limits(), readings, readings.get, NOW, lambda pid: None)
    assert len({one.name for one in found}) == len(found)
    return {one.name: one for one in found}


def test_every_server_is_judged_by_itself() -> None:
    found = several(first=search(0.0, 0.001), two=search(0.1, 0.5))
    assert found["search_p95"].found.verdict == "within"
    assert found["search_p95@two"].found.verdict == "beyond"
    assert found["search_p95@two"].title == "search p95 of two"
    assert found["search_p95@two"].probe == "qdrant.latency@two"
    assert {"simple_p95@two", "concurrent@two", "qdrant_memory@two"} <= found.keys()
    assert "insertion@two" not in found


def test_the_nodes_of_a_cluster_are_judged_apart_and_together() -> None:
    slow, quick = search(0.1, 0.5), search(0.0, 0.001)
    nodes = tuple(
        NodeLatency(url=f"http://n{peer}:6333", peer=peer, seconds=60, endpoints=one.endpoints)
        for peer, one in enumerate((slow, quick))
    )
    away = NodeLatency(url="http://n2:6333", peer=2, error="no answer")
    together = quick.model_copy(update={"nodes": (*nodes, away)})
    found = several(first=together, other=together)
    verdicts = {name: one.found.verdict for name, one in found.items() if "search" in name}
    assert verdicts == {
        "search_p95": "within",
        "search_p95@node n0:6333": "beyond",
        "search_p95@node n1:6333": "within",
        "search_p95@node n2:6333": "cannot tell",
        "search_p95@other": "within",
    }


def test_a_value_that_has_gone_stale_says_nothing_of_now() -> None:
    assert verdict("search_p95", search(0.1, 0.5), later=15.0) == "beyond"
    found = judged("search_p95", search(0.1, 0.5), later=16.0).found
    assert found.verdict == "cannot tell"
    assert "last read 16 s ago" in found.evidence


def test_a_failing_probe_says_why() -> None:
    failing = sample.failed("qdrant.latency", "unreachable", "no connection")
    readings = {"qdrant.latency": failing}
    found = measure(Limits(), readings, readings.get, NOW, lambda pid: False)[0].found
    assert (found.verdict, found.evidence) == ("cannot tell", "no connection")


def test_limits_can_be_changed() -> None:
    assert verdict("search_p95", search(0.1, 0.5), limits=Limits(search_p95_ms=500)) == "within"
