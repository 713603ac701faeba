"""A record that is not written is kept as it was found, and can be mended and sent again."""

import json
import random
import signal
from pathlib import Path
from typing import Any

from backend.migration.history import EVERY, read_run
from tests.contract.migration.conftest import Bench
from tests.contract.migration.test_interrupted import Killer
from tests.migration_door import Answer, Asked, Pass, door
from tests.migration_sources import vectors, write

BEAR = ("--max-failed", "100")


def letters(bench: Bench, journal: int = -1) -> list[dict[str, Any]]:
    file = read_run(bench.journals[journal]).dead_letters
    return [json.loads(line) for line in Path(file).read_bytes().splitlines()]


def lines(path: Path, count: int, **broken: bytes) -> Path:
    """So many records as JSON Lines, some of them replaced."""
    written = [
        broken.get(f"at_{n}", json.dumps(one).encode()) for n, one in enumerate(records(count))
    ]
    path.write_bytes(b"\n".join(written))
    return path


def records(count: int) -> list[dict[str, Any]]:
    return vectors(range(count))


async def test_each_kind_is_kept_with_position_reason_and_content(
    bench: Bench, tmp_path: Path
) -> None:
    odd = b'{"id": 2, "vector": [0.5, NaN, -Infinity], "title": "\xc3\xa9"}'
    path = lines(tmp_path / "a.jsonl", 6, at_2=odd, at_3=b'{"id": 3, \xff', at_4=b"[1, 2]")
    ended = await bench.run(path, *BEAR)
    assert (ended.code, ended.report.written, ended.report.failed) == (1, 3, 3)
    by_line = {one["place"]: one for one in letters(bench)}
    nan, broken, listed = (by_line[f"a.jsonl: line {n}"] for n in (3, 4, 5))
    assert nan["content"] == {"id": 2, "vector": [0.5, "NaN", "-Infinity"], "title": "é"}
    assert path.read_bytes()[nan["offset"] :].startswith(odd)
    assert (broken["encoding"], broken["kind"]) == ("latin-1", "unreadable")
    assert broken["text"].encode("latin-1") == b'{"id": 3, \xff'
    assert listed["content"] == [1, 2]
    shown = await bench.migrate("show", ended.report.id)
    assert ended.report.dead_letters in shown.out
    assert '[0.5, "NaN", "-Infinity"]' in shown.out


async def test_one_json_document_tells_its_records_bytes_too(bench: Bench, tmp_path: Path) -> None:
    held = records(4)
    held[1]["vector"][0] = float("inf")
    path = write(tmp_path / "a.json", held)
    await bench.run(path, *BEAR)
    (one,) = letters(bench)
    assert one["content"]["vector"][0] == "Infinity"
    assert one["content"]["vector"][1:] == held[1]["vector"][1:]
    assert path.read_bytes()[one["offset"] :].startswith(b'{"id": 1')


async def test_where_a_document_breaks_what_stands_there_is_kept(
    bench: Bench, tmp_path: Path
) -> None:
    path = write(tmp_path / "a.json", records(4))
    text = path.read_text()
    path.write_text(text[: text.rindex('"vector"')])
    ended = await bench.run(path, *BEAR)
    assert (ended.report.written, ended.report.failed) == (3, 1)
    (one,) = letters(bench)
    assert (one["kind"], one["characters"]) == ("corrupt", -1)
    assert one["text"].lstrip(", ").startswith('{"id": 3')


async def test_what_the_target_refuses_is_kept_and_can_be_fed_back(
    bench: Bench, tmp_path: Path
) -> None:
    async def refuse_two(asked: Asked, go: Pass) -> Answer:
        if asked.upsert and any(p["id"] in (2, 5) for p in json.loads(asked.body)["points"]):
            return Answer(422, b'{"status": {"error": "not today"}}')
        return await go()

    path = write(tmp_path / "a.json", records(8))
    async with door(bench.qdrant, refuse_two) as opened:
        ended = await bench.run(path, *BEAR, to=opened.url)
    assert (ended.report.written, ended.report.failed) == (6, 2)
    refused = sorted(letters(bench), key=lambda one: one["record"])
    assert [one["sent"] for one in refused] == [True, True]
    told = await bench.migrate("dead-letters", ended.report.id, "--records")
    mended = tmp_path / "mended.jsonl"
    mended.write_text(told.out)
    again = await bench.run(mended, "--in-place")
    assert again.code == 0, again.err
    assert {point: held["payload"] for point, held in bench.points.items()} == {
        one["id"]: {"source": one["source"]} for one in records(8)
    }


async def test_no_kill_loses_a_letter_or_leaves_two(bench: Bench, tmp_path: Path) -> None:
    broken = {f"at_{n}": b'{"id": %d, "vector": [NaN]}' % n for n in range(0, 60, 3)}
    path = lines(tmp_path / "a.jsonl", 60, **broken)
    dice = random.Random(20261126)
    killer = Killer(bench)
    async with door(bench.qdrant, killer) as opened:
        for turn in range(20):
            killer.aim(dice.randint(1, 5) if turn < 4 else 0, after=dice.random() < 0.5)
            ended = await bench.run(path, *BEAR, "--batch-size", "3", to=opened.url)
            if ended.code != -signal.SIGKILL:
                break
            told = {one.record for one in read_run(bench.journals[-1], failures=EVERY).failures}
            if told:
                assert told <= {one["record"] for one in letters(bench)}
    assert ended.report.resumed >= 3
    kept = letters(bench)
    assert sorted(one["record"] for one in kept) == list(range(0, 60, 3))
    assert all(one["content"] == {"id": one["record"], "vector": ["NaN"]} for one in kept)
