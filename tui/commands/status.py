"""`passerelle status`: one look at the Qdrant servers."""

import asyncio
from pathlib import Path
from typing import Any

import click

from backend import config
from tui.options import server_options

CODES = {"holds": 0, "broken": 1, "cannot tell": 1, "unreachable": 3}


@click.command()
@server_options
@click.option(
    "--for",
    "seconds",
    type=click.FloatRange(1, 3600),
    default=5.0,
    show_default=True,
    metavar="SECONDS",
    help="Count latencies over this.",
)
@click.option(
    "--against",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Compare with an earlier look: what --format json printed.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.pass_context
def command(
    ctx: click.Context, /, seconds: float, against: Path | None, form: str, **flags: Any
) -> None:
    """One look at Qdrant: what it is, its collections, whether all limits hold.

    Exit codes: 0 all limits hold, or have nothing to judge; 1 one is broken, a collection is red,
    or it cannot be told; 2 usage; 3 a server is unreachable.
    """
    from backend.status import look, read_status  # noqa: PLC0415  (heavy: probes, pydantic)
    from tui.commands.status_text import report  # noqa: PLC0415

    settings, _ = config.load(flags)
    earlier = read_status(against) if against else None
    status = asyncio.run(look(settings, seconds, earlier))
    click.echo(status.model_dump_json() if form == "json" else "\n".join(report(status)))
    codes = [CODES[server.state] for server in status.servers]
    unwell = any(limit.verdict in ("beyond", "cannot tell") for limit in status.limits)
    ctx.exit(max(*codes, int(unwell)))
