"""Pictures of the redundancy: costs, patterns, one name from every side, without a value."""

import pytest

from backend.model.redundancy import Redundancy
from tests.pictures import EVERY, Changed
from tests.readings import redundant, sample

VIEWS = {
    "patterns": "4 4 v down",
    "pattern": "up enter",
    "members": "escape escape g down down enter",
    "places": "v down",
    "difference": "end enter",
    "methods": "v",
}


async def test_costs(changed: Changed) -> None:
    found = sample.reading("redundancy", redundant.searched())
    assert not await changed(*sample.everything(), found, keys="4 4 down", shots=EVERY)


async def test_views(changed: Changed) -> None:
    texts = redundant.source("config-manager", "security-manager", "storage-manager")
    readings = (
        *sample.everything(),
        sample.reading("redundancy", redundant.searched()),
        sample.reading("source", texts),
    )
    assert not await changed(*readings, keys=VIEWS)


@pytest.mark.parametrize("state", ["loading", "stale", "failed", "empty", "searching failed"])
async def test_states(changed: Changed, state: str) -> None:
    bare = sample.ecosystem().model_copy(update={"redundancy": Redundancy()})
    failed = sample.failed("redundancy", "timeout", "no answer within 60 s")
    readings = {
        "loading": (),
        "stale": sample.everything(),
        "failed": (sample.failed("managers", "timeout", "no answer within 60 s", "fewer folders"),),
        "empty": (sample.reading("managers", bare),),
        "searching failed": (*sample.everything(), failed),
    }
    wait = 200 if state == "stale" else 0
    assert not await changed(*readings[state], keys="4 4", wait=wait)
