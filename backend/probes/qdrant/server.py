"""What a Qdrant server says it is."""

from backend.model.qdrant import Server
from backend.probes.probe import ProbeFailed
from backend.qdrant.answers import App, Greeting, System
from backend.qdrant.api import Api
from backend.qdrant.connection import Connection

KIB = 1024


class ServerProbe:
    """Version, start and machine of one server."""

    name = "qdrant.server"
    period = 10.0
    timeout = 10.0

    def __init__(self, connection: Connection) -> None:
        self.target = connection.url
        self._api = Api(connection)

    async def read(self) -> Server:
        """Ask `/`, which needs no key, and `/telemetry`, which may be refused.

        Raises:
            ProbeFailed: There is no answer, or it is not Qdrant's.
        """
        greeting = await self._api.ask("/", Greeting)
        if "qdrant" not in greeting.title.lower():
            raise ProbeFailed(
                "invalid",
                f"{self.target} is not Qdrant; it calls itself {greeting.title[:80]!r}",
                "pass the address of Qdrant's REST interface with --qdrant URL",
            )
        app, limited = App(), ""
        try:
            app = (await self._api.telemetry(details_level=1)).app
        except ProbeFailed as failed:
            if failed.error.kind not in ("refused", "invalid"):
                raise
            limited = failed.error.summary
        system = app.system or System()
        return Server(
            url=self.target,
            title=greeting.title,
            version=greeting.version,
            embedded="embedded" in f"{greeting.title} {greeting.version}".lower(),
            started=app.startup,
            cores=system.cores,
            ram_bytes=system.ram_size and system.ram_size * KIB,
            disk_bytes=system.disk_size and system.disk_size * KIB,
            limited=limited,
        )

    async def close(self) -> None:
        """Close the connections to the server."""
        await self._api.close()
