"""What the planner foresees of merging two folders of a healthy tree, beside what Go finds then.

    python -m tests.bench.planner TREE FOLDER [PAIRS]

FOLDER, below TREE, holds the folders to merge. Each of PAIRS pairs (40 of all, by a fixed seed) is
merged in a scratch copy of TREE, imports rewritten as foreseen; then Go's type checker tells what
is declared twice and which folders hold two packages, and `go list -e` which imports make a cycle,
use what is internal, or lead nowhere. Nothing is downloaded. Printed: precision and recall of each
kind of prediction, and what one side tells alone.
"""

import random
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any

import click

from backend.managers.consolidation.outcome import Planner
from backend.managers.survey import survey
from backend.model.consolidation import Merge, Outcome
from tests.bench.go_list import go, go_list, modules
from tests.consolidated import carry_out

SEED = 26
PAIRS = 40
KINDS = ("name", "packages", "cycle", "internal", "import")
"""Declared twice, mixed packages, import cycles, internal imports, imports that lead nowhere."""

_CHECKER = Path(__file__).with_name("redeclared.go")

Facts = dict[str, set[str]]


@dataclass
class Score:
    """Predictions and facts of one kind, over all pairs."""

    both: int = 0
    foreseen_alone: list[str] = field(default_factory=list)
    found_alone: list[str] = field(default_factory=list)

    def add(self, pair: str, foreseen: set[str], found: set[str]) -> None:
        """Compare what was said of one pair."""
        self.both += len(foreseen & found)
        self.foreseen_alone += [f"{pair}: {name}" for name in sorted(foreseen - found)]
        self.found_alone += [f"{pair}: {name}" for name in sorted(found - foreseen)]

    def line(self, kind: str) -> str:
        """Counts, precision and recall."""
        precision = _share(self.both, self.both + len(self.foreseen_alone))
        recall = _share(self.both, self.both + len(self.found_alone))
        told = f"precision {precision}, recall {recall}"
        return f"  {kind:<9} {self.both:5} foreseen and found; {told}"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "–"


def foreseen(outcome: Outcome) -> Facts:
    """What the planner says, by kind."""
    said: Facts = defaultdict(set)
    for clash in outcome.collisions:
        if clash.verdict != "allowed":
            said["name"].add(f"{clash.folder} {clash.name}")
    for obstacle in outcome.obstacles:
        if obstacle.kind == "mixed packages":
            said["packages"].add(obstacle.path)
        elif obstacle.kind == "import cycle":
            said["cycle"].add("cycle")
        elif obstacle.kind == "internal":
            said["internal"].add("internal")
    return said


def found(tree: Path, root: Path, checker: Path) -> Facts:
    """What Go says of the scratch copy, by kind."""
    said: Facts = defaultdict(set)
    ran = subprocess.run(
        [checker, root], capture_output=True, text=True, check=True, timeout=300
    ).stdout
    for line in ran.splitlines():
        folder, kind, name = line.split("\t")
        below = Path(folder).relative_to(root).as_posix()
        where = {"name": f"{below} {name}", "packages": below}.get(
            kind, f"{below} {name} as import"
        )
        said["packages" if kind == "packages" else "name"].add(where)
    listed = [item for module in modules(tree) for item in go_list(module, "-deps")]
    known = {item["ImportPath"] for item in listed if item.get("Dir")}
    local = [item for item in listed if str(tree) in item.get("Dir", "")]
    paths = {item["Module"]["Path"] for item in local if "Module" in item}
    for item in listed:
        for error in _errors(item):
            if "import cycle not allowed" in error:
                said["cycle"].add("cycle")
            if "use of internal package" in error:
                said["internal"].add("internal")
    for item in local:
        for name in item.get("Imports", ()):
            if name not in known and any(name.startswith(f"{path}/") for path in paths):
                said["import"].add(f"{item['ImportPath']} {name}")
    return said


def _errors(item: dict[str, Any]) -> Iterator[str]:
    for error in [item.get("Error"), *(item.get("DepsErrors") or ())]:
        if error:
            yield error["Err"]


def pairs(tree: Path, folder: str, count: int) -> list[tuple[str, str]]:
    """Pairs of folders with Go code, chosen by a fixed seed."""
    planner = Planner(survey([tree / folder]))
    names = [
        read.name
        for read in planner.seen.read
        if read.found.path != "." and any(file.language == "Go" for file in read.production)
    ]
    every = list(combinations(sorted(names), 2))
    return sorted(random.Random(SEED).sample(every, min(count, len(every))))


def judged(
    tree: Path, folder: str, pair: tuple[str, str], checker: Path, before: Facts
) -> tuple[Facts, Facts]:
    """What was foreseen of one merge, and what Go finds once it is done in a scratch copy."""
    with tempfile.TemporaryDirectory(prefix="passerelle-planner-") as scratch:
        copy = Path(scratch) / "tree"
        shutil.copytree(
            tree,
            copy,
            ignore=shutil.ignore_patterns(".git", "*.md", "*.png", "*.jpg"),
            symlinks=True,
        )
        (copy / ".git").mkdir()
        outcome = Planner(survey([copy / folder])).outcome([Merge(managers=pair, into=pair[0])])
        carry_out(copy / folder, outcome)
        now = found(copy, copy / folder, checker)
        new = {kind: now[kind] - before[kind] for kind in KINDS}
        return foreseen(outcome), new


def main(tree: str, folder: str, count: str = str(PAIRS)) -> None:
    """Print the comparison."""
    top = Path(tree).resolve()
    command = go()
    if command is None:
        raise RuntimeError("no go on PATH; install the extra: pip install passerelle[go]")
    with tempfile.TemporaryDirectory(prefix="passerelle-checker-") as scratch:
        checker = Path(scratch) / "redeclared"
        subprocess.run([command, "build", "-o", checker, _CHECKER], check=True, timeout=300)
        before = found(top, top / folder, checker)
        scores = {kind: Score() for kind in KINDS}
        chosen = pairs(top, folder, int(count))
        for pair in chosen:
            said, now = judged(top, folder, pair, checker, before)
            for kind, score in scores.items():
                score.add(" + ".join(pair), said[kind], now[kind])
    click.echo(f"{tree}: {len(chosen)} merges of two folders in {folder}")
    for kind, score in scores.items():
        click.echo(score.line(kind))
        for word, alone in (("foreseen", score.foreseen_alone), ("found", score.found_alone)):
            for line in alone[:10]:
                click.echo(f"    only {word}: {line}")


if __name__ == "__main__":
    main(*sys.argv[1:])
