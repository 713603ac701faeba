"""Which events a filter leaves in."""

from datetime import timedelta

import pytest

from backend.model.event import Event
from tests.readings.sample import NOW
from tui.panes.event_filter import keeps

EVENT = Event(
    at=NOW - timedelta(minutes=5),
    mark="act",
    source="qdrant.collections",
    kind="collection",
    subject="tasks",
    text="collection tasks green → red",
)
FIVE_AGO = f"{EVENT.at:%H:%M:%S}"


@pytest.mark.parametrize(
    ("wanted", "kept"),
    [
        ("kind:collection", True),
        ("kind:alert", False),
        ("mark:act", True),
        ("mark:look", False),
        ("subject:TASKS", True),
        ("subject:notes", False),
        ("source:qdrant", True),
        ("since:6m", True),
        ("since:4m", False),
        ("until:4m", True),
        ("until:1h", False),
        (f"since:{FIVE_AGO} until:{FIVE_AGO}", True),
        ("kind:collection mark:act since:1h green", True),
        ("kind:collection mark:act since:1h yellow", False),
        ("!kind:collection", False),
        ("!kind:alert", True),
        ("tasks green", True),
        ("green tasks", False),
        ("since:soon", False),
        ("kind:", False),
        (FIVE_AGO, True),
        ("", True),
    ],
)
def test_an_event_is_kept_by_kind_severity_subject_time_and_text(wanted: str, kept: bool) -> None:
    assert keeps(EVENT, wanted, NOW.astimezone(EVENT.at.tzinfo)) == kept


def test_a_time_that_is_still_to_come_is_yesterdays() -> None:
    later = NOW + timedelta(minutes=10)
    assert keeps(EVENT, f"since:{later:%H:%M}", NOW)
