"""How a Qdrant's latencies went, from the scrapes of the latency probe: it asks nothing itself."""

from backend.model.latency_history import LatencyHistory
from backend.probes.qdrant.latency import LatencyProbe
from backend.qdrant.history import SECONDS


class HistoryProbe:
    """The last quarter of an hour in slices; none until the first is over.

    Apart from the latencies because it is larger and changes more seldom.
    """

    name = "qdrant.history"
    period = SECONDS
    timeout = 20.0

    def __init__(self, latency: LatencyProbe) -> None:
        self.target = latency.target
        self._latency = latency

    async def read(self) -> LatencyHistory:
        """What the latency probe has kept."""
        return self._latency.history.told(self.target)

    async def close(self) -> None:
        """There is nothing to close: the latency probe closes what is its own."""
