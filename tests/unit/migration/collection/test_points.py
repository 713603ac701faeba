"""Points as one Qdrant gives them and another takes them."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.migration.collection.comparison import PointComparison
from backend.migration.collection.points import digest_of, ids_digest, stored
from backend.migration.rest import Unavailable
from backend.model.migration.preflight import VectorKind

Json = dict[str, Any]
FLOATS = st.floats(-1e6, 1e6, width=32)
VECTORS = st.one_of(
    st.lists(FLOATS, min_size=2, max_size=2),
    st.lists(st.lists(FLOATS, min_size=2, max_size=2), min_size=1, max_size=3),
    st.dictionaries(st.integers(0, 2**32 - 1), FLOATS, min_size=1, max_size=4).map(
        lambda found: {"indices": list(found), "values": list(found.values())}
    ),
)
PAYLOADS = st.dictionaries(
    st.text(max_size=4),
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats(-1e9, 1e9),
        lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=2), inner),
        max_leaves=5,
    ),
    max_size=3,
)
POINTS = st.fixed_dictionaries(
    {
        "id": st.integers(0, 2**64 - 1) | st.uuids().map(str),
        "vector": st.dictionaries(st.sampled_from("abc"), VECTORS)
        | st.lists(FLOATS, min_size=3, max_size=3),
        "payload": PAYLOADS,
    }
)


@given(POINTS)
def test_what_is_sent_is_what_was_read(point: Json) -> None:
    read = stored(point)
    sent = json.loads(read.encoded("rest"))
    assert (sent["id"], sent["payload"]) == (point["id"], point["payload"])
    assert isinstance(sent["vector"], list) == isinstance(point["vector"], list)
    assert stored(sent).digest == read.digest


def test_numbers_that_grpc_cannot_carry_go_as_json() -> None:
    big = stored({"id": 1, "vector": [1.0], "payload": {"n": 2**63}})
    small = stored({"id": 1, "vector": [1.0], "payload": {"n": 2**63 - 1}})
    assert json.loads(big.encoded("grpc"))["payload"] == {"n": 2**63}
    assert not small.encoded("grpc").startswith(b"{")


@pytest.mark.parametrize(
    "point",
    [
        None,
        {},
        {"id": -1},
        {"id": "no uuid"},
        {"id": 1.5},
        {"id": 1, "vector": [[1.0], [1.0, 2.0]]},
        {"id": 1, "vector": ["x"]},
        {"id": 1, "vector": {"a": {"indices": [1]}}},
    ],
)
def test_what_is_no_point_is_asked_for_again(point: Any) -> None:
    with pytest.raises(Unavailable):
        stored(point)


def test_the_order_of_points_does_not_matter_to_contents_and_does_to_ids() -> None:
    some = [stored({"id": n, "vector": [n / 3]}) for n in range(5)]
    assert digest_of(some) == digest_of(reversed(some))
    assert ids_digest([1, 2]) != ids_digest([2, 1])


@pytest.mark.parametrize(
    ("change", "failed"),
    [
        ({}, {}),
        ({"payload": {"n": 2}}, {"payload": 1}),
        ({"vector": {"d": [2.0, 4.0], "m": [[1, 0]], "s": "same"}}, {"vectors": 1}),
        ({"vector": {"c": [2.0, 4.0], "m": [[1, 0]], "s": "same"}}, {"vectors": 1}),
        ({"vector": {"d": [1.0, 2.0], "m": [[1, 0], [1, 0]], "s": "same"}}, {"vectors": 1}),
        ({"vector": {"d": [1.0, 2.0], "m": [[0, 1]], "s": "same"}}, {"vectors": 1}),
        ({"vector": {"d": [1.0, 2.0], "m": [[1, 0]], "s": "other"}}, {"vectors": 1}),
        ({"vector": {"d": [1.0, 2.0000002], "m": [[1, 0]], "s": "same"}}, {}),
    ],
)
def test_what_differs_is_counted_once_by_point_and_check(
    change: Json, failed: dict[str, int]
) -> None:
    sparse = {
        "same": {"indices": [7, 3], "values": [0.5, 1.5]},
        "other": {"indices": [7, 3], "values": [0.5, 1.25]},
    }
    point = {
        "id": 5,
        "vector": {"d": [1.0, 2.0], "m": [[1, 0]], "s": {"indices": [3, 7], "values": [1.5, 0.5]}},
        "payload": {"n": 1},
    }
    there = {**point, **change}
    if change.get("vector"):
        there["vector"] = {**change["vector"], "s": sparse[change["vector"]["s"]]}
    comparison = PointComparison([VectorKind(name="d", kind="dense", size=2, distance="Dot")])
    comparison.add([stored(point)], [stored(there)])
    assert comparison.failed == failed
    assert (comparison.source == comparison.target) == (change == {})


def test_a_cosine_vector_is_compared_by_its_direction_alone() -> None:
    one, other = stored({"id": 1, "vector": [1.0, 2.0]}), stored({"id": 1, "vector": [2.0, 4.0]})
    for distance, failed in (("Cosine", {}), ("Euclid", {"vectors": 1})):
        kind = VectorKind(name="", kind="dense", size=2, distance=distance)
        comparison = PointComparison([kind])
        comparison.add([one], [other])
        assert comparison.failed == failed
