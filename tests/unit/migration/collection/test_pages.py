"""Points that gRPC tells are those that REST tells."""

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from qdrant_client import grpc as messages

from backend.embedded.retrieved import point_id, retrieved
from backend.migration.collection.pages import Inexact, page, scroll
from backend.migration.collection.points import digest_of, stored
from backend.migration.rest import Unavailable
from tests.unit.migration.collection.test_points import POINTS

Json = dict[str, Any]


def answer(*points: Json, following: int | str | None = None) -> bytes:
    told = messages.ScrollResponse(
        result=map(retrieved, points),
        next_page_offset=None if following is None else point_id(following),
        time=0.25,
    )
    return bytes(told.SerializeToString())


def is_exact(value: Any) -> bool:
    if isinstance(value, dict):
        return all(map(is_exact, value.values()))
    if isinstance(value, list):
        return all(map(is_exact, value))
    return isinstance(value, bool) or not isinstance(value, int | float) or value < 2**63


@given(st.lists(POINTS, max_size=4), st.none() | st.integers(0, 2**64 - 1) | st.uuids().map(str))
def test_a_page_is_what_rest_tells(points: list[Json], following: int | str | None) -> None:
    told = answer(*points, following=following)
    if not is_exact([point["payload"] for point in points]):
        with pytest.raises(Inexact):
            page(told)
        return
    found, offset = page(told)
    assert offset == following
    expected = [stored(json.loads(json.dumps(point))) for point in points]
    assert [(one.id, one.is_plain, one.payload) for one in found] == [
        (one.id, one.is_plain, one.payload) for one in expected
    ]
    assert digest_of(found) == digest_of(expected)


@pytest.mark.parametrize(
    "vector",
    [
        [0.5, -1.0],
        [[0.5, 1.0], [2.0, 3.0]],
        {"": [0.5], "b": {"indices": [7, 3, 2**32 - 1], "values": [0.1, 0.2, 0.3]}},
        {},
    ],
)
def test_each_kind_of_vector_has_its_shape(vector: Any) -> None:
    point = {"id": 1, "vector": vector, "payload": {}}
    (found,), _ = page(answer(point))
    expected = stored(point)
    assert found.is_plain == expected.is_plain
    assert found.digest == expected.digest
    for one in found.vectors.values():
        assert isinstance(one, dict) or one.dtype == np.float32


def test_a_vector_that_an_older_release_tells_is_left_to_rest() -> None:
    point = messages.RetrievedPoint(id=point_id(1))
    point.vectors.vector.data.extend([1.0, 2.0])
    with pytest.raises(Inexact):
        page(messages.ScrollResponse(result=[point]).SerializeToString())


@pytest.mark.parametrize(
    "told", [b"\x12", b"\x12\x02\x08\x01", b"\xff" * 12, b"\x12\x03\x22\x01\x0a"]
)
def test_what_is_no_page_may_be_better_next_time(told: bytes) -> None:
    with pytest.raises(Unavailable):
        page(told)


@given(st.none() | st.integers(0, 2**64 - 1) | st.uuids().map(str), st.integers(1, 10_000))
def test_whole_points_are_asked_for_from_an_id_on(offset: int | str | None, limit: int) -> None:
    asked = messages.ScrollPoints.FromString(scroll("søk", offset, limit))
    assert (asked.collection_name, asked.limit) == ("søk", limit)
    assert asked.with_payload.enable and asked.with_vectors.enable
    assert asked.HasField("offset") == (offset is not None)
    if offset is not None:
        assert asked.offset == point_id(offset)
