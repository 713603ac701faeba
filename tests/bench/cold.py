"""One scan of some folders by a process that has read nothing yet, beside merely parsing their Go.

Run as `python -m tests.bench.cold FOLDER…`; prints seconds: of the parse by the clock and on the
processor, of the scan by the clock and on all processors.
"""

import multiprocessing
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import tree_sitter_go
from tree_sitter import Language, Parser

import backend.managers.redundancy.copies  # noqa: F401  (both are timed with their modules loaded)
from backend.managers.scan import scan


def go_files(roots: Sequence[Path]) -> list[Path]:
    """All Go files below some folders."""
    return sorted(file for root in roots for file in root.rglob("*.go") if file.is_file())


def parse(files: Sequence[Path]) -> None:
    """Parse some files, which are read each time."""
    parser = Parser(Language(tree_sitter_go.language()))
    for file in files:
        parser.parse(file.read_bytes())


def spent() -> float:
    """Seconds on the processors so far, of this process and of those it waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    clock, processor = time.perf_counter(), spent()
    work()
    clock = time.perf_counter() - clock
    for child in multiprocessing.active_children():  # until it is joined its time is not told
        child.join()
    return clock, spent() - processor


def main() -> None:
    """Print the four times."""
    roots = [Path(root) for root in sys.argv[1:]]
    files = go_files(roots)
    parse(files)  # they are in the system's cache from here on
    times = *_timed(lambda: parse(files)), *_timed(lambda: scan(roots))
    sys.stdout.write(" ".join(map(str, times)))


if __name__ == "__main__":
    main()
