"""The move against a Qdrant that keeps nothing: what reading, packing and the journal cost.

Rates are of points acknowledged after the first batch, by the journal's own times: a process that
starts is not counted, neither here nor at the references.
"""

import asyncio
import json
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import ijson
import numpy as np
from numpy.typing import NDArray
from qdrant_client import QdrantClient

from backend.migration.breaker import Breaker
from backend.migration.calls import Calls
from backend.migration.control import Control
from backend.migration.done import Done
from backend.migration.journal import Journal
from backend.migration.moving import Mover
from backend.migration.order import Order
from backend.migration.origin import Files
from backend.migration.pace import Pace
from backend.migration.persistence import Persistence
from backend.migration.process import Owner
from backend.migration.rest import Rest
from backend.migration.sending import Sender
from backend.migration.sizing import Sizing
from backend.migration.source import Source
from backend.migration.target import Target
from backend.model.migration.preflight import Preflight
from backend.qdrant.connection import Connection
from tests.bench.rows import Row, Setup
from tests.bench.vectors import DIMENSIONS, write_vectors

JSON_POINTS, ARRAY_POINTS, BATCH, REPEATS = 12_000, 60_000, 256, 3


def measure(setup: Setup) -> Iterator[Row]:
    """Each the best of three: others use this machine, too."""
    with _sink() as (rest, grpc_port):
        source = write_vectors(setup.folder / "vectors.json", JSON_POINTS)
        parsed = max(_parse(source) for _ in range(REPEATS))
        for transport in ("grpc", "rest"):
            options = ("--transport", transport, "--grpc-port", str(grpc_port))
            rate = max(_moved(setup, source, rest, *options) for _ in range(REPEATS))
            yield Row(f"JSON into a sink, {transport}", rate, "points/s", "ijson alone", parsed)
        dice = np.random.default_rng(7)
        vectors = dice.normal(size=(ARRAY_POINTS, DIMENSIONS)).astype(np.float32)
        array = setup.folder / "vectors.npy"
        np.save(array, vectors)
        uploaded = max(_upload(grpc_port, vectors) for _ in range(REPEATS))
        target = Connection(f"http://127.0.0.1:{rest}")
        runs = [
            asyncio.run(_drive(setup, Source(array), target, grpc_port)) for _ in range(REPEATS)
        ]
        moved, written = max(runs)
        yield Row(".npy into a sink", moved, "points/s", "gRPC upload_collection", uploaded)
        yield Row("share of the journal", 100 * written, "%", "the whole move", 100.0)


class _Timed(Journal):
    """Knows how long it wrote down what was acknowledged.

    Attributes:
        seconds: In all.
    """

    seconds = 0.0

    def end_batches(self, group: Sequence[Done]) -> None:
        """As every journal, with a watch."""
        began = time.perf_counter()
        super().end_batches(group)
        self.seconds += time.perf_counter() - began


async def _drive(
    setup: Setup, source: Source, target: Connection, port: int
) -> tuple[float, float]:
    """Points a second of the move alone, and the journal's share of its time."""
    order = Order("array", target.url, "sink", BATCH, workers=5)
    folder = setup.folder / f"journal-{time.monotonic_ns()}"
    folder.mkdir()
    journal = _Timed.create(folder, "run", order, (), Owner.this())
    control = Control(journal)
    persistence = Persistence(10.0, control.sleep, journal.retry, breaker=Breaker())
    async with Rest(target) as rest, Calls(target, port) as calls:
        mover = Mover(
            journal, Files(source), Target(rest, "sink"), control, Pace(None, control.sleep)
        )
        sender = Sender(partial(calls.upsert, "sink"), persistence.insist, Sizing(BATCH))
        preflight = Preflight(
            shape="vectors",
            bytes=0,
            source_records=ARRAY_POINTS,
            distinct_ids=ARRAY_POINTS,
            points=ARRAY_POINTS,
            dimension=DIMENSIONS,
        )
        began = time.perf_counter()
        await mover.move(preflight, sender, "grpc")
        seconds = time.perf_counter() - began
    journal.close()
    return ARRAY_POINTS / seconds, journal.seconds / seconds


def _moved(setup: Setup, source: Path, rest: int, *options: str) -> float:
    """Points a second of one run; it fails at the end, as nothing is there to be verified."""
    state = setup.folder / f"state-{time.monotonic_ns()}"
    command = [sys.executable, "-m", "backend.migration", "run", str(source)]
    target = ["--to", f"http://127.0.0.1:{rest}", "--collection", "sink", "--state", str(state)]
    subprocess.run(
        [*command, *target, "--batch-size", str(BATCH), "--in-place", *options],
        capture_output=True,
        check=False,
    )
    (journal,) = (state / "migrations").glob("*.sqlite")
    with sqlite3.connect(journal) as db:
        return _rate(db.execute("SELECT at, points FROM batches ORDER BY at").fetchall())


def _rate(acknowledged: list[tuple[float, int]]) -> float:
    (first, _), *rest = acknowledged
    return sum(points for _, points in rest) / (rest[-1][0] - first)


def _parse(source: Path) -> float:
    """Records a second of the parser alone."""
    began = time.perf_counter()
    with source.open("rb") as file:
        count = sum(1 for _ in ijson.items(file, "tasks.item", use_float=True))
    return count / (time.perf_counter() - began)


def _upload(port: int, vectors: NDArray[np.float32]) -> float:
    """Points a second of the client's own upload."""
    client = QdrantClient(
        host="127.0.0.1", grpc_port=port, prefer_grpc=True, check_compatibility=False, timeout=60
    )
    began = time.perf_counter()
    client.upload_collection("sink", vectors, ids=range(len(vectors)), batch_size=BATCH, wait=True)
    seconds = time.perf_counter() - began
    client.close()
    return len(vectors) / seconds


@contextmanager
def _sink() -> Iterator[tuple[int, int]]:
    with subprocess.Popen(
        [sys.executable, "-m", "tests.bench.sinks"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        ports = json.loads(process.stdout.readline())
        yield ports["rest"], ports["grpc"]
        process.kill()
