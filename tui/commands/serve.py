"""`passerelle serve`: a backend that runs on by itself, for screens to attach to."""

import asyncio
import os
import signal
from pathlib import Path
from typing import Any

import click

from backend import config
from tui.options import allow_actions_option, socket_of, world_options


@click.command()
@world_options
@allow_actions_option
@click.option(
    "--socket",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Listen here instead of in the folder of --state.",
)
def command(socket: Path | None, **flags: Any) -> None:
    """Look at everything until it is ended, whether a screen is attached or not.

    It listens at a socket that only you may open, and runs until a signal ends it.

    Exit codes: 0 ended by SIGTERM or a hangup; 2 there can be no socket; 130 interrupted.
    """
    from backend.daemon import CannotServe  # noqa: PLC0415  (the hub)
    from backend.log import log_to_stderr  # noqa: PLC0415

    settings, _ = config.load(flags)
    log_to_stderr(settings.log_level)
    try:
        asyncio.run(_serve(settings, socket_of(socket, settings.state)))
    except CannotServe as problem:
        raise click.UsageError(str(problem)) from None


async def _serve(settings: config.Settings, socket: Path) -> None:
    from backend.daemon import listening  # noqa: PLC0415  (the hub)
    from backend.wiring import hub_for  # noqa: PLC0415  (the probes)

    async with hub_for(settings, {os.getpid(): "backend"}) as hub, listening(hub, socket):
        click.echo(f"passerelle: see it with: passerelle attach {socket}", err=True)
        running = asyncio.create_task(hub.run())
        for name in (signal.SIGTERM, signal.SIGHUP):
            # Under nohup a hangup is none.
            if signal.getsignal(name) is not signal.SIG_IGN:
                asyncio.get_running_loop().add_signal_handler(name, running.cancel)
        await asyncio.wait((running,))
        if not running.cancelled():
            running.result()
