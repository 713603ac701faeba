"""A migration into the embedded Qdrant, beside the client's own upload of the same points."""

import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from qdrant_client import QdrantClient
from qdrant_client.models import Distance, PointStruct, VectorParams

from tests.bench.rows import Row, Setup
from tests.bench.vectors import DIMENSIONS, write_vectors

POINTS, FEW_POINTS = 12_500, 500
"""Of the many is 50 MB of JSON."""

PLANNED = 15.0
"""Seconds that the plan allows for them."""

BATCH = 256


def measure(setup: Setup) -> Iterator[Row]:
    """Rate and memory; the reference uploads what is already in memory."""
    many = write_vectors(setup.folder / "many.json", POINTS)
    few = write_vectors(setup.folder / "few.json", FEW_POINTS)
    with embedded(setup.folder / "qdrant") as url:
        uploaded = POINTS / _upload(url, many)
        began = time.perf_counter()
        report, most = _migrate(url, many, setup.folder / "state-many")
        took = time.perf_counter() - began
        _, little = _migrate(url, few, setup.folder / "state-few")
    assert report["target_exact"] == POINTS, report
    rate = POINTS / report["seconds"]
    verified = POINTS / report["verification"]["seconds"]
    yield Row("migration", rate, "points/s", "qdrant_client.upload_points", uploaded)
    yield Row(
        "verification of every point", verified, "points/s", "qdrant_client.upload_points", uploaded
    )
    yield Row("50 MB of JSON, moved and proved", took, "s", "the plan allows", PLANNED)
    yield Row(f"peak memory, {POINTS} points", most, "MB", f"{FEW_POINTS} points", little)


@contextmanager
def embedded(folder: Path) -> Iterator[str]:
    """The address of an embedded Qdrant, as long as the context lasts."""
    command = [sys.executable, "-m", "backend.embedded", "--path", str(folder), "--port", "0"]
    with subprocess.Popen(
        [*command, "--until-stdin-closes"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as server:
        assert server.stdout is not None
        yield json.loads(server.stdout.readline())["url"]
        server.terminate()


def _upload(url: str, source: Path) -> float:
    """Seconds that the client's own upload takes."""
    tasks = json.loads(source.read_text())["tasks"]
    points = [
        PointStruct(id=task["TaskId"], vector=task["Vector"], payload={"Title": task["Title"]})
        for task in tasks
    ]
    client = QdrantClient(url=url)
    client.create_collection("uploaded", VectorParams(size=DIMENSIONS, distance=Distance.COSINE))
    began = time.perf_counter()
    client.upload_points("uploaded", points, batch_size=BATCH, wait=True)
    seconds = time.perf_counter() - began
    assert client.count("uploaded", exact=True).count == len(points)
    client.delete_collection("uploaded")
    client.close()
    return seconds


def _migrate(url: str, source: Path, state: Path) -> tuple[dict[str, Any], float]:
    """Run the engine; returns its report and its peak memory in MB."""
    command = [sys.executable, "-m", "backend.migration", "run", str(source), "--to", url]
    options = ["--collection", source.stem, "--state", str(state), "--batch-size", str(BATCH)]
    output, peak = state.with_suffix(".out"), 0.0
    with output.open("wb") as file:
        engine = subprocess.Popen([*command, *options, "--format", "json"], stdout=file)
        # Not `ru_maxrss`: that of a child begins with what its parent held when it was forked.
        while engine.poll() is None:
            peak = max(peak, _high_water(engine.pid))
            time.sleep(0.05)
    return json.loads(output.read_bytes().splitlines()[-1]), peak


def _high_water(pid: int) -> float:
    """The most memory that a process has held so far, in MB; 0 once it is gone."""
    try:
        told = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return 0.0
    found = re.search(r"^VmHWM:\s+(\d+) kB", told, re.MULTILINE)
    return int(found[1]) / 1000 if found else 0.0
