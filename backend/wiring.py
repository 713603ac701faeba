"""Which probes a start has: the one place where settings become probes."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager

from pydantic import SecretStr

from backend.config import Settings
from backend.hub import Hub
from backend.model.ecosystem import Ecosystem
from backend.model.migration import Migrations
from backend.model.reading import Reading
from backend.probes.alerts import AlertsProbe
from backend.probes.events import EventsProbe
from backend.probes.gateway import GatewayProbe
from backend.probes.host import HostProbe
from backend.probes.managers import ManagersProbe
from backend.probes.migration import MigrationProbe
from backend.probes.plan import PlanProbe
from backend.probes.probe import Probe
from backend.probes.qdrant import all_probes
from backend.probes.watched import WatchedProbe
from backend.qdrant.access import connections
from backend.watching.asked import asked
from backend.worker import Worker


@asynccontextmanager
async def hub_for(
    settings: Settings, *processes: Mapping[int, str], extra: tuple[Probe, ...] = ()
) -> AsyncIterator[Hub]:
    """A hub with every probe the settings ask for; what they hold is let go with the context.

    Args:
        settings: Where to look.
        processes: Processes that matter, pid to role.
        extra: Further probes.
    """
    servers = connections(settings)
    async with AsyncExitStack() as held:
        scanner, reader = held.enter_context(Worker()), held.enter_context(Worker())
        qdrant = all_probes(servers, settings.collections, settings.window, settings.probe_rate)
        managers = ManagersProbe(settings.managers, settings.documents + settings.plans, scanner)
        token = SecretStr(settings.gateway_token) if settings.gateway_token else None
        gateway = GatewayProbe(settings.gateway, token, lambda: scanned(hub))
        held.push_async_callback(gateway.close)

        def latest(name: str) -> Reading | None:
            return hub.latest(name)

        alerts = AlertsProbe(latest, settings.limits, settings.alert_command)
        held.push_async_callback(alerts.close)

        def probes() -> set[str]:
            return hub.probes()

        events = EventsProbe(settings.state, probes, latest)
        held.push_async_callback(events.close)
        for probe in (*qdrant, managers):
            held.push_async_callback(probe.close)
        collections = asked(settings)
        if collections:
            counter, tailer = held.enter_context(Worker()), held.enter_context(Worker())
            watching = WatchedProbe(
                servers[0], collections, settings.state, counting=counter, reading=tailer
            )
            held.push_async_callback(watching.close)
            extra = (watching, *extra)

        def watched() -> dict[int, str]:
            roles = running_engines(hub)
            for some in processes:
                roles.update(some)
            return roles

        hub = Hub(
            (
                managers,
                PlanProbe(settings.plans, reader),
                MigrationProbe(settings.state),
                *qdrant,
                HostProbe(settings.state, watched),
                gateway,
                alerts,
                events,
                *extra,
            )
        )
        yield hub


def scanned(hub: Hub) -> Ecosystem | None:
    """The managers as the latest scan found them; None where there was none."""
    reading = hub.latest("managers")
    return reading.value if reading and isinstance(reading.value, Ecosystem) else None


def running_engines(hub: Hub) -> dict[int, str]:
    """The migrations that run on this machine, pid to role, as the journals last told."""
    reading = hub.latest("migration")
    value = reading.value if reading else None
    if not isinstance(value, Migrations):
        return {}
    return {run.pid: "migration" for run in value.runs if run.pid and run.ended is None}
