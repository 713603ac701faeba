import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from backend.migration.errors import Refused
from backend.migration.records import read_record
from backend.migration.source import Source

COUNT = 3
MATRIX = np.arange(COUNT * 2, dtype=np.float32).reshape(COUNT, 2) + 1
BIG = 2**64 + 1


def test_ids_and_payload_beside_an_array_are_kept_to_the_last_digit(tmp_path: Path) -> None:
    np.save(tmp_path / "a.npy", MATRIX)
    (tmp_path / "a.ids.json").write_text(json.dumps([BIG + n for n in range(COUNT)]))
    (tmp_path / "a.payload.jsonl").write_text(f'{{"n": {-BIG}}}\n' * COUNT)
    found = [read_record(entry) for entry in Source(tmp_path / "a.npy").entries()]
    assert [record.id for record in found] == [BIG + n for n in range(COUNT)]
    assert found[0].payload == {"n": -BIG}


@pytest.mark.parametrize("shape", [(2,), (4,), (3, 1)])
def test_ids_of_an_archive_that_do_not_fit_its_rows_are_refused(
    tmp_path: Path, shape: tuple[int, ...]
) -> None:
    np.savez(tmp_path / "a.npz", vectors=MATRIX, ids=np.ones(shape, int))
    with pytest.raises(Refused) as refused:
        Source(tmp_path / "a.npz")
    assert f"'ids' is of shape {shape} for 3 rows of 'vectors'" in str(refused.value)
    assert "an array of shape (3,)" in str(refused.value)


def test_an_archive_in_fortrans_order_is_refused_by_its_name(tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", vectors=np.asfortranarray(MATRIX), extra=np.ones((COUNT, 2)))
    with pytest.raises(Refused, match=r"vectors: holds float32 of shape .* in Fortran's order"):
        Source(tmp_path / "a.npz")


def test_times_of_an_archive_are_text(tmp_path: Path) -> None:
    when = np.array(["2026-11-22", "2026-11-23", "NaT"], "datetime64[D]")
    np.savez(tmp_path / "a.npz", vectors=MATRIX, when=when, table=np.ones((COUNT, 5)))
    found = [read_record(entry).payload for entry in Source(tmp_path / "a.npz").entries()]
    assert [one["when"][:10] if one["when"] else None for one in found] == [
        "2026-11-22", "2026-11-23", None,
    ]  # fmt: skip
    assert set(found[0]) == {"when"}  # of one dimension alone


@pytest.mark.parametrize("name", ["a.npy.gz", "a.npz.gz", "a.parquet.gz"])
def test_what_is_not_read_through_gzip_says_so(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"\x1f\x8b")
    with pytest.raises(Refused, match="is not read through gzip; unpack it"):
        Source(tmp_path / name)


@pytest.mark.parametrize("name", ["docs.payload.jsonl", "docs.ids.json", "docs.ids.npy"])
def test_what_lies_beside_nothing_is_told(tmp_path: Path, name: str) -> None:
    np.save(tmp_path / "other.npy", MATRIX)
    content: Any = '{"n": 1}\n' if name.endswith("jsonl") else "[1]"
    (tmp_path / name).write_text(content)
    found = [read_record(entry) for entry in Source(tmp_path).entries()]
    (lonely,) = [record for record in found if record.flaw]
    assert lonely.place == name
    assert "by its name it belongs to docs.npy, which is not there" in str(lonely.flaw)
    np.save(tmp_path / "docs.npy", MATRIX[:1])
    assert not any(name in entry.place for entry in Source(tmp_path).entries())
