"""Events and alerts."""

from datetime import timedelta

from backend.model.alerts import Alert, Alerts
from backend.model.event import Event, Events
from tests.readings.said import NOW


def events() -> Events:
    """Three things that happened, one of them the day before."""
    return Events(
        events=(
            Event(
                at=NOW - timedelta(seconds=9),
                mark="look",
                source="migration",
                text="batch 41 retried after 429",
            ),
            Event(
                at=NOW - timedelta(seconds=55),
                mark="fine",
                source="qdrant.collections",
                text="collection tasks yellow → green",
            ),
            Event(
                at=NOW - timedelta(days=1),
                mark="act",
                source="host",
                text="timeout: no answer within 2 s",
            ),
        )
    )


def firing() -> Alerts:
    """A limit on searches that does not hold."""
    return Alerts(
        alerts=(
            Alert(
                name="search_p95",
                title="search p95",
                probe="qdrant.latency",
                state="firing",
                verdict="beyond",
                low=0.05,
                high=0.1,
                limit=0.02,
                unit="s",
                evidence="POST points/query: 1,284 requests in 60 s",
                since=NOW - timedelta(seconds=40),
            ),
        )
    )
