"""`python -m tests.bench.clones [GO TREE]`: how many injected clones are found, beside jscpd.

Nothing of the tree is kept: functions are taken from it at run time, by a seed.
"""

import tempfile
from collections import defaultdict
from pathlib import Path

import click

from tests.bench.clones_found import Answer, Place, answers
from tests.bench.clones_made import CLASSES, Made, make_clones

COVERED = 0.7
"""Share of a fragment's lines, in both files, from which it counts as found."""


@click.command()
@click.argument(
    "tree",
    default=Path("/usr/local/go/src"),
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)
@click.option("--each", default=100, show_default=True, help="Clones of every class.")
@click.option("--seed", default=1, show_default=True)
def main(tree: Path, each: int, seed: int) -> None:
    """Hide copies of functions of TREE in files, look for them, and print a Markdown table.

    Found: at least 70 % of the fragment's lines, in both files. Unrelated: pairs of files that
    were reported and hold no common fragment; the tree's own clones among them.
    """
    with tempfile.TemporaryDirectory(prefix="passerelle-clones-") as name:
        folder, scratch = Path(name, "files"), Path(name, "scratch")
        made = make_clones(tree, folder, each, seed)
        click.echo(f"| tool | seconds | {' | '.join(CLASSES)} | unrelated |")
        click.echo(f"| --- | ---: |{' ---: |' * (len(CLASSES) + 1)}")
        for answer in answers(folder, scratch):
            click.echo(_row(answer, made, each))


def _row(answer: Answer, made: list[Made], each: int) -> str:
    by_files: dict[frozenset[str], list[tuple[Place, Place]]] = defaultdict(list)
    for pair in answer.pairs:
        by_files[frozenset((pair[0][0], pair[1][0]))].append(pair)
    found = dict.fromkeys(CLASSES, 0)
    related = set()
    for item in made:
        related.add(frozenset(item.files))
        pairs = by_files.get(frozenset(item.files), [])
        halves = zip(item.files, item.spans, strict=True)
        found[item.kind] += all(_covered(pairs, file, span) for file, span in halves)
    unrelated = sum(len(files) == 2 and files not in related for files in by_files)
    shares = (f"{100 * count / each:.0f}" for count in found.values())
    return f"| {answer.tool} | {answer.seconds:.2f} | {' | '.join(shares)} | {unrelated} |"


def _covered(pairs: list[tuple[Place, Place]], file: str, span: tuple[int, int]) -> bool:
    wanted = set(range(span[0], span[1] + 1))
    lines = {
        line
        for pair in pairs
        for path, first, last in pair
        if path == file
        for line in range(first, last + 1)
    }
    return len(wanted & lines) >= COVERED * len(wanted)


if __name__ == "__main__":
    main()
