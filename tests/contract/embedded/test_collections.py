"""Collections: made, described, changed, deleted."""

import httpx
import pytest


def test_a_new_collection_is_empty_green_and_listed(http: httpx.Client, collection: str) -> None:
    info = http.get(f"/collections/{collection}").json()["result"]
    assert (info["status"], info["optimizer_status"]) == ("green", "ok")
    assert info["points_count"] == 0
    assert info["config"]["params"]["vectors"] == {"size": 4, "distance": "Dot"}
    listed = http.get("/collections").json()["result"]["collections"]
    assert {"name": collection} in listed


def test_an_answer_has_result_status_and_time(http: httpx.Client, collection: str) -> None:
    answer = http.get(f"/collections/{collection}/exists").json()
    assert answer["result"] == {"exists": True}
    assert answer["status"] == "ok"
    assert 0 <= answer["time"] < 1


def test_a_name_can_be_taken_once(http: httpx.Client, collection: str) -> None:
    body = {"vectors": {"size": 4, "distance": "Dot"}}
    answer = http.put(f"/collections/{collection}", json=body)
    assert answer.status_code == 409
    error = f"Wrong input: Collection `{collection}` already exists!"
    assert answer.json()["status"] == {"error": error}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", ""),
        ("PATCH", ""),
        ("POST", "/points/count"),
        ("POST", "/points/scroll"),
        ("POST", "/points/query"),
    ],
)
def test_an_unknown_collection_is_not_found(http: httpx.Client, method: str, path: str) -> None:
    answer = http.request(method, f"/collections/nowhere{path}", json={})
    assert answer.status_code == 404
    error = "Not found: Collection `nowhere` doesn't exist!"
    assert answer.json()["status"] == {"error": error}
    assert http.get("/collections/nowhere/exists").json()["result"] == {"exists": False}


def test_deleting_what_is_not_there_is_no_error(http: httpx.Client) -> None:
    answer = http.delete("/collections/nowhere")
    assert (answer.status_code, answer.json()["result"]) == (200, False)


def test_a_deleted_collection_is_gone_with_its_points(http: httpx.Client, filled: str) -> None:
    assert http.delete(f"/collections/{filled}").json()["result"] is True
    body = {"vectors": {"size": 2, "distance": "Cosine"}}
    http.put(f"/collections/{filled}", json=body).raise_for_status()
    count = http.post(f"/collections/{filled}/points/count", json={"exact": True})
    assert count.json()["result"] == {"count": 0}


def test_settings_can_be_changed_one_by_one(http: httpx.Client, collection: str) -> None:
    path = f"/collections/{collection}"
    for threshold in (0, 20000):
        change = {"optimizers_config": {"indexing_threshold": threshold}}
        assert http.patch(path, json=change).json()["result"] is True
        optimizer = http.get(path).json()["result"]["config"]["optimizer_config"]
        assert optimizer["indexing_threshold"] == threshold
        assert optimizer["deleted_threshold"] == 0.2


@pytest.mark.parametrize(
    ("vectors", "status"),
    [
        ({"size": 0, "distance": "Dot"}, 422),
        ({"size": 65537, "distance": "Dot"}, 422),
        ({"size": 4, "distance": "Nearness"}, 400),
        ({"size": "4", "distance": "Dot"}, 400),
        ({"distance": "Dot"}, 400),
    ],
)
def test_impossible_vectors_are_refused(http: httpx.Client, vectors: object, status: int) -> None:
    answer = http.put("/collections/impossible", json={"vectors": vectors})
    assert answer.status_code == status
    assert "error" in answer.json()["status"]
    assert http.get("/collections/impossible/exists").json()["result"] == {"exists": False}


@pytest.mark.parametrize("name", ["a:b", "a*b", "a%3Cb", "x" * 256])
def test_names_that_are_no_folder_are_refused(http: httpx.Client, name: str) -> None:
    body = {"vectors": {"size": 4, "distance": "Dot"}}
    assert http.put(f"/collections/{name}", json=body).status_code == 422


@pytest.mark.usefixtures("embedded_only")
@pytest.mark.parametrize(
    "body",
    [
        {"quantization_config": {"scalar": {"type": "int8"}}},
        {"vectors": {"a": {"size": 4, "distance": "Dot", "quantization_config": {"binary": {}}}}},
        {"shard_number": 2},
        {"vectors": None},
    ],
)
def test_what_the_embedded_server_does_not_do_it_says(
    http: httpx.Client, body: dict[str, object]
) -> None:
    vectors = {"vectors": {"size": 4, "distance": "Dot"}}
    answer = http.put("/collections/more", json=vectors | body)
    assert answer.status_code == 400
    assert "the embedded server does not do" in answer.json()["status"]["error"]


@pytest.mark.parametrize(
    "settings",
    [
        {"hnsw_config": {"m": "many"}},
        {"hnsw_config": {"m": -1}},
        {"optimizers_config": {"deleted_threshold": 2}},
    ],
)
def test_settings_of_the_wrong_kind_are_refused(
    http: httpx.Client, collection: str, settings: dict[str, object]
) -> None:
    before = http.get(f"/collections/{collection}").json()["result"]
    answer = http.patch(f"/collections/{collection}", json=settings)
    assert answer.status_code in {400, 422}
    assert http.get(f"/collections/{collection}").json()["result"] == before


def test_payload_indexes_come_and_go(http: httpx.Client, filled: str) -> None:
    path = f"/collections/{filled}"
    index = {"field_name": "n", "field_schema": "integer"}
    answer = http.put(f"{path}/index?wait=true", json=index)
    assert answer.json()["result"]["status"] == "completed"
    schema = http.get(path).json()["result"]["payload_schema"]
    assert (schema["n"]["data_type"], schema["n"]["points"]) == ("integer", 10)
    http.delete(f"{path}/index/n?wait=true").raise_for_status()
    assert http.get(path).json()["result"]["payload_schema"] == {}
