"""What all probes of one Qdrant server have in common."""

import time
from abc import ABC, abstractmethod
from collections.abc import Callable

from backend.model.reading import Value
from backend.qdrant.api import Api
from backend.qdrant.connection import Connection
from backend.qdrant.pace import Pace


class Looking(ABC):
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

    @abstractmethod
    async def read(self) -> Value:
        """Look once.

        Raises:
            ProbeFailed: There is no answer, or it is not Qdrant's.
        """

    async def close(self) -> None:
        """Close the connections to the server."""
        await self._api.close()
