"""Points written over gRPC, read back over REST."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from backend.migration.history import read_runs
from tests.contract.migration.conftest import Bench, Ended
from tests.forked import Origin
from tests.migration_sources import remove, vectors, write

KEY, READER = "a key that may write", "a key that may read"
RECORDS = 60


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, int]]:
    """A Qdrant with both interfaces: the address of REST, the port of gRPC."""
    command = [sys.executable, "-m", "backend.embedded", "--port", "0", "--grpc-port", "0"]
    folder = tmp_path_factory.mktemp("both")
    with subprocess.Popen(
        [*command, "--path", str(folder), "--until-stdin-closes"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={
            **os.environ,
            "QDRANT__SERVICE__API_KEY": KEY,
            "QDRANT__SERVICE__READ_ONLY_API_KEY": READER,
        },
    ) as process:
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())
        yield told["url"], told["grpc_port"]
        process.terminate()


@pytest.fixture
def calling(both: tuple[str, int], engines: Origin, tmp_path: Path) -> Bench:
    return Bench(both[0], f"called {uuid4()}", tmp_path / "state", engines)


async def run(bench: Bench, path: Path, *options: str, key: str = KEY) -> Ended:
    return await bench.run(path, "--batch-size", "7", *options, QDRANT_API_KEY=key)


def points(bench: Bench) -> dict[Any, Any]:
    answer = httpx.post(
        f"{bench.qdrant}/collections/{bench.collection}/points/scroll",
        json={"limit": 10_000, "with_vector": True, "with_payload": True},
        headers={"api-key": KEY},
    )
    return {point["id"]: point for point in answer.raise_for_status().json()["result"]["points"]}


def transport(bench: Bench) -> str | None:
    return read_runs(bench.state).runs[0].transport


def source(path: Path) -> Path:
    records = vectors([*range(RECORDS - 2), "1.3.1", str(uuid4())])
    records[3] |= {"deep": {"list": [1, -1, 2.5, None, True, "é", {}]}, "n": -(2**63)}
    return write(path / "a.json", records)


async def test_both_interfaces_leave_the_same(
    calling: Bench, both: tuple[str, int], tmp_path: Path
) -> None:
    path = source(tmp_path)
    called = await run(calling, path, "--grpc-port", str(both[1]))
    assert called.code == 0, called.err
    assert called.report.target_exact == RECORDS
    assert transport(calling) == "grpc"
    over_grpc = points(calling)
    asked = await run(calling, path, "--transport", "rest")
    assert asked.code == 0, asked.err
    assert transport(calling) == "rest"
    assert points(calling) == over_grpc
    proofs = [one.report.verification for one in (called, asked)]
    assert proofs[0] and proofs[1]
    assert proofs[0].target_digest == proofs[1].target_digest


async def test_another_qdrant_at_the_port_is_not_written_to(
    bench: Bench, both: tuple[str, int], tmp_path: Path
) -> None:
    """Its gRPC does not know the collection that REST has just made."""
    path = source(tmp_path)
    ended = await bench.run(path, "--grpc-port", str(both[1]))
    assert ended.code == 0, ended.err
    assert transport(bench) == "rest"
    insisting = await bench.run(path, "--grpc-port", str(both[1]), "--transport", "grpc")
    assert insisting.code == 2
    assert "has no collection" in insisting.err
    assert "--grpc-port" in insisting.err
    remove(bench.qdrant, bench.collection)


async def test_a_wrong_key_is_named_and_not_shown(
    calling: Bench, both: tuple[str, int], tmp_path: Path
) -> None:
    options = ("--grpc-port", str(both[1]), "--transport", "grpc")
    ended = await run(calling, source(tmp_path), *options, key="another secret")
    assert ended.code == 2
    assert "QDRANT_API_KEY" in ended.err
    assert "another secret" not in ended.err + ended.out


@pytest.mark.parametrize("made", [False, True])
@pytest.mark.parametrize("way", ["rest", "grpc"])
async def test_a_key_that_may_only_read_is_named_and_the_run_goes_on_with_another(
    calling: Bench, both: tuple[str, int], tmp_path: Path, way: str, made: bool
) -> None:
    path = source(tmp_path)
    options = ["--grpc-port", str(both[1]), "--transport", way]
    if made:
        body = {"vectors": {"size": 4, "distance": "Cosine"}}
        address = f"{calling.qdrant}/collections/{calling.collection}"
        httpx.put(address, json=body, headers={"api-key": KEY}).raise_for_status()
        options.append("--in-place")
    refused = await run(calling, path, *options, key=READER)
    assert refused.code == 2
    assert "refused access" in refused.err
    assert "set QDRANT_API_KEY to a key that may write" in refused.err
    assert READER not in refused.err + refused.out
    assert refused.report.state == "paused"
    ended = await run(calling, path, *options)
    assert ended.code == 0, ended.err
    assert (ended.report.id, ended.report.target_exact) == (refused.report.id, RECORDS)


async def test_what_grpc_cannot_say_goes_over_rest(
    calling: Bench, both: tuple[str, int], tmp_path: Path
) -> None:
    records = vectors(range(RECORDS))
    records[5] |= {"n": 2**63, "largest": [2**64 - 1]}
    records[6]["deep"] = deep = json.loads("[" * 60 + "]" * 60)
    path = write(tmp_path / "a.json", records)
    ended = await run(calling, path, "--grpc-port", str(both[1]))
    assert ended.code == 0, ended.err
    assert read_runs(calling.state).runs[0].transport == "grpc"
    payloads = [one["payload"] for _, one in sorted(points(calling).items())]
    assert (payloads[5]["n"], payloads[5]["largest"]) == (2**63, [2**64 - 1])
    assert payloads[6]["deep"] == deep
