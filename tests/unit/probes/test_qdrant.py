from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime

import pytest

from backend.model.qdrant import Collection, Collections, Latency
from backend.probes.qdrant import CollectionsProbe, LatencyProbe, ServerProbe
from backend.probes.qdrant.collections import FEW, TURNS
from backend.qdrant.connection import Connection
from tests.answering import Answer, Raw, Request, Server, http, info, ok, qdrant, serving, telemetry
from tests.exposition import Requests, metrics

LATER = "2026-11-22T15:00:00Z"


async def collections(answer: Answer) -> Collections:
    async with serving(answer) as server:
        probe = CollectionsProbe(Connection(server.url))
        value = await probe.read()
        await probe.close()
    return value


async def collection_a(told: Raw) -> Collection:
    found = await collections(qdrant(**{"collections/a": told}))
    return found.collections[0]


@asynccontextmanager
async def latency(answer: Answer, clock: Callable[[], float]) -> AsyncIterator[LatencyProbe]:
    async with serving(answer) as server:
        probe = LatencyProbe(Connection(server.url), 60.0, clock)
        yield probe
        await probe.close()


class Script:
    """A server whose metrics and start change, and a clock that does not run by itself."""

    def __init__(self) -> None:
        self.now = 0.0
        self.metrics = metrics()
        self.telemetry = telemetry()

    def clock(self) -> float:
        return self.now

    def answer(self, request: Request) -> Raw:
        text = http(self.metrics, content="text/plain")
        return qdrant(metrics=text, telemetry=self.telemetry)(request)

    def probe(self) -> AbstractAsyncContextManager[LatencyProbe]:
        return latency(self.answer, self.clock)


async def test_a_server_says_what_it_is() -> None:
    async with serving(qdrant()) as served:
        probe = ServerProbe(Connection(served.url))
        server = await probe.read()
        await probe.close()
    assert (server.version, server.embedded, server.limited) == ("1.19.0", False, "")
    assert server.started == datetime(2026, 11, 22, 14, 0, 0, 123456, tzinfo=UTC)
    assert (server.cores, server.ram_bytes, server.disk_bytes) == (4, 1_024_000, 2_048_000)


@pytest.mark.parametrize(
    ("app", "cores"),
    [
        ({"name": "qdrant", "version": "1.7.4"}, None),
        ({"name": "qdrant", "version": "1.19.0", "startup": "2026-11-22T14:00:00Z"}, None),
        ({"startup": "2026-11-22T14:00:00.123456789Z", "system": {"cores": 4}}, 4),
        ({"system": {"cores": 2, "container_runtime": "docker", "cpu_cores_used": 0.5}}, 2),
    ],
    ids=["1.7", "level 0", "level 1", "1.20"],
)
async def test_telemetry_of_every_release(app: dict[str, object], cores: int | None) -> None:
    async with serving(qdrant(telemetry=ok({"id": "x", "app": app}))) as served:
        probe = ServerProbe(Connection(served.url))
        server = await probe.read()
        await probe.close()
    assert (server.started is not None) == ("startup" in app)
    assert (server.cores, server.limited) == (cores, "")


async def test_collections_come_by_name_with_their_aliases() -> None:
    aliases = [
        {"alias_name": "z", "collection_name": "a"},
        {"alias_name": "y", "collection_name": "a"},
    ]
    found = await collections(qdrant(aliases=ok({"aliases": aliases})))
    assert [(one.name, one.points, one.aliases) for one in found.collections] == [
        ("a", 5, ("y", "z")),
        ("b", 7, ()),
    ]
    assert found.aliases_known


async def test_all_that_a_collection_tells() -> None:
    told = info(
        status="yellow",
        points_count=9,
        indexed_vectors_count=4,
        segments_count=2,
        update_queue={"length": 3, "deferred_points": 1},
        optimizer_status={"error": "disk full"},
    )
    found = await collection_a(told)
    assert found.model_copy(update={"gaps": ()}) == Collection(
        name="a",
        status="yellow",
        points=9,
        indexed=4,
        segments=2,
        optimizer="disk full",
        dimension=384,
        distance="Cosine",
        update_queue=3,
        deferred=1,
        reason="it is being optimised, or a snapshot of it is being made",
    )


async def test_what_an_old_server_lacks_is_not_known() -> None:
    found = await collection_a(ok({"status": "green", "optimizer_status": "ok"}))
    assert (found.points, found.indexed, found.segments, found.update_queue) == (None,) * 4
    assert (found.dimension, found.distance) == (None, None)


async def test_one_named_vector_is_the_vector() -> None:
    vectors = {"text": {"size": 4, "distance": "Dot"}}
    found = await collection_a(info(config={"params": {"vectors": vectors}}))
    assert (found.dimension, found.distance) == (4, "Dot")


async def test_several_vectors_have_no_dimension_in_common() -> None:
    one = {"size": 4, "distance": "Dot"}
    found = await collection_a(info(config={"params": {"vectors": {"text": one, "image": one}}}))
    assert (found.dimension, found.distance) == (None, None)


async def test_sparse_vectors_only() -> None:
    found = await collection_a(info(config={"params": {"sparse_vectors": {"s": {}}}}))
    assert (found.status, found.dimension) == ("green", None)


async def test_a_name_is_not_a_path() -> None:
    asked: list[str] = []

    def answer(request: Request) -> Raw:
        asked.append(request.path)
        if request.path == "/collections":
            return ok({"collections": [{"name": "a?b/../c d"}]})
        return info() if request.path.startswith("/collections/") else ok({"aliases": []})

    [found] = (await collections(answer)).collections
    assert (found.name, found.status) == ("a?b/../c d", "green")
    assert "/collections/a%3Fb%2F..%2Fc%20d" in asked


def listing(names: list[str], asked: list[str]) -> Answer:
    """A Qdrant with collections of some names, which notes those that are asked for."""

    def answer(request: Request) -> Raw:
        if request.path == "/collections":
            return ok({"collections": [{"name": name} for name in names]})
        if request.path.count("/") == 2 and request.path.startswith("/collections/"):
            asked.append(request.path.rsplit("/", 1)[-1])
            return info()
        return qdrant()(request)

    return answer


async def test_of_very_many_collections_each_is_asked_for_once_and_then_by_turns() -> None:
    names = [f"c{i:04}" for i in range(FEW + 3)]
    asked: list[str] = []
    async with serving(listing(names, asked)) as server:
        probe = CollectionsProbe(Connection(server.url))
        first = (await probe.read()).collections
        at_first, asked[:] = list(asked), []
        later = [(await probe.read()).collections for _ in range(3)]
        await probe.close()
    assert [one.name for one in first] == at_first == names
    assert {one.status for one in first} == {"green"}
    visible, others = names[:FEW], names[FEW:]
    assert TURNS == 2
    assert asked == [
        *(*visible, *others[:2]),
        *(*visible, others[2], others[0]),
        *(*visible, *others[1:]),
    ]
    assert [one.asked is None for one in first] == [True] * len(names)
    assert [one.asked is None for one in later[0]] == [True] * (FEW + 2) + [False]


async def test_a_collection_that_is_new_is_asked_for_at_once() -> None:
    names = [f"c{i:04}" for i in range(FEW + 3)]
    asked: list[str] = []
    async with serving(listing(names, asked)) as server:
        probe = CollectionsProbe(Connection(server.url))
        await probe.read()
        names.append("new")
        found = (await probe.read()).collections
        await probe.close()
    assert (found[-1].name, found[-1].status) == ("new", "green")


async def test_what_one_reading_has_no_time_for_is_not_known_yet(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("backend.probes.qdrant.collections.MOST_NEW", 1)
    names = [f"c{i:04}" for i in range(FEW + 2)]
    async with serving(listing(names, [])) as server:
        probe = CollectionsProbe(Connection(server.url))
        readings = [(await probe.read()).collections for _ in range(2)]
        await probe.close()
    assert [one.status for one in readings[0]] == ["green"] * (FEW + 1) + ["unknown"]
    assert readings[0][-1].error
    assert {one.status for one in readings[1]} == {"green"}


async def read_after(script: Script, probe: LatencyProbe, seconds: float, text: str) -> Latency:
    script.now += seconds
    script.metrics = text
    return await probe.read()


async def test_the_first_reading_counts_since_the_start() -> None:
    script = Script()
    script.metrics = metrics(Requests([700] * 3))
    async with script.probe() as probe:
        first = await probe.read()
        second = await read_after(script, probe, 2, metrics(Requests([700] * 4)))
    assert (first.seconds, first.since_start, first.endpoints[0].requests) == (0, True, 3)
    assert (second.seconds, second.since_start, second.endpoints[0].requests) == (2, False, 1)
    assert second.scrape_bytes == len(script.metrics)


def split(**took: list[int]) -> str:
    """Metrics that tell collections apart."""
    return "".join(
        metrics(Requests(micros)).replace('status="200"', f'status="200",collection="{name}"')
        for name, micros in took.items()
    )


async def test_collections_are_told_apart_where_the_server_does() -> None:
    script = Script()
    script.metrics = split(a=[700] * 3, b=[])
    async with script.probe() as probe:
        first = await probe.read()
        value = await read_after(script, probe, 2, split(a=[700] * 5, b=[30_000]))
    assert first.by_collection == ()
    assert [(line.collection, line.requests) for line in value.by_collection] == [
        ("a", 2),
        ("b", 1),
    ]
    assert [(line.collection, line.requests) for line in value.endpoints] == [("", 3)]


async def test_very_large_metrics_are_asked_for_as_a_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("backend.qdrant.node.LARGE", 100)
    script, asked = Script(), []

    def answer(request: Request) -> Raw:
        if request.path == "/metrics":
            asked.append(request.query.get("per_collection"))
        return script.answer(request)

    script.metrics = split(a=[700] * 3)
    async with latency(answer, script.clock) as probe:
        await probe.read()
        value = await read_after(script, probe, 2, metrics(Requests([700] * 4)))
    assert asked == ["true", None]
    assert (value.by_collection, value.endpoints[0].requests) == ((), 1)
    assert not value.restarted


async def test_a_restart_too_quick_to_be_counted_is_told_by_the_start() -> None:
    script = Script()
    script.metrics = metrics(Requests([700] * 3))
    async with script.probe() as probe:
        await probe.read()
        script.telemetry = telemetry(LATER)
        restarted = await read_after(script, probe, 2, metrics(Requests([700] * 5)))
        further = await read_after(script, probe, 2, metrics(Requests([700] * 6)))
        past = await read_after(script, probe, 120, metrics(Requests([700] * 7)))
    assert (restarted.restarted, restarted.endpoints[0].requests) == (True, 5)
    assert (further.restarted, further.endpoints[0].requests) == (True, 6)
    assert (past.restarted, past.endpoints[0].requests) == (False, 1)


async def test_lines_that_make_no_sense_are_counted() -> None:
    script = Script()
    script.metrics = metrics(Requests([700])) + "what is this\n"
    async with script.probe() as probe:
        value = await probe.read()
    assert (value.skipped_lines, len(value.endpoints)) == (1, 1)


async def test_our_own_requests_are_timed_each() -> None:
    script = Script()
    async with script.probe() as probe:
        await probe.read()
        value = await probe.read()
    assert [(own.request, own.count, own.errors) for own in value.own] == [
        ("GET /healthz", 2, 0),
        ("GET /telemetry", 2, 0),
        ("GET /metrics", 2, 0),
    ]


async def watched(server: Server) -> None:
    """Every probe twice, as the hub would: one after the other."""
    connection = Connection(server.url)
    probes = (ServerProbe(connection), LatencyProbe(connection), CollectionsProbe(connection))
    for _ in range(2):
        for probe in probes:
            await probe.read()
    assert {probe.target for probe in probes} == {server.url}
    for probe in probes:
        await probe.close()


async def test_connections_are_kept_and_the_server_is_told_when_to_give_up() -> None:
    async with serving(qdrant()) as server:
        await watched(server)
    for path in ("/metrics", "/telemetry"):
        asked = [request.query for request in server.requests if request.path == path]
        assert asked
        assert all(0 < int(query["timeout"]) < 5 for query in asked)
    assert server.connections == 3  # one for each probe
