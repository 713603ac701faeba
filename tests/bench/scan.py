"""A whole scan of a tree of managers, beside merely parsing its Go files; and one after an edit."""

import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import tree_sitter_go
from tree_sitter import Language, Parser

from backend.demo.ecosystem import write_ecosystem
from backend.managers.changes import scan_if_changed
from backend.managers.scan import scan
from tests.bench.rows import Row, Setup

PARTS = (4, 2)
"""Of the files every so many are scanned alone: what one takes is not to grow with their number."""

EDITS = 5
"""Times that one file is edited and the tree looked at again; the median counts."""


def measure(setup: Setup) -> Iterator[Row]:
    """Parse alone, then scan; both read the files, which are in the system's cache by then.

    Seconds of the clock say little on a machine that does other things meanwhile, so the time on
    the processors is told too, that of all processes of the scan.
    """
    roots = (setup.tree,) if setup.tree else write_ecosystem(setup.folder).managers
    files = sorted(file for root in roots for file in root.rglob("*.go") if file.is_file())
    _parse(files)
    began = _spent()
    parsing = _parse(files)
    parsed = _spent() - began
    clock = time.perf_counter()
    scanned = _spent_on(roots)
    seconds = time.perf_counter() - clock
    reference = f"tree-sitter alone, {len(files)} Go files"
    yield Row("scan", 1000 * seconds, "ms", reference, 1000 * parsing)
    yield Row("scan, processor time", 1000 * scanned, "ms", reference, 1000 * parsed)
    yield Row("scan rate", len(files) / seconds, "files/s", reference, len(files) / parsing)
    for part in PARTS:
        share = _every(part, files, roots, setup.folder / f"every{part}")
        spent = _spent_on(share) / len(files[::part])
        name = f"scan of every {part}nd" if part == 2 else f"scan of every {part}th"
        yield Row(f"{name} file, each", 1000 * spent, "ms", "of all", 1000 * scanned / len(files))
    yield Row("scan, memory", _memory(roots), "MB", "at most", 400)
    yield Row("scan after an edit", 1000 * _edited(roots, setup.folder), "ms", "at most", 100)


def _parse(files: Sequence[Path]) -> float:
    parser = Parser(Language(tree_sitter_go.language()))
    began = time.perf_counter()
    for file in files:
        parser.parse(file.read_bytes())
    return time.perf_counter() - began


def _every(part: int, files: Sequence[Path], roots: Sequence[Path], folder: Path) -> list[Path]:
    """Copies of the roots with some of their Go files and nothing else."""
    copies = {root: folder / str(number) for number, root in enumerate(roots)}
    for file in files[::part]:
        root = next(root for root in roots if file.is_relative_to(root))
        copy = copies[root] / file.relative_to(root)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, copy)
    return [copy for copy in copies.values() if copy.is_dir()]


def _spent_on(roots: Sequence[Path]) -> float:
    """Seconds on the processors that a scan takes."""
    began = _spent()
    scan(roots)
    return _spent() - began


def _spent() -> float:
    """Seconds on the processors so far, of this process and of those it waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _memory(roots: Sequence[Path]) -> float:
    """Megabytes of the largest process of `passerelle scan`."""
    watch = (
        "import resource, subprocess, sys\n"
        "subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n"
    )
    scanning = (sys.executable, "-m", "tui", "scan", "--format", "json", *map(str, roots))
    told = subprocess.run(
        [sys.executable, "-c", watch, *scanning], check=True, capture_output=True, text=True
    )
    return int(told.stdout) / 1024


def _edited(roots: Sequence[Path], folder: Path) -> float:
    """Seconds from an edit of one file, in a copy of the tree, to the ecosystem it makes."""
    copies = [folder / f"edited{number}" for number in range(len(roots))]
    for root, copy in zip(roots, copies, strict=True):
        shutil.copytree(root, copy, symlinks=True)
    known, _ = scan_if_changed(copies, (), "")
    file = max(copies[0].rglob("*.go"), key=lambda path: (path.stat().st_size, path))
    seconds = []
    for number in range(EDITS):
        with file.open("a") as text:
            text.write(f"\n// edit {number}\n")
        began = time.perf_counter()
        known, ecosystem = scan_if_changed(copies, (), known)
        seconds.append(time.perf_counter() - began)
        if ecosystem is None:
            raise RuntimeError(f"the edit of {file} was not seen")
    return sorted(seconds)[EDITS // 2]
