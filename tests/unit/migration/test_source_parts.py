"""Parts of a source are what reading all of it gives."""

from pathlib import Path
from typing import Any

import numpy as np
import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.migration.errors import Refused
from backend.migration.records import Entry, Flaw
from backend.migration.source import Source

ROWS = 30


def array(path: Path, rows: int = ROWS) -> None:
    np.save(path, np.arange(rows * 2, dtype=np.float32).reshape(rows, 2))
    ids = [f"{path.stem}-{n}" for n in range(rows)]
    path.with_name(f"{path.stem}.ids.json").write_bytes(orjson.dumps(ids))
    lines = (orjson.dumps({"n": n}) + b"\n" for n in range(rows))
    path.with_name(f"{path.stem}.payload.jsonl").write_bytes(b"".join(lines))


def parquet(path: Path) -> None:
    arrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet as pq

    vectors = [[float(n), 1.0] for n in range(ROWS)]
    table = arrow.table({"id": list(range(ROWS)), "vector": vectors, "x": [None, 1] * 15})
    pq.write_table(table, path, row_group_size=7)


@pytest.fixture(scope="module")
def shards(tmp_path_factory: pytest.TempPathFactory) -> Source:
    """Arrays, one of which breaks off, Parquet, and a file that is none of them."""
    folder = tmp_path_factory.mktemp("shards")
    array(folder / "a.npy")
    array(folder / "b.npy")
    broken = (folder / "b.npy").read_bytes()
    (folder / "b.npy").write_bytes(broken[:-20])  # 2.5 rows short
    parquet(folder / "c.parquet")
    (folder / "d.npy").write_bytes(b"no array")
    array(folder / "e.npy")
    return Source(folder)


def plain(entry: Entry) -> tuple[int, str, Any]:
    content = entry.content
    if isinstance(content, Flaw):
        return entry.index, entry.place, content
    return entry.index, entry.place, {k: np.array(v).tolist() for k, v in content.items()}


def test_its_rows_are_the_entries_that_it_gives(shards: Source) -> None:
    assert shards.rows == len(list(shards.entries())) == ROWS + 28 + ROWS + 1 + ROWS


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(first=st.integers(0, 130), length=st.integers(0, 130))
def test_a_part_is_a_slice_of_it(shards: Source, first: int, length: int) -> None:
    span = range(first, first + length)
    expected = [plain(entry) for entry in shards.entries() if entry.index in span]
    assert [plain(entry) for entry in shards.part(span)] == expected


def test_what_is_read_from_its_beginning_alone_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": 1, "vector": [1]}\n')
    with pytest.raises(Refused, match=r"a\.jsonl: can only be read from its beginning on"):
        Source(path).rows  # noqa: B018
