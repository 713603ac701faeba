"""`python -m tests.bench`: figures of the program, each beside its reference from the same run."""

import importlib
import json
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click

from tests.bench.rows import Row, Setup

MEASURES = (
    *("first_paint", "keys", "idle", "endurance", "scan", "layout", "json_read", "migration"),
    "sending",
)


@click.command()
@click.argument("names", nargs=-1, type=click.Choice(MEASURES))
@click.option(
    "--tree",
    type=click.Path(exists=True, file_okay=False, resolve_path=True, path_type=Path),
    help="Folder with managers to scan, instead of the demo's own.",
)
@click.option(
    "--json",
    "output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the figures there too.",
)
def main(names: tuple[str, ...], tree: Path | None, output: Path | None) -> None:
    """Measure NAMES, or everything, and print a Markdown table. Takes some minutes."""
    rows = []
    click.echo("| measure | value | reference | its value | ratio |")
    click.echo("| --- | ---: | --- | ---: | ---: |")
    for name in names or MEASURES:
        for row in _measured(name, tree):
            click.echo(_line(row))
            rows.append({**asdict(row), "ratio": row.ratio})
    if output:
        output.write_text(json.dumps({"rows": rows}, indent=1) + "\n", encoding="utf-8")


def _measured(name: str, tree: Path | None) -> Iterator[Row]:
    module = importlib.import_module(f"tests.bench.{name}")
    with tempfile.TemporaryDirectory(prefix="passerelle-bench-") as folder:
        yield from module.measure(Setup(Path(folder), tree))


def _line(row: Row) -> str:
    reference = "" if row.reference_value is None else _figure(row.reference_value, row.unit)
    ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
    cells = (row.measure, _figure(row.value, row.unit), row.reference, reference, ratio)
    return f"| {' | '.join(cells)} |"


def _figure(value: float, unit: str) -> str:
    return f"{value:,.{0 if value >= 100 else 1}f} {unit}"


if __name__ == "__main__":
    main()
