"""Memory of the screen after an hour of readings, a set each second, beside that of five minutes.

The hour passes as fast as it can be drawn: its clock is the readings' own.
"""

import asyncio
import gc
from collections.abc import Iterator

import psutil

from tests.bench.rows import Row, Setup
from tests.readings.hour import World
from tests.readings.script import Clock, Script
from tui.app import PasserelleApp

FIVE_MINUTES, HOUR = 300, 3_600
VISIT = 20
"""Seconds between two looks at another pane."""


def measure(_: Setup) -> Iterator[Row]:
    """In this process, without a terminal."""
    early, late = asyncio.run(_hour())
    yield Row("memory after an hour of readings", late, "MB", "after five minutes", early)


async def _hour() -> tuple[float, float]:
    script, clock, world = Script(), Clock(), World(seed=6)
    app = PasserelleApp(script, clock=clock)
    early = 0.0
    async with app.run_test(size=(200, 50)) as pilot:
        for second in range(HOUR + 1):
            script.say(*world.said(second))
            clock.forward(1)
            await pilot.press(*(["tab"] if second % VISIT == 0 else []))
            await pilot.pause()
            if second == FIVE_MINUTES:
                early = _memory()
        return early, _memory()


def _memory() -> float:
    """Megabytes of this process in memory, without rubbish."""
    gc.collect()
    return psutil.Process().memory_info().rss / 1e6
