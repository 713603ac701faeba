"""Our bytes, read by the classes that Qdrant's own client generates from its definitions."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.migration import protobuf

_texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
_json = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | _texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_texts, inner, max_size=4),
    max_leaves=20,
)
_floats = st.lists(st.floats(width=32, allow_nan=False, allow_infinity=False), min_size=1)


def parsed(*points: bytes, collection: str = "c") -> Any:
    from qdrant_client import grpc

    return grpc.UpsertPoints.FromString(protobuf.upsert(collection, points))


def plain(value: Any) -> Any:
    """What one of Qdrant's values says."""
    kind = value.WhichOneof("kind")
    if kind == "struct_value":
        return {key: plain(each) for key, each in value.struct_value.fields.items()}
    if kind == "list_value":
        return [plain(each) for each in value.list_value.values]
    return None if kind == "null_value" else getattr(value, kind)


@settings(deadline=None)  # the first example waits for Qdrant's classes
@given(
    identity=st.integers(0, 2**64 - 1) | st.uuids().map(str),
    vector=_floats,
    payload=st.dictionaries(_texts, _json, max_size=5),
    collection=_texts,
)
def test_a_point_reads_back(
    identity: int | str, vector: list[float], payload: dict[str, Any], collection: str
) -> None:
    sent = protobuf.point(identity, np.array(vector, np.float32), payload)
    request = parsed(sent, sent, collection=collection)
    assert (request.collection_name, request.wait, len(request.points)) == (collection, True, 2)
    (point, same) = request.points
    assert point == same
    assert identity in (point.id.num, point.id.uuid)
    assert list(point.vectors.vector.dense.data) == vector
    read = {key: plain(value) for key, value in point.payload.items()}
    assert read == payload
    assert list(map(type, read.values())) == list(map(type, (payload[key] for key in read)))


@pytest.mark.parametrize("dimension", [1, 31, 32, 127, 128, 384, 4096, 70_000])
def test_every_length_has_its_prefix(dimension: int) -> None:
    vector = np.arange(dimension, dtype=np.float32)
    (point,) = parsed(protobuf.point(7, vector, {"n": 1})).points
    assert np.array_equal(point.vectors.vector.dense.data, vector)


@given(st.lists(_floats.map(lambda row: (row * 3)[:3]).filter(lambda r: len(r) == 3), min_size=1))
def test_vectors_by_name_sparse_and_multiple(rows: list[list[float]]) -> None:
    vectors = {
        "plain": np.array(rows[0], np.float32),
        "many": np.array(rows, np.float32),
        "few": {"indices": [0, 300, 2**32 - 1], "values": rows[0]},
    }
    (point,) = parsed(protobuf.point(1, vectors, {})).points
    named = point.vectors.vectors.vectors
    assert list(named["plain"].dense.data) == rows[0]
    assert [list(row.data) for row in named["many"].multi_dense.vectors] == rows
    assert list(named["few"].sparse.indices) == [0, 300, 2**32 - 1]
    assert list(named["few"].sparse.values) == rows[0]
    (alone,) = parsed(protobuf.point(1, vectors["many"], {})).points
    assert [list(row.data) for row in alone.vectors.vector.multi_dense.vectors] == rows


@pytest.mark.parametrize(
    "value", [2**63, -(2**63) - 1, {1, 2}, {1: 2}, "\ud800", {"\ud800": 1}, object()]
)
def test_what_cannot_be_said_is_refused(value: Any) -> None:
    with pytest.raises(TypeError):
        protobuf.point(1, np.ones(1, np.float32), {"deep": [value]})


def test_what_json_has_not_becomes_null_as_it_does_there() -> None:
    (point,) = parsed(protobuf.point(1, np.ones(1, np.float32), {"x": math.nan})).points
    assert plain(point.payload["x"]) is None


def test_what_is_as_deep_as_is_sent_can_be_read_back() -> None:
    value: Any = "bottom"
    for level in range(30):
        value = {"a": value} if level % 2 else [value]
    (point,) = parsed(protobuf.point(1, np.ones(2, np.float32), {"deep": value})).points
    assert plain(point.payload["deep"]) == value
    with pytest.raises(TypeError, match="in one another"):
        protobuf.point(1, np.ones(2, np.float32), {"deep": [value]})


@pytest.mark.parametrize("value", [b"12", b"abc", object(), {1, 2}])
def test_what_json_has_not_is_refused(value: Any) -> None:
    with pytest.raises(TypeError, match="JSON has nothing like"):
        protobuf.point(1, np.ones(2, np.float32), {"a": value})


@given(
    identity=st.integers(0, 2**64 - 1) | st.uuids().map(str),
    vector=_floats,
    payload=st.dictionaries(_texts, _json, max_size=5),
)
def test_a_point_is_read_again_by_us(
    identity: int | str, vector: list[float], payload: dict[str, Any]
) -> None:
    sent = protobuf.point(identity, np.array(vector, np.float32), payload)
    again = protobuf.read_point(sent)
    assert (again[0], again[1].tolist(), again[2]) == (identity, vector, payload)


@given(st.binary(max_size=40))
def test_what_is_no_point_is_read_as_none(message: bytes) -> None:
    with pytest.raises(ValueError, match=r"no "):
        protobuf.read_point(message)
