"""The probes that look at Qdrant.

They share one target, so that the hub has one call in flight per server: `/metrics` and
`/telemetry` wait for the same lock inside it.
"""

from backend.probes.qdrant.collections import CollectionsProbe
from backend.probes.qdrant.latency import LatencyProbe
from backend.probes.qdrant.server import ServerProbe

__all__ = ["CollectionsProbe", "LatencyProbe", "ServerProbe"]
