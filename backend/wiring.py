"""Which probes a start has: the one place where settings become probes."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from pydantic import SecretStr

from backend.config import Settings
from backend.hub import Hub
from backend.model.migration import Migrations
from backend.probes.host import HostProbe
from backend.probes.managers import ManagersProbe
from backend.probes.migration import MigrationProbe
from backend.probes.plan import PlanProbe
from backend.probes.probe import Probe
from backend.probes.qdrant import CollectionsProbe, LatencyProbe, ServerProbe
from backend.qdrant.connection import Connection
from backend.worker import Worker


@contextmanager
def hub_for(
    settings: Settings, processes: Mapping[int, str] | None = None, extra: tuple[Probe, ...] = ()
) -> Iterator[Hub]:
    """A hub with every probe the settings ask for; its worker processes end with the context.

    Args:
        settings: Where to look.
        processes: Further processes that matter, pid to role.
        extra: Further probes.
    """
    scanner, reader = Worker(), Worker()
    key = SecretStr(settings.api_key) if settings.api_key else None
    connection = Connection(settings.qdrant, key)

    def watched() -> dict[int, str]:
        return {**own_processes(), **(processes or {}), **running_engines(hub)}

    hub = Hub(
        (
            ManagersProbe(settings.managers, settings.documents + settings.plans, scanner),
            PlanProbe(settings.plans, reader),
            MigrationProbe(settings.state),
            ServerProbe(connection),
            CollectionsProbe(connection),
            LatencyProbe(connection, settings.window),
            HostProbe(settings.state, watched),
            *extra,
        )
    )
    try:
        yield hub
    finally:
        scanner.shutdown()
        reader.shutdown()


def own_processes() -> dict[int, str]:
    """This process and, where it is the backend below a screen, the screen."""
    return {os.getpid(): "backend", os.getppid(): "passerelle"}


def running_engines(hub: Hub) -> dict[int, str]:
    """The migrations that run on this machine, pid to role, as the journals last told."""
    reading = hub.latest("migration")
    value = reading.value if reading else None
    if not isinstance(value, Migrations):
        return {}
    return {run.pid: "migration" for run in value.runs if run.pid and run.ended is None}
