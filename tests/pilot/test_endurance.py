"""An hour of readings leaves no more behind than five minutes of them."""

import gc
import sys
from functools import _lru_cache_wrapper

from textual.cache import FIFOCache, LRUCache

from tests.readings.hour import World
from tests.readings.script import Clock, Script
from tui.app import PasserelleApp

FIVE_MINUTES, HALF_AN_HOUR, HOUR = 300, 1_800, 3_600
STEP, VISIT = 20, 100
"""Seconds between two times at which anything is said, and between two at which another pane is
looked at; `tests/bench/endurance.py` takes each second."""


def held() -> int:
    """Blocks of memory that Python's objects have, without rubbish and without bounded caches."""
    gc.collect()
    for one in gc.get_objects():
        if isinstance(one, _lru_cache_wrapper) and one.cache_parameters()["maxsize"] is not None:
            one.cache_clear()
        elif isinstance(one, LRUCache | FIFOCache):
            one.clear()
    gc.collect()
    return sys.getallocatedblocks()


async def test_an_hour_holds_no_more_than_five_minutes() -> None:
    script, clock, world = Script(), Clock(), World(seed=6)
    app = PasserelleApp(script, clock=clock)
    after: dict[int, int] = {}
    async with app.run_test(size=(120, 36)) as pilot:
        for second in range(0, HOUR + 1, STEP):
            script.say(*world.said(second))
            clock.forward(STEP)
            await pilot.press(*(["tab"] if second % VISIT == 0 else []))
            await pilot.pause()
            if second in {FIVE_MINUTES, HALF_AN_HOUR, HOUR}:
                await pilot.press("1")
                assert script.told
                after[second] = held()
    assert after[HOUR] < 1.05 * after[FIVE_MINUTES]
    assert after[HOUR] < 1.01 * after[HALF_AN_HOUR], "what is loaded late is loaded by then"
