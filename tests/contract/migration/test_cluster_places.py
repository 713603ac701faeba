"""What a task of a cluster reads of a collection, without a cluster."""

import asyncio
import json
import pickle
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from backend.migration.batches import Cut
from backend.migration.cluster.places import RangesPlace, check_place
from backend.migration.collection.points import digest_of, stored
from backend.migration.collection.source import CollectionSource, Reader
from backend.migration.errors import Refused, SourceAway
from backend.migration.ranges import Range
from backend.model.migration.preflight import Preflight, VectorKind
from backend.qdrant.connection import Connection
from tests.contract.migration.elsewhere import Origin
from tests.migration_sources import remove

SIZE, COUNT = 4, 10


@pytest.fixture
def origin(qdrant: str) -> Iterator[Origin]:
    made = Origin(qdrant, f"from-{uuid4().hex}")
    made.make(vectors={"size": 2, "distance": "Dot"})
    made.put([{"id": n, "vector": [n, 0.5], "payload": {"n": n}} for n in range(COUNT)])
    yield made
    remove(made.url, made.name)


async def once(request: Any) -> Any:
    return await request(), 1


async def place_of(origin: Origin, url: str = "") -> RangesPlace:
    source = CollectionSource(Connection(origin.url), origin.name)
    async with source.rest(1) as rest:
        bounds = [one async for page in Reader(rest, origin.name, once).walk(SIZE) for one in page]
    firsts = [*(bound.first for bound in bounds[1:]), None]
    ranges = tuple(
        Range(number, bound.first, end, bound.points, bound.ids)
        for number, (bound, end) in enumerate(zip(bounds, firsts, strict=True))
    )
    read_from = CollectionSource(Connection(url or origin.url), origin.name)
    return RangesPlace(read_from, SIZE, 0.0, ranges)


async def test_a_part_is_read_in_another_process_as_the_journal_fixed_it(origin: Origin) -> None:
    whole = await place_of(origin)
    part = pickle.loads(pickle.dumps(whole.part(range(1, 3))))
    assert [one.number for one in part.ranges] == [1, 2]

    batches = await asyncio.to_thread(lambda: list(part.batches(range(1, 3), Cut(SIZE, 2))))
    assert [(one.number, one.records) for one in batches] == [(1, range(4, 8)), (2, range(8, 10))]
    points = [json.loads(point.body) for batch in batches for point in batch.points]
    assert points == [
        {"id": n, "vector": [float(n), 0.5], "payload": {"n": n}} for n in range(4, COUNT)
    ]
    digest = digest_of(map(stored, points[:SIZE])).to_bytes(32, "big")
    assert batches[0].digest == digest


async def test_a_source_that_is_gone_is_told_as_the_source(origin: Origin) -> None:
    silent = await place_of(origin, "http://127.0.0.1:1")
    with pytest.raises(SourceAway):
        await asyncio.to_thread(lambda: list(silent.batches(range(3), Cut(SIZE, 2))))


def kind(name: str, kind: str) -> VectorKind:
    return VectorKind(name=name, kind=kind, size=2, distance="Dot")


def preflight(*kinds: VectorKind) -> Preflight:
    return Preflight(
        shape="collection", bytes=None, source_records=1, distinct_ids=1, dimension=2, vectors=kinds
    )


@pytest.mark.parametrize("name", ["", "image"])
def test_one_dense_vector_can_be_written_whatever_its_name(name: str) -> None:
    source = CollectionSource(Connection("http://127.0.0.1:1"), "c")
    check_place(source, preflight(kind(name, "dense")))


@pytest.mark.parametrize(
    "kinds",
    [(kind("a", "dense"), kind("b", "dense")), (kind("a", "multi"),), (kind("", "sparse"),)],
)
def test_what_ray_qdrant_cannot_write_is_refused_by_name(kinds: tuple[VectorKind, ...]) -> None:
    source = CollectionSource(Connection("http://127.0.0.1:1"), "c")
    with pytest.raises(Refused, match="one dense vector for each point") as refused:
        check_place(source, preflight(*kinds))
    assert all(f"{one.title} ({one.kind})" in str(refused.value) for one in kinds)
