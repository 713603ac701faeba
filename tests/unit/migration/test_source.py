import json
import os
import tracemalloc
from pathlib import Path
from typing import Any, BinaryIO
from unittest.mock import Mock

import pytest

from backend.migration.document import CHUNK
from backend.migration.errors import Refused
from backend.migration.jsonstream import ByteStream
from backend.migration.records import Flaw, read_record
from backend.migration.source import Source
from tests.migration_sources import embeddings, tasks, vector, vectors, write, write_tasks


def contents(path: Path) -> list[Any]:
    return [entry.content for entry in Source(path).entries()]


def test_shape_tasks_with_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    text = json.dumps({"metadata": {"taskCount": 3}, "tasks": tasks(3)})
    path.write_text(text, encoding="utf-8-sig")
    source = Source(path)
    assert (source.shapes, source.metadata) == ("tasks", {"taskCount": 3})
    assert contents(path) == tasks(3)


def test_shape_tasks_with_its_metadata_last(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", {"tasks": tasks(3), "metadata": {"taskCount": 3}})
    assert Source(path).shapes == "tasks"
    assert contents(path) == tasks(3)


@pytest.mark.parametrize(
    ("records", "shape"), [(embeddings(3), "embeddings"), (vectors("abc"), "vectors")]
)
def test_lists(tmp_path: Path, records: list[Any], shape: str) -> None:
    path = write(tmp_path / "a.json", records)
    assert Source(path).shapes == shape
    assert contents(path) == records


def test_a_single_object(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", vectors("a")[0])
    assert Source(path).shapes == "vectors"
    (entry,) = Source(path).entries()
    assert (entry.content, entry.place) == (vectors("a")[0], "a.json")


def test_a_folder_is_read_in_the_order_of_names_and_a_stray_file_costs_itself(
    tmp_path: Path,
) -> None:
    write(tmp_path / "b.json", vectors("bc"))
    write(tmp_path / "a.json", vectors("a")[0])
    write(tmp_path / "package.json", {"name": "x"})
    (tmp_path / "readme.txt").write_text("no")
    records = [read_record(entry) for entry in Source(tmp_path).entries()]
    assert [record.id for record in records] == ["a", "b", "c", None]
    assert [record.place for record in records] == [
        "a.json", "b.json: [0]", "b.json: [1]", "package.json",
    ]  # fmt: skip
    assert records[3].flaw is not None
    assert "'name'" in records[3].flaw.reason


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("hello", "no JSON"),
        ("3", "a single number"),
        ("{}", "an object with no fields"),
        ('{"tasks": {}, "name": 1}', "an object with the fields 'tasks', 'name'"),
        ("", "nothing: it is empty"),
        ("[]", "an empty list"),
        ("[1, 2]", "a list without objects"),
        ('[{"id": 1, "vec": [1]}]', "a list of objects with the fields 'id', 'vec'"),
    ],
)
def test_what_fits_no_shape_is_refused_with_what_was_found(
    tmp_path: Path, text: str, found: str
) -> None:
    path = tmp_path / "a.json"
    path.write_text(text)
    with pytest.raises(Refused, match=r"known shapes: .*TaskId.*embedding.*vector") as refusal:
        Source(path)
    assert f"{path}: found {found}" in str(refusal.value)


def test_utf16_is_named_as_such(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text("[]", encoding="utf-16")
    with pytest.raises(Refused, match="UTF-16"):
        Source(path)


@pytest.mark.parametrize("name", ["missing.json", "empty"])
def test_nothing_to_read_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(Refused, match=name):
        Source(tmp_path / name)


def test_a_truncated_file_gives_what_stands_before_the_break_and_says_where(
    tmp_path: Path,
) -> None:
    path = write(tmp_path / "a.json", vectors("abcdef"))
    whole = path.read_bytes()
    path.write_bytes(whole[: whole.index(b'"source": "4"')])
    *before, last = Source(path).entries()
    assert [entry.content["id"] for entry in before] == list("abcd")
    assert isinstance(last.content, Flaw)
    assert last.content.kind == "corrupt"
    assert (last.index, last.place) == (4, "a.json: [4]")
    assert f"between bytes 0 and {path.stat().st_size}" in last.content.reason


def test_a_break_in_one_file_of_a_folder_costs_the_rest_of_that_file_only(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.json").write_text(json.dumps(vectors("ab"))[:-3])
    write(tmp_path / "b.json", vectors("c"))
    records = [read_record(entry) for entry in Source(tmp_path).entries()]
    assert [record.id for record in records] == ["a", None, "c"]


def test_numbers_beyond_the_machines_are_read_once_each(tmp_path: Path) -> None:
    ids = [1, 2**64 - 1, 3, 2**70, 5]
    path = write(tmp_path / "a.json", vectors(ids))
    records = [read_record(entry) for entry in Source(path).entries()]
    assert [record.id for record in records] == ids
    assert [record.index for record in records] == [0, 1, 2, 3, 4]
    assert all(record.flaw is None for record in records)
    assert records[4].vector.tolist() == pytest.approx(vector(4))


def test_a_reader_is_never_more_than_one_chunk_ahead_of_its_records(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = {"id": "x" * 1000, "vector": vector(0)}
    path = write(tmp_path / "a.json", [record] * 2000)
    size = len(json.dumps(record)) + 2
    read = 0

    def counting(file: BinaryIO) -> BinaryIO:
        def counted(size: int) -> bytes:
            nonlocal read
            data = file.read(size)
            read += len(data)
            return data

        return Mock(read=counted)

    source = Source(path)
    monkeypatch.setattr(
        "backend.migration.document.ByteStream", lambda file: ByteStream(counting(file))
    )
    for entry in source.entries():
        assert read <= (entry.index + 1) * size + 2 * CHUNK
    assert read == path.stat().st_size


def test_memory_does_not_grow_with_the_source(tmp_path: Path) -> None:
    def peak(records: int) -> int:
        path = write(tmp_path / f"{records}.json", vectors(range(records)))
        source = Source(path)
        tracemalloc.start()
        for entry in source.entries():
            read_record(entry)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    few, many = peak(2_000), peak(20_000)
    assert many < few + 4 * CHUNK


def test_a_changed_source_is_noticed_and_a_copied_one_is_not(tmp_path: Path) -> None:
    path = write_tasks(tmp_path / "a.json", tasks(3))
    source = Source(path)
    stamps = source.stamps()
    assert source.is_unchanged(stamps, {})
    list(source.entries())

    later = stamps[0].modified_ns + 10**9
    os.utime(path, ns=(later, later))
    assert Source(path).is_unchanged(stamps, source.digests)
    assert not Source(path).is_unchanged(stamps, {})

    path.write_bytes(path.read_bytes().replace(b"0.0", b"9.9"))
    os.utime(path, ns=(later, later))
    assert not Source(path).is_unchanged(stamps, source.digests)

    write_tasks(path, tasks(4))
    assert not Source(path).is_unchanged(stamps, source.digests)


def test_a_file_that_joins_a_folder_changes_it(tmp_path: Path) -> None:
    write(tmp_path / "a.json", vectors("a"))
    stamps = Source(tmp_path).stamps()
    write(tmp_path / "b.json", vectors("b"))
    assert not Source(tmp_path).is_unchanged(stamps, {})


def test_a_file_that_vanishes_under_way_breaks_off(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", vectors("a"))
    source = Source(path)
    path.unlink()
    (entry,) = source.entries()
    assert isinstance(entry.content, Flaw)
    with pytest.raises(Refused, match="cannot be read"):
        source.stamps()


def test_a_record_without_end_is_told_where_it_stands(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", vectors(range(60_000)))
    whole = path.read_bytes()
    at = whole.index(b'"source": "3"')
    path.write_bytes(whole[:at] + whole[at:].replace(b"}, ", b", ", 1))
    *before, last = Source(path).entries()
    assert [entry.content["id"] for entry in before] == [0, 1, 2]
    assert isinstance(last.content, Flaw)
    assert (last.content.kind, last.place) == ("corrupt", "a.json: [3]")
    assert f"between bytes 0 and {CHUNK}" in last.content.reason
