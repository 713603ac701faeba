"""A run in place at a server without snapshots: the way back, id by id."""

import json
import random
import signal
from pathlib import Path
from typing import Any

import pytest

from backend.migration.history import read_run
from tests.contract.migration.conftest import Bench
from tests.contract.migration.test_interrupted import Killer
from tests.migration_door import Answer, Asked, Pass, door, let_through
from tests.migration_sources import vectors, write

IN_PLACE = ("--in-place", "--batch-size", "3")


def changed(ids: range) -> list[dict[str, Any]]:
    return [one | {"source": "changed", "vector": one["vector"][::-1]} for one in vectors(ids)]


@pytest.fixture
async def held(bench: Bench, tmp_path: Path) -> dict[Any, Any]:
    """What the collection holds before: 0 to 11."""
    ended = await bench.run(write(tmp_path / "old.json", vectors(range(12))), *IN_PLACE)
    assert ended.code == 0, ended.err
    assert ended.report.target_exact == 12
    return bench.points


async def test_what_was_added_goes_and_what_was_replaced_comes_back(
    bench: Bench, tmp_path: Path, held: dict[Any, Any]
) -> None:
    path = write(tmp_path / "new.json", changed(range(6, 20)))
    ended = await bench.run(path, *IN_PLACE)
    assert ended.code == 0, ended.err
    run = read_run(bench.journals[-1])
    assert (run.added, run.replaced, run.is_back) == (8, 6, False)
    assert bench.journals[-1].with_suffix(".before").stat().st_mode & 0o777 == 0o600
    shown = await bench.migrate("show", run.id)
    assert "8 points added, 6 replaced" in shown.out
    assert run.kept_bytes == bench.journals[-1].with_suffix(".before").stat().st_size
    assert f"both kept, {run.kept_bytes / 1024:.1f} KiB: rollback undoes them" in shown.out
    (line,) = [line for line in (await bench.migrate("list")).out.splitlines() if run.id in line]
    assert line.endswith(f"keeps {run.kept_bytes / 1024:.1f} KiB to go back")
    back = await bench.migrate("rollback", run.id)
    assert back.code == 0, back.err
    assert "8 points that the run added were removed and 6 that it replaced are" in back.out
    assert bench.points == held
    returned = read_run(bench.journals[-1])
    assert (returned.is_back, returned.kept_bytes) == (True, None)
    assert list(bench.state.glob(f"migrations/{run.id}.before*")) == []


async def test_what_is_let_go_of_cannot_be_taken_back(
    bench: Bench, tmp_path: Path, held: dict[Any, Any]
) -> None:
    await bench.run(write(tmp_path / "new.json", changed(range(6, 20))), *IN_PLACE)
    run, after = read_run(bench.journals[-1]), bench.points
    gone = await bench.migrate("forget", run.id)
    assert gone.code == 0, gone.err
    assert f"{run.id}.before" in gone.err and "cannot be taken back any more" in gone.err
    assert list(bench.state.glob(f"migrations/{run.id}.before*")) == []
    shown = await bench.migrate("show", run.id)
    assert "no longer kept: nothing takes the run back" in shown.out
    for command, reason in (
        ("rollback", "no point kept to go back to"),
        ("forget", "keeps nothing that it could be taken back with"),
    ):
        refused = await bench.migrate(command, run.id)
        assert (refused.code, bench.points) == (2, after)
        assert reason in refused.err


async def test_old_points_that_are_missing_are_never_told_as_brought_back(
    bench: Bench, tmp_path: Path, held: dict[Any, Any]
) -> None:
    killer = Killer(bench)
    async with door(bench.qdrant, killer) as opened:
        killer.aim(2, after=True)
        path = write(tmp_path / "new.json", changed(range(6, 20)))
        await bench.run(path, *IN_PLACE, to=opened.url)
    lost = read_run(bench.journals[-1])
    assert lost.state == "lost"
    early = await bench.migrate("forget", lost.id)
    assert early.code == 2 and "has not ended (lost)" in early.err
    kept = bench.journals[-1].with_suffix(".before")
    for part in kept.parent.glob(f"{kept.name}*"):
        part.unlink()
    refused = await bench.migrate("rollback", lost.id)
    assert refused.code == 2
    assert f"{kept} is not there any more" in refused.err


async def test_what_others_wrote_stays_and_a_second_time_takes_nothing(
    bench: Bench, tmp_path: Path, held: dict[Any, Any]
) -> None:
    await bench.run(write(tmp_path / "new.json", changed(range(6, 20))), *IN_PLACE)
    run = read_run(bench.journals[-1])
    await bench.run(write(tmp_path / "others.json", vectors(range(90, 95))), *IN_PLACE)
    await bench.migrate("rollback", run.id)
    assert set(bench.points) == {*held, *range(90, 95)}
    await bench.run(write(tmp_path / "later.json", changed(range(12, 14))), *IN_PLACE)
    again = await bench.migrate("rollback", run.id)
    assert (again.code, again.err) == (
        0,
        f"passerelle migrate: run {run.id} was taken back already\n",
    )
    assert {12, 13} <= set(bench.points)


async def test_a_run_that_fails_takes_itself_back(
    bench: Bench, tmp_path: Path, held: dict[Any, Any]
) -> None:
    records = changed(range(6, 30))
    for one in records[12:]:
        one["vector"][0] = float("nan")
    ended = await bench.run(write(tmp_path / "new.json", records), *IN_PLACE)
    assert (ended.code, ended.report.state) == (1, "failed")
    assert bench.points == held


async def test_no_kill_on_either_way_takes_new_points_for_old_ones(
    bench: Bench, tmp_path: Path, held: dict[Any, Any]
) -> None:
    path = write(tmp_path / "new.json", changed(range(6, 40)))
    dice = random.Random(20261126)
    killer = Killer(bench)

    async def kill_while_deleting(asked: Asked, go: Pass) -> Answer:
        answer = await go()
        if "/points/delete" in asked.path:
            bench.processes[-1].kill()
            raise ConnectionError
        return answer

    async with door(bench.qdrant, killer) as opened:
        for turn in range(20):
            killer.aim(dice.randint(1, 4) if turn < 4 else 0, after=dice.random() < 0.7)
            ended = await bench.run(path, *IN_PLACE, to=opened.url)
            if ended.code != -signal.SIGKILL:
                break
        assert ended.report.resumed >= 2
        run = read_run(bench.journals[-1])
        assert (run.added, run.replaced) == (28, 6)
        opened.rule = kill_while_deleting
        killed = await bench.migrate("rollback", run.id)
        assert killed.code == -signal.SIGKILL
        opened.rule = let_through
        again = await bench.migrate("rollback", run.id)
    assert again.code == 0, again.err
    assert bench.points == held
    assert json.loads((await bench.migrate("show", run.id, "--format", "json")).out)["is_back"]
