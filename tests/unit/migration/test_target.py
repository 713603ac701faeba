import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.utils import formatdate

import httpx
import pytest
from pydantic import SecretStr

from backend.migration import rest
from backend.migration.errors import Refused
from backend.migration.rest import CollectionMissing, PointsRefused, Rest, Unavailable
from backend.migration.target import Target
from backend.qdrant.connection import Connection
from tests.answering import Raw, http, info, ok, serving


@asynccontextmanager
async def target(url: str, collection: str = "a b/c") -> AsyncIterator[Target]:
    async with Rest(Connection(url), timeout=httpx.Timeout(5)) as rest:
        yield Target(rest, collection)


async def retry_after(header: str) -> float | None:
    """What is made of a server's Retry-After."""
    busy = http("{}", 429, **{"Retry-After": header})
    async with serving(lambda _: busy) as server, target(server.url) as qdrant:
        with pytest.raises(Unavailable) as unavailable:
            await qdrant.upsert([])
    return unavailable.value.retry_after


async def test_a_name_is_one_part_of_the_path_whatever_is_in_it() -> None:
    async with serving(lambda _: info()) as server, target(server.url) as qdrant:
        space = await qdrant.space()
    assert space is not None
    assert (space.dimension, space.distance, space.datatype) == (384, "Cosine", "float32")
    assert server.requests[0].path == "/collections/a%20b%2Fc"


async def test_a_collection_that_is_not_there_has_no_dimension() -> None:
    async with serving(lambda _: http("{}", 404)) as server, target(server.url) as qdrant:
        assert await qdrant.space() is None
        with pytest.raises(CollectionMissing):
            await qdrant.count()


async def test_named_vectors_are_refused() -> None:
    named = info(config={"params": {"vectors": {"text": {"size": 4, "distance": "Dot"}}}})
    async with serving(lambda _: named) as server, target(server.url) as qdrant:
        with pytest.raises(Refused, match="named vectors"):
            await qdrant.space()


@pytest.mark.parametrize(("header", "seconds"), [("7", 7.0), ("0.5", 0.5), ("-3", 0.0)])
async def test_retry_after_is_seconds(header: str, seconds: float) -> None:
    assert await retry_after(header) == seconds


@pytest.mark.parametrize(("ahead", "low"), [(3600, 3000.0), (-3600, 0.0)])
async def test_retry_after_may_be_a_date(ahead: int, low: float) -> None:
    wait = await retry_after(formatdate(time.time() + ahead, usegmt=True))
    assert wait is not None
    assert low <= wait <= max(0, ahead)


@pytest.mark.parametrize("header", ["soon", "", "inf", "nan"])
async def test_a_retry_after_that_makes_no_sense_is_ignored(header: str) -> None:
    assert await retry_after(header) is None


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
            await qdrant.space()


async def test_a_refusal_carries_the_servers_reason() -> None:
    answer = http('{"status": {"error": "Wrong input: no"}}', 400)
    async with serving(lambda _: answer) as server, target(server.url) as qdrant:
        with pytest.raises(PointsRefused, match="400: Wrong input: no"):
            await qdrant.upsert([])


async def test_a_key_that_no_header_can_carry_is_refused_without_repeating_it() -> None:
    with pytest.raises(Refused, match="QDRANT_API_KEY") as refusal:
        Rest(Connection("http://here", SecretStr("k\néy")))
    assert "éy" not in str(refusal.value)


async def test_an_answer_without_an_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    async def trickle(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
        while not writer.is_closing():
            writer.write(b" ")
            await asyncio.sleep(0.02)

    monkeypatch.setattr(rest, "_STEPS", 0.02)
    async with await asyncio.start_server(trickle, "127.0.0.1", 0) as server:
        host, port = server.sockets[0].getsockname()
        async with target(f"http://{host}:{port}") as qdrant:
            with pytest.raises(Unavailable, match="in time") as found:
                await qdrant.count()
    assert found.value.is_overload


async def test_an_answer_beyond_all_measure_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rest, "LARGEST_ANSWER", 100)
    long = ok({"count": 7, "more": "x" * 100})
    async with serving(lambda _: long) as server, target(server.url) as qdrant:
        with pytest.raises(Unavailable, match="more than can be read"):
            await qdrant.count()


@pytest.mark.parametrize("status", [400, 401, 500])
async def test_a_key_that_the_server_repeats_is_not_told(status: int) -> None:
    said = http('{"status": {"error": "no such key: s3cret"}}', status)
    async with serving(lambda _: said) as server:
        asked = Rest(Connection(server.url, SecretStr("s3cret")))
        with pytest.raises((Unavailable, PointsRefused, Refused), match="no such key: …"):
            await asked.ask("GET", "/")
