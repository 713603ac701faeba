"""`run` against a Qdrant: the embedded one, or the one that QDRANT_URL names."""

import json
import math
import sqlite3
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from backend.migration.identity import point_id
from backend.probes.migration import MigrationProbe
from tests.contract.migration.conftest import Bench
from tests.migration_door import Answer, Asked, Pass, door
from tests.migration_sources import embeddings, tasks, vector, vectors, write, write_tasks

NAN = float("nan")


def same_direction(one: list[float], other: list[float]) -> bool:
    product = math.fsum(a * b for a, b in zip(one, other, strict=True))
    return product / (math.hypot(*one) * math.hypot(*other)) > 1 - 1e-6


@pytest.mark.parametrize("shape", ["tasks", "embeddings", "vectors"])
async def test_every_shape_arrives_whole(bench: Bench, tmp_path: Path, shape: str) -> None:
    path = tmp_path / "a.json"
    ids: list[Any]
    if shape == "tasks":
        write_tasks(path, tasks(30))
        ids = [record["TaskId"] for record in tasks(30)]
    elif shape == "embeddings":
        write(path, embeddings(30))
        ids = [record["id"] for record in embeddings(30)]
    else:
        ids = [*range(10), *(str(uuid4()) for _ in range(10)), *(f"x{n}" for n in range(10))]
        write(path, vectors(ids))
    ended = await bench.run(path, "--batch-size", "7")
    assert ended.code == 0, ended.err
    report = ended.report
    assert (report.state, report.source_records, report.distinct_ids) == ("finished", 30, 30)
    assert (report.written, report.failed, report.target_exact) == (30, 0, 30)
    assert set(bench.points) == {point_id(identity) for identity in ids}
    for number, identity in enumerate(ids):
        point = bench.points[point_id(identity)]
        assert same_direction(point["vector"], vector(number))
        kept = point["payload"].get("_source_id", identity)
        assert kept == identity
    if shape == "tasks":
        assert bench.points[point_id("0.3")]["payload"] == {"_source_id": "0.3", "Title": "tâche 3"}


async def test_the_last_of_several_records_with_one_id_arrives(
    bench: Bench, tmp_path: Path
) -> None:
    path = write(tmp_path / "a.json", vectors([1, 2, 1, 3, 1, 2] * 5))
    ended = await bench.run(path, "--batch-size", "2")
    assert ended.code == 0, ended.err
    assert (ended.report.distinct_ids, ended.report.colliding_records) == (3, 27)
    assert (ended.report.written, ended.report.target_exact) == (3, 3)
    sources = {identity: point["payload"]["source"] for identity, point in bench.points.items()}
    assert sources == {1: "28", 2: "29", 3: "27"}


async def test_records_that_cannot_be_sent_are_kept_with_their_reason(
    bench: Bench, tmp_path: Path
) -> None:
    records: list[Any] = vectors("abcdef")
    records[1]["vector"][2] = NAN
    records[2]["vector"] = [1.0]
    records[3] = "junk"
    (tmp_path / "a.json").write_text(json.dumps(records)[:-10])
    ended = await bench.run(tmp_path / "a.json", "--batch-size", "2", "--max-failed", "100")
    assert ended.code == 1
    assert (ended.report.state, ended.report.written, ended.report.failed) == ("finished", 2, 4)
    assert ended.report.target_exact == 2
    shown = await bench.migrate("show", ended.report.id, "--format", "json")
    failures = bench.shown(shown.out)["failures"]
    assert [(one["place"], one["id"], one["kind"]) for one in failures] == [
        ("a.json: [1]", "b", "not finite"),
        ("a.json: [2]", "c", "dimension"),
        ("a.json: [3]", "", "unreadable"),
        ("a.json: [5]", "", "corrupt"),
    ]
    (journal,) = bench.journals
    left = journal.with_suffix(".dead-letters.jsonl").read_text().splitlines()
    told = await bench.migrate("dead-letters", ended.report.id)
    assert told.out.splitlines() == left
    assert [json.loads(line).get("content") for line in left] == [
        {**records[1], "vector": [*records[1]["vector"][:2], "NaN", *records[1]["vector"][3:]]},
        records[2],
        "junk",
        None,
    ]


async def test_dead_letters_that_were_mended_are_a_source(bench: Bench, tmp_path: Path) -> None:
    records: list[Any] = vectors("abcd")
    whole = records[2]["vector"]
    records[2]["vector"] = whole[:-1]
    path = write(tmp_path / "a.json", records)
    ended = await bench.run(path, "--in-place", "--max-failed", "100")
    assert (ended.report.written, ended.report.failed) == (3, 1)
    left = await bench.migrate("dead-letters", ended.report.id, "--records")
    mended = json.loads(left.out)
    mended["vector"].append(whole[-1])
    (tmp_path / "mended.jsonl").write_text(json.dumps(mended) + "\n")
    assert (await bench.run(tmp_path / "mended.jsonl", "--in-place")).code == 0
    assert len(bench.points) == 4


async def test_points_that_were_there_before_are_accounted_for(
    bench: Bench, tmp_path: Path
) -> None:
    write(tmp_path / "a.json", vectors(range(10)))
    write(tmp_path / "b.json", vectors(range(5, 20)))
    assert (await bench.run(tmp_path / "a.json", "--in-place")).code == 0
    ended = await bench.run(tmp_path / "b.json", "--in-place")
    assert ended.code == 0, ended.err
    assert (ended.report.target_before, ended.report.target_exact) == (10, 20)
    (finding,) = ended.report.findings
    assert "5 of the 15 written replaced one of them" in finding.summary


async def test_running_a_finished_migration_again_is_a_new_run(
    bench: Bench, tmp_path: Path
) -> None:
    path = write(tmp_path / "a.json", vectors(range(10)))
    first = await bench.run(path)
    second = await bench.run(path)
    assert second.code == 0
    assert "before" not in first.err
    assert first.report.switch is not None
    assert f"run {first.report.id} has finished this migration before" in second.err
    assert f"{first.report.switch.staging} stays" in second.err
    assert second.report.id != first.report.id
    assert (second.report.resumed, second.report.target_exact) == (0, 10)
    assert len(bench.journals) == 2


async def test_an_ended_journal_is_one_plain_file(bench: Bench, tmp_path: Path) -> None:
    await bench.run(write(tmp_path / "a.json", vectors(range(10))))
    (journal,) = bench.journals
    run = journal.stem
    assert sorted(path.name for path in journal.parent.iterdir()) == sorted(
        [journal.name, "locks.db", f"{run}.verification.json", f"{run}.verification.md"]
    )


async def test_batch_size_and_workers_come_from_the_environment_too(
    bench: Bench, tmp_path: Path
) -> None:
    path = write(tmp_path / "a.json", vectors(range(10)))
    await bench.run(path, BATCH_SIZE="3", PASSERELLE_WORKERS="2")
    (run,) = (await MigrationProbe(bench.state).read()).runs
    assert (run.batch_size, run.workers, run.batches_done, run.batches_total) == (3, 2, 4, 4)


async def test_a_source_that_fits_no_shape_is_refused_and_leaves_nothing_behind(
    bench: Bench, tmp_path: Path
) -> None:
    ended = await bench.run(write(tmp_path / "a.json", {"name": "x"}))
    assert (ended.code, ended.out) == (2, "")
    assert "found an object with the fields 'name'; known shapes: " in ended.err
    assert not bench.state.exists()


async def test_a_target_that_is_not_there_ends_with_3_and_can_be_taken_up(
    bench: Bench, tmp_path: Path
) -> None:
    path = write(tmp_path / "a.json", vectors(range(10)))
    async with door(bench.qdrant) as opened:
        address = opened.url
    ended = await bench.run(path, "--give-up-after", "0", to=address)
    assert ended.code == 3
    assert (ended.report.state, ended.report.target_exact) == ("paused", None)
    assert "run the same command again" in ended.err


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--to", "localhost"), "address"),
        (("--to", "http://me:secret@localhost"), "QDRANT_API_KEY"),
        (("--workers", "0"), "--workers"),
        (("--pace", "0"), "--pace"),
    ],
)
async def test_what_makes_no_sense_is_refused_before_anything_happens(
    bench: Bench, tmp_path: Path, options: tuple[str, ...], told: str
) -> None:
    path = write(tmp_path / "a.json", vectors(range(3)))
    ended = await bench.run(path, *options)
    assert ended.code == 2
    assert told in ended.err
    assert "Traceback" not in ended.err
    assert "secret" not in ended.err


async def test_the_api_key_is_sent_and_told_nowhere(bench: Bench, tmp_path: Path) -> None:
    key = "k-3f9a2b-never-shown"
    path = write(tmp_path / "a.json", vectors(range(3)))
    keys: set[bool] = set()

    async def listen(asked: Asked, go: Pass) -> Answer:
        keys.add(asked.headers.get("api-key") == key)
        if asked.upsert == 1:
            body = json.dumps({"status": {"error": "forbidden"}}).encode()
            return Answer(403, body)
        return await go()

    async with door(bench.qdrant, listen) as opened:
        ended = await bench.run(path, to=opened.url, QDRANT_API_KEY=key)
    assert keys == {True}
    assert ended.code == 2
    everything = ended.out + ended.err
    everything += "".join(
        p.read_bytes().decode("latin1") for p in bench.state.rglob("*") if p.is_file()
    )
    assert "QDRANT_API_KEY" in everything
    assert key not in everything


async def test_list_and_show_tell_what_the_journals_hold(bench: Bench, tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", vectors(range(10)))
    report = (await bench.run(path)).report
    listed = await bench.migrate("list")
    assert report.id in listed.out
    assert "finished" in listed.out
    shown = await bench.migrate("show", report.id)
    assert "Qdrant's exact count: 10" in shown.out
    unknown = await bench.migrate("show", "nonsense")
    assert unknown.code == 2
    assert "migrate list" in unknown.err


async def test_a_file_among_the_journals_that_is_none_costs_itself_only(
    bench: Bench, tmp_path: Path
) -> None:
    path = write(tmp_path / "a.json", vectors(range(3)))
    report = (await bench.run(path)).report
    (bench.journals[0].parent / "zzz.sqlite").write_text("no database at all, whatever its name")
    with sqlite3.connect(bench.journals[0].parent / "newer.sqlite") as db:
        db.execute("PRAGMA user_version=99")
    listed = await bench.migrate("list", "--format", "json")
    told = bench.shown(listed.out)
    assert [run["id"] for run in told["runs"]] == [report.id]
    assert len(told["unreadable"]) == 2
    assert (await bench.run(path)).code == 0
