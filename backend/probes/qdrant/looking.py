"""What all probes of one Qdrant server have in common."""

import time
from collections.abc import Callable

from backend.qdrant.api import Api
from backend.qdrant.connection import Connection
from backend.qdrant.pace import Pace


class Looking:
    """A look at one server, more seldom where the server takes long to answer.

    Args:
        connection: The server.
        clock: Monotonic seconds.

    Attributes:
        name: Which probe; a further server's probes carry its address: `qdrant.server@host:6333`.
    """

    name: str
    shortest_period: float
    timeout: float

    def __init__(self, connection: Connection, clock: Callable[[], float] = time.monotonic) -> None:
        self.target = connection.url
        self._api = Api(connection)
        self._clock = clock
        self._pace = Pace(self.shortest_period, clock)

    @property
    def period(self) -> float:
        """Seconds from one reading to the next."""
        return self._pace.period

    async def close(self) -> None:
        """Close the connections to the server."""
        await self._api.close()
