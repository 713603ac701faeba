"""The Reading: what one probe said, when, how long it took, or why it failed.

One JSON line holds one Reading. The same line is the wire between processes, the recording
on disk and the attach protocol.
"""

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from backend.model.actions import Actions
from backend.model.active import ActiveTimings
from backend.model.alerts import Alerts
from backend.model.base import Frozen
from backend.model.consolidation import ConsolidationView
from backend.model.ecosystem import Ecosystem
from backend.model.event import Events
from backend.model.gateway import Gateway
from backend.model.host import Host
from backend.model.latency_history import LatencyHistory
from backend.model.migration.run import Migrations
from backend.model.plan import Plans
from backend.model.qdrant import Collections, Latency, Server
from backend.model.raci import RaciFile
from backend.model.redundancy_view import RedundancyView
from backend.model.source import SourceView
from backend.model.watched import WatchedMigrations
from backend.model.world import World

WIRE_VERSION = 1

VALUES = (
    Ecosystem
    | Plans
    | Migrations
    | Server
    | Collections
    | Latency
    | LatencyHistory
    | ActiveTimings
    | Host
    | World
    | Gateway
    | WatchedMigrations
    | Alerts
    | Events
    | Actions
    | ConsolidationView
    | RaciFile
    | RedundancyView
    | SourceView
)

Value = Annotated[VALUES, Field(discriminator="kind")]
"""Everything a probe can return; `kind` tells which."""

Failure = Literal["unconfigured", "unreachable", "refused", "timeout", "invalid", "internal"]


class ProbeError(Frozen):
    """Why a probe has no value.

    Attributes:
        kind: `unconfigured` (nothing was named to look at), `unreachable` (no answer),
            `refused` (answered with no), `timeout`, `invalid` (an answer that makes no sense),
            `internal` (a fault of Passerelle's own).
        summary: One sentence.
        remedy: What to do about it.
    """

    kind: Failure
    summary: str
    remedy: str = ""


class Reading(Frozen):
    """One probe's word.

    Attributes:
        version: Of this format.
        probe: Which probe, such as `managers` or `qdrant.latency`.
        target: What it looked at: an address, a folder.
        seq: Counts this probe's readings from 1; a gap means readings that changed nothing.
        at: When the probe ended.
        took: Seconds the probe ran.
        age: Seconds the value had already lived when it was read.
        period: Seconds until the probe is due again; a value older than three periods is stale.
        failures: Failed readings in a row, this one included.
        unchanged: A heartbeat: value and error are those of the reading before and are left out.
    """

    version: Literal[1] = 1
    probe: str
    target: str = ""
    seq: int = Field(ge=1)
    at: AwareDatetime
    took: float = Field(ge=0)
    age: float = Field(default=0.0, ge=0)
    period: float = Field(gt=0)
    failures: int = Field(default=0, ge=0)
    unchanged: bool = False
    value: Value | None = None
    error: ProbeError | None = None

    def heard_at(self, now: AwareDatetime) -> "Reading":
        """The same for somebody who hears it only now; its value has lived on meanwhile."""
        passed = max(0.0, (now - self.at).total_seconds())
        return self.model_copy(update={"age": self.age + passed})
