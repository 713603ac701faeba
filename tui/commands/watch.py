"""`passerelle watch`: Readings as JSON lines, headless."""

import asyncio
import os
import sys
from typing import Any

import click

from backend import config
from tui.options import world_options


@click.command()
@world_options
@click.option("--once", is_flag=True, help="Read every probe once, then end.")
@click.option("--format", "form", type=click.Choice(["json"]), default="json", expose_value=False)
@click.pass_context
def command(ctx: click.Context, /, once: bool, **flags: Any) -> None:
    """Print what the dashboard would be told, one JSON line a Reading.

    The lines are the recording format too: `passerelle watch > FILE` records.
    """
    settings, _ = config.load(flags)
    ctx.exit(asyncio.run(_watch(settings, once)))


async def _watch(settings: config.Settings, once: bool) -> int:
    from backend.wire import encode  # noqa: PLC0415  (heavy: probes, pydantic)
    from backend.wiring import hub_for  # noqa: PLC0415

    async with hub_for(settings, {os.getpid(): "passerelle"}) as hub:
        running = asyncio.create_task(hub.run())
        seen: set[str] = set()
        with hub.subscribed() as subscription:
            async for reading in subscription.readings():
                if once and reading.probe in seen:
                    continue
                sys.stdout.buffer.write(encode(reading))
                sys.stdout.buffer.flush()
                seen.add(reading.probe)
                if once and seen == hub.probes():
                    break
        running.cancel()
    return 0
