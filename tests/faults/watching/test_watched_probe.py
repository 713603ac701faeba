"""What goes wrong while watching costs as little as it can, and what it costs the server."""

import socket
from collections import Counter
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from backend.model.watched import Watched
from backend.probes.watched import WatchedProbe
from backend.qdrant.connection import Connection
from backend.watching.asked import Asked
from backend.worker import Worker
from tests.answering import Answer, Raw, Request, http, info, ok, serving

COLLECTION = "/collections/tasks"
COUNT = f"{COLLECTION}/points/count"
OPTIMIZATIONS = f"{COLLECTION}/optimizations"
OFFSETS = "/collections/_migration_offsets/points/scroll"
MISSING = http('{"status": {"error": "Not found"}}', status=404)
TREE = {
    "summary": {"queued_optimizations": 2, "queued_points": 65292},
    "running": [
        {
            "optimizer": "indexing",
            "status": "optimizing",
            "segments": [{"uuid": "x", "points_count": 11144}],
            "progress": {
                "name": "Segment Optimizing",
                "started_at": "2026-01-26T09:39:49.218016751Z",
                "children": [
                    {"name": "copy_data", "duration_sec": 0.04},
                    {"name": "main_graph", "done": 2750, "total": 11144},
                ],
            },
        }
    ],
}


class Time:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def holding(points: Callable[[], int], **fields: Any) -> Callable[[], dict[str, Raw]]:
    """A Qdrant with a collection of so many points."""
    return lambda: {
        COLLECTION: info(points_count=points(), **fields),
        COUNT: ok({"count": points()}),
    }


def answering(answers: Callable[[], dict[str, Raw]]) -> Answer:
    return lambda request: answers().get(request.path, MISSING)


@asynccontextmanager
async def probe_of(
    url: str, time: Time, folder: Path, *logs: Path, reading: Executor | None = None, **asked: Any
) -> AsyncIterator[WatchedProbe]:
    with ThreadPoolExecutor() as pool:
        probe = WatchedProbe(
            Connection(url),
            (Asked("tasks", logs=logs, **asked),),
            folder / "state",
            counting=pool,
            reading=reading or pool,
            clock=time,
        )
        yield probe
        await probe.close()


async def look(probe: WatchedProbe) -> Watched:
    [watched] = (await probe.read()).watched
    return watched


def paths(requests: list[Request]) -> Counter[str]:
    return Counter(request.path for request in requests)


async def test_a_filling_collection_is_asked_for_twelve_times_a_minute(tmp_path: Path) -> None:
    time = Time()
    async with (
        serving(answering(holding(lambda: int(time.now)))) as server,
        probe_of(server.url, time, tmp_path, expected=10_000) as probe,
    ):
        for _ in range(60):
            await look(probe)
            time.now += 1
    assert paths(server.requests) == {COLLECTION: 12, COUNT: 12, OFFSETS: 1}


async def test_one_that_has_ended_is_left_almost_alone(tmp_path: Path) -> None:
    time = Time()
    async with (
        serving(answering(holding(lambda: 641))) as server,
        probe_of(server.url, time, tmp_path, expected=641) as probe,
    ):
        for _ in range(11):
            found = await look(probe)
            time.now += 1
        assert found.state == "ended"
        before = paths(server.requests)
        for _ in range(600):
            await look(probe)
            time.now += 1
    asked = paths(server.requests) - before
    assert asked[COLLECTION] <= 20
    assert asked[COUNT] <= 10
    assert asked[OFFSETS] <= 10


async def test_growth_is_noticed_even_then(tmp_path: Path) -> None:
    time = Time()
    points = 641
    async with (
        serving(answering(holding(lambda: points))) as server,
        probe_of(server.url, time, tmp_path, expected=641) as probe,
    ):
        for _ in range(11):
            await look(probe)
            time.now += 1
        points = 700
        for _ in range(31):
            found = await look(probe)
            time.now += 1
    assert found.growth.exact == 700


async def test_slow_counts_take_a_tenth_of_the_time_at_most(tmp_path: Path) -> None:
    time = Time()

    def answer(request: Request) -> Raw:
        time.now += 4 if request.path == COUNT else 0
        return answering(holding(lambda: int(time.now)))(request)

    async with (
        serving(answer) as server,
        probe_of(server.url, time, tmp_path, expected=10_000) as probe,
    ):
        while time.now < 400:
            await look(probe)
            time.now += 1
    assert paths(server.requests)[COUNT] == 10


async def test_optimizations_are_told_where_the_server_has_them(tmp_path: Path) -> None:
    time = Time()
    yellow = holding(lambda: 641, status="yellow", update_queue={"length": 7})
    async with (
        serving(answering(lambda: {**yellow(), OPTIMIZATIONS: ok(TREE)})) as server,
        probe_of(server.url, time, tmp_path, expected=641) as probe,
    ):
        found = await look(probe)
    assert found.state == "indexing"
    assert found.indexing is not None
    assert (found.indexing.offered, found.indexing.update_queue) == (True, 7)
    assert found.indexing.optimizations is not None
    assert found.indexing.optimizations.queued_points == 65292
    stages = found.indexing.optimizations.running[0].stages
    assert [(stage.name, stage.done, stage.total) for stage in stages[1:]] == [
        ("copy_data", None, None),
        ("main_graph", 2750, 11144),
    ]


async def test_a_server_without_them_is_asked_once(tmp_path: Path) -> None:
    time = Time()
    async with (
        serving(answering(holding(lambda: 641, status="yellow"))) as server,
        probe_of(server.url, time, tmp_path, expected=641) as probe,
    ):
        for _ in range(4):
            found = await look(probe)
            time.now += 5
    assert paths(server.requests)[OPTIMIZATIONS] == 1
    assert found.indexing is not None
    assert found.indexing.offered is False


async def test_nobody_listens_and_claims_are_told_all_the_same(tmp_path: Path) -> None:
    log = tmp_path / "x.log"
    log.write_text("Vectorisation réussie: 641 tâches insérées\n", encoding="utf-8")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        async with probe_of(url, Time(), tmp_path, log) as probe:
            found = await look(probe)
    assert found.state == "unknown"
    assert "no connection" in found.error
    assert found.said[0].migrated == 641
    assert found.comparisons == ()


async def test_a_server_in_trouble_leaves_what_was_known(tmp_path: Path) -> None:
    time, answers = Time(), holding(lambda: 5)()
    async with (
        serving(answering(lambda: answers)) as server,
        probe_of(server.url, time, tmp_path) as probe,
    ):
        await look(probe)
        answers[COLLECTION] = http("broken", status=500)
        time.now += 60
        found = await look(probe)
    assert found.growth.exact == 5
    assert "HTTP 500" in found.error


@pytest.mark.parametrize(
    ("refused", "told"), [(COLLECTION, "wants an API key"), (COUNT, "wants an API key")]
)
async def test_a_refusal_is_told(refused: str, told: str, tmp_path: Path) -> None:
    answers = {**holding(lambda: 5)(), refused: http("{}", status=403)}
    async with (
        serving(answering(lambda: answers)) as server,
        probe_of(server.url, Time(), tmp_path) as probe,
    ):
        found = await look(probe)
    assert told in found.error
    assert refused in found.error


async def test_a_count_that_hangs_holds_nothing_else_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backend.probes.watched.PATIENCE", 0.05)
    log, time = tmp_path / "x.log", Time()
    answers = {**holding(lambda: 5)(), COUNT: Raw(then="hang")}
    async with (
        serving(answering(lambda: answers)) as server,
        probe_of(server.url, time, tmp_path, log) as probe,
    ):
        await look(probe)
        log.write_text("Lot 1/2 inséré avec succès\n", encoding="utf-8")
        time.now += 100
        found = await look(probe)
    assert found.said[0].batch == 1
    assert paths(server.requests)[COUNT] == 1


@pytest.mark.parametrize("kind", ["missing", "folder"])
async def test_a_log_that_cannot_be_read_says_so_and_is_tried_again(
    kind: str, tmp_path: Path
) -> None:
    log = tmp_path / "x.log"
    if kind == "folder":
        log.mkdir()
    async with (
        serving(answering(dict)) as server,
        probe_of(server.url, Time(), tmp_path, log) as probe,
    ):
        found = await look(probe)
        assert "looked for again" in found.said[0].error
        if kind == "folder":
            log.rmdir()
        log.write_text("Lot 1/2 inséré avec succès\n", encoding="utf-8")
        found = await look(probe)
    assert found.said[0].error == ""
    assert found.said[0].batch == 1


async def test_an_expression_that_never_ends_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backend.probes.watched.LONGEST_READ", 3.0)
    log, other = tmp_path / "x.log", tmp_path / "y.log"
    log.write_text("a" * 60 + "!\n", encoding="utf-8")
    other.write_text("7 moved\n", encoding="utf-8")
    patterns = (r"^(a+)+$(?P<batch>x)?", r"(?P<migrated>\d+) moved")
    with Worker() as worker:
        async with (
            serving(answering(dict)) as server,
            probe_of(
                server.url, Time(), tmp_path, log, other, reading=worker, patterns=patterns
            ) as probe,
        ):
            found = await look(probe)
            assert found.said[0].error == "given up after 3 s: look at claim_patterns"
            found = await look(probe)
    assert found.said[1].migrated == 7


async def test_a_source_that_cannot_be_counted_says_why(tmp_path: Path) -> None:
    source = tmp_path / "source.json"
    source.write_text("[", encoding="utf-8")
    async with (
        serving(answering(dict)) as server,
        probe_of(server.url, Time(), tmp_path, expected=source) as probe,
    ):
        found = await look(probe)
    assert found.expected is not None
    assert str(source) in found.expected.error
    assert found.state == "waiting"
