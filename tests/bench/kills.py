"""`python -m tests.bench.kills`: SIGKILL at random moments; journal and target end exact each time.

Prints one JSON line a migration; the same seed draws the same sources and the same delays.
"""

import json
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import click
import httpx

from backend.migration.history import read_report
from backend.model.migration.report import Report
from tests.bench.migration import embedded
from tests.migration_sources import aliases, collections, vectors, write

RECORDS, SHARED, BATCH = 400, 20, 8
PACE = 400
"""Points a second, so that a run takes long enough to be hit anywhere."""

SHORTEST, LONGEST = 0.4, 2.4
"""Seconds after which a process is killed, from its start; an undisturbed one takes three."""


@click.command()
@click.option("--kills", default=100, show_default=True)
@click.option("--seed", default=20261126, show_default=True)
def main(kills: int, seed: int) -> None:
    """Migrate again and again, killing the process at random moments, until KILLS have hit."""
    dice = random.Random(seed)
    hit: Counter[str] = Counter()
    with (
        tempfile.TemporaryDirectory(prefix="passerelle-kills-") as folder,
        embedded(Path(folder) / "qdrant") as url,
    ):
        number = 0
        while hit.total() < kills:
            found = _migrate(Path(folder), url, f"soak{number}", dice, kills - hit.total())
            hit.update(found)
            number += 1
            click.echo(json.dumps({"migration": number, "kills": found.total(), **found}))
    click.echo(json.dumps({"migrations": number, "kills": hit.total(), "in state": hit}))


def _migrate(folder: Path, url: str, name: str, dice: random.Random, left: int) -> Counter[str]:
    """One migration to its end; the states in which its processes were killed."""
    source = write(folder / f"{name}.json", vectors([*range(RECORDS - SHARED), *range(SHARED)]))
    state = folder / name
    command = [sys.executable, "-m", "backend.migration", "run", str(source), "--to", url]
    options = ["--collection", name, "--batch-size", str(BATCH), "--pace", str(PACE)]
    killed: Counter[str] = Counter()
    while True:
        delay = dice.uniform(SHORTEST, LONGEST) if killed.total() < left else None
        process = subprocess.Popen(
            [*command, *options, "--state", str(state), "--format", "json"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        ended = _ended(process, delay)
        if ended is not None:
            _check(Report.model_validate_json(ended.splitlines()[-1]), url, name, killed.total())
            return killed
        reached, report = _state(state)
        killed[reached] += 1
        if report is not None:  # it had ended, and was killed on its way out
            _check(report, url, name, killed.total())
            return killed
        meant = aliases(url).get(name)
        assert meant in (None, *collections(url, name)), f"{name} means {meant}, which is not there"


def _state(folder: Path) -> tuple[str, Report | None]:
    """What the run was at when it was killed, and its report where it had ended."""
    for journal in (folder / "migrations").glob("*.sqlite"):
        with sqlite3.connect(journal) as db:
            state, switch = db.execute("SELECT state, switch FROM run").fetchone()
        return (state if switch == "staged" else switch), read_report(journal)
    return "before its journal", None


def _ended(process: "subprocess.Popen[bytes]", delay: float | None) -> bytes | None:
    """What it said, or None where it was killed."""
    began = time.monotonic()
    try:
        out, _ = process.communicate(timeout=delay)
    except subprocess.TimeoutExpired:
        process.kill()
        out, _ = process.communicate()
        if process.returncode == -signal.SIGKILL:
            return None
    assert process.returncode == 0, (process.returncode, out, time.monotonic() - began)
    return out


def _check(report: Report, url: str, name: str, kills: int) -> None:
    """Everything distinct is there once, the last of each id, and nothing else."""
    distinct = RECORDS - SHARED
    assert report.state == "finished", report
    assert report.resumed <= kills, report
    assert (report.written, report.target_exact) == (distinct, distinct), report
    assert report.verification is not None
    assert report.verification.passed, report.verification
    body = {"limit": RECORDS, "with_payload": True}
    answer = httpx.post(f"{url}/collections/{name}/points/scroll", json=body).raise_for_status()
    points: list[dict[str, Any]] = answer.json()["result"]["points"]
    wanted = {n: str(n if n >= SHARED else distinct + n) for n in range(distinct)}
    assert {point["id"]: point["payload"]["source"] for point in points} == wanted
    switch = report.switch
    assert switch is not None
    assert collections(url, name) == [switch.staging], "one collection, whatever was cut off"


if __name__ == "__main__":
    main()
