"""A link that says what a test hands it, and a clock that stands still."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

from textual.pilot import Pilot

from backend.model.reading import Reading
from backend.model.request import Request
from tests.readings.sample import NOW


class Clock:
    """Time that passes only when told to."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


class Script:
    """A link whose readings a test writes."""

    def __init__(self, *readings: Reading) -> None:
        self._said: asyncio.Queue[Reading | Exception | None] = asyncio.Queue()
        self.closed = False
        self.asked: list[Request] = []
        self.say(*readings)

    def say(self, *readings: Reading) -> None:
        for reading in readings:
            self._said.put_nowait(reading)

    def end(self, error: Exception | None = None) -> None:
        self._said.put_nowait(error)

    @property
    def told(self) -> bool:
        return self._said.empty()

    async def readings(self) -> AsyncIterator[Reading]:
        while True:
            said = await self._said.get()
            if said is None:
                return
            if isinstance(said, Exception):
                raise said
            yield said

    def ask(self, request: Request) -> None:
        self.asked.append(request)

    async def close(self) -> None:
        self.closed = True


async def settled(pilot: Pilot[None], script: Script) -> None:
    """Wait until everything said is on screen."""
    for _ in range(100):
        if script.told:
            break
        await pilot.pause()
    assert script.told, "the application does not listen"
    await pilot.pause()


def screen_text(pilot: Pilot[Any]) -> str:
    """What the terminal shows, without colours."""
    strips = pilot.app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)
