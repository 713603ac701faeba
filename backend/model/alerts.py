"""Limits and whether they hold: what deserves that somebody looks up."""

from typing import Literal

from pydantic import AwareDatetime

from backend.model.base import Frozen

Verdict = Literal["within", "beyond", "cannot tell", "idle"]
"""Whether a limit holds now. `cannot tell`: what was measured lies on both sides of the limit, or
could not be measured; `idle`: there is nothing to judge, such as no migration for its rate."""

AlertState = Literal["ok", "unknown", "idle", "pending", "firing", "resolved"]
"""`pending`: beyond its limit, not yet for long enough; `firing`: for long enough, and not yet back
for long enough; `resolved`: fired not long ago; `unknown`: nobody can tell, which is not ok."""

Unit = Literal["s", "points/s", "bytes", "%", "requests"]
"""`requests`: in flight at once, on average.

Little's law: as many as their durations add up to in each second."""


class Alert(Frozen):
    """One limit and how it stands.

    Attributes:
        name: `search_p95`, `simple_p95`, `concurrent`, `insertion`, `engine_memory`,
            `qdrant_memory`, `failed`; of a further server with its address behind it,
            `search_p95@two:6333`, and of a cluster's node `search_p95@node two:6333`.
        title: The same in words.
        probe: Whose values it rests on.
        subject: Which server or node it is about, where that is not the first server.
        verdict: What the latest values alone say.
        low, high: The interval that the value lies in, in `unit`; equal where it is exact. `low`
            is None where there is no value, `high` too where it has no upper end.
        limit: In `unit`.
        at_least: Whether the limit is the least that is allowed, not the most.
        evidence: What was measured, in words.
        since: When it came into this state.
    """

    name: str
    title: str
    probe: str
    subject: str = ""
    state: AlertState
    verdict: Verdict
    low: float | None = None
    high: float | None = None
    limit: float
    unit: Unit
    at_least: bool = False
    evidence: str
    since: AwareDatetime


class Alerts(Frozen):
    """Every limit, in the order in which they are configured.

    Attributes:
        trouble: Why the alert command did not do its work when it last ran; empty where it did,
            or where none is configured.
    """

    kind: Literal["alerts"] = "alerts"
    alerts: tuple[Alert, ...] = ()
    trouble: str = ""
