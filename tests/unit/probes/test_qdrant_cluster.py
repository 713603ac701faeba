"""Clusters: every node scraped itself, shown apart and together."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from urllib.parse import urlsplit

import pytest
from pydantic import SecretStr

from backend.model.qdrant import Latency
from backend.probes.qdrant import HistoryProbe, LatencyProbe
from backend.probes.qdrant.peers import ASKED_EVERY, REST_AFTER_FAILURE
from backend.qdrant.connection import Connection
from tests.answering import Raw, Request, Server, http, ok, qdrant, serving
from tests.clock import Clock
from tests.exposition import DENSE, SPARSE, Requests, metrics

HOSTS = ("127.0.0.1", "127.0.0.2", "127.0.0.3")


@dataclass
class Fleet:
    """Three nodes on one port of three hosts, each with requests of its own."""

    clock: Clock = field(default_factory=Clock)
    took: list[list[int]] = field(default_factory=lambda: [[], [], []])
    layouts: list[tuple[int, ...]] = field(default_factory=lambda: [DENSE] * 3)
    known: int = 3
    silent: bool = False
    slow: dict[int, float] = field(default_factory=dict)
    away: set[int] = field(default_factory=set)
    servers: list[Server] = field(default_factory=list)

    def answer(self, node: int, request: Request) -> Raw:
        if node in self.away:
            return Raw()
        if request.path == "/metrics":
            self.clock.now += self.slow.get(node, 0.0)
        text = metrics(Requests(self.took[node]), bounds=self.layouts[node])
        peers = {str(100 + i): {"uri": f"http://{HOSTS[i]}:6335/"} for i in range(self.known)}
        status = {"status": "enabled", "peer_id": 100 + node, "peers": peers}
        told = http("busy", 503) if self.silent else ok(status)
        instead = {"metrics": http(text, content="text/plain"), "cluster": told}
        return qdrant(**instead)(request)

    @asynccontextmanager
    async def watched(self) -> AsyncIterator[LatencyProbe]:
        async with AsyncExitStack() as running:
            port = 0
            for node, host in enumerate(HOSTS):
                server = await running.enter_async_context(
                    serving(partial(self.answer, node), host, port)
                )
                port = urlsplit(server.url).port or 0
                self.servers.append(server)
            probe = LatencyProbe(
                Connection(self.servers[0].url, SecretStr("s3cret")), 60.0, self.clock
            )
            running.push_async_callback(probe.close)
            yield probe

    def asked(self, node: int, path: str) -> int:
        return [request.path for request in self.servers[node].requests].count(path)

    async def after(self, probe: LatencyProbe, *added: list[int]) -> Latency:
        """A reading two seconds later, when each node has done some more."""
        self.clock.now += 2
        for took, more in zip(self.took, added, strict=False):
            took.extend(more)
        return await probe.read()


async def test_nodes_are_told_apart_and_together() -> None:
    fleet = Fleet(took=[[700] * 5, [700] * 3, []])
    async with fleet.watched() as probe:
        first = await probe.read()
        second = await fleet.after(probe, [700, 700], [30_000], [])
    assert first.since_start
    assert first.endpoints[0].requests == 8
    assert [(node.peer, node.url) for node in second.nodes] == [
        (100 + i, fleet.servers[i].url) for i in range(3)
    ]
    apart = [sum(line.requests for line in node.endpoints) for node in second.nodes]
    assert apart == [2, 1, 0]
    [line] = second.endpoints
    assert (line.requests, second.seconds, second.since_start) == (3, 2, False)
    assert line.mean == pytest.approx(0.0314 / 3)
    assert [fleet.asked(node, "/metrics") for node in range(3)] == [2, 2, 2]


async def test_the_key_goes_to_every_node() -> None:
    fleet = Fleet()
    async with fleet.watched() as probe:
        await probe.read()
    for server in fleet.servers:
        assert {request.headers["api-key"] for request in server.requests} == {"s3cret"}


async def test_nodes_of_unlike_releases_are_counted_together() -> None:
    fleet = Fleet(layouts=[DENSE, SPARSE, DENSE])
    async with fleet.watched() as probe:
        await probe.read()
        value = await fleet.after(probe, [15_000], [15_000, 15_000], [15_000])
    [line] = value.endpoints
    assert line.requests == 4
    assert {(one.low, one.high) for one in line.quantiles} == {(0.01, 0.05)}


async def test_a_node_that_is_away_is_told_and_left_alone_for_a_while() -> None:
    fleet = Fleet(away={1})
    async with fleet.watched() as probe:
        await probe.read()
        value = await fleet.after(probe, [700], [], [700])
        tried = len(fleet.servers[1].requests)
        fleet.away.clear()
        fleet.clock.now += REST_AFTER_FAILURE
        again = await fleet.after(probe, [700], [700], [])
    assert tried == 1
    assert fleet.servers[1].url in value.nodes[1].error
    assert (value.nodes[1].endpoints, value.endpoints[0].requests) == ((), 2)
    assert again.nodes[1].error == ""
    assert again.nodes[1].since_start


async def test_a_node_that_comes_back_counts_from_its_window_on() -> None:
    fleet = Fleet(took=[[], [700] * 9, []], away={1})
    async with fleet.watched() as probe:
        await probe.read()
        fleet.away.clear()
        fleet.clock.now += REST_AFTER_FAILURE
        new = await fleet.after(probe, [700], [700], [])
        later = await fleet.after(probe, [], [700], [])
    assert new.endpoints[0].requests == 1
    assert later.endpoints[0].requests == 2


async def test_who_the_peers_are_is_asked_once_a_minute() -> None:
    fleet = Fleet(known=2)
    async with fleet.watched() as probe:
        for _ in range(5):
            few = await fleet.after(probe)
        fleet.known = 3
        fleet.clock.now += ASKED_EVERY
        more = await fleet.after(probe)
        fleet.known = 1
        fleet.clock.now += ASKED_EVERY
        alone = await fleet.after(probe)
    assert fleet.asked(0, "/cluster") == 3
    assert [len(value.nodes) for value in (few, more, alone)] == [2, 3, 0]


async def test_a_slow_peer_is_asked_more_seldom_and_the_server_is_not() -> None:
    fleet = Fleet(slow={1: 1.0}, known=2)
    async with fleet.watched() as probe:
        period = probe.period
        await probe.read()
        for _ in range(3):
            value = await fleet.after(probe, [700], [700])
        often = [fleet.asked(node, "/metrics") for node in range(2)]
        fleet.clock.now += 10
        late = await fleet.after(probe, [], [])
        history = probe.history.told("")
    assert probe.period == period
    assert often == [4, 1]
    assert fleet.asked(1, "/metrics") == 2
    assert [node.error for node in value.nodes] == ["", ""]
    assert sum(line.requests for line in late.endpoints) == 6
    [line] = history.endpoints
    assert sum(sum(counts) for counts in line.counts) == 6


async def test_a_server_too_busy_to_say_who_its_peers_are_does_not_lose_them() -> None:
    fleet = Fleet()
    async with fleet.watched() as probe:
        await probe.read()
        fleet.silent = True
        fleet.clock.now += ASKED_EVERY
        value = await fleet.after(probe, [700], [700], [700])
    assert [gap.field for gap in value.gaps] == ["nodes"]
    assert (len(value.nodes), value.endpoints[0].requests) == (3, 3)


async def test_a_key_that_may_not_see_the_cluster_shows_the_node_alone() -> None:
    async with serving(qdrant(cluster=http("Forbidden", 403))) as server:
        probe = LatencyProbe(Connection(server.url))
        value = await probe.read()
        await probe.close()
    [gap] = value.gaps
    assert (value.nodes, gap.field) == ((), "nodes")
    assert "403" in gap.reason


@pytest.mark.parametrize("uri", ["", "not an address", "http://[::1", "/"])
async def test_a_peer_whose_address_makes_no_sense_is_left_out(uri: str) -> None:
    status = {"status": "enabled", "peer_id": 1, "peers": {"2": {"uri": uri}}}
    async with serving(qdrant(cluster=ok(status))) as server:
        probe = LatencyProbe(Connection(server.url))
        value = await probe.read()
        await probe.close()
    assert value.nodes == ()


async def test_the_history_is_of_all_nodes_together_and_of_those_that_answer() -> None:
    fleet = Fleet(away={2})
    async with fleet.watched() as probe:
        history = HistoryProbe(probe)
        before = await history.read()
        await probe.read()
        for _ in range(5):
            await fleet.after(probe, [700], [30_000, 30_000], [700])
        told = await history.read()
        await history.close()
    assert (before.ends, before.endpoints) == ((), ())
    [line] = told.endpoints
    [counts] = line.counts
    assert (told.url, len(told.ends), sum(counts), counts[0]) == (probe.target, 1, 15, 5)
