"""`python -m backend`: the hub as a child process of the screen.

Its stdin is one JSON line saying what to do (`Start`), then one request a line; it is the leash,
too: at its end the process ends. Its stdout is one Reading a line.
"""

import asyncio
import contextlib
import json
import os
import signal
import sys
from pathlib import Path

from backend import config
from backend.answering import answer
from backend.hub import Hub
from backend.log import log_to_stderr
from backend.wire import encode
from backend.wiring import hub_for


async def main() -> None:
    """Serve Readings until stdin ends or a signal comes."""
    leash = await _stdin()
    start = json.loads(await leash.readline())
    settings, _ = config.load(start["flags"])
    log_to_stderr(settings.log_level)
    asked: asyncio.Queue[bytes] = asyncio.Queue()
    work = asyncio.create_task(_serve(settings, start.get("demo"), asked))
    waits = asyncio.create_task(_hear(leash, asked))
    for name in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(name, waits.cancel)
    await asyncio.wait((work, waits), return_when=asyncio.FIRST_COMPLETED)
    if not work.done():
        work.cancel()
    with contextlib.suppress(asyncio.CancelledError, BrokenPipeError):
        await work


async def _hear(leash: asyncio.StreamReader, asked: asyncio.Queue[bytes]) -> None:
    """Take requests until stdin ends."""
    while line := await leash.readline():
        asked.put_nowait(line)


async def _serve(
    settings: config.Settings, demo: dict[str, str | None] | None, asked: asyncio.Queue[bytes]
) -> None:
    own = {os.getpid(): "backend", os.getppid(): "passerelle"}
    if demo is None:
        async with hub_for(settings, own) as hub:
            await _publish(hub, asked)
        return
    from backend.demo.world import DemoWorld  # noqa: PLC0415  (only the demo pays for it)

    keep = demo.get("keep")
    async with (
        DemoWorld(settings, Path(keep) if keep else None) as world,
        hub_for(world.settings, own, world.processes, extra=(world.probe,)) as hub,
    ):
        await _publish(hub, asked)


async def _publish(hub: Hub, asked: asyncio.Queue[bytes]) -> None:
    output = await _stdout()
    async with asyncio.TaskGroup() as group:
        group.create_task(hub.run())
        group.create_task(_answer(hub, asked))
        with hub.subscribed() as subscription:
            async for reading in subscription.readings():
                output.write(encode(reading))
                await output.drain()


async def _answer(hub: Hub, asked: asyncio.Queue[bytes]) -> None:
    """Do what the screen asks for, from the second line on: the first said what to do."""
    number = 1
    while True:
        line = await asked.get()
        number += 1
        answer(hub, line, "stdin", number)


async def _stdin() -> asyncio.StreamReader:
    stream = asyncio.StreamReader()
    protocol = asyncio.StreamReaderProtocol(stream)
    await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, sys.stdin)
    return stream


async def _stdout() -> asyncio.StreamWriter:
    loop = asyncio.get_running_loop()
    transport, protocol = await loop.connect_write_pipe(
        asyncio.streams.FlowControlMixin, sys.stdout
    )
    return asyncio.StreamWriter(transport, protocol, None, loop)


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(main())
