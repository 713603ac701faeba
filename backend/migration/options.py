"""What several commands of `passerelle migrate` take, and how they speak to people."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from backend import config

if TYPE_CHECKING:
    from backend.migration.collection.source import CollectionSource
    from backend.migration.session import Outcome
    from backend.model.migration.manner import Fields
    from backend.model.migration.run import Migrations
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
    from backend.model.migration.manner import Fields  # noqa: PLC0415  (loads pydantic)

    payload = settings.pop("payload_fields", None)
    names = None if payload is None else tuple(name.strip() for name in payload.split(","))
    return Fields(
        id=settings.pop("id_field", None), vector=settings.pop("vector_field", None), payload=names
    )


source_argument = click.argument("source", required=False)
source_options = (
    click.option(
        "--source-api-key-file",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="The api key of a Qdrant as SOURCE; PASSERELLE_SOURCE_API_KEY without it.",
    ),
    click.option(
        "--source-ca-file",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Certificates of its authority.",
    ),
    click.option(
        "--source-insecure-tls", is_flag=True, default=None, help="Accept any certificate of it."
    ),
    click.option(
        "--source-timeout",
        type=click.FloatRange(0, min_open=True),
        default=30.0,
        show_default=True,
        metavar="SECONDS",
        help="How long it may take to answer one request.",
    ),
)


def with_source(command: Callable[..., Any]) -> Callable[..., Any]:
    """SOURCE, and the options for one that is a Qdrant."""
    for option in reversed(source_options):
        command = option(command)
    return source_argument(command)


def connection_of(settings: config.Settings) -> "Connection":
    """The Qdrant that the settings name.

    Raises:
        ConfigError: Its address cannot be used.
    """
    from backend.qdrant.access import connections  # noqa: PLC0415  (loads httpx)

    return connections(settings)[0]


def source_of(
    source: str | None,
    settings: config.Settings,
    target: "Connection | None",
    timeout: float = 30.0,
) -> "Path | CollectionSource":
    """The source as named, or the one that the settings name.

    Args:
        source: A path, `-` for the standard input, or the address of a collection.
        settings: With the key of a Qdrant that is moved from.
        target: What is moved into; at the same address its key is the source's, too.
        timeout: Seconds that a Qdrant as a source may take to answer.

    Raises:
        UsageError: Neither names one, or it is a pipe and cannot be kept.
        BadParameter: The address cannot be used.
    """
    from backend.migration.collection.address import is_address  # noqa: PLC0415

    if source is not None and is_address(source):
        return _collection_of(source, settings, target, timeout)
    found = Path(source) if source else settings.data
    if found is None:
        raise click.UsageError(
            "no source: name a file of vectors, a folder of them or http://HOST:6333/COLLECTION as "
            "SOURCE, or set PYTHON_DATA_PATH (the setting `data`)"
        )
    return _read_again(found, settings.state)


def _read_again(source: Path, state: Path) -> Path:
    """The same, or a file with what it gives where that is given once alone."""
    from backend.migration.errors import Refused  # noqa: PLC0415  (loads pydantic)
    from backend.migration.spool import is_stream, spooled, title_of  # noqa: PLC0415  (loads numpy)

    if not is_stream(source):
        return source
    complain(
        f"{title_of(source)} gives its bytes once: they are kept below {state} until the run has "
        "ended"
    )
    try:
        return spooled(source, state)
    except Refused as refusal:
        raise click.UsageError(str(refusal)) from None


def _collection_of(
    source: str, settings: config.Settings, target: "Connection | None", timeout: float
) -> "CollectionSource":
    from pydantic import SecretStr  # noqa: PLC0415

    from backend.migration.collection.address import CollectionAddress  # noqa: PLC0415
    from backend.migration.collection.source import CollectionSource  # noqa: PLC0415  (httpx)
    from backend.qdrant.connection import Connection  # noqa: PLC0415

    try:
        address = CollectionAddress.parse(source)
        key = SecretStr(settings.source_api_key) if settings.source_api_key else None
        connection = Connection(
            address.url,
            key,
            ca_file=settings.source_ca_file,
            insecure_tls=settings.source_insecure_tls,
        )
    except ValueError as error:
        told = str(error).replace("QDRANT_API_KEY", "PASSERELLE_SOURCE_API_KEY")
        raise click.BadParameter(told, param_hint="SOURCE") from None
    if target is not None and target.url == connection.url:
        connection = replace(
            target,
            api_key=connection.api_key or target.api_key,
            ca_file=connection.ca_file or target.ca_file,
            insecure_tls=connection.insecure_tls or target.insecure_tls,
        )
    return CollectionSource(connection, address.collection, timeout)


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
