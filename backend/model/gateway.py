"""What the Go side's API gateway claims about its managers."""

from typing import Literal

from pydantic import AwareDatetime

from backend.model.base import Frozen
from backend.model.finding import Finding

Status = Literal[
    "starting", "running", "idle", "maintenance", "stopping", "stopped", "failed", "unknown"
]
"""One vocabulary for what the Go side spells in three; `failed` is its `error`."""


class ManagerClaim(Frozen):
    """What the gateway says of one manager.

    Attributes:
        status: What it says, in our words.
        said: The same as the gateway spells it; empty where it says nothing.
        errors: As it lists them.
        checked: When it says that it last looked.
        uptime: As it spells it; seconds where it gives Go's nanoseconds.
        mock: Which part of the answer says that this is no real manager, such as
            `metrics.is_mock`; empty where none does.
        static: Parts that have never changed while we looked: `last_check`, `uptime`, `metrics`.
    """

    name: str
    status: Status
    said: str = ""
    errors: tuple[str, ...] = ()
    checked: AwareDatetime | None = None
    uptime: str = ""
    mock: str = ""
    static: tuple[str, ...] = ()


class Gateway(Frozen):
    """The gateway's answers to `/health`, `/ready` and `/api/v1/managers`: claims, all of them.

    Attributes:
        url: Address, without secrets.
        health: What `/health` says of the gateway itself, in our words.
        health_said: The same as the gateway spells it.
        ready: What `/ready` says; None where it does not say.
        ready_count, total_count: Of managers, as `/ready` counts them.
        managers: None where they are not told; `limited` says why.
        declared_count: How many managers the list says that it has.
        static: Parts of the gateway's own answers that have never changed while we looked:
            `health.timestamp`, `ready.timestamp`.
        findings: Where these claims and the code part.
    """

    kind: Literal["gateway"] = "gateway"
    url: str
    version: str = ""
    health: Status = "unknown"
    health_said: str = ""
    ready: bool | None = None
    ready_count: int | None = None
    total_count: int | None = None
    managers: tuple[ManagerClaim, ...] | None = None
    declared_count: int | None = None
    limited: str = ""
    static: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
