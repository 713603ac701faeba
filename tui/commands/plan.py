"""`passerelle plan`: progress of plans, headless."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from backend.model.plan import Plan

UNREADABLE = 2


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.pass_context
def command(ctx: click.Context, paths: tuple[Path, ...], form: str) -> None:
    """Progress of plans: what they declare beside what their boxes count.

    PATHS are plan files, or folders searched for plan-dev-v*.md. Contradictions are reported and
    do not change the exit code; a path that cannot be read does.
    """
    from backend.plan.reader import read_plans  # noqa: PLC0415  (loads pydantic)

    plans = read_plans(paths)
    if form == "json":
        click.echo(plans.model_dump_json())
    else:
        for plan in plans.plans:
            click.echo("\n".join(_lines(plan)))
    for trouble in plans.unreadable:
        click.echo(
            f"passerelle plan: {trouble.path}: {trouble.reason}; "
            "name a Markdown or text file, or a folder that holds plan-dev-v*.md files",
            err=True,
        )
    ctx.exit(UNREADABLE if plans.unreadable else 0)


def _lines(plan: "Plan") -> Iterator[str]:
    yield f"{_printable(plan.path)}  {_printable(plan.title)}"
    yield f"  {_progress(plan.declared_percent, plan.done, plan.total)}"
    yield f"  text: {plan.encoding}"
    if not plan.total:
        yield "  no boxes found; a task is a line such as `- [ ] task`, `- [x] task` or `☐ task`"
    for phase in plan.phases:
        progress = _progress(phase.declared_percent, phase.done, phase.total)
        yield f"  {progress}  {_printable(phase.title)} (line {phase.line})"
    if plan.phases and plan.outside_total:
        yield f"  {_progress(None, plan.outside_done, plan.outside_total)}  outside any phase"
    for item in plan.contradictions:
        lines = ", ".join(str(evidence.line) for evidence in item.evidence)
        yield f"  ! {_printable(item.summary)}"
        yield f"    {_printable(item.claim)} ⇢ {_printable(item.fact)} (lines {lines})"


def _progress(declared: float | None, done: int, total: int) -> str:
    said = "nothing" if declared is None else f"{declared:g} %"
    share = f"{100 * done / total:.0f} %" if total else "no boxes"
    return f"declared {said:>8} ⇢ counted {share:>8} {f'{done}/{total}':>11}"


def _printable(text: str) -> str:
    """A plan's text is data: control characters are shown, not sent."""
    return "".join(
        character if character.isprintable() else f"\\x{ord(character):02x}" for character in text
    )
