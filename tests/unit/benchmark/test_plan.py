from typing import Any

import pytest

from backend.benchmark.plan import rows
from backend.benchmark.run import is_loopback
from backend.benchmark.vectors import Vectors
from backend.model.benchmark import Phase, Row


def phase(name: str, **fields: Any) -> Phase:
    plain = {"in_flight": 1, "requests": 100, "planned": 100, "seconds": 1.0, "per_second": 100.0}
    times = {"mean": 0.004, "p50": 0.004, "p95": 0.04, "p99": 0.05, "slowest": 0.06}
    return Phase.model_validate({"name": name, **plain, **times, **fields})


def judged(
    name: str, *phases: Phase, points: int = 10_000, sent: int = 42_000_000, memory: int | None = 1
) -> Row:
    told = rows(
        {one.name: one for one in phases},
        points=points,
        batch=100,
        sent_bytes=sent,
        memory=memory,
    )
    return next(row for row in told if row.name == name)


def test_the_plans_table_is_there_with_its_three_columns() -> None:
    told = rows({}, points=0, batch=100, sent_bytes=0, memory=None)
    assert [(row.name, row.baseline, row.target) for row in told[:4]] == [
        ("Import 50 MB", "45 s", "<15 s"),
        ("Qdrant latency", "15 ms avg", "<5 ms avg"),
        ("Vectorisation", "120 s/1000 tasks", "<30 s/1000 tasks"),
        ("RAM usage", "2 GB", "<500 MB"),
    ]


def test_what_was_not_measured_is_not_judged_and_says_why() -> None:
    for row in rows({}, points=0, batch=100, sent_bytes=0, memory=None):
        assert (row.measured, row.verdict) == ("", "not judged")
        assert row.how


@pytest.mark.parametrize(
    ("name", "phases", "measured", "verdict"),
    [
        ("Import 50 MB", [phase("insert", seconds=4.2)], "5.0 s", "within"),
        ("Import 50 MB", [phase("insert", seconds=12.7)], "15.1 s", "beyond"),
        ("Insertion", [phase("insert", per_second=23.57)], "2,357 vectors/s", "within"),
        ("Insertion", [phase("insert", per_second=10.0)], "1,000 vectors/s", "beyond"),
        ("Qdrant latency", [phase("search")], "4 ms", "within"),
        ("Qdrant latency", [phase("search", mean=0.005)], "5 ms", "beyond"),
        ("Search p95", [phase("search")], "40 ms", "within"),
        ("Search p95", [phase("search", p95=0.05)], "50 ms", "beyond"),
        ("Simple request p95", [phase("simple", p95=0.101)], "101 ms", "beyond"),
    ],
)
def test_measured_against_the_plan(
    name: str, phases: list[Phase], measured: str, verdict: str
) -> None:
    row = judged(name, *phases)
    assert (row.measured, row.verdict) == (measured, verdict)


@pytest.mark.parametrize(
    ("fields", "verdict"),
    [
        ({"per_second": 400.0}, "within"),
        ({"per_second": 90.0}, "within"),
        ({"per_second": 89.0}, "beyond"),
        ({"per_second": 400.0, "errors": 1}, "beyond"),
    ],
)
def test_a_hundred_at_once_must_not_be_slower_than_one(
    fields: dict[str, Any], verdict: str
) -> None:
    crowd = phase("concurrent", in_flight=100, **fields)
    assert judged("100 requests at once", crowd, phase("search")).verdict == verdict


@pytest.mark.parametrize(("errors", "told"), [(0, "0 errors"), (1, "1 error"), (2, "2 errors")])
def test_errors_are_counted_in_words(errors: int, told: str) -> None:
    crowd = phase("concurrent", in_flight=100, per_second=400.0, errors=errors)
    assert judged("100 requests at once", crowd, phase("search")).measured == f"400/s, {told}"
    assert judged("100 requests at once", crowd).verdict == "not judged"


@pytest.mark.parametrize(
    ("memory", "points", "verdict"),
    [
        (1_000_000_000, 10_000, "not judged"),
        (2_100_000_000, 10_000, "beyond"),
        (1_900_000_000, 100_000, "within"),
        (2_100_000_000, 100_000, "beyond"),
        (3_900_000_000, 200_000, "within"),
        (None, 100_000, "not judged"),
    ],
)
def test_few_points_tell_nothing_of_100k(memory: int | None, points: int, verdict: str) -> None:
    assert judged("Memory for 100k vectors", memory=memory, points=points).verdict == verdict


@pytest.mark.parametrize(
    ("url", "here"),
    [
        ("http://localhost:6333", True),
        ("http://127.0.0.1:6333", True),
        ("http://127.8.9.1:6333", True),
        ("http://[::1]:6333", True),
        ("http://qdrant:6333", False),
        ("http://10.0.0.1:6333", False),
        ("http://localhost.example.org:6333", False),
    ],
)
def test_only_loopback_is_this_machine(url: str, here: bool) -> None:
    assert is_loopback(url) is here


def test_vectors_are_the_same_in_every_run_and_searches_are_not_for_what_was_written() -> None:
    import orjson

    first, second = Vectors(3), Vectors(3)
    assert first.points(5, 2) == second.points(5, 2)
    points = orjson.loads(first.points(5, 2))["points"]
    assert [point["id"] for point in points] == [5, 6]
    assert all(len(point["vector"]) == 3 for point in points)
    question = orjson.loads(first.question(5, 10))
    assert question["limit"] == 10
    assert question["query"] != points[0]["vector"]
