"""Reading a vector file record by record, beside merely reading or merely parsing it."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import ijson

from backend.migration.records import read_record
from backend.migration.source import Source
from tests.bench.rows import Row, Setup
from tests.bench.vectors import write_vectors

VECTORS = 5000


def measure(setup: Setup) -> Iterator[Row]:
    """Records as the migration reads them; the same bytes three times."""
    path = write_vectors(setup.folder / "vectors.json", VECTORS)
    megabytes = path.stat().st_size / 1e6
    ways: tuple[Callable[[Path], None], ...] = (_bytes, _events, _records)
    plain, parsed, read = (megabytes / _seconds(way, path) for way in ways)
    yield Row("JSON read", read, "MB/s", f"reading the bytes, {megabytes:.0f} MB", plain)
    yield Row("JSON read", read, "MB/s", "ijson's parse alone", parsed)


def _seconds(way: Callable[[Path], None], path: Path) -> float:
    began = time.perf_counter()
    way(path)
    return time.perf_counter() - began


def _bytes(path: Path) -> None:
    with path.open("rb") as file:
        while file.read(65_536):
            pass


def _events(path: Path) -> None:
    with path.open("rb") as file:
        for _ in ijson.basic_parse(file, use_float=True):
            pass


def _records(path: Path) -> None:
    flaws = [read_record(entry).flaw for entry in Source(path).entries()]
    assert flaws == [None] * VECTORS
