"""A pickle costs no more memory than what stands in it."""

import pickle
import tracemalloc
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from backend.migration.errors import Refused
from backend.migration.formats.unpickling import Pickle
from backend.migration.records import Flaw
from backend.migration.source import Source
from backend.model.migration.manner import NO_FIELDS

SCALAR = (
    b"cnumpy.core.multiarray\nscalar\n(cnumpy\ndtype\n(VV700000000\nI00\nI01\ntR"
    b"(I3\nV|\nNNNI700000000\nI1\nI0\ntb%stR."
)
AGAIN = b"(" + b"N" * 2_000 + b"lp0\n0(" + b"cbuiltins\nset\n(g0\ntR" * 2_000 + b"l."
ARRAY_OF_NOTHING = (
    b"(dVvectors\ncnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I0\ntVb\ntR"
    b"(I1\n(L1000000000000L\ntcnumpy\ndtype\n(VV0\nI00\nI01\ntRI00\nV\ntbs."
)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (SCALAR % b"", "a NumPy scalar"),
        (SCALAR % b"Vab\n", "a NumPy scalar"),
        (b"]r\xff\xff\xff\x7f.", "memory for 2,147,483,647 entries"),
        (AGAIN, "the same content again and again"),
        (ARRAY_OF_NOTHING, "no records in it|no pickle"),
    ],
    ids=["a scalar of nothing", "a scalar of less", "an entry", "copies", "an array of nothing"],
)
def test_a_small_pickle_takes_little_memory(tmp_path: Path, data: bytes, told: str) -> None:
    path = tmp_path / "a.pkl"
    path.write_bytes(data)
    tracemalloc.start()
    with pytest.raises(Refused, match=told):
        Pickle(path, NO_FIELDS)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 4_000_000


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_numpys_scalars_and_pythons_containers_are_read(tmp_path: Path, protocol: int) -> None:
    record = {
        "id": np.int64(7), "vector": np.array([1, 2], np.float32), "s": {"b"}, "f": frozenset("a"),
        "score": np.float32(0.5), "name": np.str_("x"), "raw": b"y", "when": np.datetime64(0, "s"),
    }  # fmt: skip
    path = tmp_path / "a.pkl"
    path.write_bytes(pickle.dumps([record], protocol=protocol))
    (found,) = Pickle(path, NO_FIELDS).contents()
    assert found.pop("vector").tolist() == [1, 2]
    assert found == {
        "id": 7, "s": ["b"], "f": ["a"], "score": 0.5, "name": "x", "raw": "y",
        "when": "1970-01-01T00:00:00",
    }  # fmt: skip


@pytest.mark.parametrize("count", [2, 4])
def test_ids_that_are_fewer_or_more_than_the_vectors_are_refused(
    tmp_path: Path, count: int
) -> None:
    path = tmp_path / "a.pkl"
    path.write_bytes(pickle.dumps({"vectors": np.ones((3, 2)), "ids": list(range(count))}))
    with pytest.raises(Refused, match=f"'ids' holds {count} ids for 3 vectors in 'vectors'"):
        Source(path)


def test_a_value_that_json_has_not_costs_its_record(tmp_path: Path) -> None:
    held: list[Any] = [{"id": n, "vector": [1.0], "x": x} for n, x in enumerate((1, 1j, {2: 3}, 4))]
    held[1]["x"] = {1: 1}
    loop: list[Any] = []
    loop.append(loop)
    held[2]["x"] = loop
    path = tmp_path / "a.pkl"
    path.write_bytes(pickle.dumps(held))
    found = list(Pickle(path, NO_FIELDS).contents())
    assert [isinstance(one, Flaw) for one in found] == [False, True, True, False]
