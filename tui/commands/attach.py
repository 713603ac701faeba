"""`passerelle attach`: the dashboard on a backend that runs by itself."""

from pathlib import Path
from typing import Any

import click

from backend import config
from tui.commands.drawing import why_not
from tui.options import screen_options, socket_of

UNREACHABLE = 3


@click.command()
@click.argument("socket", required=False, type=click.Path(path_type=Path))
@screen_options
@click.pass_context
def command(ctx: click.Context, /, socket: Path | None, **flags: Any) -> None:
    """Show what a backend started by `passerelle serve` sees; it runs on when you leave.

    SOCKET is where it listens, if it was told another place than its own. One of another machine
    comes by `ssh -N -L ./far.sock:/its/backend.sock HOST`.

    Exit codes: 0 left by the user; 2 usage; 3 no backend listens there.
    """
    from backend.attached import AttachedLink, is_served  # noqa: PLC0415  (the wire)

    settings, resolved = config.load(flags)
    path = socket_of(socket, settings.state)
    if refused := why_not():
        raise click.UsageError(refused)
    if not is_served(path):
        click.echo(
            f"passerelle: no backend listens at {path}; start one with: passerelle serve", err=True
        )
        ctx.exit(UNREACHABLE)
    from tui.commands.dashboard import ended, run_screen  # noqa: PLC0415

    link = AttachedLink(path, acting=settings.allow_actions)
    ctx.exit(ended(run_screen(link, settings, resolved, "serve")))
