from typing import Any

import numpy as np
import pytest

from backend.migration.records import Entry, read_record
from backend.migration.shapes import VECTORS

NAN, INFINITY = float("nan"), float("inf")


def record_of(content: Any) -> Any:
    return read_record(Entry(3, "a.json: [3]", VECTORS, content))


def test_a_record_is_its_id_its_vector_and_every_other_field() -> None:
    record = record_of({"id": "a", "vector": [1, 2.5], "metadata": {"x": 1}, "source": None})
    assert (record.index, record.place, record.id) == (3, "a.json: [3]", "a")
    assert record.payload == {"metadata": {"x": 1}, "source": None}
    assert record.vector.dtype == np.float32
    assert record.vector.tolist() == [1.0, 2.5]
    assert record.flaw is None


@pytest.mark.parametrize("content", [None, 3, "x", [], True])
def test_what_is_no_object_is_unreadable(content: Any) -> None:
    assert record_of(content).flaw.kind == "unreadable"


@pytest.mark.parametrize(
    "vector",
    [None, "x", {}, 3, [], ["1", "2"], [1, "2"], [[1], [2]], [[1], 2], [True, False], [{}]],
)
def test_a_vector_that_is_no_list_of_numbers_is_unreadable(vector: Any) -> None:
    flaw = record_of({"id": 1, "vector": vector}).flaw
    assert flaw.kind == "unreadable"
    assert "'vector'" in flaw.reason


@pytest.mark.parametrize("bad", [None, NAN, INFINITY, -INFINITY, 1e39])
def test_a_vector_with_something_else_than_finite_32_bit_numbers_says_where(bad: Any) -> None:
    flaw = record_of({"id": 1, "vector": [1.0, bad, 2.0]}).flaw
    assert flaw.kind == "not finite"
    assert "place 1" in flaw.reason


@pytest.mark.parametrize("identity", [None, "", [], {}])
def test_a_record_without_an_id_is_unreadable(identity: Any) -> None:
    assert record_of({"id": identity, "vector": [1.0]}).flaw.kind == "unreadable"
    assert record_of({"vector": [1.0]}).flaw.kind == "unreadable"


def test_another_dimension_is_a_flaw_only_beside_the_others() -> None:
    record = record_of({"id": 1, "vector": [1.0, 2.0]})
    assert record.flaw_at(2) is None
    assert record.flaw_at(3).reason == "2 dimensions instead of 3"
