"""How fast a Qdrant answers: by its own histograms and by our own clock."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

from backend.model.qdrant import Latency
from backend.probes.qdrant.looking import Looking
from backend.probes.qdrant.peers import Peers, node_latency
from backend.qdrant.connection import Connection
from backend.qdrant.history import History
from backend.qdrant.node import Node
from backend.qdrant.versions import LATENCY, gaps, read_version
from backend.qdrant.windows import endpoints, together

MOST_SPLIT = 50
"""Lines of single collections, the busiest: what nobody can see at once is not sent."""


class LatencyProbe(Looking):
    """Latencies over a sliding window, of every node of a cluster.

    Args:
        connection: The server.
        window: Seconds to look back.
        clock: Monotonic seconds.

    Attributes:
        history: The last quarter of an hour, of all nodes together.
    """

    name = "qdrant.latency"
    shortest_period = 2.0
    timeout = 15.0

    def __init__(
        self,
        connection: Connection,
        window: float = 60.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(connection, clock)
        self._footprint = connection.footprint
        self._node = Node(self._api, window, clock)
        self._peers = Peers(connection, window, clock)
        self.history = History()

    async def read(self) -> Latency:
        """Scrape the server, and its peers where it has some.

        Raises:
            ProbeFailed: There is no answer, or it is not Qdrant's metrics.
        """
        with self._pace.reading():
            scrape = await self._node.scrape()
        # Each peer has a pace of its own: one that is slow or away holds up nobody else's.
        await self._peers.scrape(self._api)
        if self._node.step is not None:
            self.history.add(together([self._node.step, *self._peers.steps()]), datetime.now(UTC))
        window = self._node.window()
        own = window or self._node.since_start()
        shown = together([own, *self._peers.windows(since_start=window is None)])
        split = [self._node.split(), *self._peers.splits()]
        others = self._peers.told()
        memory = [scrape.resident, *(node.resident_bytes for node in others)]
        missing = gaps(read_version(scrape.version), LATENCY)
        return Latency(
            url=self.target,
            seconds=shown.seconds,
            since_start=window is None,
            restarted=shown.restarted,
            endpoints=endpoints(shown),
            own=self._node.own(),
            scrape_bytes=scrape.size,
            skipped_lines=scrape.skipped,
            version=scrape.version,
            resident_bytes=None if None in memory else sum(one or 0 for one in memory),
            gaps=(*missing, self._peers.gap) if self._peers.gap else missing,
            watching=self._footprint.summary(),
            by_collection=endpoints(together([one for one in split if one]))[:MOST_SPLIT],
            nodes=(node_latency(self._peers.own or 0, self._node), *others) if others else (),
        )

    async def close(self) -> None:
        """Close the connections to the server and its peers."""
        await super().close()
        await self._peers.close()
