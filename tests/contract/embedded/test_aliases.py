"""Aliases: second names, switched all at once."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest


@pytest.fixture
def alias(http: httpx.Client) -> Iterator[str]:
    """A name for an alias, taken away at the end."""
    name = f"alias-{uuid4().hex}"
    yield name
    act(http, {"delete_alias": {"alias_name": name}}).raise_for_status()


def act(http: httpx.Client, *actions: dict[str, Any]) -> httpx.Response:
    return http.post("/collections/aliases", json={"actions": list(actions)})


def create(alias: str, collection: str) -> dict[str, Any]:
    return {"create_alias": {"alias_name": alias, "collection_name": collection}}


def test_an_alias_stands_for_its_collection(http: httpx.Client, filled: str, alias: str) -> None:
    assert act(http, create(alias, filled)).json()["result"] is True
    path = f"/collections/{alias}"
    body = {"points": [{"id": 10, "vector": [10, 1, 0, 0]}]}
    http.put(f"{path}/points?wait=true", json=body).raise_for_status()
    assert http.post(f"{path}/points/count", json={}).json()["result"] == {"count": 11}
    assert http.get(path).json()["result"]["points_count"] == 11
    assert http.get(f"{path}/exists").json()["result"] == {"exists": True}
    query = http.post(f"{path}/points/query", json={"query": [1, 0, 0, 0], "limit": 1})
    assert query.json()["result"]["points"][0]["id"] == 10
    described = {"alias_name": alias, "collection_name": filled}
    assert described in http.get("/aliases").json()["result"]["aliases"]
    own = http.get(f"/collections/{filled}/aliases").json()["result"]
    assert own == {"aliases": [described]}
    assert {"name": alias} not in http.get("/collections").json()["result"]["collections"]


def test_an_alias_moves_in_one_step(http: httpx.Client, filled: str, alias: str) -> None:
    act(http, create(alias, filled)).raise_for_status()
    staging = f"test-{uuid4().hex}"
    vectors = {"vectors": {"size": 4, "distance": "Dot"}}
    http.put(f"/collections/{staging}", json=vectors).raise_for_status()
    act(http, {"delete_alias": {"alias_name": alias}}, create(alias, staging)).raise_for_status()
    count = http.post(f"/collections/{alias}/points/count", json={}).json()["result"]
    assert count == {"count": 0}
    http.delete(f"/collections/{staging}").raise_for_status()
    assert http.get(f"/collections/{alias}/exists").json()["result"] == {"exists": False}


def test_a_new_name_for_an_alias(http: httpx.Client, filled: str, alias: str) -> None:
    act(http, create(f"{alias}-old", filled)).raise_for_status()
    rename = {"old_alias_name": f"{alias}-old", "new_alias_name": alias}
    act(http, {"rename_alias": rename}).raise_for_status()
    assert http.get(f"/collections/{alias}/exists").json()["result"] == {"exists": True}
    assert http.get(f"/collections/{alias}-old/exists").json()["result"] == {"exists": False}
    answer = act(http, {"rename_alias": rename})
    assert answer.status_code == 404
    assert answer.json()["status"]["error"] == f"Not found: Alias {alias}-old does not exists!"


def test_aliases_of_what_is_not_there_and_names_that_are_taken(
    http: httpx.Client, collection: str
) -> None:
    assert act(http, create("second", "nowhere")).status_code == 404
    assert act(http, create(collection, collection)).status_code == 409
    assert http.get(f"/collections/{collection}/aliases").json()["result"] == {"aliases": []}


@pytest.mark.usefixtures("embedded_only")
def test_actions_take_effect_together_or_not_at_all(
    http: httpx.Client, collection: str, alias: str
) -> None:
    assert act(http, create(alias, collection), create("other", "nowhere")).status_code == 404
    assert http.get(f"/collections/{alias}/exists").json()["result"] == {"exists": False}


def test_a_collection_cannot_take_the_name_of_an_alias(
    http: httpx.Client, collection: str, alias: str
) -> None:
    act(http, create(alias, collection)).raise_for_status()
    vectors = {"vectors": {"size": 4, "distance": "Dot"}}
    answer = http.put(f"/collections/{alias}", json=vectors)
    assert 400 <= answer.status_code < 500
    assert "Alias with the same name already exists" in answer.json()["status"]["error"]
