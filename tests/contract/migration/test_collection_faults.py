"""A source collection that goes away, is written to, or is moved by processes that are killed."""

import asyncio
import os
import random
import signal
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from backend.migration.history import read_run
from tests.contract.migration.conftest import Bench
from tests.contract.migration.elsewhere import Elsewhere, Origin, elsewhere, points
from tests.contract.migration.test_interrupted import Killer
from tests.migration_door import Answer, Asked, Pass, Reset, door
from tests.migration_sources import aliases, collections

POINTS, BATCH = 120, 4
OPTIONS = ("--batch-size", str(BATCH))


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Elsewhere]:
    """A Qdrant of its own."""
    with elsewhere(tmp_path / "elsewhere") as made:
        yield made


@pytest.fixture
def source(server: Elsewhere) -> Origin:
    """A collection in it, its ids in no order of their writing."""
    made = Origin(server.url, f"from-{uuid4().hex}")
    made.make(vectors={"size": 4, "distance": "Dot"})
    numbers = list(range(POINTS))
    random.Random(5).shuffle(numbers)
    made.put([point(n * 3) for n in numbers])
    return made


def point(number: int) -> dict[str, object]:
    """A point that belongs to this number alone."""
    vector = [1.0, number / 7, -number / 3, 0.5]
    return {"id": number, "vector": vector, "payload": {"source": str(number)}}


def behind(source: Origin, url: str) -> str:
    """The address of a source behind a door."""
    return f"{url}/{source.name}"


async def test_a_run_killed_again_and_again_reads_exactly_what_lacks(
    bench: Bench, source: Origin
) -> None:
    dice = random.Random(20261126)
    killer = Killer(bench)
    kills = not_written_down = 0
    async with door(bench.qdrant, killer) as opened:
        while True:
            killer.aim(dice.randint(1, 9) if kills < 4 else 0, after=dice.random() < 0.5)
            ended = await bench.run_from(source.address, *OPTIONS, to=opened.url)
            if ended.code != -signal.SIGKILL:
                break
            kills += 1
            not_written_down += len(killer.applied) - read_run(bench.journals[0]).written
    assert kills >= 3
    assert ended.code == 0, ended.err
    assert (ended.report.written, ended.report.target_exact) == (POINTS, POINTS)
    assert points(bench.qdrant, bench.collection) == points(source.url, source.name)
    # What was acknowledged and written down is never sent again: only what was not yet.
    repeated = sum(times - 1 for times in killer.applied.values())
    assert repeated <= not_written_down
    assert set(killer.applied) == {str(3 * n) for n in range(POINTS)}


async def test_a_source_that_goes_away_is_waited_for(
    bench: Bench, server: Elsewhere, source: Origin
) -> None:
    told: list[str] = []

    async def end_the_source(asked: Asked, go: Pass) -> Answer:
        if asked.upsert == 5:
            server.kill()
            told.append("gone")
            asyncio.get_running_loop().call_later(1.5, server.start)
        return await go()

    async with door(bench.qdrant, end_the_source) as opened:
        ended = await bench.run_from(source.address, *OPTIONS, to=opened.url)
    assert told == ["gone"]
    assert ended.code == 0, ended.err
    assert ended.report.retries > 0
    assert points(bench.qdrant, bench.collection) == points(source.url, source.name)
    shown = await bench.migrate("show", ended.report.id)
    assert "source: no answer" in shown.out


async def test_a_source_that_stays_away_leaves_a_run_to_be_taken_up(
    bench: Bench, server: Elsewhere, source: Origin
) -> None:
    async def end_the_source(asked: Asked, go: Pass) -> Answer:
        if asked.upsert == 5:
            server.kill()
        return await go()

    async with door(bench.qdrant, end_the_source) as opened:
        to = opened.url
        ended = await bench.run_from(source.address, *OPTIONS, "--give-up-after", "0.5", to=to)
        assert ended.code == 3
        assert "gave up on the source" in ended.err
        assert 0 < ended.report.written < POINTS
        server.start()
        again = await bench.migrate("resume", ended.report.id, "--format", "json")
    assert again.code == 0, again.err
    assert (again.report.id, again.report.written) == (ended.report.id, POINTS)
    assert points(bench.qdrant, bench.collection) == points(source.url, source.name)


@pytest.mark.parametrize(
    "trouble",
    [
        Answer(500, b'{"status":{"error":"out of luck"}}'),
        Answer(429, b'{"status":{"error":"slowly"}}', {"retry-after": "0"}),
        Answer(200, b"<html>no JSON</html>"),
        Answer(200, b'{"result":{"points":[{"no":"id"}]}}'),
        Answer(200, b'{"result":{"points":[{"id":1,"vector":[[],"x"]}]}}'),
        Reset,
    ],
)
async def test_a_page_that_fails_is_asked_for_again(
    bench: Bench, source: Origin, trouble: Answer | type[Reset]
) -> None:
    failed: set[bytes] = set()

    async def every_page_once(asked: Asked, go: Pass) -> Answer:
        is_page = asked.path.endswith("/scroll") and b'"with_vector":true' in asked.body
        if not is_page or asked.body in failed or len(failed) > 4:
            return await go()
        failed.add(asked.body)
        if isinstance(trouble, Answer):
            return trouble
        raise trouble

    async with door(source.url, every_page_once) as opened:
        ended = await bench.run_from(behind(source, opened.url), "--batch-size", "16")
    assert failed
    assert ended.code == 0, ended.err + ended.out
    assert points(bench.qdrant, bench.collection) == points(source.url, source.name)


@pytest.mark.parametrize("what", ["added", "another payload", "gone", "moved"])
async def test_a_source_that_is_written_to_meanwhile_is_told_and_nothing_is_switched(
    bench: Bench, source: Origin, what: str
) -> None:
    async def write(asked: Asked, go: Pass) -> Answer:
        answer = await go()
        if asked.upsert == 12:
            # The ranges are fixed, and the first of them are moved already.
            if what == "added":
                source.put([point(POINTS * 3 + 1)])
            elif what == "another payload":
                source.put([{**point(0), "payload": {"source": "new"}}])
            elif what == "gone":
                source.delete(3)
            else:  # the same number of points, and one that nobody has read
                source.delete(POINTS * 3 - 3)
                source.put([point(1)])
        return answer

    async with door(bench.qdrant, write) as opened:
        ended = await bench.run_from(source.address, *OPTIONS, to=opened.url)
    assert ended.code == 1
    assert ended.report.state == "failed"
    told = " ".join(finding.summary for finding in ended.report.findings)
    assert f"{source.name} (" in told and "changed while it was moved" in told
    verification = ended.report.verification
    assert verification is not None
    assert [c.passed for c in verification.checks if c.name == "source"] == [False]
    assert bench.collection not in aliases(bench.qdrant)
    assert collections(bench.qdrant, bench.collection)


async def test_a_source_deleted_in_mid_run_ends_the_sitting_with_a_clear_word(
    bench: Bench, source: Origin
) -> None:
    async def delete(asked: Asked, go: Pass) -> Answer:
        if asked.upsert == 5:
            httpx.delete(f"{source.url}/collections/{source.name}")
        return await go()

    async with door(bench.qdrant, delete) as opened:
        ended = await bench.run_from(source.address, *OPTIONS, to=opened.url)
    assert ended.code == 2
    assert f"collection {source.name} is not there any more" in ended.err
    assert bench.collection not in aliases(bench.qdrant)


async def test_an_alias_that_moves_meanwhile_does_not_change_what_is_read(
    bench: Bench, source: Origin
) -> None:
    source.alias("serving")
    other = Origin(source.url, f"other-{uuid4().hex}")
    other.make(vectors={"size": 4, "distance": "Dot"})

    async def move_the_alias_and_die(asked: Asked, go: Pass) -> Answer:
        if asked.upsert == 5 and len(bench.processes) == 1:
            other.alias("serving")
            os.kill(bench.processes[-1].pid, signal.SIGKILL)
            raise ConnectionError
        return await go()

    address = f"{source.url}/serving"
    async with door(bench.qdrant, move_the_alias_and_die) as opened:
        killed = await bench.run_from(address, *OPTIONS, to=opened.url)
        assert killed.code == -signal.SIGKILL
        ended = await bench.run_from(address, *OPTIONS, to=opened.url)
    assert ended.code == 0, ended.err
    assert points(bench.qdrant, bench.collection) == points(source.url, source.name)
