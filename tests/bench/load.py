"""A world that is busy: a migration runs, a scan runs, a thousand collections are listed."""

import itertools
import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from backend.demo.ecosystem import write_ecosystem
from tests.bench.migration import embedded
from tests.bench.programs import BRIDGE_FRAME, Program
from tests.bench.rows import Setup
from tests.bench.vectors import write_vectors

COLLECTION = "vectors"
"""Which the migration fills; it is listed after all others."""

POINTS, PACE, BATCH = 12_500, 80, 32
"""Moved at so many a second, the points last for longer than anything is measured."""

BETWEEN_EDITS = 1.0
"""Seconds; each edit has the managers scanned."""

LIVE = ("dependencies", "SRP", "running", "p95", "1,000 collections")
"""What the screen says once all of it is under way."""


@contextmanager
def busy(setup: Setup) -> Iterator[Program]:
    """The dashboard over that world, which goes on as long as the context lasts."""
    folder = setup.folder / "busy"
    roots = [_own(setup.tree, folder)] if setup.tree else write_ecosystem(folder).managers
    source = write_vectors(folder / "vectors.json", POINTS)
    with embedded(folder / "qdrant") as behind, _crowd(behind) as url:
        where = ("--state", str(folder / "state"))
        with _migration(source, url, *where), _edits(roots[0]):
            managers = [argument for root in roots for argument in ("--managers", str(root))]
            options = (*managers, "--qdrant", url, *where)
            yield Program("busy dashboard", ("-m", "tui", *options), BRIDGE_FRAME)


def _own(tree: Path, folder: Path) -> Path:
    """A copy of a tree, which may be edited."""
    copied = folder / tree.name
    shutil.copytree(tree, copied, symlinks=True, ignore_dangling_symlinks=True)
    return copied


@contextmanager
def _crowd(url: str) -> Iterator[str]:
    """The address of a Qdrant that lists a thousand collections, with those of another one."""
    command = [sys.executable, "-m", "tests.bench.crowd", url]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        assert server.stdout is not None
        yield json.loads(server.stdout.readline())["url"]
        server.kill()


@contextmanager
def _migration(source: Path, url: str, *options: str) -> Iterator[None]:
    command = [sys.executable, "-m", "tui", "migrate", "run", str(source), "--to", url, *options]
    pace = ("--collection", COLLECTION, "--pace", str(PACE), "--batch-size", str(BATCH))
    with subprocess.Popen(
        [*command, *pace], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as engine:
        try:
            yield
            assert engine.poll() is None, "the migration ended before the measurement"
        finally:
            engine.kill()


@contextmanager
def _edits(tree: Path) -> Iterator[None]:
    """More functions and fewer in one file of the tree, so that each scan finds something else."""
    file = next(one for one in sorted(tree.rglob("*.go")) if not one.stem.endswith("_test"))
    text, over = file.read_text(encoding="utf-8"), threading.Event()

    def edit() -> None:
        for number in itertools.count():
            if over.wait(BETWEEN_EDITS):
                return
            more = (f"\nfunc Edited{one}() {{}}\n" for one in range(number % 7))
            file.write_text(text + "".join(more), encoding="utf-8")

    editing = threading.Thread(target=edit)
    editing.start()
    try:
        yield
    finally:
        over.set()
        editing.join()
        file.write_text(text, encoding="utf-8")
