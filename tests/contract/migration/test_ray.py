"""The same runs, read by Ray Data and written by ray-qdrant on a cluster of this machine."""

import asyncio
import json
import os
import signal
from collections import Counter
from pathlib import Path

import httpx
import numpy as np
import pytest

from backend.probes.migration import MigrationProbe
from tests.contract.migration.conftest import Bench
from tests.contract.migration.elsewhere import Origin, info, points
from tests.migration_door import Answer, Asked, Pass, door
from tests.migration_sources import DIMENSION, aliases, collections, remove, vectors, write

pytest.importorskip("ray_qdrant", reason="passerelle[ray] is not installed")

RECORDS, BATCH = 240, 8
OPTIONS = ("--engine", "ray", "--batch-size", str(BATCH), "--workers", "2")


def shards(folder: Path, count: int = RECORDS) -> Path:
    """Two arrays with ids of every kind, and payloads of which no two have the same fields."""
    folder.mkdir()
    rows = np.arange(count * DIMENSION, dtype=np.float32).reshape(count, DIMENSION) + 1
    half = count // 2 + 3
    for name, span in (("a", range(half)), ("b", range(half, count))):
        np.save(folder / f"{name}.npy", rows[span.start : span.stop])
        ids = [n if n % 2 else f"task {n}" for n in span]
        (folder / f"{name}.ids.json").write_text(json.dumps(ids))
        lines = [json.dumps({"source": str(n), f"f{n % 5}": {"deep": [n, None]}}) for n in span]
        (folder / f"{name}.payload.jsonl").write_text("\n".join(lines))
    return folder


async def run_id(bench: Bench) -> str:
    return (await MigrationProbe(bench.state).read()).runs[0].id


async def test_shards_arrive_and_are_proved(bench: Bench, tmp_path: Path) -> None:
    ended = await bench.run(shards(tmp_path / "s"), *OPTIONS)
    assert ended.code == 0, ended.err
    assert (ended.report.written, ended.report.target_exact) == (RECORDS, RECORDS)
    assert ended.report.verification is not None
    assert ended.report.verification.passed
    payloads = {one["payload"]["source"]: one["payload"] for one in bench.points.values()}
    assert payloads["11"] == {"source": "11", "f1": {"deep": [11, None]}}
    assert payloads["4"]["_source_id"] == "task 4"


async def test_parquet_arrives_and_is_proved(bench: Bench, tmp_path: Path) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    columns = {
        "id": list(range(RECORDS)),
        "vector": [[n + 1.0, 1.0] for n in range(RECORDS)],
        "text": [None if n % 3 else f"t{n}" for n in range(RECORDS)],
    }
    parquet.write_table(pa.table(columns), tmp_path / "a.parquet", row_group_size=50)
    ended = await bench.run(tmp_path / "a.parquet", *OPTIONS)
    assert ended.code == 0, ended.err
    assert ended.report.verification is not None
    assert ended.report.verification.passed


@pytest.mark.parametrize("name", ["", "image"])
async def test_a_collection_arrives_and_is_proved(bench: Bench, name: str) -> None:
    here = Origin(bench.qdrant, f"from-{bench.collection}")
    params = {"size": 2, "distance": "Dot"}
    here.make(vectors={name: params} if name else params)
    rows = [(n, [n + 1.0, 0.5]) for n in range(RECORDS)]
    here.put(
        [
            {"id": n, "vector": {name: row} if name else row, "payload": {f"f{n % 3}": [n, None]}}
            for n, row in rows
        ]
    )
    here.index("f1", "integer")
    ended = await bench.run_from(here.address, *OPTIONS)
    held = points(here.url, here.name)
    remove(here.url, here.name)
    assert ended.code == 0, ended.err
    assert ended.report.verification is not None
    assert ended.report.verification.source_digest == ended.report.verification.target_digest
    assert points(bench.qdrant, bench.collection) == held
    run = (await MigrationProbe(bench.state).read()).runs[0]
    assert (run.batches_done, run.batches_total) == (RECORDS // BATCH, RECORDS // BATCH)
    indexes = info(bench.qdrant, bench.collection)["payload_schema"]
    assert indexes["f1"]["data_type"] == "integer"


async def test_a_collection_of_more_than_one_vector_is_refused_before_any_is_made(
    bench: Bench,
) -> None:
    here = Origin(bench.qdrant, f"from-{bench.collection}")
    params = {"size": 2, "distance": "Dot"}
    here.make(vectors={"a": params, "b": params})
    here.put([{"id": 1, "vector": {"a": [1, 2]}, "payload": {}}])
    ended = await bench.run_from(here.address, *OPTIONS)
    remove(here.url, here.name)
    assert ended.code == 2
    assert "one dense vector for each point" in ended.err
    assert collections(bench.qdrant, bench.collection) == []


async def test_a_run_that_is_killed_goes_on_with_what_the_journal_lacks(
    bench: Bench, tmp_path: Path
) -> None:
    source = shards(tmp_path / "s")
    applied: Counter[str] = Counter()
    journalled = 0

    async def kill_at_the_twelfth(asked: Asked, go: Pass) -> Answer:
        nonlocal journalled
        if asked.upsert == 12:
            while not journalled:  # the journal holds some batches, and others are on their way
                await asyncio.sleep(0.02)
                journalled = (await MigrationProbe(bench.state).read()).runs[0].written
            bench.processes[-1].kill()
        answer = await go()
        if asked.upsert:
            applied.update(p["source"] for p in json.loads(asked.body)["batch"]["payloads"])
        return answer

    async with door(bench.qdrant, kill_at_the_twelfth) as opened:
        assert (await bench.run(source, *OPTIONS, to=opened.url)).code == -signal.SIGKILL
        resumed = await bench.migrate("resume", await run_id(bench), "--format", "json")
    assert resumed.code == 0, resumed.err
    report = resumed.report
    assert (report.resumed, report.written, report.target_exact) == (1, RECORDS, RECORDS)
    assert report.verification is not None
    assert report.verification.passed
    assert sum(applied.values()) <= 2 * RECORDS - journalled
    assert len(applied) == RECORDS
    (shown,) = (await MigrationProbe(bench.state).read()).runs
    assert shown.manner.engine == "ray"


async def test_a_signal_finishes_what_is_in_flight_and_either_engine_goes_on(
    bench: Bench, tmp_path: Path
) -> None:
    source = shards(tmp_path / "s")
    acknowledged = 0

    async def interrupt_at_the_seventh(asked: Asked, go: Pass) -> Answer:
        nonlocal acknowledged
        if asked.upsert == 7:
            os.kill(bench.processes[-1].pid, signal.SIGINT)
        answer = await go()
        acknowledged += asked.upsert > 0
        return answer

    async with door(bench.qdrant, interrupt_at_the_seventh) as opened:
        ended = await bench.run(source, *OPTIONS, to=opened.url)
        assert ended.code == 130, ended.err
        assert ended.report.written == acknowledged * BATCH < RECORDS
        local = await bench.run(source, "--batch-size", str(BATCH), to=opened.url)
    assert local.code == 0, local.err
    assert (local.report.resumed, local.report.target_exact) == (1, RECORDS)


async def test_a_paused_run_writes_nothing_until_it_is_resumed(
    bench: Bench, tmp_path: Path
) -> None:
    sent_while_paused: list[int] = []
    other: list[asyncio.Task[None]] = []

    async def pause_and_resume() -> None:
        assert (await bench.migrate("pause", await run_id(bench))).code == 0
        while True:
            (run,) = (await MigrationProbe(bench.state).read()).runs
            if run.state == "paused" and not run.in_flight:
                break
            await asyncio.sleep(0.05)
        before = opened.upserts
        await asyncio.sleep(0.5)
        sent_while_paused.append(opened.upserts - before)
        assert (await bench.migrate("resume", run.id)).code == 0

    async def pause_at_the_fifth(asked: Asked, go: Pass) -> Answer:
        if asked.upsert == 5:
            other.append(asyncio.create_task(pause_and_resume()))
        return await go()

    async with door(bench.qdrant, pause_at_the_fifth) as opened:
        ended = await bench.run(shards(tmp_path / "s"), *OPTIONS, "--pace", "100", to=opened.url)
        await other[0]
    assert ended.code == 0, ended.err
    assert sent_while_paused == [0]


async def test_an_aborted_run_leaves_the_name_where_it_was(bench: Bench, tmp_path: Path) -> None:
    old = await bench.run(write(tmp_path / "old.json", vectors(range(5))))
    assert old.code == 0
    before = aliases(bench.qdrant)[bench.collection]

    async def abort_at_the_fifth(asked: Asked, go: Pass) -> Answer:
        if asked.upsert == 5:
            assert (await bench.migrate("abort", await run_id(bench), "--drop-staging")).code == 0
        return await go()

    async with door(bench.qdrant, abort_at_the_fifth) as opened:
        ended = await bench.run(shards(tmp_path / "s"), *OPTIONS, to=opened.url)
    assert (ended.code, ended.report.state) == (1, "aborted")
    assert aliases(bench.qdrant)[bench.collection] == before
    assert collections(bench.qdrant, bench.collection) == [before]


async def test_a_run_in_place_goes_back_point_by_point(bench: Bench, tmp_path: Path) -> None:
    old = await bench.run(write(tmp_path / "old.json", vectors(range(50))), "--in-place")
    assert old.code == 0, old.err
    held = bench.points
    ended = await bench.run(shards(tmp_path / "s"), *OPTIONS, "--in-place")
    assert ended.code == 0, ended.err
    assert bench.points != held
    back = await bench.migrate("rollback", ended.report.id)
    assert back.code == 0, back.err
    assert "25 that it replaced" in back.out
    assert bench.points == held


async def test_what_is_refused_costs_itself(bench: Bench, tmp_path: Path) -> None:
    refusal = Answer(400, b'{"status": {"error": "not this one"}}')

    async def refuse_one(asked: Asked, go: Pass) -> Answer:
        return refusal if asked.upsert and b'"source":"17"' in asked.body else await go()

    async with door(bench.qdrant, refuse_one) as opened:
        ended = await bench.run(shards(tmp_path / "s"), *OPTIONS, to=opened.url)
    assert ended.code == 1
    assert (ended.report.written, ended.report.failed) == (RECORDS - 1, 1)
    shown = await bench.migrate("show", ended.report.id)
    assert "the target refused it: 400: not this one" in shown.out


async def test_a_deleted_collection_is_noticed_and_not_made_again(
    bench: Bench, tmp_path: Path
) -> None:
    async def delete_at_the_fifth(asked: Asked, go: Pass) -> Answer:
        if asked.upsert == 5:
            for name in collections(bench.qdrant, bench.collection):
                httpx.delete(f"{bench.qdrant}/collections/{name}").raise_for_status()
        return await go()

    async with door(bench.qdrant, delete_at_the_fifth) as opened:
        ended = await bench.run(shards(tmp_path / "s"), *OPTIONS, to=opened.url)
    assert ended.code == 2
    assert "was deleted while this run was under way" in ended.err
    assert collections(bench.qdrant, bench.collection) == []


async def test_a_target_that_goes_away_and_comes_back_gets_everything(
    bench: Bench, tmp_path: Path
) -> None:
    """Longer away than ray-qdrant waits by itself."""
    away_until = float("inf")

    async def go_away_at_the_fifth(asked: Asked, go: Pass) -> Answer:
        nonlocal away_until
        now = asyncio.get_running_loop().time()
        if asked.upsert == 5:
            away_until = now + 20
        if asked.upsert >= 5 and now < away_until:
            return Answer(503, b'{"status": {"error": "later"}}')
        return await go()

    async with door(bench.qdrant, go_away_at_the_fifth) as opened:
        ended = await bench.run(shards(tmp_path / "s"), *OPTIONS, to=opened.url)
    assert ended.code == 0, ended.err
    assert ended.report.target_exact == RECORDS


async def test_json_is_refused_in_words(bench: Bench, tmp_path: Path) -> None:
    ended = await bench.run(write(tmp_path / "a.json", vectors(range(5))), *OPTIONS)
    assert ended.code == 2
    assert "write it as .npy or Parquet, or leave --engine ray away" in ended.err
    assert bench.journals == []
