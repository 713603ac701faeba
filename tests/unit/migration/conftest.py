import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from backend.migration.done import Done, Failure
from backend.migration.filestamp import FileStamp
from backend.migration.journal import Journal
from backend.migration.order import Order
from backend.migration.preflight import survey
from backend.migration.process import Owner
from backend.migration.source import Source
from tests.migration_sources import vectors, write

ORDER = Order("/data/a.json", "http://here:6333", "tasks", batch_size=5, workers=3)
STAMPS = (FileStamp("a.json", 1234, 5678),)


def acknowledge(
    journal: Journal, number: int, *failures: Failure, attempts: int = 1, points: int = 5
) -> None:
    """Write down a batch of five records."""
    records = range(5 * number, 5 * number + 5)
    journal.end_batches([Done(number, records, attempts, points, failures, time.time())])


@pytest.fixture
def begin(tmp_path: Path) -> Iterator[Callable[[str], Journal]]:
    """Begins a run of this process, its journal below `tmp_path`."""
    folder = tmp_path / "migrations"
    folder.mkdir()
    begun: list[Journal] = []

    def begin(run_id: str) -> Journal:
        begun.append(Journal.create(folder, run_id, ORDER, STAMPS, Owner.this()))
        return begun[-1]

    yield begin
    for journal in begun:
        with suppress(sqlite3.ProgrammingError):  # the test has closed it already
            journal.close()


@pytest.fixture
def journal(begin: Callable[[str], Journal]) -> Journal:
    """A run that has just begun."""
    return begin("20261122T140207-3f9a2b")


@pytest.fixture
def surveyed(journal: Journal, tmp_path: Path) -> Journal:
    """A run of 20 records in 4 batches whose preflight is over."""
    source = Source(write(tmp_path / "a.json", vectors(range(20))))
    found = survey(source)
    journal.set_survey(found.preflight, source.digests, found.superseded, batches_total=4)
    journal.set_target_before(0)
    return journal
