"""A whole scan of a tree of managers, beside merely parsing its Go files."""

import time
from collections.abc import Iterator
from pathlib import Path

import tree_sitter_go
from tree_sitter import Language, Parser

from backend.demo.ecosystem import write_ecosystem
from backend.managers.scan import scan
from tests.bench.rows import Row, Setup


def measure(setup: Setup) -> Iterator[Row]:
    """Parse alone, then scan; both read the files, which are in the system's cache by then."""
    roots = (setup.tree,) if setup.tree else write_ecosystem(setup.folder).managers
    files = sorted(file for root in roots for file in root.rglob("*.go"))
    _parse(files)
    parsing = _parse(files)
    began = time.perf_counter()
    scan(roots)
    seconds = time.perf_counter() - began
    reference = f"tree-sitter alone, {len(files)} Go files"
    yield Row("scan", 1000 * seconds, "ms", reference, 1000 * parsing)
    yield Row("scan rate", len(files) / seconds, "files/s", reference, len(files) / parsing)


def _parse(files: list[Path]) -> float:
    parser = Parser(Language(tree_sitter_go.language()))
    began = time.perf_counter()
    for file in files:
        parser.parse(file.read_bytes())
    return time.perf_counter() - began
