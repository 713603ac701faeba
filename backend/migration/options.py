"""What several commands of `passerelle migrate` take, and how they speak to people."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from backend import config

if TYPE_CHECKING:
    from backend.qdrant.connection import Connection

format_option = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text"
)
state_option = click.option("--state", metavar="DIR", help="Folder that holds migrations/*.sqlite.")
to_option = click.option("--to", "qdrant", metavar="URL", help="Address of Qdrant.")
sample_option = click.option(
    "--sample",
    type=click.IntRange(1),
    metavar="N",
    help="Compare N records drawn at random; without it every one.",
)
source_argument = click.argument("source", type=click.Path(path_type=Path))


def connection_of(settings: config.Settings) -> "Connection":
    """The Qdrant that the settings name.

    Raises:
        BadParameter: Its address cannot be used.
    """
    from backend.qdrant.access import connections  # noqa: PLC0415  (loads httpx)

    try:
        return connections(settings)[0]
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--to") from None


def complain(message: str) -> None:
    """Say something to people on stderr."""
    if message:
        click.echo(f"passerelle migrate: {message}", err=True)
