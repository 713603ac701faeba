"""A run controlled from another process, and the way back after any end."""

import asyncio
import os
import signal
from pathlib import Path

import httpx
import pytest

from backend.probes.migration import MigrationProbe
from tests.contract.migration.conftest import Bench, Ended
from tests.migration_door import Answer, Asked, Pass, Reset, door
from tests.migration_sources import aliases, collections, vectors, write

RECORDS, BATCH = 60, 4
OPTIONS = ("--batch-size", str(BATCH), "--workers", "2")


async def run_id(bench: Bench) -> str:
    return (await MigrationProbe(bench.state).read()).runs[0].id


def threshold(bench: Bench, name: str) -> int:
    info = httpx.get(f"{bench.qdrant}/collections/{name}").raise_for_status().json()["result"]
    return int(info["config"]["optimizer_config"]["indexing_threshold"])


async def serving(bench: Bench, tmp_path: Path) -> str:
    """The collection of a finished run that the name means now."""
    assert (await bench.run(write(tmp_path / "old.json", vectors(range(5))))).code == 0
    return aliases(bench.qdrant)[bench.collection]


async def test_a_paused_run_sends_nothing_until_it_is_resumed(bench: Bench, tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", vectors(range(RECORDS)))
    controlled: list[Ended] = []
    sent_while_paused: list[int] = []

    async def pause_and_resume() -> None:
        controlled.append(await bench.migrate("pause", await run_id(bench)))
        paused_at = opened.upserts
        while (await MigrationProbe(bench.state).read()).runs[0].state != "paused":
            await asyncio.sleep(0.02)
        released.set()
        while (await MigrationProbe(bench.state).read()).runs[0].in_flight:
            await asyncio.sleep(0.02)
        sent_while_paused.append(opened.upserts - paused_at)
        controlled.append(await bench.migrate("resume", await run_id(bench)))

    released = asyncio.Event()
    other: list[asyncio.Task[None]] = []

    async def hold_the_fifth(asked: Asked, go: Pass) -> Answer:
        if asked.upsert == 5:
            other.append(asyncio.create_task(pause_and_resume()))
        if asked.upsert >= 5 and not released.is_set():
            await released.wait()
        return await go()

    async with door(bench.qdrant, hold_the_fifth) as opened:
        ended = await bench.run(path, *OPTIONS, to=opened.url)
        await other[0]
    assert ended.code == 0, ended.err
    assert [one.code for one in controlled] == [0, 0]
    assert sent_while_paused[0] <= 1  # the other worker's batch, on its way when the word came
    assert ended.report.target_exact == RECORDS


@pytest.mark.parametrize(("word", "drop"), [("abort", False), ("rollback", True)])
async def test_a_run_ended_from_outside_leaves_the_name_where_it_was(
    bench: Bench, tmp_path: Path, word: str, drop: bool
) -> None:
    old = await serving(bench, tmp_path)
    path = write(tmp_path / "a.json", vectors(range(RECORDS)))
    told: list[Ended] = []

    async def end_it(asked: Asked, go: Pass) -> Answer:
        if asked.upsert == 5:
            options = ("--drop-staging",) if drop else ()
            told.append(await bench.migrate(word, await run_id(bench), *options))
        return await go()

    async with door(bench.qdrant, end_it) as opened:
        ended = await bench.run(path, *OPTIONS, to=opened.url)
    assert told[0].code == 0, told[0].err
    assert ended.code == 1
    report = ended.report
    assert report.state == "aborted"
    assert report.switch is not None
    assert (report.switch.state, report.switch.dropped) == ("returned", drop)
    assert aliases(bench.qdrant)[bench.collection] == old
    left = collections(bench.qdrant, bench.collection)
    assert left == sorted([old] if drop else [old, report.switch.staging])
    if not drop:
        assert threshold(bench, report.switch.staging) == threshold(bench, old) != 0
    again = await bench.migrate("abort", report.id)
    assert again.code == 2
    assert "has ended: aborted" in again.err


async def test_a_finished_run_is_taken_back_however_often_that_is_cut_off(
    bench: Bench, tmp_path: Path
) -> None:
    old = await serving(bench, tmp_path)
    path = write(tmp_path / "a.json", vectors(range(RECORDS)))
    kills: list[str] = []

    async def kill(asked: Asked, go: Pass) -> Answer:
        """Before anything was asked, before the alias is moved, and right after that."""
        is_move = asked.path == "/collections/aliases"
        if len(kills) < 3 and is_move >= (len(kills) > 0):
            kills.append(asked.path)
            if len(kills) == 3:
                await go()
            os.kill(bench.processes[-1].pid, signal.SIGKILL)
            raise Reset
        return await go()

    async with door(bench.qdrant) as opened:
        ended = await bench.run(path, *OPTIONS, to=opened.url)
        assert ended.code == 0, ended.err
        report = ended.report
        assert report.switch is not None
        opened.rule = kill
        while True:
            back = await bench.migrate("rollback", report.id, "--drop-staging", "--format", "json")
            assert aliases(bench.qdrant)[bench.collection] in (old, report.switch.staging)
            if back.code != -signal.SIGKILL:
                break
            (run, *_) = (await MigrationProbe(bench.state).read()).runs
            assert run.state == "lost"
            assert run.switch is not None
            assert run.switch.state == "returning"
    assert len(kills) == 3
    assert back.code == 0, back.err
    switch = back.report.switch
    assert switch is not None
    assert (back.report.state, switch.state, switch.dropped) == ("aborted", "returned", True)
    assert [one.summary for one in back.report.findings] == [
        f"alias {bench.collection} means {old}, as before the run",
        f"collection {switch.staging} was deleted",
    ]
    assert (back.report.seconds, back.report.resumed) == (report.seconds, 0)
    assert aliases(bench.qdrant)[bench.collection] == old
    assert collections(bench.qdrant, bench.collection) == [old]


async def test_a_run_whose_process_died_is_resumed_by_its_id(bench: Bench, tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", vectors(range(RECORDS)))

    async def kill_at_the_fifth(asked: Asked, go: Pass) -> Answer:
        if asked.upsert == 5:
            os.kill(bench.processes[0].pid, signal.SIGKILL)
        return await go()

    async with door(bench.qdrant, kill_at_the_fifth) as opened:
        assert (await bench.run(path, *OPTIONS, to=opened.url)).code == -signal.SIGKILL
        lost = await run_id(bench)
        paused = await bench.migrate("pause", lost)
        assert (paused.code, "no process works" in paused.err) == (2, True)
        (staging,) = collections(bench.qdrant, bench.collection)
        assert threshold(bench, staging) == 0
        ended = await bench.migrate("resume", lost, "--format", "json")
    assert ended.code == 0, ended.err
    assert (ended.report.id, ended.report.target_exact) == (lost, RECORDS)
    assert threshold(bench, staging) != 0


async def test_too_many_failures_take_the_run_back(bench: Bench, tmp_path: Path) -> None:
    old = await serving(bench, tmp_path)
    records = vectors(range(RECORDS))
    for record in records[:4]:
        record["vector"] = [1.0]
    path = write(tmp_path / "a.json", records)
    ended = await bench.run(path, *OPTIONS)
    assert ended.code == 1
    assert ended.report.state == "failed"
    (finding,) = [one for one in ended.report.findings if one.kind == "failures"]
    assert "more than 5 %" in finding.summary
    assert aliases(bench.qdrant)[bench.collection] == old
    dropped = await bench.run(path, *OPTIONS, "--drop-staging")
    switches = [one.report.switch for one in (ended, dropped)]
    assert [one and one.dropped for one in switches] == [False, True]
    assert aliases(bench.qdrant)[bench.collection] == old
    left = collections(bench.qdrant, bench.collection)
    assert [one and one.staging in left for one in switches] == [True, False]
    borne = await bench.run(path, *OPTIONS, "--max-failed", "10")
    assert (borne.code, borne.report.state) == (1, "finished")
    assert aliases(bench.qdrant)[bench.collection] != old


async def test_what_was_written_in_place_is_removed_again(bench: Bench, tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", vectors(range(5)))
    report = (await bench.run(path, "--in-place")).report
    assert len(bench.points) == 5
    back = await bench.migrate("rollback", report.id)
    assert back.code == 0, back.err
    assert bench.points == {}
    unknown = await bench.migrate("rollback", "../nonsense")
    assert (unknown.code, "migrate list" in unknown.err) == (2, True)


async def test_an_alias_that_someone_else_moved_since_is_left_there(
    bench: Bench, tmp_path: Path
) -> None:
    await serving(bench, tmp_path)
    report = (await bench.run(write(tmp_path / "a.json", vectors(range(9))))).report
    actions = [{"delete_alias": {"alias_name": bench.collection}}]
    address = f"{bench.qdrant}/collections/aliases"
    httpx.post(address, json={"actions": actions}).raise_for_status()
    back = await bench.migrate("rollback", report.id, "--format", "json")
    assert back.code == 1
    assert "someone else's hand, and was left there; collection" in back.report.findings[-1].summary
    assert bench.collection not in aliases(bench.qdrant)
