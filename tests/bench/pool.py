"""`python -m tests.bench.pool TREE`: how many of the copies that are told are worth merging.

TREE is `development/managers` of email-sender-1. `pool.json` holds pairs of places of different
managers in it, each read and labelled by hand, without a line of its code: eighty-five groups that
Passerelle ranked first, and sixty drawn by seed from what jscpd alone reported in three settings.

- clone: one function could replace both as a whole, what differs being its parameters: values,
  types or one function.
- idiom: the same steps around different work (lock, check, delegate, log).
- unrelated: alike only as tokens, such as two lists of fields.
"""

import hashlib
import json
import tempfile
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

import click

from backend.managers.scan import scan
from tests.bench.clones_found import Place, answers

FIRST = 50
"""Groups that precision is taken of."""

Pair = tuple[Place, Place]


class Labelled(NamedTuple):
    """One pair of the pool."""

    pair: Pair
    label: str


@click.command()
@click.argument("tree", type=click.Path(exists=True, file_okay=False, path_type=Path))
def main(tree: Path) -> None:
    """Print precision at 50 and, for each tool, the share of the pool's clones it reports."""
    pool = _pool(tree)
    clones = [one.pair for one in pool if one.label == "clone"]
    labels = [_label(pair, pool) for pair in _ranked(tree)[:FIRST]]
    counts = ", ".join(
        f"{labels.count(label)} {label}"
        for label in ("clone", "idiom", "unrelated", "not labelled")
    )
    click.echo(f"pool: {len(pool)} pairs, {len(clones)} of them clones")
    click.echo(f"first {FIRST} groups across managers: {counts}")
    click.echo("| tool | pairs across managers | clones of the pool |")
    click.echo("| --- | ---: | ---: |")
    with tempfile.TemporaryDirectory(prefix="passerelle-pool-") as scratch:
        for answer in answers(tree, Path(scratch)):
            across = [pair for pair in answer.pairs if _manager(pair[0]) != _manager(pair[1])]
            found = sum(any(_same(clone, pair) for pair in across) for clone in clones)
            click.echo(f"| {answer.tool} | {len(across)} | {found} |")


def _pool(tree: Path) -> list[Labelled]:
    """Those pairs whose places still read as they did when they were labelled."""
    told: list[dict[str, Any]] = json.loads(Path(__file__).with_suffix(".json").read_bytes())
    kept = [
        Labelled((_place(one["places"][0]), _place(one["places"][1])), one["label"])
        for one in told
        if all(_digest(tree, _place(place)) == place["digest"] for place in one["places"])
    ]
    if len(kept) < len(told):
        click.echo(f"{len(told) - len(kept)} pairs left out: the tree is another one now", err=True)
    return kept


def _place(told: dict[str, Any]) -> Place:
    return told["path"], told["line"], told["end"]


def _digest(tree: Path, place: Place) -> str:
    """Of the lines without their indentation."""
    path, line, end = place
    try:
        lines = (tree / path).read_bytes().splitlines()[line - 1 : end]
    except OSError:
        return ""
    return hashlib.sha256(b"\n".join(text.strip() for text in lines)).hexdigest()[:16]


def _ranked(tree: Path) -> list[Pair]:
    """Of every group of copies across managers the first two such places, in the scan's order."""
    pairs = []
    for group in scan([tree]).redundancy.groups:
        if group.kind in ("block", "function"):
            places = [(site.path, site.line, site.end) for site in group.sites]
            apart = [two for two in combinations(places, 2) if _manager(two[0]) != _manager(two[1])]
            pairs += apart[:1]
    return pairs


def _manager(place: Place) -> str:
    return place[0].rpartition("/")[0].partition("/")[0]


def _label(pair: Pair, pool: Iterable[Labelled]) -> str:
    return next((one.label for one in pool if _same(one.pair, pair)), "not labelled")


def _same(one: Pair, other: Pair) -> bool:
    """Whether both places of one overlap by half with the other's, in either order."""
    return any(
        _overlap(one[0], turned[0]) and _overlap(one[1], turned[1])
        for turned in (other, other[::-1])
    )


def _overlap(one: Place, other: Place) -> bool:
    shared = min(one[2], other[2]) - max(one[1], other[1]) + 1
    shorter = min(one[2] - one[1], other[2] - other[1]) + 1
    return one[0] == other[0] and shared >= shorter / 2


if __name__ == "__main__":
    main()
