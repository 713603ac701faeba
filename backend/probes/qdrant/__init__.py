"""The probes that look at Qdrant.

They share one target, so that the hub has one call in flight per server: `/metrics` and
`/telemetry` wait for the same lock inside it.
"""

from collections.abc import Iterator

from backend.probes.qdrant.active import ActiveProbe
from backend.probes.qdrant.collections import CollectionsProbe
from backend.probes.qdrant.history import HistoryProbe
from backend.probes.qdrant.latency import LatencyProbe
from backend.probes.qdrant.looking import Looking
from backend.probes.qdrant.server import ServerProbe
from backend.qdrant.connection import Connection

__all__ = [
    "ActiveProbe",
    "CollectionsProbe",
    "HistoryProbe",
    "LatencyProbe",
    "ServerProbe",
    "all_probes",
]


def all_probes(
    connections: tuple[Connection, ...],
    visible: tuple[str, ...] = (),
    window: float = 60.0,
    rate: float = 0.0,
) -> tuple[Looking | HistoryProbe, ...]:
    """The probes of several servers; all but the first server's carry its address in their name.

    Args:
        connections: The servers.
        visible: Collections to look at closely, where a server has them.
        window: Seconds over which latencies are counted.
        rate: Searches of our own a second at the first server; none where 0.
    """
    probes = [
        probe
        for place, connection in enumerate(connections)
        for probe in _probes(connection, visible, window, f"@{connection.label}" if place else "")
    ]
    if rate:
        probes.append(ActiveProbe(connections[0], rate, visible))
    return tuple(probes)


def _probes(
    connection: Connection, visible: tuple[str, ...], window: float, suffix: str
) -> Iterator[Looking | HistoryProbe]:
    latency = LatencyProbe(connection, window)
    for probe in (
        ServerProbe(connection),
        CollectionsProbe(connection, visible),
        latency,
        HistoryProbe(latency),
    ):
        probe.name += suffix
        yield probe
