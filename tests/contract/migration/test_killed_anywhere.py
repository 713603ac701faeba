"""SIGKILL at random moments: between two requests, before one or after it, or just some time on.

`KILLS=100` in the environment makes it as many; by default it is few, since each is a process.
"""

import asyncio
import os
import random
import signal
import sqlite3
from pathlib import Path
from typing import Any

import httpx

from tests.contract.migration.conftest import Bench, Ended
from tests.migration_door import Answer, Asked, Pass, Reset, door
from tests.migration_sources import aliases, vectors, write

RECORDS, BATCH = 80, 4
KILLS = int(os.environ.get("KILLS", "6"))
REQUESTS = 60
"""A little more than a run makes."""

SECONDS = 2.0
"""Longer than a run takes on a machine that has nothing else to do."""


class Killer:
    """Kills the latest process at its nth request, before or after that is let through."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self.at = 0
        self.after = False

    async def __call__(self, asked: Asked, go: Pass) -> Answer:
        self.at -= 1
        if self.at:
            return await go()
        if self.after:
            await go()
        os.kill(self._bench.processes[-1].pid, signal.SIGKILL)
        raise Reset


async def cut_off_after(bench: Bench, seconds: float) -> None:
    started = len(bench.processes)
    while len(bench.processes) == started:
        await asyncio.sleep(0.01)
    await asyncio.sleep(seconds)
    if bench.processes[-1].returncode is None:
        bench.processes[-1].kill()


def ids(qdrant: str, collection: str) -> set[Any]:
    address = f"{qdrant}/collections/{collection}/points/scroll"
    answer = httpx.post(address, json={"limit": 1000})
    return {point["id"] for point in answer.raise_for_status().json()["result"]["points"]}


def journal_holds_no_more_than_the_target(bench: Bench) -> None:
    """Whatever the latest journal calls acknowledged is there."""
    for path in bench.journals[-1:]:
        with sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True) as db:
            (staging,) = db.execute("SELECT staging FROM run").fetchone()
            spans = db.execute("SELECT first_record, last_record FROM batches").fetchall()
        acknowledged = {record for first, last in spans for record in range(first, last + 1)}
        if acknowledged:
            assert acknowledged <= ids(bench.qdrant, staging)


def everything_arrived_once(bench: Bench, ended: Ended) -> None:
    report = ended.report
    assert report.state == "finished"
    assert (report.written, report.failed, report.target_exact) == (RECORDS, 0, RECORDS)
    assert report.switch is not None
    assert aliases(bench.qdrant)[bench.collection] == report.switch.staging
    sources = {identity: point["payload"]["source"] for identity, point in bench.points.items()}
    assert sources == {n: str(n) for n in range(RECORDS)}


async def test_killed_at_any_moment_journal_and_target_end_exact(
    bench: Bench, tmp_path: Path
) -> None:
    path = write(tmp_path / "a.json", vectors(range(RECORDS)))
    dice = random.Random(20261126)
    killer = Killer(bench)
    kills = finished = 0
    async with door(bench.qdrant, killer) as opened:
        while kills < KILLS or not finished:
            killer.at, killer.after = 0, dice.random() < 0.5
            cutting = None
            if kills < KILLS and dice.random() < 0.5:
                killer.at = dice.randint(1, REQUESTS)
            elif kills < KILLS:
                cutting = asyncio.create_task(cut_off_after(bench, dice.uniform(0, SECONDS)))
            ended = await bench.run(path, "--batch-size", str(BATCH), to=opened.url)
            if cutting is not None:
                cutting.cancel()
            journal_holds_no_more_than_the_target(bench)
            if ended.code == -signal.SIGKILL:
                kills, finished = kills + 1, 0
            else:
                assert ended.code == 0, ended.err
                everything_arrived_once(bench, ended)
                finished += 1
