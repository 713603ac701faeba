"""Points: written, read, counted, deleted."""

from typing import Any
from uuid import UUID

import httpx
import pytest

PLAIN = "550e8400-e29b-41d4-a716-446655440000"


def put(http: httpx.Client, collection: str, *points: dict[str, Any], **more: Any) -> None:
    body = {"points": list(points)} | more
    http.put(f"/collections/{collection}/points?wait=true", json=body).raise_for_status()


def post(http: httpx.Client, collection: str, what: str, body: object) -> Any:
    answer = http.post(f"/collections/{collection}/points{what}", json=body)
    answer.raise_for_status()
    return answer.json()["result"]


def test_a_point_is_returned_as_it_was_written(http: httpx.Client, collection: str) -> None:
    payload = {"text": "é\u0000\U0001f600", "deep": {"list": [1, 2.5, None, True, {"a": []}]}}
    put(http, collection, {"id": 1, "vector": [0.5, -1.25, 3, 0], "payload": payload})
    point = http.get(f"/collections/{collection}/points/1").json()["result"]
    assert point == {"id": 1, "payload": payload, "vector": [0.5, -1.25, 3.0, 0.0]}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (0, 0),
        (2**64 - 1, 2**64 - 1),
        (PLAIN, PLAIN),
        (PLAIN.upper(), PLAIN),
        (UUID(PLAIN).hex, PLAIN),
        (f"urn:uuid:{PLAIN}", PLAIN),
    ],
)
def test_ids_in_every_spelling(
    http: httpx.Client, collection: str, written: int | str, read: int | str
) -> None:
    put(http, collection, {"id": written, "vector": [1, 2, 3, 4]})
    found = post(http, collection, "", {"ids": [written]})
    assert [point["id"] for point in found] == [read]
    assert http.get(f"/collections/{collection}/points/{written}").json()["result"]["id"] == read


def test_a_second_write_replaces_the_first(http: httpx.Client, collection: str) -> None:
    put(http, collection, {"id": 1, "vector": [1, 1, 1, 1], "payload": {"a": 1, "b": 1}})
    put(http, collection, {"id": 1, "vector": [2, 2, 2, 2], "payload": {"a": 2}})
    point = http.get(f"/collections/{collection}/points/1").json()["result"]
    assert (point["vector"], point["payload"]) == ([2, 2, 2, 2], {"a": 2})
    assert post(http, collection, "/count", {"exact": True}) == {"count": 1}


def test_insert_only_leaves_what_is_there(http: httpx.Client, collection: str) -> None:
    put(http, collection, {"id": 1, "vector": [1, 1, 1, 1]})
    both = [{"id": n, "vector": [2, 2, 2, 2]} for n in (1, 2)]
    put(http, collection, *both, update_mode="insert_only")
    found = post(http, collection, "", {"ids": [1, 2], "with_vector": True})
    assert [point["vector"][0] for point in found] == [1, 2]


def test_columns_are_points_too(http: httpx.Client, collection: str) -> None:
    batch = {"ids": [1, 2], "vectors": [[1, 0, 0, 0], [2, 0, 0, 0]], "payloads": [{"a": 1}, None]}
    answer = http.put(f"/collections/{collection}/points?wait=true", json={"batch": batch})
    assert answer.json()["result"]["status"] == "completed"
    found = post(http, collection, "", {"ids": [1, 2], "with_vector": True})
    assert [point["vector"][0] for point in found] == [1, 2]
    assert found[0]["payload"] == {"a": 1}


def test_without_wait_an_update_is_acknowledged(http: httpx.Client, collection: str) -> None:
    body = {"points": [{"id": 1, "vector": [1, 2, 3, 4]}]}
    answer = http.put(f"/collections/{collection}/points", json=body)
    assert answer.json()["result"]["status"] == "acknowledged"


@pytest.mark.parametrize(
    ("wanted", "payload"),
    [
        (None, {"n": 3, "kind": "odd", "tags": ["all", "t3"]}),
        (True, {"n": 3, "kind": "odd", "tags": ["all", "t3"]}),
        (["n"], {"n": 3}),
        ({"include": ["n"]}, {"n": 3}),
        ({"exclude": ["n", "tags"]}, {"kind": "odd"}),
    ],
)
def test_some_of_the_payload(
    http: httpx.Client, filled: str, wanted: object, payload: object
) -> None:
    found = post(http, filled, "", {"ids": [3], "with_payload": wanted})
    assert found == [{"id": 3, "payload": payload}]


def test_points_that_do_not_exist_are_left_out(http: httpx.Client, filled: str) -> None:
    found = post(http, filled, "", {"ids": [2, 77, 1], "with_payload": False})
    assert sorted(point["id"] for point in found) == [1, 2]
    answer = http.get(f"/collections/{filled}/points/77")
    assert answer.status_code == 404
    assert answer.json()["status"] == {"error": "Not found: Point with id 77 does not exists!"}


def test_scrolling_visits_each_point_once(http: httpx.Client, filled: str) -> None:
    seen: list[int] = []
    offset: int | None = 0
    while offset is not None:
        page = post(http, filled, "/scroll", {"limit": 3, "offset": offset})
        seen += [point["id"] for point in page["points"]]
        offset = page["next_page_offset"]
    assert seen == list(range(10))


def test_scrolling_in_the_order_of_a_field(http: httpx.Client, filled: str) -> None:
    index = {"field_name": "n", "field_schema": "integer"}
    http.put(f"/collections/{filled}/index?wait=true", json=index).raise_for_status()
    order = {"key": "n", "direction": "desc"}
    page = post(http, filled, "/scroll", {"limit": 3, "order_by": order})
    assert [point["id"] for point in page["points"]] == [9, 8, 7]


ODD = {"key": "kind", "match": {"value": "odd"}}
FILTERS: list[tuple[dict[str, Any], list[int]]] = [
    ({"must": [ODD]}, [1, 3, 5, 7, 9]),
    ({"must": ODD}, [1, 3, 5, 7, 9]),
    ({"must_not": [ODD]}, [0, 2, 4, 6, 8]),
    ({"must": [ODD, {"key": "n", "range": {"gt": 3, "lte": 7}}]}, [5, 7]),
    ({"should": [{"key": "n", "match": {"any": [1, 2]}}, {"has_id": [9]}]}, [1, 2, 9]),
    ({"must": [{"key": "n", "match": {"except": [0, 1, 2, 3, 4, 5, 6, 7]}}]}, [8, 9]),
    ({"must": [{"key": "tags", "match": {"value": "t4"}}]}, [4]),
    ({"must": [{"key": "tags", "values_count": {"gte": 3}}]}, []),
    (
        {"must": [{"is_empty": {"key": "nothing"}}], "must_not": [{"has_id": [0, 1]}]},
        [*range(2, 10)],
    ),
    ({"must_not": [{"is_null": {"key": "n"}}, ODD]}, [0, 2, 4, 6, 8]),
    ({"must": [{"should": [{"has_id": [1, 2]}]}, ODD]}, [1]),
    ({"min_should": {"conditions": [ODD, {"has_id": [1, 2]}], "min_count": 2}}, [1]),
    ({"must": [{"has_vector": ""}, {"has_id": [5]}]}, [5]),
    ({}, [*range(10)]),
]


@pytest.mark.parametrize(("filter_", "ids"), FILTERS)
def test_filters(http: httpx.Client, filled: str, filter_: object, ids: list[int]) -> None:
    page = post(http, filled, "/scroll", {"filter": filter_, "limit": 100})
    assert [point["id"] for point in page["points"]] == ids
    count = post(http, filled, "/count", {"filter": filter_, "exact": True})
    assert count == {"count": len(ids)}


def test_filters_by_place_and_time(http: httpx.Client, collection: str) -> None:
    berlin = {"at": {"lon": 13.4, "lat": 52.5}, "when": "2026-01-02T03:04:05Z"}
    paris = {"at": {"lon": 2.35, "lat": 48.86}, "when": "2025-01-02T03:04:05Z"}
    for id_, payload in ((1, berlin), (2, paris)):
        put(http, collection, {"id": id_, "vector": [1, 0, 0, 0], "payload": payload})
    near = {"center": {"lon": 13.0, "lat": 52.0}, "radius": 100_000}
    box = {"top_left": {"lon": 0, "lat": 50}, "bottom_right": {"lon": 5, "lat": 45}}
    ring = [{"lon": 12, "lat": 51}, {"lon": 15, "lat": 51}, {"lon": 15, "lat": 55}]
    for condition, id_ in (
        ({"key": "at", "geo_radius": near}, 1),
        ({"key": "at", "geo_bounding_box": box}, 2),
        ({"key": "at", "geo_polygon": {"exterior": {"points": [*ring, ring[0]]}}}, 1),
        ({"key": "when", "range": {"lt": "2025-06-01T00:00:00Z"}}, 2),
    ):
        page = post(http, collection, "/scroll", {"filter": {"must": [condition]}})
        assert [point["id"] for point in page["points"]] == [id_]


def test_deleting_by_id_and_by_filter(http: httpx.Client, filled: str) -> None:
    path = f"/collections/{filled}/points/delete?wait=true"
    assert http.post(path, json={"points": [0, 77]}).json()["result"]["status"] == "completed"
    http.post(path, json={"filter": {"must": [ODD]}}).raise_for_status()
    page = post(http, filled, "/scroll", {})
    assert [point["id"] for point in page["points"]] == [2, 4, 6, 8]
