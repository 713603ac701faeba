import time
from email.utils import formatdate

import httpx
import pytest
from pydantic import SecretStr

from backend.migration.errors import Refused
from backend.migration.target import CollectionMissing, PointsRefused, Target, Unavailable
from backend.qdrant.connection import Connection
from tests.answering import Raw, http, info, ok, serving


def target(url: str, collection: str = "a b/c") -> Target:
    return Target(Connection(url), collection, timeout=httpx.Timeout(5))


async def test_a_name_is_one_part_of_the_path_whatever_is_in_it() -> None:
    async with serving(lambda _: info()) as server, target(server.url) as qdrant:
        assert await qdrant.dimension() == 384
    assert server.requests[0].path == "/collections/a%20b%2Fc"


async def test_a_collection_that_is_not_there_has_no_dimension() -> None:
    async with serving(lambda _: http("{}", 404)) as server, target(server.url) as qdrant:
        assert await qdrant.dimension() is None
        with pytest.raises(CollectionMissing):
            await qdrant.count()


async def test_named_vectors_are_refused() -> None:
    named = info(config={"params": {"vectors": {"text": {"size": 4, "distance": "Dot"}}}})
    async with serving(lambda _: named) as server, target(server.url) as qdrant:
        with pytest.raises(Refused, match="named vectors"):
            await qdrant.dimension()


@pytest.mark.parametrize(
    ("header", "low", "high"),
    [
        ("7", 7, 7),
        ("0.5", 0.5, 0.5),
        ("-3", 0, 0),
        (formatdate(time.time() + 3600, usegmt=True), 3000, 3601),
        (formatdate(time.time() - 3600, usegmt=True), 0, 0),
    ],
)
async def test_retry_after_is_seconds_or_a_date(header: str, low: float, high: float) -> None:
    busy = http("{}", 429, **{"Retry-After": header})
    async with serving(lambda _: busy) as server, target(server.url) as qdrant:
        with pytest.raises(Unavailable) as unavailable:
            await qdrant.upsert([])
    assert unavailable.value.retry_after is not None
    assert low <= unavailable.value.retry_after <= high


@pytest.mark.parametrize("header", ["soon", "", "inf", "nan"])
async def test_a_retry_after_that_makes_no_sense_is_ignored(header: str) -> None:
    busy = http("{}", 503, **{"Retry-After": header})
    async with serving(lambda _: busy) as server, target(server.url) as qdrant:
        with pytest.raises(Unavailable) as unavailable:
            await qdrant.upsert([])
    assert unavailable.value.retry_after is None


@pytest.mark.parametrize("answer", [ok({}), ok(None), ok([]), ok({"count": "7"}), http("[1]")])
async def test_an_answer_without_a_count_is_no_count(answer: Raw) -> None:
    async with serving(lambda _: answer) as server, target(server.url) as qdrant:
        with pytest.raises(Unavailable):
            await qdrant.count()


@pytest.mark.parametrize("config", [None, {}, {"params": None}, {"params": {"vectors": None}}])
async def test_an_answer_without_settings_has_no_dimension(config: object) -> None:
    answer = info(config=config)
    async with serving(lambda _: answer) as server, target(server.url) as qdrant:
        with pytest.raises(Unavailable):
            await qdrant.dimension()


async def test_a_refusal_carries_the_servers_reason() -> None:
    answer = http('{"status": {"error": "Wrong input: no"}}', 400)
    async with serving(lambda _: answer) as server, target(server.url) as qdrant:
        with pytest.raises(PointsRefused, match="400: Wrong input: no"):
            await qdrant.upsert([])


async def test_a_key_that_no_header_can_carry_is_refused_without_repeating_it() -> None:
    with pytest.raises(Refused, match="QDRANT_API_KEY") as refusal:
        Target(Connection("http://here", SecretStr("k\néy")), "a")
    assert "éy" not in str(refusal.value)
