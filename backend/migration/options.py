"""What several commands of `passerelle migrate` take, and how they speak to people."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from backend import config

if TYPE_CHECKING:
    from backend.migration.session import Outcome
    from backend.model.migration import Fields, Migrations
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
fields_options = (
    click.option("--id-field", metavar="NAME", help="Field that holds a record's id."),
    click.option("--vector-field", metavar="NAME", help="Field that holds its vector."),
    click.option(
        "--payload-fields",
        metavar="NAME,…",
        help="Fields that become the payload; all others without it.",
    ),
)


def with_fields(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say what a source's fields are."""
    for option in reversed(fields_options):
        command = option(command)
    return command


def fields_of(settings: dict[str, Any]) -> "Fields":
    """What was said of the fields; taken out of what else was said."""
    from backend.model.migration import Fields  # noqa: PLC0415  (loads pydantic)

    payload = settings.pop("payload_fields", None)
    names = None if payload is None else tuple(name.strip() for name in payload.split(","))
    return Fields(
        id=settings.pop("id_field", None), vector=settings.pop("vector_field", None), payload=names
    )


source_argument = click.argument("source", type=click.Path(path_type=Path), required=False)


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


def source_of(source: Path | None, settings: config.Settings) -> Path:
    """The source as named, or the one that the settings name.

    Raises:
        UsageError: Neither names one.
    """
    found = source or settings.data
    if found is None:
        raise click.UsageError(
            "no source: name a file of vectors or a folder of them as SOURCE, or set "
            "PYTHON_DATA_PATH (the setting `data`)"
        )
    return found


def runs_of(state: Path) -> "Migrations":
    """Every run below a state folder.

    Raises:
        BadParameter: The folder cannot be read.
    """
    from backend.migration.history import Unreadable, read_runs  # noqa: PLC0415  (loads pydantic)

    try:
        return read_runs(state)
    except Unreadable as trouble:
        raise click.BadParameter(
            f"{trouble}; name a folder of yours", param_hint="--state"
        ) from None


def complain(message: str) -> None:
    """Say something to people on stderr."""
    if message:
        click.echo(f"passerelle migrate: {message}", err=True)


def end_with(ctx: click.Context, outcome: "Outcome", form: str) -> None:
    """Print the report, if there is one, and end with the outcome's message and code."""
    from backend.migration.text import report_lines  # noqa: PLC0415  (loads pydantic)

    if outcome.report is not None:
        if form == "json":
            click.echo(outcome.report.model_dump_json())
        else:
            click.echo("\n".join(report_lines(outcome.report)))
    complain(outcome.message)
    ctx.exit(outcome.code)
