"""The limit on a Qdrant's memory, for each 100,000 points that it holds."""

from backend.limits.found import Found, at_most
from backend.model.host import Host
from backend.model.qdrant import Collections, Latency

MEGABYTE = 1e6
PER = 100_000


def per_100k(
    latency: Latency | str, host: Host | str, collections: Collections | str, limit: float
) -> Found:
    """A server's memory for each 100,000 points, and never for fewer: a small one has its base.

    Args:
        latency: Tells the server's own account of its memory, from 1.13 on.
        host: Tells the Qdrants of this machine, for a server that gives no account, or why it
            cannot be one of them.
        collections: Tells its points.
        limit: Bytes.
    """
    memory = _own(latency) or _seen(host)
    if memory is None:
        if isinstance(latency, str):
            return Found("cannot tell", latency)
        return Found("idle", "it does not tell its memory, and is no process that we know")
    if isinstance(collections, str):
        return Found("cannot tell", collections)
    counts = [item.points for item in collections.collections]
    if None in counts:
        return Found("cannot tell", "not every collection tells its points")
    points = sum(count or 0 for count in counts)
    told = f"{memory / MEGABYTE:,.0f} MB resident for {points:,} points"
    return at_most(memory * PER / max(points, PER), limit, told)


def _own(latency: Latency | str) -> int | None:
    return None if isinstance(latency, str) else latency.resident_bytes


def _seen(host: Host | str) -> int | None:
    """Memory of the Qdrants of this machine, as the system counts it; None without any."""
    if isinstance(host, str):
        return None
    return sum(process.memory for process in host.processes if process.role == "qdrant") or None
