"""A source that changes under the eyes of its reader, and a reader that dies."""

import json
import os
import pickle
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from backend.migration import origin, reading
from backend.migration.batches import Batch, Cut, batches
from backend.migration.errors import Refused
from backend.migration.history import read_run
from backend.migration.source import Source
from tests.faults.migration.test_engine_faults import BATCH, RECORDS, world
from tests.migration_door import instead
from tests.migration_sources import vector, vectors, write


def as_json(path: Path, records: list[dict[str, Any]]) -> None:
    write(path, records)


def as_unusual_json(path: Path, records: list[dict[str, Any]]) -> None:
    """One number is beyond 64 bits: from there on another parser looks at it all again."""
    write(path, [*records, {**records[0], "id": 2**70}])


def as_lines(path: Path, records: list[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(record) + "\n" for record in records))


def as_pickle(path: Path, records: list[dict[str, Any]]) -> None:
    path.write_bytes(pickle.dumps(records))


def as_array(path: Path, records: list[dict[str, Any]]) -> None:
    rows = np.array([record["vector"] for record in records], np.float32)
    with path.open("wb") as file:
        np.save(file, rows)


FORMATS = [
    ("a.json", as_json),
    ("b.json", as_unusual_json),
    ("a.jsonl", as_lines),
    ("a.pkl", as_pickle),
    ("a.npy", as_array),
]


@pytest.mark.parametrize(("name", "make"), FORMATS)
@pytest.mark.parametrize("grows", [False, True])
def test_what_changes_while_it_is_read_has_the_digest_of_nothing_else(
    tmp_path: Path, name: str, make: Callable[[Path, list[dict[str, Any]]], None], grows: bool
) -> None:
    path = tmp_path / name
    make(path, vectors(range(4_000)))
    source = Source(path)
    entries = source.entries()
    next(entries)
    changed = vectors(range(4_000 + grows))
    changed[0]["vector"] = changed[-1]["vector"] = vector(1)
    make(path, changed)
    list(entries)
    again = Source(path)
    list(again.entries())
    assert source.digests.get(name) != again.digests[name]


def dies_after_three(source: Source, cut: Cut) -> Iterator[Batch]:
    for number, batch in enumerate(batches(source, cut)):
        if number == 3:
            os.kill(os.getpid(), signal.SIGKILL)
        yield batch


async def test_a_reader_that_dies_in_mid_run_stops_it_at_once_and_it_can_go_on(
    tmp_path: Path, qdrant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "WORTH_A_PROCESS", 0)
    async with world(tmp_path, qdrant, instead()) as w:
        with monkeypatch.context() as patch:
            patch.setattr(origin, "batches", dies_after_three)
            with pytest.raises(Refused, match=r"the process that reads .* ended by SIGKILL") as end:
                await w.run()
        assert not end.value.is_final
        assert w.journal.written() <= 3 * BATCH
        report = await w.run()
        assert (report.state, report.target_exact) == ("finished", RECORDS)
        assert read_run(w.journal.path).batches_done == RECORDS // BATCH
