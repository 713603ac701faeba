"""How a probe says something."""

from datetime import UTC, datetime

from backend.model.reading import Failure, ProbeError, Reading, Value

NOW = datetime(2026, 11, 22, 14, 2, 7, tzinfo=UTC)
URL = "http://qdrant:6333"
_PERIODS = {
    "managers": 30.0,
    "plan": 30.0,
    "migration": 1.0,
    "qdrant.server": 10.0,
    "qdrant.collections": 5.0,
    "qdrant.latency": 5.0,
    "host": 2.0,
    "events": 0.5,
    "alerts": 1.0,
}
_TARGETS = {
    "managers": "/work/development/managers",
    "plan": "/work/plans",
    "host": "bridge-1",
    "events": "/work/state/events.jsonl",
    "alerts": "limits",
}


def reading(
    probe: str, value: Value | None = None, *, seq: int = 1, error: ProbeError | None = None
) -> Reading:
    """One reading of a probe, with its usual target and period."""
    return Reading(
        probe=probe,
        target=_TARGETS.get(probe, URL),
        seq=seq,
        at=NOW,
        took=0.02,
        period=_PERIODS.get(probe, 5.0),
        failures=1 if error else 0,
        value=value,
        error=error,
    )


def failed(probe: str, kind: Failure, summary: str, remedy: str = "", *, seq: int = 2) -> Reading:
    """A reading that has no value."""
    return reading(probe, seq=seq, error=ProbeError(kind=kind, summary=summary, remedy=remedy))
