"""The nodes of a cluster, each scraped itself."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from backend.model.qdrant import Gap, NodeLatency
from backend.probes.probe import ProbeFailed
from backend.qdrant.api import Api
from backend.qdrant.connection import Connection
from backend.qdrant.node import Node
from backend.qdrant.pace import Pace, Seldom
from backend.qdrant.server_answers import ClusterStatus
from backend.qdrant.versions import EVER
from backend.qdrant.windows import Window, endpoints

ASKED_EVERY = 60.0
"""Seconds between two questions for the peers."""

PATIENCE = 4.0
"""Seconds for one peer; the others do not wait longer for it."""

REST_AFTER_FAILURE = 30.0
"""Seconds for which a peer that did not answer is left alone."""


@dataclass
class Peer:
    """Another node than the one that was named.

    Attributes:
        pace: How often it is asked: a slow peer more seldom, and the others as often as ever.
        error: Why it does not answer; empty while it does.
        due: When it is asked again.
    """

    id: int
    node: Node
    pace: Pace
    error: str = ""
    due: float = 0.0


class Peers:
    """The other nodes of the cluster that a server belongs to, if it does.

    Args:
        connection: The server that was named; its peers are asked with the same key, scheme and
            REST port, on the hosts by which they know each other.
        seconds: Length of the window.
        clock: Monotonic seconds.

    Attributes:
        own: The named server's own id; None where it is a single node.
        gap: Why the peers are not known; None where they are, or where there are none.
    """

    def __init__(self, connection: Connection, seconds: float, clock: Callable[[], float]) -> None:
        self.own: int | None = None
        self.gap: Gap | None = None
        self._connection = connection
        self._seconds = seconds
        self._clock = clock
        self._asked: Seldom[ClusterStatus | Gap] = Seldom(ASKED_EVERY, clock)
        self._peers: dict[str, Peer] = {}
        self._scraped: list[Peer] = []

    async def scrape(self, api: Api) -> None:
        """Scrape every peer, each at most once at a time; those that fail keep why.

        Args:
            api: The named server, which knows who its peers are.

        Raises:
            ProbeFailed: The named server cannot be reached.
        """
        told = await self._asked.get(
            lambda: api.ask_or_gap("nodes", "/cluster", ClusterStatus, None, EVER)
        )
        await self._follow(told)
        due = [peer for peer in self._peers.values() if peer.due <= self._clock()]
        await asyncio.gather(*(self._scrape(peer) for peer in due))
        self._scraped = [peer for peer in due if not peer.error]

    def windows(self, *, since_start: bool) -> list[Window]:
        """What the peers that answer did; of a new one nothing before it has a window."""
        answering = [peer.node for peer in self._peers.values() if not peer.error]
        if since_start:
            return [node.since_start() for node in answering]
        return [window for node in answering if (window := node.window()) is not None]

    def splits(self) -> list[Window]:
        """The windows for each collection apart, of the peers that answer and tell them."""
        answering = [peer.node for peer in self._peers.values() if not peer.error]
        return [window for node in answering if (window := node.split()) is not None]

    def steps(self) -> list[Window]:
        """What the peers that were scraped just now did since the scrape before."""
        return [peer.node.step for peer in self._scraped if peer.node.step is not None]

    def told(self) -> list[NodeLatency]:
        """Each peer apart."""
        return [node_latency(peer.id, peer.node, peer.error) for peer in self._peers.values()]

    async def close(self) -> None:
        """Close the connections to the peers."""
        for peer in self._peers.values():
            await peer.node.api.close()

    async def _follow(self, told: ClusterStatus | Gap) -> None:
        """Begin with peers that are new, and let go of those that have left.

        A server that does not say who they are leaves them as they were.
        """
        self.gap = told if isinstance(told, Gap) else None
        if isinstance(told, Gap):
            return
        self.own = told.peer_id
        addresses = {
            url: peer
            for peer, address in sorted(told.peers.items())
            if peer != told.peer_id and (url := self._rest_address(address.uri))
        }
        for url in self._peers.keys() - addresses.keys():
            await self._peers.pop(url).node.api.close()
        for url, peer in addresses.items():
            if url not in self._peers:
                api = Api(replace(self._connection, url=url))
                node = Node(api, self._seconds, self._clock)
                self._peers[url] = Peer(peer, node, Pace(0.0, self._clock))

    def _rest_address(self, uri: str) -> str:
        """Where a peer's REST interface should be; empty where its address makes no sense."""
        named = urlsplit(self._connection.url)
        try:
            host = urlsplit(uri).hostname
        except ValueError:
            return ""
        if not host:
            return ""
        return f"{named.scheme}://{f'[{host}]' if ':' in host else host}:{named.port}"

    async def _scrape(self, peer: Peer) -> None:
        try:
            with peer.pace.reading():
                async with asyncio.timeout(PATIENCE):
                    await peer.node.scrape()
        except ProbeFailed as failed:
            peer.error = failed.error.summary
        except TimeoutError:
            peer.error = f"no answer from {peer.node.api.url} within {PATIENCE:g} s"
        else:
            peer.error = ""
        rest = REST_AFTER_FAILURE if peer.error else peer.pace.period
        peer.due = self._clock() + rest


def node_latency(peer: int, node: Node, error: str = "") -> NodeLatency:
    """What one node did, over its window or since its start."""
    if error:
        return NodeLatency(url=node.api.url, peer=peer, error=error)
    window = node.window()
    shown = window or node.since_start()
    return NodeLatency(
        url=node.api.url,
        peer=peer,
        seconds=shown.seconds,
        since_start=window is None,
        restarted=shown.restarted,
        endpoints=endpoints(shown),
        version=node.latest.version if node.latest else "",
        resident_bytes=node.latest.resident if node.latest else None,
    )
