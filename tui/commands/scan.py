"""`passerelle scan`: managers, their dependencies and responsibilities, headless."""

from pathlib import Path

import click


@click.command("scan")
@click.argument("roots", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="ROOT…")
@click.option(
    "--document",
    "documents",
    multiple=True,
    type=click.Path(exists=True, path_type=Path),
    metavar="FILE|DIR",
    help="Markdown whose claims are set beside the code; may be given several times.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def command(roots: tuple[Path, ...], documents: tuple[Path, ...], form: str) -> None:
    """Read the managers below some folders: each direct folder of a ROOT is one.

    Findings do not change the exit code; a ROOT that is no folder does.
    """
    for root in roots:
        if not root.is_dir():
            raise click.BadParameter(
                f"{root} is no folder; name the folder whose folders are the managers",
                param_hint="ROOT",
            )
    from backend.managers.scan import scan  # noqa: PLC0415  (loads the parser and networkx)
    from tui.commands.scan_text import report  # noqa: PLC0415

    ecosystem = scan(roots, documents)
    if form == "json":
        click.echo(ecosystem.model_dump_json())
    else:
        click.echo("\n".join(report(ecosystem)))
