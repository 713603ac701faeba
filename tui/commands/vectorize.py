"""`passerelle vectorize`: tasks into vectors that `passerelle migrate` moves."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from backend.model.vectorized import Vectorized

REFUSED, AWAY = 2, 3
MODEL = "sentence-transformers/all-MiniLM-L6-v2"
DIMENSION = 384

_IN_A_LOG = 5.0


@click.command()
@click.argument(
    "paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="TASKS.md|TASKS.json"
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE.jsonl",
    help="Where to write; by default the first file's name with .vectors.jsonl, in this folder.",
)
@click.option(
    "--model",
    default=MODEL,
    show_default=True,
    metavar="DIR|NAME",
    help="A folder with an ONNX or sentence-transformers model, or a name that fastembed knows.",
)
@click.option(
    "--dimension",
    type=click.IntRange(1),
    default=DIMENSION,
    show_default=True,
    help="Refuse a model of another.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    *,
    paths: tuple[Path, ...],
    output: Path | None,
    model: str,
    dimension: int,
    form: str,
) -> None:
    """Turn tasks into vectors, in a file that `passerelle migrate` moves.

    Tasks are the boxes of Markdown checklists, or objects with a title and a status in .json
    files; a folder is searched for plan-dev-v*.md. Each becomes a point with its text, its status,
    the headings above it, its file and its line; its id stays the same from run to run.

    A model by name is fetched once and kept; a folder is read and nothing fetched. Needs
    passerelle[embed].

    Exit codes: 0 written; 2 refused, or a file could not be read; 3 the model could not be
    fetched; 130 interrupted, and nothing written.
    """
    from backend.vectorizing.errors import ModelAway, Refused  # noqa: PLC0415
    from backend.vectorizing.vectorize import vectorize  # noqa: PLC0415  (loads numpy)

    output = output or Path(f"{paths[0].stem}.vectors.jsonl")
    try:
        with _told() as tell:
            done = vectorize(paths, output, model=model, dimension=dimension, tell=tell, say=_say)
    except (Refused, ModelAway) as reason:
        _say(str(reason))
        ctx.exit(AWAY if isinstance(reason, ModelAway) else REFUSED)
    if form == "json":
        click.echo(done.model_dump_json())
    else:
        click.echo("\n".join(_lines(done)))
        _say(f"move them with `passerelle migrate run {output} --to URL --collection NAME`")
    for trouble in done.unreadable:
        _say(f"{trouble.path}: {trouble.reason}; name a Markdown checklist or a JSON file")
    ctx.exit(REFUSED if done.unreadable else 0)


def _lines(done: "Vectorized") -> Iterator[str]:
    tasks = _tasks(done.tasks)
    yield f"{_printable(done.output)}: {tasks}, {done.dimension} dimensions"
    unknown = f" · {done.unknown:,} of unknown status" if done.unknown else ""
    yield f"  {done.done:,} done · {done.open:,} open{unknown}"
    yield f"  by {_printable(done.model)} in {done.seconds:.1f} s"
    for file in done.files:
        empty = f" and {file.empty:,} without a text" if file.empty else ""
        tasks = _tasks(file.tasks)
        yield f"  {tasks:>13}{empty}  {_printable(file.path)}  ({file.encoding})"


def _tasks(count: int) -> str:
    return "1 task" if count == 1 else f"{count:,} tasks"


@contextmanager
def _told() -> Iterator[Callable[[int, int], None]]:
    """Tells progress on stderr: a bar on a terminal, elsewhere a JSON line every few seconds."""
    if not sys.stderr.isatty():
        yield _logging()
        return
    from rich.console import Console  # noqa: PLC0415  (nothing of it where nobody looks)
    from rich.progress import BarColumn, MofNCompleteColumn, Progress  # noqa: PLC0415

    columns = (BarColumn(bar_width=20), MofNCompleteColumn(), "tasks")
    with Progress(*columns, console=Console(stderr=True), auto_refresh=False) as drawn:
        bar = drawn.add_task("", total=None)
        yield lambda done, total: drawn.update(bar, completed=done, total=total, refresh=True)


def _logging() -> Callable[[int, int], None]:
    said = time.monotonic()

    def tell(done: int, total: int) -> None:
        nonlocal said
        if time.monotonic() - said < _IN_A_LOG:
            return
        from backend.model.vectorized import Vectorizing  # noqa: PLC0415  (loads pydantic)

        said = time.monotonic()
        click.echo(Vectorizing(done=done, total=total).model_dump_json(), err=True)

    return tell


def _say(message: str) -> None:
    click.echo(f"passerelle vectorize: {message}", err=True)


def _printable(text: str) -> str:
    """A name is data: control characters are shown, not sent."""
    return "".join(
        character if character.isprintable() else f"\\x{ord(character):02x}" for character in text
    )
