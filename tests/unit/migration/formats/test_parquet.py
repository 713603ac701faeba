"""Values of a Parquet file arrive as JSON has them, whichever way they are sent."""

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import orjson
import pytest

from backend.migration.batches import encoded
from backend.migration.errors import Refused
from backend.migration.records import read_record
from backend.migration.source import Source

arrow = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")


def written(path: Path, **columns: Any) -> Path:
    parquet.write_table(arrow.table(columns), path / "a.parquet")
    return path / "a.parquet"


def vectors(kind: Any, rows: int = 2) -> Any:
    return arrow.array([[1.0, 2.0]] * rows, kind)


@pytest.mark.parametrize(
    "kind",
    [
        arrow.list_(arrow.float32()),
        arrow.large_list(arrow.float64()),
        arrow.list_(arrow.float32(), 2),
        arrow.list_(arrow.int64()),
    ],
)
def test_lists_of_numbers_are_vectors_and_nothing_else_is(tmp_path: Path, kind: Any) -> None:
    fingerprint = arrow.array([b"abcd", b"\xff\xff\xff\xff"], arrow.binary(4))
    path = written(
        tmp_path, id=[1, 2], v=vectors(kind), fingerprint=fingerprint, tags=[["a"], ["b"]]
    )
    source = Source(path)
    found = [read_record(entry) for entry in source.entries()]
    assert all(record.flaw is None for record in found)
    assert [record.vector.tolist() for record in found] == [[1, 2]] * 2
    assert [record.payload["fingerprint"] for record in found] == ["abcd", "/////w=="]


def test_bytes_of_one_length_are_no_vectors(tmp_path: Path) -> None:
    path = written(tmp_path, id=[1], vector=arrow.array([b"abcd"], arrow.binary(4)))
    with pytest.raises(Refused, match="no column of lists is surely the vectors"):
        Source(path)


def test_every_value_is_sent_over_both_interfaces(tmp_path: Path) -> None:
    moment = dt.datetime(2026, 11, 22, 14, 2, 7, tzinfo=dt.UTC)
    nanoseconds = arrow.array([1_000_000_123], arrow.timestamp("ns"))
    path = written(
        tmp_path,
        id=["a"],
        vector=vectors(arrow.list_(arrow.float32()), 1),
        moment=[moment],
        nanoseconds=nanoseconds,
        zoned=nanoseconds.cast(arrow.timestamp("ns", "UTC")),
        day=[dt.date(2026, 11, 22)],
        time=arrow.array([1_000_000_123], arrow.time64("ns")),
        span=arrow.array([1_500_000_000], arrow.duration("ns")),
        price=[Decimal("1.50")],
        raw=[b"x"],
        inside=[{"day": dt.date(2026, 11, 22), "raw": b"\xff"}],
        map=arrow.array([[("a", 1)]], arrow.map_(arrow.string(), arrow.int64())),
    )
    (record,) = map(read_record, Source(path).entries())
    assert record.payload == {
        "moment": "2026-11-22T14:02:07+00:00",
        "nanoseconds": "1970-01-01T00:00:01",
        "zoned": "1970-01-01T00:00:01+00:00",
        "day": "2026-11-22",
        "time": "00:00:01",
        "span": 1.5,
        "price": 1.5,
        "raw": "x",
        "inside": {"day": "2026-11-22", "raw": "/w=="},
        "map": [["a", 1]],
    }
    sent = orjson.loads(encoded(record, "rest"))["payload"]
    assert sent == {**record.payload, "_source_id": "a"}
    assert encoded(record, "grpc")


def test_a_row_is_told_by_its_row_group_and_found_again_in_it(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    rows = 7
    table = arrow.table({"id": range(rows), "v": vectors(arrow.list_(arrow.float32()), rows)})
    parquet.write_table(table, path, row_group_size=3)
    source = Source(path)
    told = [entry.place for entry in source.entries()]
    assert told[2] == "a.parquet: row 2 (row group 0, row 2 of it)"
    assert told[3] == "a.parquet: row 3 (row group 1, row 0 of it)"
    assert told[6] == "a.parquet: row 6 (row group 2, row 0 of it)"
    for first in range(rows):
        part = list(source.part(range(first, rows)))
        assert [entry.content["id"] for entry in part] == list(range(first, rows))
        assert [entry.place for entry in part] == told[first:]


def test_a_value_that_python_has_not_costs_its_row(tmp_path: Path) -> None:
    days = arrow.array([0, 2**31 - 1, 1], arrow.int32()).cast(arrow.date32())
    path = written(tmp_path, id=[1, 2, 3], v=vectors(arrow.list_(arrow.float32()), 3), day=days)
    found = [read_record(entry) for entry in Source(path).entries()]
    assert [record.id for record in found] == [1, None, 3]
    assert "cannot be read" in str(found[1].flaw)


def test_whole_numbers_of_64_bits_without_a_sign_are_kept(tmp_path: Path) -> None:
    largest = arrow.array([2**64 - 1, 2**63], arrow.uint64())
    path = written(tmp_path, id=largest, v=vectors(arrow.list_(arrow.float32())), n=largest)
    found = [read_record(entry) for entry in Source(path).entries()]
    assert [(record.id, record.payload["n"]) for record in found] == [
        (2**64 - 1, 2**64 - 1), (2**63, 2**63),
    ]  # fmt: skip
