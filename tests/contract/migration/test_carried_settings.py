"""Settings of a collection that the embedded server has not, as they are asked for at the target.

A door before the source tells them as Qdrant does; a door before the target writes down what a
collection is made with, and has the embedded server make what it can of that.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from backend.migration.history import read_run
from tests.contract.migration.conftest import Bench
from tests.contract.migration.elsewhere import Origin, elsewhere, points
from tests.migration_door import Answer, Asked, Pass, door

Json = dict[str, Any]
LIMIT = 7
VECTORS: Json = {
    "image": {
        "size": 4,
        "distance": "Cosine",
        "on_disk": True,
        "hnsw_config": {"m": 0, "payload_m": 16},
        "quantization_config": {"binary": {"always_ram": True, "encoding": "two_bits"}},
    }
}
PARAMS: Json = {
    "shard_number": 3,
    "sharding_method": "auto",
    "replication_factor": 2,
    "write_consistency_factor": 2,
    "on_disk_payload": True,
}
FAN_OUT: Json = {"read_fan_out_factor": 1, "read_fan_out_delay_ms": 250}
SETTINGS: Json = {
    "hnsw_config": {"m": 24, "ef_construct": 200, "full_scan_threshold": 5000, "on_disk": True},
    "wal_config": {"wal_capacity_mb": 64, "wal_segments_ahead": 1, "wal_retain_closed": 2},
    "quantization_config": {"scalar": {"type": "int8", "quantile": 0.99, "always_ram": True}},
    "strict_mode_config": {"enabled": True, "max_query_limit": LIMIT, "search_allow_exact": True},
    "metadata": {"owner": "søk"},
}
OPTIMIZERS: Json = {"default_segment_number": 4, "indexing_threshold": 7777, "memmap_threshold": 1}
COUNT = 45


@pytest.fixture
def source(tmp_path: Path) -> Iterator[Origin]:
    """A collection of COUNT points in a server of its own."""
    with elsewhere(tmp_path / "elsewhere") as server:
        made = Origin(server.url, f"from-{uuid4().hex}")
        made.make(vectors={"image": {"size": 4, "distance": "Cosine"}})
        made.put(
            [
                {"id": n, "vector": {"image": [1.0, n / 7, -n / 3, 0.5]}, "payload": {"n": n}}
                for n in range(COUNT)
            ]
        )
        yield made


class Telling:
    """Tells of the source what a Qdrant of several nodes would, and holds to its strict mode."""

    def __init__(self, source: Origin, params: Json) -> None:
        self._path = f"/collections/{source.name}"
        self._params = params

    async def __call__(self, asked: Asked, go: Pass) -> Answer:
        if asked.path.endswith("/points/scroll") and json.loads(asked.body)["limit"] > LIMIT:
            return Answer(400, b'{"status": {"error": "Limit exceeded for \\"limit\\""}}')
        answer = await go()
        if (asked.method, asked.path) != ("GET", self._path):
            return answer
        told = json.loads(answer.body)
        told["result"]["config"] |= {**SETTINGS, "optimizer_config": OPTIMIZERS}
        told["result"]["config"]["params"] |= {"vectors": VECTORS, **self._params}
        return Answer(answer.status, json.dumps(told).encode())


class Recording:
    """Writes down what collections are made with and what of them is changed."""

    def __init__(self, qdrant: str) -> None:
        self._qdrant = qdrant
        self.made: list[Json] = []
        self.changed: list[Json] = []

    async def __call__(self, asked: Asked, go: Pass) -> Answer:
        is_whole = asked.path.count("/") == 2
        if is_whole and asked.method == "PUT":
            self.made.append(json.loads(asked.body))
            plain = {"vectors": {"image": {"size": 4, "distance": "Cosine"}}}
            async with httpx.AsyncClient(base_url=self._qdrant) as behind:
                answer = await behind.put(asked.path, json=plain)
            return Answer(answer.status_code, answer.content)
        if is_whole and asked.method == "PATCH" and b"params" in asked.body:
            self.changed.append(json.loads(asked.body))
            return Answer(200, b'{"result": true, "status": "ok"}')
        return await go()


async def test_every_setting_of_the_source_is_asked_for_at_the_target(
    bench: Bench, source: Origin
) -> None:
    telling, recording = Telling(source, PARAMS | FAN_OUT), Recording(bench.qdrant)
    async with door(source.url, telling) as old, door(bench.qdrant, recording) as new:
        address = f"{old.url}/collections/{source.name}"
        ended = await bench.run_from(address, "--batch-size", "10", to=new.url)
    assert ended.code == 0, ended.err
    assert (ended.report.written, ended.report.target_exact) == (COUNT, COUNT)
    run = read_run(bench.journals[-1])
    assert (run.batches_done, run.batches_total) == (5, 5)
    made = {"vectors": VECTORS, **PARAMS, **SETTINGS, "optimizers_config": OPTIMIZERS}
    assert recording.made == [made]
    assert recording.changed == [{"params": FAN_OUT}]
    assert points(bench.qdrant, bench.collection) == points(source.url, source.name)


async def test_shard_keys_are_refused_by_name_before_anything_is_made(
    bench: Bench, source: Origin
) -> None:
    telling = Telling(source, {**PARAMS, "sharding_method": "custom"})
    recording = Recording(bench.qdrant)
    async with door(source.url, telling) as old, door(bench.qdrant, recording) as new:
        address = f"{old.url}/collections/{source.name}"
        planned = await bench.migrate(
            *("plan", address, "--to", new.url, "--collection", bench.collection)
        )
        ended = await bench.run_from(address, to=new.url)
    for one in (planned, ended):
        assert one.code == 2
        assert f"{source.name} is sharded by keys of its own" in one.err
        assert "snapshot" in one.err
    assert (recording.made, bench.journals) == ([], [])
