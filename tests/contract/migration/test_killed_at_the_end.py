"""SIGKILL while a run verifies and switches: whatever the moment, one and the same end."""

import os
import random
import signal
from pathlib import Path

from tests.contract.migration.conftest import Bench
from tests.migration_door import Answer, Asked, Pass, Reset, door
from tests.migration_sources import aliases, collections, vectors, write

RECORDS = 24


async def test_killed_while_it_verifies_or_switches_it_ends_with_exactly_one_switch(
    bench: Bench, tmp_path: Path
) -> None:
    path = write(tmp_path / "a.json", vectors(range(RECORDS)))
    dice = random.Random(20261122)
    seen_after_load = 0
    aim = 0
    kills: list[str] = []

    async def kill(asked: Asked, go: Pass) -> Answer:
        """At the nth request after the last point was written, before or after it."""
        nonlocal seen_after_load
        if asked.upsert or opened.upserts < RECORDS // 4:
            return await go()
        seen_after_load += 1
        if len(kills) < 4 and seen_after_load == aim:
            kills.append(asked.path)
            if dice.random() < 0.5:
                await go()
            os.kill(bench.processes[-1].pid, signal.SIGKILL)
            raise Reset
        return await go()

    async with door(bench.qdrant, kill) as opened:
        while True:
            seen_after_load, aim = 0, (3, 9, 30, 31, 0)[len(kills)]
            ended = await bench.run(path, "--batch-size", "4", to=opened.url)
            if ended.code != -signal.SIGKILL:
                break
            meant = aliases(bench.qdrant).get(bench.collection)
            assert meant in (None, *collections(bench.qdrant, bench.collection))
    assert len(kills) == 4
    assert kills[-2:] == ["/aliases", "/collections/aliases"]
    assert ended.code == 0, ended.err
    report = ended.report
    assert report.switch is not None
    assert (report.state, report.resumed, report.switch.state) == ("finished", 4, "switched")
    assert (report.written, report.target_exact) == (RECORDS, RECORDS)
    assert aliases(bench.qdrant)[bench.collection] == report.switch.staging
    assert collections(bench.qdrant, bench.collection) == [report.switch.staging]
    assert len(bench.points) == RECORDS
