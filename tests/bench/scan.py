"""A whole scan of a tree of managers, beside merely parsing its Go files; and one after an edit."""

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

from backend.demo.ecosystem import write_ecosystem
from backend.managers.changes import scan_if_changed
from tests.bench.cold import go_files
from tests.bench.rows import Row, Setup

PARTS = (4, 2)
"""Of the files every so many are scanned alone: what one takes is not to grow with their number."""

RUNS = 7
"""Times that all is scanned, each time by a new process; the medians count."""

EDITS = 5
"""Times that one file is edited and the tree looked at again; the median counts."""


def measure(setup: Setup) -> Iterator[Row]:
    """Parse alone, then scan; both read the files, which are in the system's cache by then.

    Seconds of the clock say little on a machine that does other things meanwhile, so the time on
    the processors is told too, that of all processes of the scan.
    """
    roots = (setup.tree,) if setup.tree else write_ecosystem(setup.folder).managers
    files = go_files(roots)
    runs = [_cold(roots) for _ in range(RUNS)]
    parsing, parsed, scanning, scanned = (median(times) for times in zip(*runs, strict=True))
    reference = f"tree-sitter alone, {len(files)} Go files"
    yield Row("scan", 1000 * scanning, "ms", reference, 1000 * parsing)
    yield Row("scan, processor time", 1000 * scanned, "ms", reference, 1000 * parsed)
    yield Row("scan rate", len(files) / scanning, "files/s", reference, len(files) / parsing)
    for part in PARTS:
        share = _every(part, files, roots, setup.folder / f"every{part}")
        spent = _spent_on(share) / len(files[::part])
        name = f"scan of every {part}nd" if part == 2 else f"scan of every {part}th"
        yield Row(f"{name} file, each", 1000 * spent, "ms", "of all", 1000 * scanned / len(files))
    yield Row("scan, memory", _memory(roots), "MB", "at most", 400)
    yield Row("scan after an edit", 1000 * _edited(roots, setup.folder), "ms", "at most", 100)


def _cold(roots: Sequence[Path]) -> tuple[float, ...]:
    """The times of one run of `tests.bench.cold`."""
    command = (sys.executable, "-m", "tests.bench.cold", *map(str, roots))
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return tuple(map(float, told.split()))


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
    *_, scanned = _cold(roots)
    return scanned


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
