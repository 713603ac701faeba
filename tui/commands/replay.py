"""`passerelle replay`: a recording on the same screen."""

import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import click

from backend import config
from tui.commands.drawing import takes_unicode, why_not
from tui.options import screen_options


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--speed",
    type=click.FloatRange(0.01, 1_000),
    default=1.0,
    show_default=True,
    help="Seconds of the recording in one of yours.",
)
@click.option(
    "--skip",
    type=click.FloatRange(0),
    default=0.0,
    metavar="SECONDS",
    help="Begin so far into the recording, with what was known by then.",
)
@screen_options
@click.pass_context
def command(ctx: click.Context, /, file: Path, speed: float, skip: float, **flags: Any) -> None:
    """Show a recording by `passerelle watch > FILE`; nothing is asked of any server.

    Exit codes: 0 left by the user; 2 FILE is no recording.
    """
    from backend.replay import FileLink, NoRecording, Timeline, begins  # noqa: PLC0415

    settings, resolved = config.load(flags)
    try:
        start = begins(file)
    except NoRecording as problem:
        raise click.BadParameter(str(problem), param_hint="FILE") from None
    if refused := why_not():
        raise click.UsageError(refused)
    from tui.app import PasserelleApp  # noqa: PLC0415  (loads Textual)
    from tui.commands.dashboard import about  # noqa: PLC0415
    from tui.keymap import keymap  # noqa: PLC0415

    timeline = Timeline(start + timedelta(seconds=skip), speed, time.monotonic)
    app = PasserelleApp(
        FileLink(file, timeline),
        theme=settings.theme,
        ascii_only=settings.ascii or not takes_unicode(),
        replay=file.name,
        keys=keymap(settings.keys),
        about=about(settings, resolved),
        clock=timeline.now,
    )
    app.run()
    ctx.exit(app.return_code or 0)
