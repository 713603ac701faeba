"""A run in place and its way back, through a door that can take snapshots."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from backend.migration.history import read_run
from tests.faults.migration.test_engine_faults import RECORDS, error, world
from tests.migration_door import Answer, Asked, Pass
from tests.migration_sources import vector

HELD = 5


class Keeper:
    """Keeps the points of a collection when a snapshot is asked for, and brings them back."""

    def __init__(self, qdrant: str) -> None:
        self._qdrant = qdrant
        self.kept: list[Any] = []
        self.locations: list[str] = []
        self.spoils = False

    def address(self, collection: str) -> str:
        return f"{self._qdrant}/collections/{collection}"

    def points(self, collection: str) -> list[Any]:
        body = {"limit": 1000, "with_vector": True, "with_payload": True}
        told = httpx.post(f"{self.address(collection)}/points/scroll", json=body).json()
        points: list[Any] = told["result"]["points"]
        return sorted(points, key=lambda point: point["id"])

    async def __call__(self, asked: Asked, go: Pass) -> Answer:
        path, _, _ = asked.path.partition("?")
        collection = path.split("/")[2] if path.count("/") > 1 else ""
        if asked.method == "POST" and path.endswith("/snapshots"):
            self.kept = self.points(collection)
            return Answer(200, json.dumps({"result": {"name": "kept.snapshot"}}).encode())
        if path.endswith("/snapshots/recover"):
            self.locations.append(json.loads(asked.body)["location"])
            address = f"{self.address(collection)}/points"
            httpx.post(f"{address}/delete?wait=true", json={"filter": {}}).raise_for_status()
            httpx.put(f"{address}?wait=true", json={"points": self.kept}).raise_for_status()
            return Answer(200, json.dumps({"result": True}).encode())
        if self.spoils and asked.upsert > 3:
            return error(400, "these points are not liked")
        return await go()


async def test_a_run_in_place_that_fails_goes_back_to_its_snapshot(
    tmp_path: Path, qdrant: str
) -> None:
    keeper = Keeper(qdrant)
    async with world(tmp_path, qdrant, keeper) as w:
        address = keeper.address(w.collection)
        body = {"vectors": {"size": 4, "distance": "Cosine"}}
        httpx.put(address, json=body).raise_for_status()
        held = [{"id": n, "vector": vector(n + 7), "payload": {"old": n}} for n in range(HELD)]
        httpx.put(f"{address}/points?wait=true", json={"points": held}).raise_for_status()
        before = keeper.points(w.collection)
        keeper.spoils = True
        report = await w.run()
        assert report.state == "failed"
        assert keeper.points(w.collection) == before
        assert keeper.locations == [
            f"{w.door.url}/collections/{w.collection.replace(' ', '%20')}/snapshots/kept.snapshot"
        ]
        assert any("kept.snapshot has it" in one.summary for one in report.findings)
        assert read_run(w.journal.path).snapshot == "kept.snapshot"


@pytest.mark.parametrize("held", [0, HELD])
async def test_where_none_can_be_taken_the_run_goes_on_and_says_so(
    tmp_path: Path, qdrant: str, held: int
) -> None:
    asked_for: list[str] = []

    async def cannot(asked: Asked, go: Pass) -> Answer:
        if "/snapshots" in asked.path:
            asked_for.append(asked.path)
            return error(400, "there are no snapshots here")
        return await go()

    async with world(tmp_path, qdrant, cannot) as w:
        address = f"{qdrant}/collections/{w.collection}"
        body = {"vectors": {"size": 4, "distance": "Cosine"}}
        httpx.put(address, json=body).raise_for_status()
        points = [{"id": n, "vector": vector(n)} for n in range(held)]
        if points:
            httpx.put(f"{address}/points?wait=true", json={"points": points}).raise_for_status()
        report = await w.run()
        assert (report.state, report.target_exact) == ("finished", RECORDS)
        assert len(asked_for) == (1 if held else 0)
        assert any("no way back" in one for one in w.errors) == bool(held)
