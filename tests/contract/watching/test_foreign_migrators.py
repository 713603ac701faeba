"""Tools of somebody else, watched while they run against a Qdrant and found out."""

import json
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO
from uuid import uuid4

import httpx
import pytest

from backend.model.watched import Watched
from backend.probes.watched import WatchedProbe
from backend.qdrant.connection import Connection
from backend.watching.asked import Asked

TASKS = 641
LOST = 312
BATCH = 100
STEP = 11.0
"""Seconds between two looks: more than claims have to come true."""

COLLIDING = """
import json, sys
from qdrant_client import QdrantClient, models

url, collection, source, log = sys.argv[1:]
client = QdrantClient(url, check_compatibility=False)
client.create_collection(
    collection, vectors_config=models.VectorParams(size=4, distance=models.Distance.COSINE)
)
tasks = json.load(open(source))["tasks"]
out = open(log, "w", buffering=1)
count = -(-len(tasks) // 100)
for number in range(1, count + 1):
    print("ready", flush=True)
    sys.stdin.readline()
    batch = tasks[number * 100 - 100 : number * 100]
    fields = {"batch_number": number, "total_batches": count, "batch_size": len(batch)}
    out.write(json.dumps({"level": "info", "msg": "Traitement du lot", **fields}) + "\\n")
    client.upload_points(
        collection,
        [
            models.PointStruct(id=int(task["TaskId"].replace(".", "")[:8]), vector=task["Vector"])
            for task in batch
        ],
        wait=True,
    )
    fields = {"batch_number": number, "vectors_migrated": len(batch)}
    out.write(json.dumps({"level": "info", "msg": "Lot migré avec succès", **fields}) + "\\n")
fields = {"total_vectors": len(tasks), "migrated_vectors": len(tasks), "failed_vectors": 0}
out.write(json.dumps({"level": "info", "msg": "Migration terminée avec succès", **fields}) + "\\n")
"""

PRETENDING = """
import sys
from qdrant_client import QdrantClient, models

url, collection, source, log = sys.argv[1:]
client = QdrantClient(url, check_compatibility=False)
client.create_collection(
    collection, vectors_config=models.VectorParams(size=4, distance=models.Distance.COSINE)
)
out = open(log, "w", buffering=1, encoding="cp1252")
for number in range(1, 8):
    print("ready", flush=True)
    sys.stdin.readline()
    out.write(f"[2026-11-22 14:02:07] [INFO] Migration du batch {number} (100 vecteurs)\\n")
    if number == 4:
        out.write(f"[2026-11-22 14:02:07] [ERROR] Erreur lors de la migration du batch {number}\\n")
    else:
        out.write(f"[2026-11-22 14:02:07] [SUCCESS] Batch {number} migré avec succès\\n")
out.write("[2026-11-22 14:02:08] [SUCCESS] Migration COMPLETED\\n")
"""


class Time:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Tool:
    """Somebody else's migration, batch by batch."""

    def __init__(self, script: str, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", script, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def is_ready(self) -> bool:
        """Wait for the next batch; False where there is none."""
        return _pipe(self.process.stdout).readline() == "ready\n"

    def go_on(self) -> bool:
        """Let it do one batch; False where that was the last."""
        stdin = _pipe(self.process.stdin)
        stdin.write("\n")
        stdin.flush()
        if self.is_ready():
            return True
        assert self.process.wait(30) == 0
        return False


def _pipe(pipe: IO[str] | None) -> IO[str]:
    assert pipe is not None
    return pipe


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A source of 641 tasks that become 329 points under the original writer's rule."""
    unique = [str(1000 + number) for number in range(TASKS - LOST)]
    twins = [f"{task[0]}.{task[1:]}" for task in unique[:LOST]]
    tasks = [
        {"TaskId": task, "Vector": [1.0, place / 7, 0.5, -1.0]}
        for place, task in enumerate(unique + twins)
    ]
    path = tmp_path / "task_vectors.json"
    path.write_text(json.dumps({"metadata": {}, "tasks": tasks}), encoding="utf-8")
    return path


@pytest.fixture
def run(qdrant: str, source: Path, tmp_path: Path) -> Iterator[Callable[[str, str], Tool]]:
    tools: list[Tool] = []

    def start(script: str, collection: str) -> Tool:
        log = tmp_path / f"{collection}.log"
        tools.append(Tool(script, qdrant, collection, str(source), str(log)))
        return tools[-1]

    yield start
    for tool in tools:
        with tool.process:
            tool.process.kill()


@pytest.fixture
async def client(qdrant: str) -> AsyncIterator[httpx.AsyncClient]:
    async with Connection(qdrant).client() as client:
        yield client


class Watcher:
    """A probe whose time passes between two readings."""

    def __init__(self, probe: WatchedProbe, time: Time) -> None:
        self.probe = probe
        self._time = time

    async def look(self, times: int = 1) -> tuple[Watched, ...]:
        for _ in range(times):
            self._time.now += STEP
            found = await self.probe.read()
        return found.watched


@pytest.fixture
async def watching(qdrant: str, tmp_path: Path) -> AsyncIterator[Callable[..., Watcher]]:
    probes: list[WatchedProbe] = []
    with ThreadPoolExecutor() as pool:

        def watch(*asked: Asked) -> Watcher:
            time = Time()
            probes.append(
                WatchedProbe(
                    Connection(qdrant),
                    asked,
                    tmp_path / "state",
                    counting=pool,
                    reading=pool,
                    clock=time,
                )
            )
            return Watcher(probes[-1], time)

        yield watch
        for probe in probes:
            await probe.close()


async def test_colliding_ids_are_found_out_from_the_first_batch_to_the_end(
    run: Callable[[str, str], Tool],
    watching: Callable[..., Watcher],
    source: Path,
    tmp_path: Path,
) -> None:
    collection = f"colliding-{uuid4()}"
    log = tmp_path / f"{collection}.log"
    watcher = watching(Asked(collection, source, (log,)))

    [before] = await watcher.look()
    assert before.state == "waiting"
    assert before.said[0].error.startswith("No such file")

    tool = run(COLLIDING, collection)
    assert tool.is_ready()
    assert tool.go_on()
    [early] = await watcher.look()
    assert (early.state, early.growth.exact) == ("filling", BATCH)
    assert early.expected is not None
    assert early.expected.records == early.expected.distinct_ids == TASKS
    assert early.expected.foreign_distinct_ids == TASKS - LOST
    assert early.findings == ()

    while tool.go_on():
        pass
    await watcher.look(3)
    [late] = await watcher.look()
    assert late.state == "ended"
    assert late.ended is not None
    assert late.growth.exact == TASKS - LOST
    assert (late.said[0].migrated, late.said[0].outcome) == (TASKS, "completed")
    [finding] = late.findings
    assert finding.summary == (
        f"{log.name} says 641 migrated, Qdrant holds 329: 312 short; "
        "source has 329 distinct ids under that tool's id rule"
    )
    assert (finding.claim, finding.fact) == ("641 migrated", "Qdrant holds 329")
    assert [one.verdict for one in late.comparisons if one.what == "total"] == ["agree"]


async def test_a_tool_that_writes_nothing_is_found_out_beside_one_that_works(
    run: Callable[[str, str], Tool],
    watching: Callable[..., Watcher],
    source: Path,
    tmp_path: Path,
) -> None:
    names = (f"pretending-{uuid4()}", f"colliding-{uuid4()}")
    watcher = watching(*(Asked(name, None, (tmp_path / f"{name}.log",)) for name in names))
    tools = [run(PRETENDING, names[0]), run(COLLIDING, names[1])]
    for tool in tools:
        assert tool.is_ready()
        assert tool.go_on()
    await watcher.look()
    [pretended, _] = await watcher.look()
    assert [finding.summary for finding in pretended.findings] == [
        f"{names[0]}.log says 100 migrated, Qdrant holds 0: 100 short; nothing arrived"
    ]
    while tools[0].go_on():
        pass
    await watcher.look(2)
    [pretended, other] = await watcher.look()
    assert (pretended.state, pretended.growth.exact) == ("ended", 0)
    told = [finding.summary for finding in pretended.findings]
    assert told[0].startswith(f"{names[0]}.log says 600 migrated, Qdrant holds 0: 600 short")
    assert "ends with success" in told[1]
    assert other.growth.exact == BATCH
    assert not [one for one in other.findings if one.claim == "600 migrated"]


async def test_offsets_of_qdrant_migration_are_a_claim(
    watching: Callable[..., Watcher], client: httpx.AsyncClient
) -> None:
    collection, offsets = f"moved-{uuid4()}", "/collections/_migration_offsets"
    vectors = {"vectors": {"size": 4, "distance": "Dot"}}
    for path in (f"/collections/{collection}", offsets):
        (await client.put(path, json=vectors)).raise_for_status()
    payload = {f"{collection}-workers-2-range-0_offsetCount": 250}
    point = {"id": 1, "vector": [1, 0, 0, 0], "payload": payload}
    written = await client.put(f"{offsets}/points?wait=true", json={"points": [point]})
    written.raise_for_status()
    try:
        watcher = watching(Asked(collection))
        await watcher.look()
        [found] = await watcher.look(2)
        assert (found.said[0].form, found.said[0].migrated) == ("offsets", 250)
        assert [finding.claim for finding in found.findings] == ["250 migrated"]
    finally:
        await client.delete(offsets)
    [found] = await watcher.look()
    assert found.said[0].outcome == "completed"
    await client.delete(f"/collections/{collection}")
