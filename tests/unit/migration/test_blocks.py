"""Rows that are read and made together are what they are one by one."""

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.migration import reading
from backend.migration.batches import Cut, batch_count, batches, stretch
from backend.migration.blocks import Block
from backend.migration.origin import Files
from backend.migration.source import Source

ROWS, DIMENSION = 50, 3


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Source:
    """Bare arrays, one of them with numbers that are none and cut short, and others among them."""
    folder = tmp_path_factory.mktemp("arrays")
    matrix = np.random.default_rng(7).normal(size=(ROWS, DIMENSION)).astype(np.float32)
    np.save(folder / "a.npy", matrix)
    matrix[7, 1] = np.nan
    np.save(folder / "b.npy", matrix)
    (folder / "b.npy").write_bytes((folder / "b.npy").read_bytes()[:-20])
    (folder / "b.ids.json").write_text(json.dumps([2**64 - 1 - n for n in range(ROWS)]))
    (folder / "c.npy").write_bytes(b"no array")
    np.save(folder / "d.npy", matrix[:, :2])
    np.save(folder / "e.npy", matrix.astype(np.float64))
    np.save(folder / "e.ids.npy", np.arange(ROWS) + 100)
    np.save(folder / "f.npy", matrix)
    (folder / "f.ids.json").write_text(json.dumps([f"text {n}" for n in range(ROWS)]))
    np.save(folder / "g.npy", matrix)
    (folder / "g.payload.jsonl").write_text('{"n": 1}\n' * ROWS)
    return Source(folder)


def of_blocks(source: Source) -> set[str]:
    return {piece.file for piece in source.pieces() if isinstance(piece, Block)}


def test_arrays_whose_ids_are_numbers_and_that_have_no_payload_come_in_blocks(
    source: Source,
) -> None:
    assert of_blocks(source) == {"a.npy", "b.npy", "d.npy", "e.npy"}
    assert not source.is_bare
    assert set(source.digests) == {path.name for path in Path(source.name).iterdir()} - {"c.npy"}


@given(st.integers(1, 300), st.sets(st.integers(0, 299)), st.sets(st.integers(0, 9)))
def test_batches_of_blocks_are_those_of_entries(
    source: Source, size: int, superseded: set[int], done: set[int]
) -> None:
    cut = Cut(size, DIMENSION, frozenset(superseded), frozenset(done), "grpc")
    made = list(batches(source, cut))
    assert made == list(stretch(source, range(batch_count(source.rows, size)), cut))


async def test_a_bare_array_is_sent_over_grpc_without_a_process_that_reads(
    source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "WORTH_A_PROCESS", 0)
    monkeypatch.delattr(subprocess, "Popen")
    cut = Cut(ROWS, DIMENSION, transport="grpc")
    supply = Files(Source(Path(source.name) / "a.npy")).supply(cut)
    batch = await supply.next()
    assert batch is not None
    assert len(batch.points) == ROWS
    assert await supply.next() is None
