"""Pictures of the RACI matrix: its views, a trial, the evidence of a cell, without a value."""

import pytest

from backend.model.raci import Raci, RaciFile
from tests.pictures import EVERY, Changed
from tests.readings import sample
from tests.readings.activities import responsible

VIEWS = {
    "activities": "3 z v down down down down right right right right",
    "evidence": "enter down",
    "tried": "escape space right space space",
    "rules": "v",
    "rollup": "v down down down down",
    "filtered": "slash e m a i l enter",
}


async def test_raci(changed: Changed) -> None:
    file = sample.reading("raci_file", RaciFile(path="/work/raci.toml"))
    assert not await changed(*sample.everything(responsible()), file, keys=VIEWS)


async def test_phases(changed: Changed) -> None:
    keys = "3 z down down down right right"
    assert not await changed(*sample.everything(), keys=keys, shots=EVERY)


async def test_score(changed: Changed) -> None:
    keys = "3 z down down down right right right right"
    assert not await changed(*sample.everything(), keys=keys)


@pytest.mark.parametrize("state", ["loading", "stale", "failed", "empty"])
async def test_states(changed: Changed, state: str) -> None:
    bare = sample.ecosystem().model_copy(update={"raci": Raci(), "raci_detail": Raci()})
    readings = {
        "loading": (),
        "stale": sample.everything(responsible()),
        "failed": (sample.failed("managers", "timeout", "no answer within 60 s", "fewer folders"),),
        "empty": (sample.reading("managers", bare),),
    }
    wait = 200 if state == "stale" else 0
    assert not await changed(*readings[state], keys="3 z", wait=wait)
