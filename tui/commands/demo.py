"""`passerelle demo`: the dashboard over a whole sample world."""

from pathlib import Path
from typing import Any

import click

from tui.options import screen_options


@click.command()
@click.option("--keep", metavar="DIR", help="Write the world here, and leave it when done.")
@screen_options
@click.pass_context
def command(ctx: click.Context, /, keep: str | None, **flags: Any) -> None:
    """Try everything: sample managers, an embedded Qdrant and a migration, live.

    It writes into a temporary folder, listens on this machine only, and cleans up after itself.
    """
    from backend.demo.folder import make_keepable  # noqa: PLC0415
    from tui.commands.dashboard import show  # noqa: PLC0415  (loads Textual)

    if keep is not None:
        # Here, where the operator still sees it; in the backend it would end up in a log.
        make_keepable(Path(keep))
    ctx.exit(show(flags, {"keep": keep}))
