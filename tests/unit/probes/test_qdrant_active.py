import asyncio
import json

import pytest

from backend.probes.probe import ProbeFailed
from backend.probes.qdrant import ActiveProbe, all_probes
from backend.qdrant.api import Api
from backend.qdrant.connection import Connection
from backend.qdrant.footprint import Footprint
from backend.qdrant.question import Question, choose
from tests.answering import Answer, Raw, http, ok, qdrant, serving
from tests.clock import Clock


def points(vector: object) -> Raw:
    """What `scroll` answers."""
    return ok({"points": [{"id": 1, "vector": vector}], "next_page_offset": None})


def version(text: str) -> Raw:
    return http(json.dumps({"title": "qdrant", "version": text}))


async def chosen(answer: Answer, *visible: str) -> Question:
    async with serving(answer) as server:
        api = Api(Connection(server.url))
        question = await choose(api, visible)
        await api.close()
    return question


async def test_a_search_for_a_vector_of_the_first_collection_that_has_one() -> None:
    told = {"collections/a/points/scroll": ok({"points": []})}
    told |= {"collections/b/points/scroll": points([0.5, 1])}
    question = await chosen(qdrant(**told))
    assert (question.name, question.path) == (
        "POST /collections/b/points/query",
        "/collections/b/points/query",
    )
    assert question.body == {"query": [0.5, 1], "limit": 10}


async def test_a_visible_collection_goes_first() -> None:
    told = {f"collections/{name}/points/scroll": points([1.0]) for name in "ab"}
    assert (await chosen(qdrant(**told), "b")).path == "/collections/b/points/query"


async def test_older_releases_search_otherwise() -> None:
    told = {"": version("1.9.7"), "collections/a/points/scroll": points([1.0])}
    question = await chosen(qdrant(**told))
    assert question.path == "/collections/a/points/search"
    assert question.body == {"vector": [1.0], "limit": 10}


@pytest.mark.parametrize(
    ("release", "body"),
    [
        ("1.19.0", {"query": [1.0], "using": "text", "limit": 10}),
        ("1.9.7", {"vector": {"name": "text", "vector": [1.0]}, "limit": 10}),
    ],
)
async def test_of_several_vectors_a_dense_one(release: str, body: dict[str, object]) -> None:
    vectors = {"words": {"indices": [1], "values": [1.0]}, "many": [[1.0]], "text": [1.0]}
    told = {"": version(release), "collections/a/points/scroll": points(vectors)}
    assert (await chosen(qdrant(**told))).body == body


@pytest.mark.parametrize("vector", [None, {}, {"words": {"indices": [1], "values": [1.0]}}])
async def test_without_a_vector_the_simplest_question(vector: object) -> None:
    told = {f"collections/{name}/points/scroll": points(vector) for name in "ab"}
    assert (await chosen(qdrant(**told))).name == "GET /healthz"


async def test_a_key_that_may_not_read_points_leaves_the_simplest_question() -> None:
    told = {f"collections/{name}/points/scroll": http("Forbidden", 403) for name in "ab"}
    assert (await chosen(qdrant(**told))).name == "GET /healthz"


async def test_searches_are_timed_and_their_load_is_told_apart() -> None:
    clock, enough = Clock(), asyncio.Event()

    async def sleep(seconds: float) -> None:
        if clock.now >= 5:
            enough.set()
            await asyncio.Event().wait()
        clock.now += seconds

    told = {"collections/a/points/scroll": points([1.0]), "collections/a/points/query": ok({})}
    async with serving(qdrant(**told)) as server:
        connection = Connection(server.url, footprint=Footprint(clock))
        probe = ActiveProbe(connection, 8.0, ("a",), clock, sleep)
        first = await probe.read()
        await enough.wait()
        while (value := await probe.read()).count < 41:
            await asyncio.sleep(0)
        await probe.close()
    asked = [request.path for request in server.requests].count("/collections/a/points/query")
    assert (first.count, first.p50, first.mean) == (0, None, None)
    assert (value.request, value.rate, value.count, value.errors) == (
        *("POST /collections/a/points/query", 8.0),
        *(41, 0),
    )
    assert value.slowest is not None
    assert value.load is not None
    assert value.load.requests_per_second >= 8
    assert asked == 41
    looking = connection.footprint.summary()
    assert looking is not None
    assert looking.requests_per_second == 0


async def test_a_server_that_is_away_is_told_and_asked_again_later() -> None:
    async with serving(qdrant()) as server:
        url = server.url
    probe = ActiveProbe(Connection(url), 10.0)
    with pytest.raises(ProbeFailed):
        await probe.read()
    await probe.close()


def test_it_is_off_unless_asked_for_and_only_at_the_first_server() -> None:
    servers = (Connection("http://one:1"), Connection("http://two:2"))
    assert not any(isinstance(probe, ActiveProbe) for probe in all_probes(servers))
    [probe] = [one for one in all_probes(servers, rate=5) if isinstance(one, ActiveProbe)]
    assert (probe.name, probe.target) == ("qdrant.active", "http://one:1")
