"""A collection read over gRPC: the same points, the same digests, and REST for what is left."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from backend.migration.collection.source import CollectionSource, Reader
from backend.migration.history import read_run
from backend.migration.ranges import Range
from backend.migration.rest import PointsRefused, Unavailable
from backend.qdrant.connection import Connection
from tests.contract.migration.conftest import Bench
from tests.contract.migration.elsewhere import Elsewhere, Origin, elsewhere, points
from tests.contract.migration.test_collection import EVERY_KIND, every_kind
from tests.migration_door import Answer, Asked, Pass, door

COUNT, SIZE = 40, 8


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Elsewhere]:
    with elsewhere(tmp_path / "elsewhere", speaks_grpc=True) as server:
        yield server


@pytest.fixture
def source(server: Elsewhere) -> Origin:
    """A collection with every kind of vector; a payload has a number that gRPC has not."""
    made = Origin(server.url, f"from-{uuid4().hex}")
    made.make(**EVERY_KIND)
    made.put(every_kind(COUNT))
    return made


async def test_points_arrive_as_they_are_and_rest_tells_what_grpc_cannot(
    bench: Bench, server: Elsewhere, source: Origin
) -> None:
    whole: list[dict[str, Any]] = []

    async def note(asked: Asked, go: Pass) -> Answer:
        if asked.path.endswith("/points/scroll"):
            body = json.loads(asked.body)
            whole.extend([body] if body["with_vector"] else [])
        return await go()

    async with door(server.url, note) as opened:
        ended = await bench.run_from(
            f"{opened.url}/collections/{source.name}",
            *("--batch-size", str(SIZE), "--source-grpc-port", str(server.grpc_port)),
        )
    assert ended.code == 0, ended.err
    proof = ended.report.verification
    assert proof is not None and proof.source_digest == proof.target_digest
    assert points(bench.qdrant, bench.collection) == points(source.url, source.name)
    run = read_run(bench.journals[-1])
    assert any("the source is read over gRPC" in event.summary for event in run.errors)
    # The page with that number, once for the move and once for the proof.
    assert len(whole) == 2


class Broken:
    """Calls that fail."""

    def __init__(self, failure: Exception) -> None:
        self._failure = failure
        self.asked = 0

    async def scroll(self, request: bytes) -> bytes:
        self.asked += 1
        raise self._failure


@pytest.mark.parametrize(
    ("failure", "asked"),
    [
        (Unavailable("no answer", is_away=True), 2),
        (PointsRefused("UNIMPLEMENTED: no such method"), 1),
    ],
)
async def test_where_grpc_fails_rest_goes_on(
    source: Origin, failure: Exception, asked: int
) -> None:
    async def once(request: Any) -> Any:
        return await request(), 1

    calls = Broken(failure)
    async with CollectionSource(Connection(source.url), source.name).rest(1) as rest:
        reader = Reader(rest, source.name, once)
        (bounds,) = [page async for page in reader.walk(COUNT)]
        reader.read_over(calls)  # type: ignore[arg-type]
        one = Range(0, bounds[0].first, None, COUNT, bounds[0].ids)
        for _ in range(2):
            assert len(await reader.read(one)) == COUNT
    assert calls.asked == asked
