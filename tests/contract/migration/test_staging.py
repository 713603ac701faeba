"""Blue and green against a Qdrant: what the name means, and which collections there are."""

from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx

from tests.contract.migration.conftest import Bench
from tests.migration_door import Answer, Asked, Pass, door
from tests.migration_sources import aliases, collections, vectors, write

RECORDS = 20


def settings(bench: Bench, name: str) -> Any:
    answer = httpx.get(f"{bench.qdrant}/collections/{name}").raise_for_status()
    return answer.json()["result"]


async def test_runs_in_a_row_never_share_a_collection(bench: Bench, tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", vectors(range(3)))
    await bench.run(path)
    await bench.run(path)
    names = collections(bench.qdrant, bench.collection)
    assert len(names) == len({journal.stem[:15] for journal in bench.journals}) == 2


async def test_a_collection_that_another_run_made_in_the_same_second_is_left_alone(
    bench: Bench, tmp_path: Path
) -> None:
    path = write(tmp_path / "a.json", vectors(range(3)))
    made: list[str] = []

    async def make_it_first(asked: Asked, go: Pass) -> Answer:
        if not made and asked.path.startswith(f"/collections/{quote(bench.collection)}__"):
            made.append(asked.path.split("/")[2])
            body = {"vectors": {"size": 4, "distance": "Cosine"}}
            url = f"{bench.qdrant}/collections/{made[0]}"
            httpx.put(url, json=body).raise_for_status()
        return await go()

    async with door(bench.qdrant, make_it_first) as opened:
        ended = await bench.run(path, to=opened.url)
    assert ended.code == 2
    assert "began in the same second" in ended.err
    assert settings(bench, made[0])["points_count"] == 0


async def test_the_name_means_the_old_collection_until_the_new_one_is_proved(
    bench: Bench, tmp_path: Path
) -> None:
    first = (await bench.run(write(tmp_path / "a.json", vectors(range(RECORDS))))).report
    assert first.switch is not None
    old = first.switch.staging
    assert old.startswith(f"{bench.collection}__")
    assert (first.switch.previous, first.switch.state) == (None, "switched")
    meant: set[str] = set()

    async def look(asked: Asked, go: Pass) -> Answer:
        meant.add(aliases(bench.qdrant)[bench.collection])
        return await go()

    async with door(bench.qdrant, look) as opened:
        path = write(tmp_path / "b.json", vectors(range(100, 110)))
        ended = await bench.run(path, to=opened.url)
    assert ended.code == 0, ended.err
    switch = ended.report.switch
    assert switch is not None
    assert (switch.previous, switch.state, switch.dropped) == (old, "switched", False)
    assert meant == {old}
    assert aliases(bench.qdrant)[bench.collection] == switch.staging
    assert collections(bench.qdrant, bench.collection) == sorted([old, switch.staging])
    assert set(bench.points) == set(range(100, 110))


async def test_the_new_collection_is_like_the_old_one_and_its_index_setting_is_restored(
    bench: Bench, tmp_path: Path
) -> None:
    old = f"{bench.collection}__old"
    body = {
        "vectors": {"size": 4, "distance": "Dot", "datatype": "float16"},
        "hnsw_config": {"m": 24},
        "optimizers_config": {"indexing_threshold": 12345},
    }
    address = f"{bench.qdrant}/collections/{old}"
    httpx.put(address, json=body).raise_for_status()
    index = {"field_name": "source", "field_schema": "keyword"}
    httpx.put(f"{address}/index?wait=true", json=index).raise_for_status()
    action = {"create_alias": {"alias_name": bench.collection, "collection_name": old}}
    httpx.post(f"{bench.qdrant}/collections/aliases", json={"actions": [action]})
    thresholds: list[int] = []

    async def look(asked: Asked, go: Pass) -> Answer:
        if asked.upsert:
            (new,) = set(collections(bench.qdrant, bench.collection)) - {old}
            now = settings(bench, new)["config"]["optimizer_config"]["indexing_threshold"]
            thresholds.append(now)
        return await go()

    async with door(bench.qdrant, look) as opened:
        path = write(tmp_path / "a.json", vectors(range(RECORDS)))
        ended = await bench.run(path, to=opened.url)
    assert ended.code == 0, ended.err
    made = settings(bench, bench.collection)
    assert set(thresholds) == {0}
    assert made["config"]["optimizer_config"]["indexing_threshold"] == 12345
    assert made["config"]["hnsw_config"]["m"] == 24
    vectors_made = made["config"]["params"]["vectors"]
    assert (vectors_made["distance"], vectors_made["datatype"]) == ("Dot", "float16")
    assert list(made["payload_schema"]) == ["source"]


async def test_a_name_that_is_a_collection_is_explained_and_left_alone(
    bench: Bench, tmp_path: Path
) -> None:
    body = {"vectors": {"size": 4, "distance": "Cosine"}}
    httpx.put(f"{bench.qdrant}/collections/{bench.collection}", json=body).raise_for_status()
    path = write(tmp_path / "a.json", vectors(range(RECORDS)))
    refused = await bench.run(path)
    assert refused.code == 2
    assert "no alias can take its name" in refused.err
    assert "--in-place" in refused.err
    assert bench.journals == []
    assert collections(bench.qdrant, bench.collection) == [bench.collection]
    ended = await bench.run(path, "--in-place")
    assert ended.code == 0, ended.err
    assert ended.report.switch is None
    assert collections(bench.qdrant, bench.collection) == [bench.collection]
