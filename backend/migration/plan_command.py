"""`passerelle migrate plan`: what can be known before anything is written."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from backend import config
from backend.migration.options import (
    complain,
    connection_of,
    fields_of,
    format_option,
    source_of,
    state_option,
    to_option,
    with_fields,
    with_source,
)

if TYPE_CHECKING:
    from backend.migration.collection.source import CollectionSource
    from backend.model.migration.manner import Fields
    from backend.model.migration.preflight import Preflight
    from backend.qdrant.connection import Connection

GIVE_UP_AFTER = 5.0
"""Seconds without an answer; whoever asks is waiting."""


@click.command()
@with_source
@with_fields
@to_option
@click.option("--collection", metavar="NAME", help="Ask Qdrant what is there under that name.")
@state_option
@format_option
@click.pass_context
def plan(
    ctx: click.Context,
    /,
    *,
    source: str | None,
    source_timeout: float,
    collection: str | None,
    form: str,
    **settings: Any,
) -> None:
    """Say what can be known of SOURCE without writing anything.

    Without SOURCE it is PYTHON_DATA_PATH, the setting `data`.

    With --collection also of the target: what the name means there, how many points would be
    overwritten or left behind, whether its distance and datatype can keep these vectors, and
    what they need beside what the machine has.

    Exit codes: 0 nothing to act upon; 1 something would fail; 2 no such source or shape; 3 the
    target could not be reached.
    """
    from backend.migration.errors import Refused, TargetAway  # noqa: PLC0415  (loads numpy)
    from backend.migration.naming import check_name  # noqa: PLC0415
    from backend.migration.plan_text import preflight_lines  # noqa: PLC0415
    from backend.migration.rest import CollectionMissing, PointsRefused  # noqa: PLC0415
    from backend.migration.spool import kept_while  # noqa: PLC0415

    fields = fields_of(settings)
    resolved, _ = config.load(settings)
    connection = connection_of(resolved) if collection is not None else None
    found = source_of(source, resolved, connection, source_timeout)
    try:
        if collection is not None:
            check_name(collection)
        with kept_while(found, resolved.state):
            preflight = asyncio.run(
                _preflight(found, fields, connection, collection or "", resolved.state)
            )
    except Refused as refusal:
        complain(str(refusal))
        ctx.exit(2)
    except (CollectionMissing, PointsRefused) as refusal:
        complain(f"{resolved.qdrant} does not answer as a Qdrant does: {refusal}")
        ctx.exit(2)
    except TargetAway as away:
        complain(f"the {away.side} could not be asked: {away}")
        ctx.exit(3)
    if form == "json":
        click.echo(preflight.model_dump_json())
    else:
        click.echo("\n".join(preflight_lines(preflight)))
    ctx.exit(1 if any(finding.severity == "act" for finding in preflight.findings) else 0)


async def _preflight(
    origin: "Path | CollectionSource",
    fields: "Fields",
    connection: "Connection | None",
    collection: str,
    state: Path,
) -> "Preflight":
    from backend.migration.history import pace_before  # noqa: PLC0415  (loads pydantic)
    from backend.migration.persistence import Persistence  # noqa: PLC0415  (loads numpy)
    from backend.migration.preflight import survey  # noqa: PLC0415
    from backend.migration.prospect import foresee  # noqa: PLC0415
    from backend.migration.rest import Rest  # noqa: PLC0415
    from backend.migration.source import Source  # noqa: PLC0415

    if not isinstance(origin, Path):
        from backend.migration.collection.plan import plan_collection  # noqa: PLC0415

        return await plan_collection(origin, fields, connection, collection, state)
    source = Source(origin, fields)
    found = survey(source, whole=True)
    if connection is None:
        return found.preflight
    persistence = Persistence(GIVE_UP_AFTER, asyncio.sleep, lambda summary, batch: None)
    async with Rest(connection, needs="read") as rest:
        rate = pace_before(state, connection.url)
        return await foresee(source, found, rest, collection, persistence.insist, rate=rate)
