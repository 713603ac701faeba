"""Which probes a start has: the one place where settings become probes."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from pydantic import SecretStr

from backend.config import Settings
from backend.hub import Hub
from backend.model.ecosystem import Ecosystem
from backend.model.migration.run import Migrations
from backend.probes.actions import ActionsProbe
from backend.probes.alerts import AlertsProbe
from backend.probes.consolidation import ConsolidationProbe
from backend.probes.events import EventsProbe
from backend.probes.gateway import GatewayProbe
from backend.probes.host import HostProbe
from backend.probes.managers import ManagersProbe
from backend.probes.migration import MigrationProbe
from backend.probes.plan import PlanProbe
from backend.probes.probe import Probe
from backend.probes.qdrant import all_probes
from backend.probes.raci_file import RaciFileProbe
from backend.probes.redundancy import RedundancyProbe
from backend.probes.source import SourceProbe
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
    hub = Hub(extra)
    servers = connections(settings)
    documents = settings.documents + settings.plans
    with (
        Worker() as scanner,
        Worker() as planner,
        Worker() as copier,
        Worker() as reader,
        Worker() as counter,
        Worker() as tailer,
    ):
        hub.add(
            ManagersProbe(
                settings.managers, documents, scanner, settings.raci_file, settings.aliases
            ),
            RaciFileProbe(settings.raci_file, settings.managers),
            ConsolidationProbe(
                settings.managers, documents, planner, lambda: scanned(hub), settings.aliases
            ),
            RedundancyProbe(settings.managers, documents, copier, lambda: scanned(hub)),
            SourceProbe(settings.managers, documents, copier, lambda: scanned(hub)),
            PlanProbe(settings.plans, reader),
            MigrationProbe(settings.state),
            *all_probes(servers, settings.collections, settings.window, settings.probe_rate),
            HostProbe(settings.state, lambda: watched_processes(hub, processes)),
            GatewayProbe(settings.gateway, _token(settings), lambda: scanned(hub)),
            AlertsProbe(hub.probes, hub.latest, settings.limits, settings.alert_command),
            EventsProbe(settings.state, hub.probes, hub.latest),
            ActionsProbe(
                settings.state, allowed=settings.allow_actions, secrets=action_secrets(settings)
            ),
        )
        if collections := asked(settings):
            hub.add(
                WatchedProbe(
                    servers[0], collections, settings.state, counting=counter, reading=tailer
                )
            )
        try:
            yield hub
        finally:
            await hub.close()


def action_secrets(settings: Settings) -> dict[str, str]:
    """What a command that carries out an action needs to reach the same Qdrant as we do."""
    found = {"QDRANT_API_KEY": settings.api_key} if settings.api_key else {}
    if settings.ca_file is not None:
        found["PASSERELLE_CA_FILE"] = str(settings.ca_file)
    if settings.insecure_tls:
        found["PASSERELLE_INSECURE_TLS"] = "yes"
    return found


def _token(settings: Settings) -> SecretStr | None:
    return SecretStr(settings.gateway_token) if settings.gateway_token else None


def watched_processes(hub: Hub, processes: tuple[Mapping[int, str], ...]) -> dict[int, str]:
    """The processes that matter now, pid to role: the given ones and the running migrations."""
    roles = running_engines(hub)
    for some in processes:
        roles.update(some)
    return roles


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
