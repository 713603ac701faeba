"""Sources of every format become the same records, and what is wrong costs only itself."""

import gzip
import json
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.migration.errors import Refused
from backend.migration.formats import lines
from backend.migration.formats import rows as array_rows
from backend.migration.records import Record, read_record
from backend.migration.source import Source
from backend.model.migration.manner import NO_FIELDS, Fields
from tests.migration_sources import DIMENSION, tasks, vectors, write, write_tasks

COUNT = 5
MATRIX = np.arange(COUNT * DIMENSION, dtype=np.float32).reshape(COUNT, DIMENSION) + 1


def records(path: Path, fields: Fields = NO_FIELDS) -> list[Record]:
    return [read_record(entry) for entry in Source(path, fields).entries()]


def ids(path: Path, fields: Fields = NO_FIELDS) -> list[Any]:
    return [record.id for record in records(path, fields)]


def as_lines(path: Path) -> Path:
    path = path.with_suffix(".jsonl")
    path.write_text("".join(json.dumps(one) + "\n" for one in vectors(range(COUNT))))
    return path


def as_gzipped(path: Path) -> Path:
    plain = write(path.with_suffix(".json"), vectors(range(COUNT)))
    packed = path.with_suffix(".json.gz")
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    return packed


def as_gzipped_lines(path: Path) -> Path:
    packed = path.with_suffix(".jsonl.gz")
    packed.write_bytes(gzip.compress(as_lines(path).read_bytes()))
    return packed


def as_pickle(path: Path) -> Path:
    path = path.with_suffix(".pkl")
    path.write_bytes(pickle.dumps(vectors(range(COUNT))))
    return path


def as_parquet(path: Path) -> Path:
    arrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    path = path.with_suffix(".parquet")
    parquet.write_table(arrow.Table.from_pylist(vectors(range(COUNT))), path)
    return path


@pytest.mark.parametrize("make", [as_lines, as_gzipped, as_gzipped_lines, as_pickle, as_parquet])
def test_every_format_gives_the_same_records(make: Callable[[Path], Path], tmp_path: Path) -> None:
    expected = records(write(tmp_path / "plain.json", vectors(range(COUNT))))
    found = records(make(tmp_path / "a"))
    assert [one.id for one in found] == [one.id for one in expected]
    assert [one.payload for one in found] == [one.payload for one in expected]
    assert np.array_equal([one.vector for one in found], [one.vector for one in expected])
    assert all(one.flaw is None for one in found)


@pytest.mark.parametrize("make", [as_lines, as_gzipped, as_parquet])
def test_a_change_is_noticed_and_a_touch_is_none(
    make: Callable[[Path], Path], tmp_path: Path
) -> None:
    path = make(tmp_path / "a")
    source = Source(path)
    list(source.entries())
    stamps = source.stamps()
    path.touch()
    assert source.is_unchanged(stamps, source.digests)
    path.write_bytes(path.read_bytes() + b" ")
    assert not source.is_unchanged(stamps, source.digests)


def test_gzip_is_known_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(gzip.compress(write(tmp_path / "b.json", vectors("xyz")).read_bytes()))
    assert ids(path) == ["x", "y", "z"]


def test_gzipped_tasks_keep_their_claims(tmp_path: Path) -> None:
    plain = write_tasks(tmp_path / "b.json", tasks(3), taskCount=9)
    packed = tmp_path / "a.json.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    assert Source(packed).metadata == {"taskCount": 9}


def test_a_gzip_that_is_cut_off_gives_what_came_before(tmp_path: Path) -> None:
    whole = as_gzipped_lines(tmp_path / "a").read_bytes()
    many = gzip.compress(gzip.decompress(whole) * 2_000)
    path = tmp_path / "cut.jsonl.gz"
    path.write_bytes(many[: len(many) // 2])
    found = records(path)
    assert found[0].flaw is None
    assert found[-1].flaw is not None
    assert found[-1].flaw.kind == "corrupt"
    assert len(found) > 1


def test_a_line_that_is_none_costs_itself(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(
        b'\xef\xbb\xbf{"id":1,"vector":[1,2]}\n\nnot json\n[1]\n{"id":2,"vector":[NaN,1]}\n'
        b'{"id":3,"vector":[3,4]}'
    )
    found = [(one.id, one.flaw.kind if one.flaw else None) for one in records(path)]
    assert found == [
        (1, None), (None, "unreadable"), (None, "unreadable"), (None, "unreadable"),
        (2, "not finite"), (3, None),
    ]  # fmt: skip
    assert records(path)[2].place == "a.jsonl: line 3"


def test_a_line_without_end_does_not_fill_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "LONGEST", 64)
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"id":1,"vector":[1]}\n' + b"x" * 1_000 + b'\n{"id":2,"vector":[2]}\n')
    assert ids(path) == [1, None, 2]


def test_each_format_says_where_exactly_a_record_stands(tmp_path: Path) -> None:
    def places(path: Path) -> list[str]:
        return [entry.place.removeprefix(path.name) for entry in Source(path).entries()]

    plain = write(tmp_path / "p.json", vectors(range(COUNT)))
    packed = tmp_path / "q.json.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    assert places(plain)[2] == ": [2]"
    assert places(packed)[2] == " (unpacked): [2]"
    assert places(as_gzipped_lines(tmp_path / "r.json"))[2] == " (unpacked): line 3"
    (entry,) = [entry for entry in Source(packed).entries() if entry.index == 2]
    assert plain.read_bytes()[entry.offset :].startswith(b'{"id": 2')
    np.savez(tmp_path / "s.npz", vectors=MATRIX)
    assert places(tmp_path / "s.npz")[2] == ": row 2 of vectors"
    (tmp_path / "t.pkl").write_bytes(pickle.dumps({"vectors": MATRIX}))
    assert places(tmp_path / "t.pkl")[2] == ": row 2"
    (tmp_path / "u.pkl").write_bytes(pickle.dumps(vectors(range(COUNT))))
    assert places(tmp_path / "u.pkl")[2] == ": [2]"


def test_rows_of_an_array_have_their_numbers_for_ids(tmp_path: Path) -> None:
    np.save(tmp_path / "a.npy", MATRIX)
    found = records(tmp_path / "a.npy")
    assert [one.id for one in found] == list(range(COUNT))
    assert np.array_equal([one.vector for one in found], MATRIX)
    assert found[2].place == "a.npy: row 2"


@pytest.mark.parametrize("suffix", ["ids.json", "ids.txt", "ids.npy"])
def test_ids_beside_an_array(tmp_path: Path, suffix: str) -> None:
    np.save(tmp_path / "a.npy", MATRIX.astype(np.float16))
    names = [f"task-{n}" for n in range(COUNT)]
    beside = tmp_path / f"a.{suffix}"
    if suffix == "ids.npy":
        np.save(beside, np.array(names))
    else:
        beside.write_text(json.dumps(names) if suffix == "ids.json" else "\n".join(names))
    assert ids(tmp_path / "a.npy") == names
    source = Source(tmp_path / "a.npy")
    list(source.entries())
    stamps = source.stamps()
    assert [stamp.name for stamp in stamps] == ["a.npy", f"a.{suffix}"]
    beside.write_bytes(beside.read_bytes() + b"\n")
    assert not Source(tmp_path / "a.npy").is_unchanged(stamps, source.digests)


def test_payload_beside_an_array_may_hold_the_id(tmp_path: Path) -> None:
    np.save(tmp_path / "a.npy", MATRIX)
    payload = [{"id": f"x{n}", "n": n} for n in range(COUNT - 1)]
    (tmp_path / "a.payload.jsonl").write_text("".join(json.dumps(one) + "\n" for one in payload))
    found = records(tmp_path / "a.npy")
    assert [(one.id, one.payload) for one in found[:2]] == [("x0", {"n": 0}), ("x1", {"n": 1})]
    assert found[-1].flaw is not None
    assert "payload file" in found[-1].flaw.reason


def test_an_archive_with_ids_and_fields(tmp_path: Path) -> None:
    path = tmp_path / "a.npz"
    np.savez_compressed(
        path, vectors=MATRIX, ids=np.array([f"t{n}" for n in range(COUNT)]), level=np.arange(COUNT)
    )
    found = records(path)
    assert [one.id for one in found] == [f"t{n}" for n in range(COUNT)]
    assert [one.payload for one in found] == [{"level": n} for n in range(COUNT)]
    assert np.array_equal([one.vector for one in found], MATRIX)


@given(rows=st.integers(0, 40), columns=st.integers(1, 5), block=st.integers(1, 7))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_rows_are_whole_whatever_is_read_at_once(
    tmp_path: Path, rows: int, columns: int, block: int
) -> None:
    matrix = np.arange(rows * columns, dtype=np.float64).reshape(rows, columns)
    np.save(tmp_path / "h.npy", matrix)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(array_rows, "ROWS", block)
        found = [entry.content["vector"] for entry in Source(tmp_path / "h.npy").entries()]
    assert np.array_equal(np.array(found).reshape(rows, columns), matrix)


def test_an_array_that_is_cut_off_says_how_much_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "a.npy"
    np.save(path, MATRIX)
    path.write_bytes(path.read_bytes()[: -DIMENSION * 4 - 1])
    found = records(path)
    assert [one.flaw is None for one in found] == [True] * (COUNT - 2) + [False]
    assert "ends 2 rows before" in str(found[-1].flaw)


@pytest.mark.parametrize(
    ("array", "said"),
    [
        (np.zeros(3), "of shape (3,)"),
        (np.zeros((2, 2, 2)), "of shape (2, 2, 2)"),
        (np.array([["a"]]), "<U1"),
        (np.asfortranarray(np.zeros((3, 2))), "Fortran"),
    ],
)
def test_arrays_that_are_no_vectors_are_refused(tmp_path: Path, array: Any, said: str) -> None:
    np.save(tmp_path / "a.npy", array)
    with pytest.raises(Refused) as refused:
        Source(tmp_path / "a.npy")
    assert said in str(refused.value)
    assert "numpy.save" in str(refused.value)


def test_an_array_of_objects_is_never_loaded(tmp_path: Path) -> None:
    np.save(tmp_path / "a.npy", np.array([[{}]], dtype=object), allow_pickle=True)
    with pytest.raises(Refused, match=r"objects, which are never loaded.*dtype='float32'"):
        Source(tmp_path / "a.npy")


class Evil:
    """Would run a command wherever it is unpickled."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[Any, tuple[str]]:
        import os

        return os.system, (f"touch {self.mark}",)


def test_a_pickle_is_never_executed(tmp_path: Path) -> None:
    mark, path = tmp_path / "ran", tmp_path / "a.pkl"
    path.write_bytes(pickle.dumps([Evil(mark)]))
    with pytest.raises(Refused, match=r"asks for (posix|nt)\.system, which is not loaded"):
        Source(path)
    assert not mark.exists()


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_an_object_of_arrays(tmp_path: Path, protocol: int) -> None:
    held = {"vectors": MATRIX, "ids": [f"t{n}" for n in range(COUNT)], "level": np.arange(COUNT)}
    path = tmp_path / "a.pickle"
    path.write_bytes(pickle.dumps(held, protocol=protocol))
    found = records(path)
    assert [one.id for one in found] == held["ids"]
    assert [one.payload for one in found] == [{"level": n} for n in range(COUNT)]
    assert np.array_equal([one.vector for one in found], MATRIX)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no pickle that can be read"),
        (b"\x80\x04garbage", "no pickle that can be read"),
        (pickle.dumps(7), "holds int"),
        (pickle.dumps([1, 2]), "holds list"),
        (b"cpandas.core.frame\nDataFrame\n.", "to_parquet()"),
        (b"\x80\x04\x95\xff\xff\xff\xff\xff\xff\xff\x7f.", "no pickle that can be read"),
    ],
)
def test_a_pickle_without_records_is_refused(tmp_path: Path, data: bytes, said: str) -> None:
    (tmp_path / "a.pkl").write_bytes(data)
    with pytest.raises(Refused) as refused:
        Source(tmp_path / "a.pkl")
    assert said in str(refused.value)


HUGE = 2**46


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"cbuiltins\nbytearray\n(I%d\ntR." % HUGE, "bytearray made of something else"),
        (b"cnumpy\nndarray\n((I%d\nttR." % HUGE, "no pickle that can be read"),
        (
            b"cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I%d\ntS'b'\ntR." % HUGE,
            "an array that is not empty at first",
        ),
        (b"c_codecs\nencode\n(Vx\nVzlib\ntR.", "_codecs.encode"),
    ],
)
def test_a_small_pickle_cannot_ask_for_large_memory(tmp_path: Path, data: bytes, said: str) -> None:
    (tmp_path / "a.pkl").write_bytes(data)
    with pytest.raises(Refused) as refused:
        Source(tmp_path / "a.pkl")
    assert said in str(refused.value)


@given(st.binary(max_size=60))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_bytes_make_a_pickle_do_more_than_be_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "h.pkl").write_bytes(data)
    with pytest.raises(Refused):
        Source(tmp_path / "h.pkl")


def test_named_fields_win_over_what_is_recognised(tmp_path: Path) -> None:
    rows = [{"key": f"k{n}", "emb": [n, 1.0], "a": 1, "b": 2} for n in range(3)]
    fields = Fields(id="key", vector="emb", payload=("b",))
    paths = [
        write(tmp_path / "a.json", rows),
        write(tmp_path / "b.json", {"tasks": [{**one, "emb": one["emb"]} for one in rows]}),
        write(tmp_path / "c.json", rows[0]),
    ]
    (tmp_path / "d.jsonl").write_text("".join(json.dumps(one) + "\n" for one in rows))
    (tmp_path / "e.pkl").write_bytes(pickle.dumps(rows))
    for path in (*paths, tmp_path / "d.jsonl", tmp_path / "e.pkl"):
        found = records(path, fields)
        assert found[0].id == "k0", path
        assert found[0].payload == {"b": 2}
        assert found[0].flaw is None


def test_a_folder_of_many_formats(tmp_path: Path) -> None:
    write(tmp_path / "a.json", vectors("a"))
    as_lines(tmp_path / "b")
    np.save(tmp_path / "c.npy", MATRIX)
    (tmp_path / "c.ids.json").write_text(json.dumps([f"c{n}" for n in range(COUNT)]))
    (tmp_path / "d.npy").write_bytes(b"no array")
    (tmp_path / "notes.md").write_text("no")
    found = records(tmp_path)
    assert [one.id for one in found] == ["a", *range(COUNT), *(f"c{n}" for n in range(COUNT)), None]
    assert Source(tmp_path).shapes == "vectors+npy"


def test_a_folder_with_nothing_to_move_says_what_is_looked_for(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("no")
    with pytest.raises(Refused, match=r"it holds no \*\.json, \*\.jsonl.*\.parquet"):
        Source(tmp_path)


def test_parquet_that_is_none_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    (tmp_path / "a.parquet").write_bytes(b"PAR1")
    with pytest.raises(Refused, match="no Parquet file"):
        Source(tmp_path / "a.parquet")
