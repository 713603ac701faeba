"""One look at the Qdrant servers: what they are, and whether their limits hold."""

from typing import Literal

from pydantic import AwareDatetime

from backend.model.alerts import Unit, Verdict
from backend.model.base import Frozen
from backend.model.latency_history import EndpointComparison
from backend.model.qdrant import Collections, Latency, Server
from backend.model.reading import ProbeError


class LimitCheck(Frozen):
    """One limit; every field as in `backend.model.alerts.Alert`.

    Attributes:
        low, high: The interval in which the value lies, in `unit`; None where there is none, `high`
            too where it has no upper end.
        evidence: What was measured, or why nothing was.
    """

    name: str
    title: str
    verdict: Verdict
    low: float | None = None
    high: float | None = None
    limit: float
    unit: Unit = "s"
    at_least: bool = False
    subject: str = ""
    evidence: str


class ServerStatus(Frozen):
    """One server, as far as it answers.

    Attributes:
        state: `holds` where every limit holds or has nothing to judge, `broken` where one does not
            or a collection is red, `cannot tell` where doubt is left, `unreachable` where there is
            no answer.
        server, collections, latency: None where `errors` says why.
        compared: The same endpoints in an earlier look, where one was given.
    """

    url: str
    state: Literal["holds", "broken", "cannot tell", "unreachable"]
    server: Server | None = None
    collections: Collections | None = None
    latency: Latency | None = None
    limits: tuple[LimitCheck, ...] = ()
    errors: tuple[ProbeError, ...] = ()
    compared: tuple[EndpointComparison, ...] = ()


class Status(Frozen):
    """Every server that was looked at, in the order in which they were named.

    Attributes:
        limits: Those on the migrations of this machine.
    """

    kind: Literal["status"] = "status"
    at: AwareDatetime
    servers: tuple[ServerStatus, ...]
    limits: tuple[LimitCheck, ...] = ()
