"""`passerelle consolidate`: what merging, moving, extracting or removing managers would bring."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tui.options import document_option, folders_of

if TYPE_CHECKING:
    from backend.managers.consolidation.outcome import Planner
    from backend.model.consolidation import ConsolidationView, PairRank, Partition, Step


@click.command()
@click.argument("roots", nargs=-1, type=click.Path(path_type=Path), metavar="[ROOT…]")
@click.option(
    "--step",
    "spoken",
    multiple=True,
    metavar="STEP",
    help="'merge A B [into A]', 'move A to FOLDER', 'extract NAME… to FOLDER' or 'remove A'; "
    "several make a chain.",
)
@click.option(
    "--reorganise", is_flag=True, help="Begin with the folders that a --document draws as a tree."
)
@click.option("--pairs", type=click.IntRange(1), metavar="N", help="The N best pairs to merge.")
@click.option("--services", type=click.IntRange(1), metavar="K", help="Suggest K services.")
@document_option
@click.option("--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text")
@click.pass_context
def command(
    ctx: click.Context,
    *,
    roots: tuple[Path, ...],
    spoken: tuple[str, ...],
    reorganise: bool,
    pairs: int | None,
    services: int | None,
    documents: tuple[Path, ...],
    form: str,
) -> None:
    """What-if, headless: the graph, cycles, names, imports, modules, responsibilities afterwards.

    Nothing is written, neither in ROOT nor elsewhere. Without ROOT the folders are those of the
    setting `managers`.

    Exit codes: 0 it could be done as it stands; 1 something has to be decided first, or a step
    made no sense; 2 usage.
    """
    folders = folders_of(roots)
    from backend import config  # noqa: PLC0415
    from backend.managers.consolidation.outcome import Planner  # noqa: PLC0415  (loads networkx)
    from backend.managers.redundancy import redundancies  # noqa: PLC0415
    from backend.managers.survey import survey  # noqa: PLC0415
    from backend.model.consolidation import ConsolidationView  # noqa: PLC0415
    from backend.model.spoken_steps import step_of  # noqa: PLC0415

    try:
        steps = [step_of(text) for text in spoken]
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--step") from None
    seen = survey(folders, documents, given=config.load()[0].aliases)
    planner = Planner(seen, redundancies(seen.read, seen.texts, copied=True).groups)
    if reorganise:
        steps = [*_drawn(planner), *steps]
    outcome = planner.outcome(steps)
    every = _ranked(planner) if pairs else ()
    suggested = _suggested(planner, services)
    view = ConsolidationView(
        outcome=outcome, pairs=every[:pairs], ranked=len(every), partition=suggested
    )
    click.echo("\n".join(_told(view, form)))
    undecided = outcome.problems or outcome.obstacles or outcome.cycles_new
    ctx.exit(1 if undecided or any(c.verdict == "conflicting" for c in outcome.collisions) else 0)


def _drawn(planner: "Planner") -> list["Step"]:
    from backend.managers.consolidation.reorganisation import wanted_moves  # noqa: PLC0415

    found = wanted_moves(planner.seen.texts, planner.seen.read, planner.seen.names)
    if not found:
        raise click.UsageError(
            "no document draws managers below core/, specialized/, integration/ or "
            "infrastructure/; name the plan that does with --document"
        )
    return list(found)


def _ranked(planner: "Planner") -> tuple["PairRank", ...]:
    from backend.managers.consolidation.pairs import ranked_pairs  # noqa: PLC0415

    return ranked_pairs(planner)


def _suggested(planner: "Planner", services: int | None) -> "Partition | None":
    from backend.managers.consolidation.partition import partition  # noqa: PLC0415

    try:
        return partition(planner, services) if services else None
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--services") from None


def _told(view: "ConsolidationView", form: str) -> list[str]:
    from tui.commands.consolidate_text import (  # noqa: PLC0415
        outcome_lines,
        pair_lines,
        partition_lines,
    )
    from tui.exports.consolidation import (  # noqa: PLC0415
        consolidation_markdown,
        pairs_markdown,
        partition_markdown,
    )

    if form == "json":
        return [view.model_dump_json()]
    plain = form == "text"
    lines: list[str] = []
    asked = view.outcome and (view.outcome.steps or not (view.pairs or view.partition))
    if view.outcome is not None and asked:
        lines += outcome_lines(view.outcome) if plain else consolidation_markdown(view.outcome)
    if view.pairs:
        lines += ["", *(pair_lines(view.pairs) if plain else pairs_markdown(view.pairs))]
    if view.partition:
        found = view.partition
        lines += ["", *(partition_lines(found) if plain else partition_markdown(found))]
    return lines[1:] if lines[:1] == [""] else lines
