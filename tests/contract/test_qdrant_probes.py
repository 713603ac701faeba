"""The probes against a Qdrant: the embedded one, or the one that QDRANT_URL names."""

import asyncio
from collections.abc import AsyncIterator
from uuid import uuid4

import httpx
import pytest

from backend.model.qdrant import Collection
from backend.probes.qdrant import ActiveProbe, CollectionsProbe, LatencyProbe, ServerProbe
from backend.qdrant.connection import Connection

QUERY = ("POST", "/collections/{collection_name}/points/query")
PATIENCE = 60
"""Seconds before a test gives up; nothing is measured by it."""

POINTS = [{"id": i, "vector": [1.0, i, 0.0, 0.5]} for i in range(20)]


@pytest.fixture
async def client(qdrant: str) -> AsyncIterator[httpx.AsyncClient]:
    async with Connection(qdrant).client() as client:
        yield client


@pytest.fixture
async def collection(client: httpx.AsyncClient) -> AsyncIterator[str]:
    name = f"probed {uuid4()}"
    created = await client.put(
        f"/collections/{name}", json={"vectors": {"size": 4, "distance": "Dot"}}
    )
    created.raise_for_status()
    written = await client.put(f"/collections/{name}/points?wait=true", json={"points": POINTS})
    written.raise_for_status()
    yield name
    await client.delete(f"/collections/{name}")


async def queried(client: httpx.AsyncClient, collection: str, vector: list[float]) -> int:
    answer = await client.post(f"/collections/{collection}/points/query", json={"query": vector})
    return answer.status_code


async def one_collection(qdrant: str, name: str) -> Collection:
    probe = CollectionsProbe(Connection(qdrant))
    found = await probe.read()
    await probe.close()
    [collection] = (each for each in found.collections if each.name == name)
    return collection


async def test_a_server_says_what_it_is(qdrant: str) -> None:
    probe = ServerProbe(Connection(qdrant))
    server = await probe.read()
    await probe.close()
    assert server.url == qdrant
    assert server.version[0].isdigit()
    assert server.embedded == ("embedded" in server.version)
    assert server.started is not None
    assert server.cores
    assert server.limited == ""


async def test_a_collection_is_told_as_it_was_made(
    qdrant: str, client: httpx.AsyncClient, collection: str
) -> None:
    alias = {"create_alias": {"collection_name": collection, "alias_name": f"also {collection}"}}
    (await client.post("/collections/aliases", json={"actions": [alias]})).raise_for_status()
    found = await one_collection(qdrant, collection)
    assert found.status == "green"
    assert found.optimizer == "ok"
    assert (found.points, found.dimension, found.distance) == (len(POINTS), 4, "Dot")
    assert found.aliases == (f"also {collection}",)
    assert found.error == ""


async def test_a_window_holds_the_requests_between_two_readings(
    qdrant: str, client: httpx.AsyncClient, collection: str
) -> None:
    probe = LatencyProbe(Connection(qdrant))
    assert await queried(client, collection, [1, 0, 0, 0]) == 200
    first = await probe.read()
    for _ in range(7):
        assert await queried(client, collection, [1, 0, 0, 0]) == 200
    for _ in range(2):
        assert await queried(client, collection, [1, 0]) == 400
    second = await probe.read()
    await probe.close()

    assert first.since_start
    assert not second.since_start
    assert not second.restarted
    assert second.seconds > 0
    assert second.skipped_lines == 0
    [line] = (line for line in second.endpoints if (line.method, line.endpoint) == QUERY)
    assert (line.requests, line.errors) == (7, 2)
    assert sum(bucket.count for bucket in line.buckets) == 7
    assert line.mean is not None
    lows = [quantile.low for quantile in line.quantiles]
    assert lows == sorted(lows)
    assert [own.count for own in second.own] == [2, 2, 2]


async def test_the_inside_of_a_visible_collection_is_told_or_missing_with_a_reason(
    qdrant: str, collection: str
) -> None:
    probe = CollectionsProbe(Connection(qdrant), (collection,))
    found = (await probe.read()).collections
    await probe.close()
    [one] = (each for each in found if each.name == collection)
    missing = {gap.field for gap in one.gaps}
    for field in ("optimizations", "shards", "memory"):
        assert (getattr(one, field) is None) == (field in missing)
    assert all(gap.reason for gap in one.gaps)


async def test_searches_of_our_own_are_answered(qdrant: str, collection: str) -> None:
    async def at_once(_: float) -> None:
        await asyncio.sleep(0)

    probe = ActiveProbe(Connection(qdrant), 1000.0, (collection,), sleep=at_once)
    async with asyncio.timeout(PATIENCE):
        while (value := await probe.read()).count < 20:
            assert value.errors == 0
            await asyncio.sleep(0)
    await probe.close()
    assert value.request.endswith("points/query")
    assert value.p50 is not None
    assert value.slowest is not None
    assert 0 < value.p50 <= value.slowest * 1.01
