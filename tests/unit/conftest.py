from datetime import UTC, datetime

import pytest

from backend.model.reading import Reading
from backend.model.world import World


@pytest.fixture
def sample() -> Reading:
    return Reading(
        probe="world",
        target="here",
        seq=1,
        at=datetime(2026, 11, 22, 14, 2, 7, tzinfo=UTC),
        took=0.25,
        period=5,
        value=World(stage="writing", folder="/tmp/x"),
    )
