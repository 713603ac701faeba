"""Runs that are cut off at any moment and taken up again: nothing lost, nothing twice."""

import json
import os
import random
import shlex
import signal
from collections import Counter
from pathlib import Path

import pytest

from backend.model.migration.manner import Manner
from backend.probes.migration import MigrationProbe
from tests.contract.migration.conftest import Bench
from tests.migration_door import Answer, Asked, Pass, door
from tests.migration_sources import vectors, write

RECORDS, BATCH = 120, 4
BATCHES = RECORDS // BATCH
OPTIONS = ("--batch-size", str(BATCH))


class Killer:
    """Kills the engine at the nth upsert from now, before or after Qdrant has applied it.

    Attributes:
        applied: How often each record was written.
    """

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._at = 0
        self._after = False
        self.applied: Counter[str] = Counter()

    def aim(self, upserts_from_now: int, *, after: bool) -> None:
        self._at = upserts_from_now
        self._after = after

    async def __call__(self, asked: Asked, go: Pass) -> Answer:
        if not asked.upsert:
            return await go()
        self._at -= 1
        is_last = self._at == 0
        if is_last and not self._after:
            self._kill()
            raise ConnectionError
        answer = await go()
        self.applied.update(p["payload"]["source"] for p in json.loads(asked.body)["points"])
        if is_last:
            self._kill()
            raise ConnectionError
        return answer

    def _kill(self) -> None:
        os.kill(self._bench.processes[-1].pid, signal.SIGKILL)


async def test_a_run_killed_again_and_again_ends_with_exact_counts(
    bench: Bench, tmp_path: Path
) -> None:
    path = write(tmp_path / "a.json", vectors([*range(RECORDS - 10), *range(10)]))
    dice = random.Random(20261122)
    killer = Killer(bench)
    kills = 0
    async with door(bench.qdrant, killer) as opened:
        while True:
            killer.aim(dice.randint(1, 9) if kills < 5 else 0, after=dice.random() < 0.5)
            ended = await bench.run(path, *OPTIONS, to=opened.url)
            if ended.code != -signal.SIGKILL:
                break
            kills += 1
            (run,) = (await MigrationProbe(bench.state).read()).runs
            assert run.state == "lost"
    assert kills >= 3
    assert ended.code == 0, ended.err
    report = ended.report
    assert (report.state, report.resumed) == ("finished", kills)
    assert (report.source_records, report.distinct_ids) == (RECORDS, RECORDS - 10)
    assert (report.written, report.target_exact) == (RECORDS - 10, RECORDS - 10)
    # The last record of each shared id, whatever the order in which five workers were cut off.
    sources = {identity: point["payload"]["source"] for identity, point in bench.points.items()}
    assert sources == {n: str(n if n >= 10 else RECORDS - 10 + n) for n in range(RECORDS - 10)}
    assert len(bench.journals) == 1


async def test_a_run_killed_before_it_wrote_anything_begins_from_its_journal(
    bench: Bench, tmp_path: Path
) -> None:
    path = write(tmp_path / "a.json", vectors(range(RECORDS)))

    async def kill_once(asked: Asked, go: Pass) -> Answer:
        if len(bench.processes) == 1:
            bench.processes[0].kill()
        return await go()

    async with door(bench.qdrant, kill_once) as opened:
        assert (await bench.run(path, *OPTIONS, to=opened.url)).code == -signal.SIGKILL
        ended = await bench.run(path, *OPTIONS, to=opened.url)
    assert ended.code == 0, ended.err
    assert (ended.report.resumed, ended.report.target_exact) == (1, RECORDS)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_a_signal_finishes_what_is_in_flight_and_the_rest_follows_later(
    bench: Bench, tmp_path: Path, number: signal.Signals
) -> None:
    path = write(tmp_path / "a.json", vectors(range(RECORDS)))
    acknowledged = 0

    async def interrupt_at_the_seventh(asked: Asked, go: Pass) -> Answer:
        nonlocal acknowledged
        if asked.upsert == 7:
            os.kill(bench.processes[-1].pid, number)
        answer = await go()
        acknowledged += asked.upsert > 0
        return answer

    async with door(bench.qdrant, interrupt_at_the_seventh) as opened:
        stopped = await bench.run(path, *OPTIONS, to=opened.url)
        assert stopped.code == 130
        assert stopped.report.state == "paused"
        assert 7 <= acknowledged < BATCHES
        assert stopped.report.written == acknowledged * BATCH
        (run,) = (await MigrationProbe(bench.state).read()).runs
        assert (run.state, run.pid, run.in_flight) == ("paused", None, 0)

        ended = await bench.run(path, *OPTIONS, to=opened.url)
    assert ended.code == 0, ended.err
    assert acknowledged == BATCHES
    assert (ended.report.id, ended.report.target_exact) == (stopped.report.id, RECORDS)


async def interrupted(bench: Bench, path: Path, to_door: str) -> None:
    ended = await bench.run(path, *OPTIONS, to=to_door)
    assert ended.code == -signal.SIGKILL


async def test_a_changed_source_is_refused_until_asked_to_begin_anew(
    bench: Bench, tmp_path: Path
) -> None:
    path = write(tmp_path / "a.json", vectors(range(RECORDS)))
    killer = Killer(bench)
    async with door(bench.qdrant, killer) as opened:
        killer.aim(9, after=True)
        await interrupted(bench, path, opened.url)

        write(path, vectors(range(RECORDS + 1)))
        refused = await bench.run(path, *OPTIONS, to=opened.url)
        assert refused.code == 2
        assert "has changed since run" in refused.err
        assert "--restart" in refused.err

        typed = shlex.split(refused.err.partition("`passerelle migrate ")[2].partition("`")[0])
        anew = await bench.migrate(*typed, "--format", "json")
    assert anew.code == 0, anew.err
    assert anew.report.target_exact == RECORDS + 1
    runs = (await MigrationProbe(bench.state).read()).runs
    assert sorted(run.state for run in runs) == ["aborted", "finished"]


async def test_another_batch_size_does_not_move_the_bounds_of_an_unfinished_run(
    bench: Bench, tmp_path: Path
) -> None:
    path = write(tmp_path / "a.json", vectors(range(RECORDS)))
    killer = Killer(bench)
    async with door(bench.qdrant, killer) as opened:
        killer.aim(9, after=False)
        await interrupted(bench, path, opened.url)
        ended = await bench.run(path, "--batch-size", "50", "--workers", "1", to=opened.url)
    assert ended.code == 0, ended.err
    assert (ended.report.written, ended.report.target_exact) == (RECORDS, RECORDS)
    (run,) = (await MigrationProbe(bench.state).read()).runs
    assert (run.batch_size, run.workers, run.batches_done) == (BATCH, 1, BATCHES)


async def test_a_run_taken_up_by_its_id_goes_on_the_way_it_began(
    bench: Bench, tmp_path: Path
) -> None:
    path = write(tmp_path / "a.json", vectors(range(RECORDS)))
    killer = Killer(bench)
    manner = ("--transport", "rest", "--sample", "7", "--drop-staging", "--give-up-after", "11")
    async with door(bench.qdrant, killer) as opened:
        killer.aim(9, after=True)
        ended = await bench.run(path, *OPTIONS, *manner, "--grpc-port", "9", to=opened.url)
        assert ended.code == -signal.SIGKILL
        (before,) = (await MigrationProbe(bench.state).read()).runs
        resumed = await bench.migrate("resume", before.id, "--format", "json")
    assert resumed.code == 0, resumed.err
    (after,) = (await MigrationProbe(bench.state).read()).runs
    assert after.manner == before.manner
    assert after.manner == Manner(
        transport="rest", grpc_port=9, sample=7, drop_staging=True, give_up_after=11
    )
    assert after.verification is not None
    assert after.verification.sample == 7


async def test_two_runs_of_one_migration_at_once_are_refused(bench: Bench, tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", vectors(range(RECORDS)))
    second = None

    async def start_another(asked: Asked, go: Pass) -> Answer:
        nonlocal second
        if asked.upsert == 3:
            second = await bench.run(path, *OPTIONS, to=opened.url)
        return await go()

    async with door(bench.qdrant, start_another) as opened:
        first = await bench.run(path, *OPTIONS, to=opened.url)
    assert first.code == 0, first.err
    assert second is not None
    assert second.code == 2
    assert f"is running already, as process {bench.processes[0].pid}" in second.err
    assert len(bench.journals) == 1
