"""Searches, over unnamed, named, sparse and several vectors."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest


def search(http: httpx.Client, collection: str, body: object, more: str = "") -> Any:
    answer = http.post(f"/collections/{collection}/points/query{more}", json=body)
    answer.raise_for_status()
    return answer.json()["result"]


def ids(result: Any) -> list[int]:
    return [point["id"] for point in result["points"]]


def test_the_nearest_points_come_first(http: httpx.Client, filled: str) -> None:
    result = search(http, filled, {"query": [1, 0, 0, 0], "limit": 3})
    found = [(point["id"], point["score"]) for point in result["points"]]
    assert found == [(9, 9.0), (8, 8.0), (7, 7.0)]
    assert not {"payload", "vector"} & result["points"][0].keys()


def test_ten_points_unless_told_otherwise(http: httpx.Client, filled: str) -> None:
    assert len(ids(search(http, filled, {"query": {"nearest": [1, 0, 0, 0]}, "limit": None}))) == 10


def test_offset_threshold_filter_payload_and_vector(http: httpx.Client, filled: str) -> None:
    body = {
        "query": [1, 0, 0, 0],
        "filter": {"must": [{"key": "kind", "match": {"value": "odd"}}]},
        "score_threshold": 4,
        "offset": 1,
        "limit": 5,
        "with_payload": ["n"],
        "with_vector": True,
    }
    result = search(http, filled, body)
    assert [(p["id"], p["payload"], p["vector"]) for p in result["points"]] == [
        (7, {"n": 7}, [7, 1, 0, 0]),
        (5, {"n": 5}, [5, 1, 0, 0]),
    ]


def test_a_search_by_id_leaves_out_the_point_itself(http: httpx.Client, filled: str) -> None:
    assert ids(search(http, filled, {"query": 9, "limit": 2})) == [8, 7]
    answer = http.post(f"/collections/{filled}/points/query", json={"query": 77})
    assert answer.status_code == 404
    assert answer.json()["status"]["error"] == "Not found: No point with id 77 found"


def test_without_a_query_points_come_by_id(http: httpx.Client, filled: str) -> None:
    assert ids(search(http, filled, {"limit": 3})) == [0, 1, 2]


def test_points_in_the_order_of_a_field(http: httpx.Client, filled: str) -> None:
    query = {"order_by": {"key": "n", "direction": "desc"}}
    refused = http.post(f"/collections/{filled}/points/query", json={"query": query})
    assert refused.status_code == 400
    assert "No range index for `order_by` key: `n`" in refused.json()["status"]["error"]
    index = {"field_name": "n", "field_schema": "integer"}
    http.put(f"/collections/{filled}/index?wait=true", json=index).raise_for_status()
    assert ids(search(http, filled, {"query": query, "limit": 2})) == [9, 8]


def test_a_sample_has_each_point_once(http: httpx.Client, filled: str) -> None:
    result = search(http, filled, {"query": {"sample": "random"}, "limit": 10})
    assert sorted(ids(result)) == list(range(10))


def test_several_searches_at_once(http: httpx.Client, filled: str) -> None:
    searches = [{"query": [1, 0, 0, 0], "limit": 1}, {"query": [-1, 0, 0, 0], "limit": 2}]
    found = search(http, filled, {"searches": searches}, "/batch")
    assert [ids(each) for each in found] == [[9], [0, 1]]


def test_stages_are_fused_by_rank(http: httpx.Client, filled: str) -> None:
    stages = [{"query": [1, 0, 0, 0], "limit": 2}, {"query": [0, 1, 0, 0], "limit": 10}]
    fusions: list[dict[str, Any]] = [{"fusion": "rrf"}, {"rrf": {}}, {"fusion": "dbsf"}]
    for fusion in fusions:
        result = search(http, filled, {"prefetch": stages, "query": fusion, "limit": 20})
        assert sorted(ids(result)) == list(range(10))
    narrowed = search(http, filled, {"prefetch": stages[0], "query": [-1, 0, 0, 0]})
    assert ids(narrowed) == [8, 9]


@pytest.mark.usefixtures("embedded_only")
@pytest.mark.parametrize("query", [{"recommend": {"positive": [1]}}, {"formula": {"sum": []}}])
def test_other_queries_are_refused_in_words(
    http: httpx.Client, filled: str, query: dict[str, Any]
) -> None:
    answer = http.post(f"/collections/{filled}/points/query", json={"query": query})
    assert answer.status_code == 400
    assert "the embedded server does not do" in answer.json()["status"]["error"]


@pytest.fixture
def manifold(http: httpx.Client) -> Iterator[str]:
    """A collection with vectors of every kind, and two points."""
    name = f"test-{uuid4().hex}"
    body = {
        "vectors": {
            "text": {"size": 2, "distance": "Dot"},
            "parts": {
                "size": 2,
                "distance": "Dot",
                "multivector_config": {"comparator": "max_sim"},
            },
        },
        "sparse_vectors": {"words": {}},
    }
    http.put(f"/collections/{name}", json=body).raise_for_status()
    points = [
        {
            "id": 1,
            "vector": {
                "text": [1, 0],
                "parts": [[1, 0], [0, 1]],
                "words": {"indices": [7, 3], "values": [0.5, 1.5]},
            },
        },
        {"id": 2, "vector": {"text": [0, 1], "words": {"indices": [3], "values": [2.5]}}},
    ]
    answer = http.put(f"/collections/{name}/points?wait=true", json={"points": points})
    answer.raise_for_status()
    yield name
    http.delete(f"/collections/{name}")


def test_vectors_of_every_kind_are_returned(http: httpx.Client, manifold: str) -> None:
    vector = http.get(f"/collections/{manifold}/points/1").json()["result"]["vector"]
    words = vector.pop("words")
    assert vector == {"text": [1, 0], "parts": [[1, 0], [0, 1]]}
    assert sorted(zip(words["indices"], words["values"], strict=True)) == [(3, 1.5), (7, 0.5)]
    body = {"ids": [1], "with_vector": ["text"], "with_payload": False}
    found = http.post(f"/collections/{manifold}/points", json=body).json()["result"]
    assert found == [{"id": 1, "vector": {"text": [1, 0]}}]


@pytest.mark.parametrize(
    ("query", "using", "found"),
    [
        ([0, 3], "text", [(2, 3.0), (1, 0.0)]),
        ([[2, 0], [0, 5]], "parts", [(1, 7.0)]),
        ({"indices": [3], "values": [2]}, "words", [(2, 5.0), (1, 3.0)]),
        (1, "words", [(2, 3.75)]),
    ],
)
def test_each_kind_is_searched(
    http: httpx.Client, manifold: str, query: object, using: str, found: list[Any]
) -> None:
    result = search(http, manifold, {"query": query, "using": using})
    assert [(point["id"], point["score"]) for point in result["points"]] == found


def test_a_search_by_a_point_that_lacks_the_vector(http: httpx.Client, manifold: str) -> None:
    body = {"query": 2, "using": "parts"}
    answer = http.post(f"/collections/{manifold}/points/query", json=body)
    assert answer.status_code == 404
    assert 'Vector with name "parts"' in answer.json()["status"]["error"]


def test_a_name_that_is_not_there(http: httpx.Client, manifold: str) -> None:
    body = {"points": [{"id": 3, "vector": {"title": [1, 2]}}]}
    answer = http.put(f"/collections/{manifold}/points?wait=true", json=body)
    assert answer.status_code == 400
    error = "Wrong input: Not existing vector name error: title"
    assert answer.json()["status"] == {"error": error}
