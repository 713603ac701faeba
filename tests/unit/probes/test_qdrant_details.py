"""What the probes ask for besides, of whom, and how seldom."""

import asyncio

import pytest
from pydantic import JsonValue

from backend.model.qdrant import Collections, Server
from backend.probes.qdrant import CollectionsProbe, ServerProbe
from backend.probes.qdrant.details import MEMORY_EVERY, SHARDS_EVERY
from backend.qdrant.connection import Connection
from tests.answering import Answer, Raw, Request, http, info, ok, qdrant, serving
from tests.clock import Clock
from tests.optimizing import OPTIMIZING

SHARDS = {"peer_id": 1, "local_shards": [{"shard_id": 0, "state": "Active", "points_count": 5}]}
MEMORY = {"total": {"disk_bytes": 9, "ram_bytes": 8}}
SLOW = {
    "requests": [
        {
            "collection_name": "a",
            "request_name": "query",
            "duration": seconds,
            "datetime": "2026-11-22T14:00:00Z",
            "approx_count": 3,
            "request_body": {"query": "s3cret"},
        }
        for seconds in (0.06, 1.25)
    ]
}
ISSUES = {
    "issues": [
        {
            "id": "UNINDEXED_FIELD/a/status",
            "description": "Unindexed field 'status' might be slowing queries down",
            "solution": {"immediate": {}},
            "timestamp": "2026-11-22T14:00:00Z",
            "related_collection": "a",
        }
    ]
}
CLUSTER = {
    "status": "enabled",
    "peer_id": 18_446_744_073_709_551_000,
    "peers": {
        "18446744073709551000": {"uri": "http://one:6335/"},
        "5": {"uri": "http://two:6335/"},
    },
    "raft_info": {
        "term": 3,
        "commit": 90,
        "pending_operations": 0,
        "leader": 5,
        "role": "Follower",
        "is_voter": True,
    },
    "consensus_thread_status": {
        "consensus_thread_status": "working",
        "last_update": "2026-11-22T14:00:00Z",
    },
    "message_send_failures": {"http://two:6335/": {"count": 3}},
}


def greeting(version: str) -> Raw:
    return http(f'{{"title": "qdrant", "version": "{version}"}}')


def whole(**instead: Raw) -> Answer:
    """A Qdrant that tells everything."""
    names = ("a", "b")
    inside = {f"collections/{name}/cluster": ok(SHARDS) for name in names}
    inside |= {f"collections/{name}/optimizations": ok(OPTIMIZING) for name in names}
    inside |= {f"collections/{name}/memory": ok(MEMORY) for name in names}
    about = {"cluster": ok(CLUSTER), "issues": ok(ISSUES), "profiler/slow_requests": ok(SLOW)}
    return qdrant(**{**inside, **about, **instead})


async def collections(answer: Answer, *visible: str) -> tuple[Collections, list[str]]:
    async with serving(answer) as server:
        probe = CollectionsProbe(Connection(server.url), visible)
        value = await probe.read()
        await probe.close()
    return value, [request.path for request in server.requests]


async def server_of(answer: Answer) -> tuple[Server, list[str]]:
    async with serving(answer) as server:
        probe = ServerProbe(Connection(server.url))
        value = await probe.read()
        await probe.close()
    return value, [request.path for request in server.requests]


async def test_a_visible_collection_is_told_with_its_inside_and_others_are_not() -> None:
    found, asked = await collections(whole(**{"collections/b": info(status="yellow")}), "b")
    other, close = found.collections
    assert (other.optimizations, other.shards, other.memory) == (None, None, None)
    assert close.optimizations is not None
    assert close.shards is not None
    assert close.transfers == ()
    assert close.memory is not None
    assert close.reason == "indexing: main_graph 2,750 of 11,144"
    assert (close.shards[0].state, close.memory[0].ram_bytes) == ("Active", 8)
    assert not any(path.startswith("/collections/a/") for path in asked)


async def test_a_name_that_is_not_there_leaves_the_first_few_visible() -> None:
    found, _ = await collections(whole(), "gone")
    assert all(one.memory for one in found.collections)


@pytest.mark.parametrize(
    ("version", "missing"),
    [
        ("1.20.0", set()),
        ("1.18.0", set()),
        ("1.17.1", {"memory": "1.18"}),
        ("1.16.2", {"optimizations": "1.16.3", "memory": "1.18"}),
        ("1.7.4", {"optimizations": "1.16.3", "memory": "1.18"}),
    ],
)
async def test_a_release_is_not_asked_for_what_it_lacks(
    version: str, missing: dict[str, str]
) -> None:
    found, asked = await collections(whole(**{"": greeting(version)}))
    for one in found.collections:
        assert {gap.field: gap.since for gap in one.gaps} == dict(missing)
    last = {path.rsplit("/", 1)[-1] for path in asked if path.count("/") == 3}
    assert last == {"cluster", "optimizations", "memory"} - set(missing)


async def test_what_a_key_may_not_see_is_told_with_the_reason() -> None:
    forbidden = http("Forbidden", 403)
    found, _ = await collections(
        whole(**{"collections/a/cluster": forbidden, "collections/a/memory": http("?")})
    )
    gaps = {gap.field: gap.reason for gap in found.collections[0].gaps}
    assert set(gaps) == {"shards", "memory"}
    assert "403" in gaps["shards"]
    assert "not what Qdrant answers" in gaps["memory"]
    assert found.collections[0].optimizations is not None
    assert found.collections[1].gaps == ()


async def test_an_inside_that_does_not_answer_costs_the_collection_nothing_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    limits: list[asyncio.Timeout] = []
    answer = whole()

    def limited(_: float) -> asyncio.Timeout:
        limits.append(asyncio.timeout_at(None))
        return limits[-1]

    def hanging(request: Request) -> Raw:
        if request.path != "/collections/a/optimizations":
            return answer(request)
        limits[-1].reschedule(0)  # its time is over as soon as it has been asked
        return Raw(then="hang")

    monkeypatch.setattr(asyncio, "timeout", limited)
    found, _ = await collections(hanging)
    stuck, other = found.collections
    assert (stuck.status, stuck.points) == ("green", 5)
    assert {gap.field for gap in stuck.gaps} == {"optimizations", "shards", "memory"}
    assert "no answer within" in stuck.gaps[0].reason
    assert other.gaps == ()


async def test_while_all_is_green_details_are_asked_for_seldom() -> None:
    clock = Clock()
    async with serving(whole()) as server:
        probe = CollectionsProbe(Connection(server.url), ("a",), clock=clock)
        for second in range(0, 61, 5):
            clock.now = second
            await probe.read()
        await probe.close()
    counted = [request.path for request in server.requests].count
    assert counted("/collections/a") == 13
    assert counted("/collections/a/cluster") == 60 // SHARDS_EVERY + 1
    assert counted("/collections/a/optimizations") == 60 // SHARDS_EVERY + 1
    assert counted("/collections/a/memory") == 60 // MEMORY_EVERY + 1
    assert counted("/aliases") == 3


async def test_optimisations_are_followed_while_a_collection_is_not_green() -> None:
    async with serving(whole(**{"collections/a": info(status="grey")})) as server:
        probe = CollectionsProbe(Connection(server.url), ("a",), clock=Clock())
        for _ in range(4):
            await probe.read()
        await probe.close()
    counted = [request.path for request in server.requests].count
    assert counted("/collections/a/optimizations") == 4
    assert counted("/collections/a/cluster") == 1


async def test_one_question_at_a_time() -> None:
    async with serving(whole()) as server:
        probe = CollectionsProbe(Connection(server.url))
        await probe.read()
        await probe.close()
    assert len(server.requests) > 8
    assert server.connections == 1


async def test_a_slow_server_is_asked_for_fewer_and_more_seldom() -> None:
    clock = Clock()

    def slowly(request: Request) -> Raw:
        if request.path == "/collections/a":
            clock.now += 9.0
        return whole()(request)

    async with serving(slowly) as server:
        probe = CollectionsProbe(Connection(server.url), clock=clock)
        quick, found = probe.period, await probe.read()
        await probe.close()
    assert [one.status for one in found.collections] == ["green", "unknown"]
    assert (quick, probe.period) == (5.0, 60.0)


async def test_a_server_with_its_cluster_and_its_troubles() -> None:
    found, _ = await server_of(whole())
    assert found.gaps == ()
    cluster = found.cluster
    assert cluster is not None
    assert (cluster.peer_id, cluster.leader, cluster.role, cluster.working) == (
        *(18_446_744_073_709_551_000, 5),
        *("Follower", True),
    )
    assert [(peer.id, peer.uri) for peer in cluster.peers] == [
        (5, "http://two:6335/"),
        (18_446_744_073_709_551_000, "http://one:6335/"),
    ]
    assert cluster.unreachable == ("http://two:6335/",)
    assert found.issues is not None
    assert [(one.id, one.collection) for one in found.issues] == [("UNINDEXED_FIELD/a/status", "a")]


async def test_slow_requests_are_told_without_what_was_asked() -> None:
    found, _ = await server_of(whole())
    assert found.slow_requests is not None
    assert [(one.request, one.collection, one.seconds) for one in found.slow_requests] == [
        ("query", "a", 1.25),
        ("query", "a", 0.06),
    ]
    assert "s3cret" not in found.model_dump_json()


async def test_a_single_node_is_no_cluster_and_no_gap() -> None:
    found, _ = await server_of(whole(cluster=ok({"status": "disabled"})))
    assert (found.cluster, found.gaps) == (None, ())


async def test_a_read_only_key_does_not_see_slow_requests() -> None:
    found, _ = await server_of(whole(**{"profiler/slow_requests": http("Forbidden", 403)}))
    assert found.slow_requests is None
    [gap] = found.gaps
    assert gap.field == "slow_requests"
    assert "403" in gap.reason


async def test_old_servers_are_not_asked_for_issues_or_slow_requests() -> None:
    found, asked = await server_of(whole(**{"": greeting("1.7.4")}))
    assert {gap.field: gap.since for gap in found.gaps} == {
        "issues": "1.8",
        "slow_requests": "1.15.5",
    }
    assert not {"/issues", "/profiler/slow_requests"} & set(asked)


async def test_what_is_logged_is_asked_twice_a_minute() -> None:
    clock = Clock()
    async with serving(whole()) as server:
        probe = ServerProbe(Connection(server.url), clock)
        for second in range(0, 60, 10):
            clock.now = second
            await probe.read()
        await probe.close()
    paths = [request.path for request in server.requests]
    assert (paths.count("/"), paths.count("/telemetry")) == (6, 6)
    assert [paths.count(path) for path in ("/cluster", "/issues", "/profiler/slow_requests")] == [
        *(2, 2, 2)
    ]


async def test_what_slow_requests_asked_for_is_told_only_while_somebody_looks() -> None:
    async with serving(whole()) as server:
        probe = ServerProbe(Connection(server.url))
        told = []
        for shown in (True, False):
            probe.look({"bodies": shown})
            told.append("s3cret" in (await probe.read()).model_dump_json())
        await probe.close()
    assert told == [True, False]


async def test_the_collections_on_screen_are_those_looked_at_closely() -> None:
    async with serving(whole()) as server:
        probe = CollectionsProbe(Connection(server.url), ("a",))
        await probe.read()
        probe.look({"collections": ["b"]})
        found = {one.name: one for one in (await probe.read()).collections}
        await probe.close()
    assert found["b"].shards is not None


@pytest.mark.parametrize("subject", [None, {"collections": "a"}, {"bodies": 1}, ["a"]])
def test_a_look_at_something_else_is_refused(subject: JsonValue) -> None:
    connection = Connection("http://127.0.0.1:1")
    for probe in (ServerProbe(connection), CollectionsProbe(connection)):
        with pytest.raises(ValueError, match="expected"):
            probe.look(subject)
