"""`passerelle explain A B`: why A depends on B."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tui.options import document_option, folders_of

if TYPE_CHECKING:
    from backend.model.ecosystem import Dependency
    from backend.model.explanation import Explanation
    from backend.model.stated import Stated

EVIDENCE = 5
"""Places that each dependency names at the most."""


@click.command()
@click.argument("source", metavar="A")
@click.argument("target", metavar="B")
@click.argument("roots", nargs=-1, type=click.Path(path_type=Path), metavar="[ROOT…]")
@document_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.pass_context
def command(
    ctx: click.Context,
    *,
    source: str,
    target: str,
    roots: tuple[Path, ...],
    documents: tuple[Path, ...],
    form: str,
) -> None:
    """Why manager A depends on manager B: each way, each step with file, line and text.

    Without ROOT the folders are those of the setting `managers`.

    Exit codes: 0 it depends; 1 nothing speaks for it; 2 there is no such manager or folder.
    """
    from backend import config  # noqa: PLC0415
    from backend.managers.explanation import explain  # noqa: PLC0415  (loads networkx)
    from backend.managers.scan import scan  # noqa: PLC0415

    folders = folders_of(roots)
    aliases = config.load()[0].aliases
    ecosystem = scan(folders, documents, copied=False, aliases=aliases)
    try:
        found = explain(ecosystem, source, target)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    click.echo(found.model_dump_json() if form == "json" else "\n".join(_lines(found)))
    ctx.exit(0 if found.direct or found.paths else 1)


def _lines(found: "Explanation") -> Iterator[str]:
    from tui.widgets.text import clean  # noqa: PLC0415

    pair = clean(f"{found.source} → {found.target}")
    if found.direct:
        kinds = ", ".join(dict.fromkeys(one.kind for one in found.direct.evidence))
        yield f"{pair}  {found.direct.resolution() or f'{kinds}, no import'}"
        yield from _evidence(found.direct)
    elif not found.paths:
        yield f"{pair}  nothing speaks for it"
    if found.stated:
        yield clean(
            f"  stated in {_places(found.stated)} ⇢ {found.stated.held}: {found.stated.fact}"
        )
    for way in found.paths:
        if len(way) > 1:
            yield clean(" → ".join((way[0].source, *(one.target for one in way))))
            for one in way:
                yield f"  {clean(f'{one.source} → {one.target}')}"
                yield from _evidence(one, "  ")
    if found.back:
        way_back = " → ".join((found.back[0].source, *(one.target for one in found.back)))
        yield f"▲ and back: {clean(way_back)}: a cycle"


def _places(stated: "Stated") -> str:
    """How many lines state it, and the first."""
    from tui.widgets.marks import counted  # noqa: PLC0415

    first = stated.evidence[0]
    return f"{counted(stated.lines, 'line')}, {first.path}:{first.line}"


def _evidence(one: "Dependency", indent: str = "") -> Iterator[str]:
    from tui.widgets.text import clean  # noqa: PLC0415

    for item in one.evidence[:EVIDENCE]:
        how = " ".join(word for word in (item.kind, item.resolution, item.rule) if word)
        yield clean(f"{indent}  {item.path}:{item.line}  {item.text}  ({how})")
    if len(one.evidence) > EVIDENCE:
        yield f"{indent}  and {len(one.evidence) - EVIDENCE} more"
