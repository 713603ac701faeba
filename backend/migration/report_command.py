"""`passerelle migrate report` and `dead-letters`: how a run ended, its proof, what it left."""

import json

import click

from backend import config
from backend.migration.options import complain, state_option


@click.command()
@click.argument("run_id", metavar="RUN")
@state_option
@click.option("--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text")
@click.pass_context
def report(ctx: click.Context, /, run_id: str, state: str | None, form: str) -> None:
    """How a run ended, with its verification.

    Exit codes: 0 told; 2 there is no such run, or it has not ended.
    """
    from backend.migration.errors import Refused  # noqa: PLC0415  (loads pydantic)
    from backend.migration.history import read_report  # noqa: PLC0415
    from backend.migration.proof import report_markdown  # noqa: PLC0415
    from backend.migration.remote import known  # noqa: PLC0415
    from backend.migration.text import report_lines  # noqa: PLC0415

    settings, _ = config.load({"state": state})
    try:
        found = known(settings.state, run_id)
        told = read_report(found.path)
        if told is None:
            raise Refused(f"run {run_id} has no report yet: {found.run.state}")
    except Refused as refusal:
        complain(str(refusal))
        ctx.exit(2)
    if form == "json":
        click.echo(told.model_dump_json())
    else:
        lines = report_markdown(told) if form == "markdown" else report_lines(told)
        click.echo("\n".join(lines))


@click.command("dead-letters", short_help="Every record of a run that was not written.")
@click.argument("run_id", metavar="RUN")
@state_option
@click.option(
    "--records",
    is_flag=True,
    help="The records alone, as a JSON Lines source; those that are none are told and left out.",
)
@click.pass_context
def dead_letters(ctx: click.Context, /, run_id: str, state: str | None, *, records: bool) -> None:
    """Every record of a run that was not written, as JSON lines: place, reason, content.

    The same lines stand in RUN.dead-letters.jsonl beside the journal when a sitting ends.

    Exit codes: 0 told; 1 with --records, where some could not be; 2 there is no such run.
    """
    from backend.migration.errors import Refused  # noqa: PLC0415  (loads pydantic)
    from backend.migration.letters import letters  # noqa: PLC0415
    from backend.migration.remote import known  # noqa: PLC0415

    settings, _ = config.load({"state": state})
    try:
        found = known(settings.state, run_id)
    except Refused as refusal:
        complain(str(refusal))
        ctx.exit(2)
    left_out = 0
    for letter in letters(found.path):
        if not records:
            click.echo(letter.model_dump_json(exclude_defaults=True))
        elif isinstance(letter.content, dict):
            click.echo(json.dumps(letter.content, ensure_ascii=False))
        else:
            left_out += 1
            complain(f"{letter.place}: no record that could be read: {letter.reason}")
    ctx.exit(1 if left_out else 0)
