"""`passerelle migrate pause|resume|abort|rollback`: a run controlled from another process."""

import click

from backend import config
from backend.migration.options import (
    complain,
    connection_of,
    end_with,
    format_option,
    source_of,
    state_option,
)

_run = click.argument("run_id", metavar="RUN")
_drop = click.option(
    "--drop-staging", is_flag=True, help="Delete the collection that the run filled."
)


@click.command(short_help="Hold a run after the batches in flight.")
@_run
@state_option
@click.pass_context
def pause(ctx: click.Context, /, run_id: str, state: str | None) -> None:
    """Hold a run after the batches in flight; `resume` lets it go on.

    Exit codes: 0 it holds; 2 there is no such run, or none that works.
    """
    from backend.migration.errors import Refused  # noqa: PLC0415  (loads pydantic)
    from backend.migration.remote import known, tell  # noqa: PLC0415

    settings, _ = config.load({"state": state})
    try:
        found = known(settings.state, run_id)
        if not (found.is_alive and tell(found, "pause")):
            raise Refused(f"no process works on run {run_id} ({found.run.state})")
    except Refused as refusal:
        complain(str(refusal))
        ctx.exit(2)


@click.command(short_help="Let a paused run go on, or one whose process died.")
@_run
@state_option
@format_option
@click.pass_context
def resume(ctx: click.Context, /, run_id: str, state: str | None, form: str) -> None:
    """Let a paused run go on, or take up one whose process has ended, here.

    Exit codes: as of `run`.
    """
    from backend.migration.errors import Refused  # noqa: PLC0415  (loads pydantic)
    from backend.migration.remote import known, tell  # noqa: PLC0415
    from backend.migration.session import take_up  # noqa: PLC0415

    settings, _ = config.load({"state": state})
    try:
        found = known(settings.state, run_id)
        if found.run.ended is not None:
            raise Refused(f"run {run_id} has ended: {found.run.state}")
        if found.is_alive and tell(found, "resume"):
            return
    except Refused as refusal:
        complain(str(refusal))
        ctx.exit(2)
    resolved, _ = config.load({"state": state, "qdrant": found.run.to})
    connection = connection_of(resolved)
    source = source_of(found.run.source, resolved, connection, found.run.manner.source_timeout)
    end_with(ctx, take_up(found.run, source, connection, resolved.state), form)


@click.command()
@_run
@_drop
@state_option
@format_option
@click.pass_context
def abort(
    ctx: click.Context, /, run_id: str, drop_staging: bool, state: str | None, form: str
) -> None:
    """End a run that has not ended; its alias stays what it was.

    A run in place goes back to its snapshot or, without one, id by id, see `rollback`.

    Exit codes: 0 it ends; 2 there is no such run, or it has ended; 3 the target could not be
    reached.
    """
    _turn_back(ctx, run_id, state, form, drop=drop_staging, rollback=False)


@click.command(short_help="Take a run back, ended or not.")
@_run
@_drop
@state_option
@format_option
@click.pass_context
def rollback(
    ctx: click.Context, /, run_id: str, drop_staging: bool, state: str | None, form: str
) -> None:
    """Take a run back, ended or not: its alias means the old collection again.

    The old collection was never touched; a run in place is restored from the snapshot that it took
    first, without what anyone wrote since. Where the server takes none, the points that the run
    added are removed and those that it replaced are put back; all others stay. A rollback cut off
    by a kill goes on with the same command.

    Exit codes: 0 taken back; 1 someone else has moved the alias, and it was left there; 2 there
    is no such run, or it kept nothing to go back to; 3 the target could not be reached.
    """
    _turn_back(ctx, run_id, state, form, drop=drop_staging, rollback=True)


@click.command(short_help="Let go of what an ended run keeps to be taken back.")
@_run
@state_option
@click.pass_context
def forget(ctx: click.Context, /, run_id: str, state: str | None) -> None:
    """Let go of what an ended run in place keeps to be taken back, and free its room.

    That is the points it replaced, beside its journal, or the snapshot that it took at the server;
    `list` and `show` tell how much it is. The journal, the report and the dead letters stay.

    Exit codes: 0 deleted; 2 there is no such run, it has not ended, or it keeps nothing; 3 the
    target, which keeps its snapshot, could not be reached.
    """
    from backend.migration.errors import Refused  # noqa: PLC0415  (loads pydantic)
    from backend.migration.forgetting import forget as let_go  # noqa: PLC0415
    from backend.migration.remote import known  # noqa: PLC0415

    settings, _ = config.load({"state": state})
    try:
        found = known(settings.state, run_id)
    except Refused as refusal:
        complain(str(refusal))
        ctx.exit(2)
    resolved, _ = config.load({"state": state, "qdrant": found.run.to})
    outcome = let_go(found, connection_of(resolved))
    complain(outcome.message)
    ctx.exit(outcome.code)


def _turn_back(
    ctx: click.Context, run_id: str, state: str | None, form: str, *, drop: bool, rollback: bool
) -> None:
    from backend.migration.errors import Refused  # noqa: PLC0415  (loads pydantic)
    from backend.migration.remote import known, take_back, tell  # noqa: PLC0415

    settings, _ = config.load({"state": state})
    try:
        found = known(settings.state, run_id)
        if found.is_alive and tell(found, "rollback" if rollback else "abort", drop=drop):
            return
        found = known(settings.state, run_id)
        if found.run.ended is not None and not rollback:
            raise Refused(
                f"run {run_id} has ended: {found.run.state}",
                f"`passerelle migrate rollback {run_id}` takes it back",
            )
    except Refused as refusal:
        complain(str(refusal))
        ctx.exit(2)
    resolved, _ = config.load({"state": state, "qdrant": found.run.to})
    end_with(ctx, take_back(found, connection_of(resolved), drop=drop), form)
