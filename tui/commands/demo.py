"""`passerelle demo`: the dashboard over a whole sample world."""

from typing import Any

import click

from tui.cli import screen_options


@click.command()
@click.option("--keep", metavar="DIR", help="Write the world here, and leave it when done.")
@screen_options
@click.pass_context
def command(ctx: click.Context, /, keep: str | None, **flags: Any) -> None:
    """Try everything: sample managers, an embedded Qdrant and a migration, live.

    It writes into a temporary folder, listens on this machine only, and cleans up after itself.
    """
    from tui.commands.dashboard import show  # noqa: PLC0415  (loads Textual)

    ctx.exit(show(flags, {"keep": keep}))
