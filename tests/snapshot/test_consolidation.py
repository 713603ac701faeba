"""Pictures of the consolidation: pairs, steps and what they bring, services, without a value."""

import pytest

from backend.model.consolidation import ConsolidationView
from tests.pictures import EVERY, Changed
from tests.readings import sample


async def test_pairs(changed: Changed) -> None:
    view = sample.reading("consolidation", sample.consolidation())
    assert not await changed(*sample.everything(), view, keys="5 5 down", shots=EVERY)


async def test_steps(changed: Changed) -> None:
    known = sample.consolidation()
    view = known.model_copy(update={"outcome": known.reorganisation})
    readings = (*sample.everything(), sample.reading("consolidation", view))
    # The plan's folders are chosen first: the answer is about them.
    keys = {
        "folders": "5 5 v v v plus",
        "pairs": "v",
        "outcome": "v",
        "services": "v",
        "undone": "u",
    }
    assert not await changed(*readings, keys=keys)


@pytest.mark.parametrize("state", ["loading", "waiting", "stale", "failed", "unconfigured"])
async def test_states(changed: Changed, state: str) -> None:
    readings = {
        "loading": (),
        "waiting": (sample.reading("consolidation", ConsolidationView()),),
        "stale": (sample.reading("consolidation", sample.consolidation()),),
        "failed": (sample.failed("consolidation", "timeout", "no answer within 60 s"),),
    }
    none = sample.failed("managers", "unconfigured", "no folder was named", "--managers DIR")
    readings["unconfigured"] = (none, *readings["waiting"])
    wait = 200 if state == "stale" else 0
    assert not await changed(*readings[state], keys="5 5", wait=wait)
