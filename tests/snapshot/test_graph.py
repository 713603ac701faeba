"""Pictures of the graph: its views in one run, and what they look like with little or much."""

import pytest

from tests.pictures import EVERY, Changed, Shot
from tests.readings import sample

VIEWS = {
    "map": "2 2 down right",
    "implied": "i",
    "near": "v",
    "matrix": "v down down",
    "sorted": "S S S S",
    "filtered": "slash g i t enter",
    "tree": "escape v down",
    "way": "s v home",
    "about": "v",
    "score": "v c c c",
}
LITTLE = (Shot((60, 20), "dark"),)


async def test_graph(changed: Changed) -> None:
    assert not await changed(*sample.everything(sample.layered()), keys=VIEWS)


async def test_map(changed: Changed) -> None:
    told = sample.everything(sample.layered())
    assert not await changed(*told, keys="2 2 down right", shots=EVERY)


async def test_three_hundred(changed: Changed) -> None:
    keys = {"names": "2 2 down right", "matrix": "m end"}
    assert not await changed(*sample.everything(sample.many()), keys=keys)


async def test_cycles(changed: Changed) -> None:
    keys = {"box": "2 2 slash g i t enter", "opened": "enter"}
    assert not await changed(*sample.everything(sample.knotted()), keys=keys)


async def test_little_room(changed: Changed) -> None:
    keys = {"map": "2 2", "matrix": "m end"}
    assert not await changed(*sample.everything(sample.layered()), keys=keys, shots=LITTLE)


@pytest.mark.parametrize("state", ["loading", "stale", "failed", "empty"])
async def test_states(changed: Changed, state: str) -> None:
    bare = sample.ecosystem().model_copy(update={"managers": (), "dependencies": ()})
    readings = {
        "loading": (),
        "stale": sample.everything(sample.layered()),
        "failed": (sample.failed("managers", "timeout", "no answer within 60 s", "fewer folders"),),
        "empty": (sample.reading("managers", bare),),
    }
    wait = 200 if state == "stale" else 0
    assert not await changed(*readings[state], keys="2 2", wait=wait)
