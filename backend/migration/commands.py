"""The command line of migrations: `passerelle migrate` and `python -m backend.migration`."""

from typing import TYPE_CHECKING, Any

import click

from backend import config
from backend.config.parsing import MOST
from backend.migration.control_commands import abort, forget, pause, resume, rollback
from backend.migration.options import (
    complain,
    connection_of,
    end_with,
    fields_of,
    format_option,
    runs_of,
    sample_option,
    source_of,
    state_option,
    to_option,
    with_fields,
    with_source,
)
from backend.migration.plan_command import plan
from backend.migration.report_command import dead_letters, report

if TYPE_CHECKING:
    from backend.model.migration.manner import EngineName, Wish


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """Move vectors into Qdrant, and say what arrived."""


@command.command(short_help="Move SOURCE into one collection.")
@with_source
@with_fields
@to_option
@click.option(
    "--collection", required=True, metavar="NAME", help="An alias of that name is made or moved."
)
@click.option("--workers", type=click.IntRange(1, MOST), help="Requests in flight; 5 by default.")
@click.option("--batch-size", type=click.IntRange(1, MOST), help="Points in one request.")
@click.option(
    "--pace",
    type=click.FloatRange(0, min_open=True),
    metavar="POINTS_PER_SECOND",
    help="Rate limit, for a server that has something else to do.",
)
@click.option(
    "--give-up-after",
    type=click.FloatRange(0),
    default=60.0,
    show_default=True,
    metavar="SECONDS",
    help="Stop waiting for a target that gives no answer.",
)
@sample_option
@click.option(
    "--in-place", is_flag=True, help="Write into the collection itself; no alias is moved."
)
@click.option(
    "--max-failed",
    type=click.FloatRange(0, 100),
    default=5.0,
    show_default=True,
    metavar="PERCENT",
    help="Take the run back where more records fail.",
)
@click.option(
    "--drop-staging",
    is_flag=True,
    help="Delete the new collection where the run is taken back, instead of keeping it to look at.",
)
@click.option(
    "--transport",
    type=click.Choice(["auto", "rest", "grpc"]),
    default="auto",
    show_default=True,
    help="What points are written through; auto takes gRPC where it surely is the same Qdrant.",
)
@click.option(
    "--grpc-port",
    type=click.IntRange(1, 65535),
    help="Where Qdrant listens for gRPC; 6334 where REST's is 6333.",
)
@click.option(
    "--source-grpc-port",
    type=click.IntRange(1, 65535),
    help="The same of a Qdrant as SOURCE, whose points are read over gRPC where that answers.",
)
@click.option(
    "--engine",
    type=click.Choice(["local", "ray"]),
    default="local",
    show_default=True,
    help="What reads and writes: this machine, or a Ray cluster (passerelle[ray]).",
)
@click.option(
    "--with-aliases",
    is_flag=True,
    help="Make the aliases of a collection as SOURCE at the target, too, where they are free.",
)
@click.option("--restart", is_flag=True, help="Leave an unfinished run behind and begin anew.")
@state_option
@format_option
@click.pass_context
def run(
    ctx: click.Context,
    /,
    *,
    source: str | None,
    source_timeout: float,
    collection: str,
    pace: float | None,
    give_up_after: float,
    in_place: bool,
    max_failed: float,
    drop_staging: bool,
    transport: "Wish",
    grpc_port: int | None,
    source_grpc_port: int | None,
    engine: "EngineName",
    restart: bool,
    with_aliases: bool,
    sample: int | None,
    form: str,
    **settings: Any,
) -> None:
    """Move SOURCE, a file of vectors, a folder of them or a collection, into one collection.

    It is JSON (the plan's three shapes), JSON Lines, either of them gzipped, NumPy's .npy and .npz
    with ids and payload beside or in it, a pickle, which is read and never executed, or Parquet.
    Without SOURCE it is PYTHON_DATA_PATH, the setting `data`. Of a pipe, or - for the standard
    input, what it gives is kept below the state folder until the run has ended.

    SOURCE may be a collection of another Qdrant, http://HOST:6333/NAME: its points come over as
    they are, with ids, payloads and every vector, and its settings and payload indexes with them.
    Its ids are asked for first, to fix the ranges that are read in parallel; what is written to it
    meanwhile fails the run.

    The points go into a collection of their own, NAME and the time of the start, and NAME
    becomes an alias that means it once everything is proved. What NAME meant before stays as it
    was until then, and is kept.

    An unfinished run of the same SOURCE, address and collection goes on where it stopped. The
    api key is read from QDRANT_API_KEY. The report on stdout compares the records of the
    source, their distinct ids and Qdrant's own exact count; before it every point is compared
    with its record, see `verify`.

    With --engine ray the batches are read by Ray Data and written by ray-qdrant, over REST, on the
    cluster of RAY_ADDRESS or on one of this machine's own; SOURCE is .npy or Parquet, a file or
    a folder of shards that every machine sees at the same path, or a collection whose points have
    one dense vector, which is all that ray-qdrant writes.

    Exit codes: 0 everything distinct arrived; 1 records failed or the counts part; 2 refused;
    3 the target could not be reached; 130 stopped by a signal, to be taken up again.
    """
    from backend.migration.request import Request  # noqa: PLC0415  (loads numpy)
    from backend.migration.session import migrate  # noqa: PLC0415
    from backend.model.migration.manner import Manner  # noqa: PLC0415

    fields = fields_of(settings)
    resolved, _ = config.load(settings)
    connection = connection_of(resolved)
    outcome = migrate(
        Request(
            source=source_of(source, resolved, connection, source_timeout),
            fields=fields,
            connection=connection,
            collection=collection,
            batch_size=resolved.batch_size,
            workers=resolved.workers,
            state=resolved.state,
            restart=restart,
            in_place=in_place,
            max_failed=max_failed,
            manner=Manner(
                transport=transport,
                grpc_port=grpc_port,
                engine=engine,
                pace=pace,
                give_up_after=give_up_after,
                sample=sample,
                drop_staging=drop_staging,
                with_aliases=with_aliases,
                source_timeout=source_timeout,
                source_grpc_port=source_grpc_port,
            ),
        )
    )
    end_with(ctx, outcome, form)


@command.command(short_help="Prove, point by point, what a collection holds.")
@with_source
@with_fields
@to_option
@click.option("--collection", required=True, metavar="NAME", help="Or an alias.")
@sample_option
@state_option
@format_option
@click.pass_context
def verify(
    ctx: click.Context,
    /,
    *,
    source: str | None,
    source_timeout: float,
    collection: str,
    sample: int | None,
    form: str,
    **settings: Any,
) -> None:
    """Compare SOURCE with a collection and prove, point by point, what arrived.

    Without SOURCE it is PYTHON_DATA_PATH, the setting `data`.

    Presence by id, exact counts, vectors (1 - cosine within 0.001; norms too where the distance
    depends on them), payloads by hash, and recall@10 of searches against an exact search in the
    source. The report is kept as JSON and Markdown beside the journals, with digests of both
    sides.

    Exit codes: 0 proved; 1 something is not as the source says; 2 refused; 3 the target could
    not be reached.
    """
    from backend.migration.spool import kept_while  # noqa: PLC0415  (loads numpy)
    from backend.migration.text import verification_lines  # noqa: PLC0415
    from backend.migration.verifying import verify_now  # noqa: PLC0415  (loads numpy)

    fields = fields_of(settings)
    resolved, _ = config.load(settings)
    connection = connection_of(resolved)
    found = source_of(source, resolved, connection, source_timeout)
    with kept_while(found, resolved.state):
        outcome = verify_now(found, fields, connection, collection, resolved.state, sample=sample)
    if outcome.verification is not None:
        if form == "json":
            click.echo(outcome.verification.model_dump_json())
        else:
            click.echo("\n".join(verification_lines(outcome.verification)))
    complain(outcome.message)
    ctx.exit(outcome.code)


@command.command(name="list", short_help="Every run whose journal is on this machine.")
@state_option
@format_option
def list_(state: str | None, form: str) -> None:
    """Every run whose journal is on this machine, the latest first.

    Exit codes: 0 told; 2 the folder of the journals cannot be read.
    """
    from backend.migration.text import run_line  # noqa: PLC0415  (loads pydantic)

    settings, _ = config.load({"state": state})
    migrations = runs_of(settings.state)
    if form == "json":
        click.echo(migrations.model_dump_json())
    else:
        for one in migrations.runs:
            click.echo(run_line(one))
    if not migrations.runs and not migrations.unreadable:
        complain(
            f"no migration was ever run from here ({settings.state}); `passerelle migrate run "
            "SOURCE --to URL --collection NAME` starts one, --state names another folder"
        )
    for trouble in migrations.unreadable:
        complain(trouble)


@command.command(short_help="One run in full, and every record that failed.")
@click.argument("run_id", metavar="ID")
@state_option
@format_option
@click.pass_context
def show(ctx: click.Context, /, run_id: str, state: str | None, form: str) -> None:
    """One run in full: what preflight found, and every record that failed and why.

    Exit codes: 0 told; 2 there is no such run.
    """
    from backend.migration.errors import Refused  # noqa: PLC0415  (loads pydantic)
    from backend.migration.history import EVERY  # noqa: PLC0415
    from backend.migration.remote import known  # noqa: PLC0415
    from backend.migration.text import run_lines  # noqa: PLC0415

    settings, _ = config.load({"state": state})
    try:
        found = known(settings.state, run_id, failures=EVERY).run
    except Refused as refusal:
        complain(str(refusal))
        ctx.exit(2)
    if form == "json":
        click.echo(found.model_dump_json())
    else:
        click.echo("\n".join(run_lines(found)))


for _each in (plan, pause, resume, abort, rollback, forget, report, dead_letters):
    command.add_command(_each)
