"""What is refused, with which status and in which words."""

import json
from typing import Any

import httpx
import pytest

LARGEST = 32 * 1024 * 1024


def put(http: httpx.Client, collection: str, content: str | bytes) -> httpx.Response:
    path = f"/collections/{collection}/points?wait=true"
    return http.put(path, content=content, headers={"content-type": "application/json"})


def count(http: httpx.Client, collection: str) -> int:
    answer = http.post(f"/collections/{collection}/points/count", json={"exact": True})
    return int(answer.json()["result"]["count"])


def assert_refused(answer: httpx.Response, status: int = 400) -> str:
    assert answer.status_code == status
    body = answer.json()
    assert set(body) == {"status", "time"}
    return str(body["status"]["error"])


@pytest.mark.parametrize("id_", [-1, 2**64, 1.5, "abc", "", None, True, "550e8400"])
def test_ids_that_are_none(http: httpx.Client, collection: str, id_: object) -> None:
    body = {"points": [{"id": id_, "vector": [1, 2, 3, 4]}]}
    assert_refused(put(http, collection, json.dumps(body)))
    assert count(http, collection) == 0


def test_a_wrong_dimension_is_told_and_nothing_is_written(
    http: httpx.Client, collection: str
) -> None:
    points = [{"id": 1, "vector": [1, 2, 3, 4]}, {"id": 2, "vector": [1, 2, 3]}]
    error = assert_refused(put(http, collection, json.dumps({"points": points})))
    assert error == "Wrong input: Vector dimension error: expected dim: 4, got 3"
    query = http.post(f"/collections/{collection}/points/query", json={"query": [1, 2, 3]})
    assert assert_refused(query) == error


@pytest.mark.usefixtures("embedded_only")
def test_of_a_batch_with_a_bad_vector_nothing_is_written(
    http: httpx.Client, collection: str
) -> None:
    points = [{"id": 1, "vector": [1, 2, 3, 4]}, {"id": 2, "vector": [1, 2, 3]}]
    assert_refused(put(http, collection, json.dumps({"points": points})))
    assert count(http, collection) == 0


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e400", '"1"', "true", "null"])
def test_vectors_hold_finite_numbers_only(http: httpx.Client, collection: str, number: str) -> None:
    body = f'{{"points": [{{"id": 1, "vector": [1, 2, 3, {number}]}}]}}'
    assert_refused(put(http, collection, body))
    assert count(http, collection) == 0


@pytest.mark.usefixtures("embedded_only")
@pytest.mark.parametrize("number", ["1e39", "-3.5e38"])
def test_what_no_32_bit_float_holds_is_refused(
    http: httpx.Client, collection: str, number: str
) -> None:
    body = f'{{"points": [{{"id": 1, "vector": [1, 2, 3, {number}]}}]}}'
    assert "32-bit" in assert_refused(put(http, collection, body))


def test_the_largest_32_bit_floats_are_taken(http: httpx.Client, collection: str) -> None:
    largest = 3.4028234663852886e38
    body = {"points": [{"id": 1, "vector": [largest, -largest, largest, 0]}]}
    assert put(http, collection, json.dumps(body)).status_code == 200
    vector = http.get(f"/collections/{collection}/points/1").json()["result"]["vector"]
    assert vector == [pytest.approx(largest), pytest.approx(-largest), pytest.approx(largest), 0]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "not json",
        '{"points": 1}',
        '{"points": [{"id": 1}]}',
        '{"points": [{"vector": [1, 2, 3, 4]}]}',
        '{"points": [{"id": 1, "vector": [1, 2, 3, 4], "payload": {"a": NaN}}]}',
        '{"points": [{"id": 1, "vector": [1, 2, 3, 4], "payload": []}]}',
        "{}",
        '{"batch": {"ids": [1, 2], "vectors": [[1, 2, 3, 4]]}}',
        '{"points":' + "[" * 100_000,
        b'{"points": [{"id": 1, "vector": [1, 2, 3, 4], "payload": {"a": "\xff"}}]}',
    ],
)
def test_bodies_that_are_not_points(
    http: httpx.Client, collection: str, content: str | bytes
) -> None:
    assert_refused(put(http, collection, content))
    assert count(http, collection) == 0


@pytest.mark.parametrize(
    ("route", "body"),
    [
        ("scroll", {"limit": 0}),
        ("query", {"query": [1, 2, 3, 4], "limit": 0}),
    ],
)
def test_a_limit_of_nothing(
    http: httpx.Client, collection: str, route: str, body: dict[str, Any]
) -> None:
    answer = http.post(f"/collections/{collection}/points/{route}", json=body)
    assert "limit: value 0 invalid" in assert_refused(answer, 422)


@pytest.mark.parametrize(
    "filter_",
    [
        {"must": [{"key": "a"}]},
        {"must": [{"key": "a", "match": {"value": 1.5}}]},
        {"must": [{"key": "a", "match": {}}]},
        {"must": [{"key": "a", "range": {"gt": "soon"}}]},
        {"must": [{"key": "a[[", "match": {"value": 1}}]},
        {"must": [{"has_id": ["abc"]}]},
        {"must": ["a"]},
        {"must": [{"nested": {"key": "a"}}]},
    ],
)
def test_filters_that_say_nothing(http: httpx.Client, collection: str, filter_: object) -> None:
    answer = http.post(f"/collections/{collection}/points/count", json={"filter": filter_})
    assert_refused(answer)


def test_a_body_over_the_limit(http: httpx.Client, collection: str) -> None:
    error = assert_refused(put(http, collection, b" " * (LARGEST + 1)))
    assert "is larger than allowed (limit: 33554432 bytes)" in error
    assert http.get(f"/collections/{collection}").status_code == 200


@pytest.mark.usefixtures("embedded_only")
def test_a_body_over_the_limit_that_does_not_tell_its_length(
    http: httpx.Client, collection: str
) -> None:
    parts = (b" " * (1024 * 1024) for _ in range(33))
    answer = http.put(f"/collections/{collection}/points", content=parts)
    assert "is larger than allowed" in assert_refused(answer)
