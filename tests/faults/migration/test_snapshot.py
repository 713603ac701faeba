"""A run in place and its way back, through a door that can take snapshots."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from backend.migration.errors import Stopped, TargetAway
from backend.migration.forgetting import forget
from backend.migration.history import read_run
from backend.migration.remote import Known
from backend.migration.rest import Rest, Unavailable
from backend.migration.snapshot import SECONDS
from backend.qdrant.connection import Connection
from tests.faults.migration.test_engine_faults import RECORDS, error, world
from tests.migration_door import Answer, Asked, Pass, Reset, door
from tests.migration_sources import vector

HELD = 5


class Keeper:
    """Keeps the points of a collection when a snapshot is asked for, and brings them back.

    Attributes:
        kept: The points, once they were.
        names: Of the snapshots, those that were there before first.
        asked: What was asked of snapshots, each by its method and its waiting.
        deleted: Names of the snapshots that were.
        recovered: The bodies of what was to be recovered.
        spoils: Whether it refuses points after some.
        on_taken: What to do once a snapshot is there, before that is told.
    """

    def __init__(self, qdrant: str) -> None:
        self._qdrant = qdrant
        self.kept: list[Any] = []
        self.names = ["of yesterday"]
        self.asked: list[str] = []
        self.deleted: list[str] = []
        self.recovered: list[dict[str, Any]] = []
        self.spoils = False
        self.on_taken: Callable[[], Awaitable[None]] | None = None

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
        if path.endswith("/snapshots"):
            self.asked.append(asked.method)
            return await self._snapshots(asked.method, collection)
        if asked.method == "DELETE" and "/snapshots/" in path:
            self.deleted.append(path.rpartition("/")[2])
            return Answer(200, json.dumps({"result": True}).encode())
        if path.endswith("/snapshots/recover"):
            self.recovered.append(json.loads(asked.body))
            address = f"{self.address(collection)}/points"
            httpx.post(f"{address}/delete?wait=true", json={"filter": {}}).raise_for_status()
            httpx.put(f"{address}?wait=true", json={"points": self.kept}).raise_for_status()
            return Answer(200, json.dumps({"result": True}).encode())
        if self.spoils and asked.upsert > 3:
            return error(400, "these points are not liked")
        return await go()

    async def _snapshots(self, method: str, collection: str) -> Answer:
        if method == "GET":
            told = [{"name": name, "creation_time": f"{n}"} for n, name in enumerate(self.names)]
            return Answer(200, json.dumps({"result": told}).encode())
        self.kept = self.points(collection)
        self.names.append(f"kept.snapshot{len(self.names)}")
        if self.on_taken is not None:
            await self.on_taken()
        return Answer(200, json.dumps({"result": {"name": self.names[-1]}}).encode())


def hold(qdrant: str, collection: str) -> list[Any]:
    """Points that a collection holds before the run, as Qdrant tells them."""
    keeper = Keeper(qdrant)
    address = keeper.address(collection)
    body = {"vectors": {"size": 4, "distance": "Cosine"}}
    httpx.put(address, json=body).raise_for_status()
    held = [{"id": n, "vector": vector(n + 7), "payload": {"old": n}} for n in range(HELD)]
    httpx.put(f"{address}/points?wait=true", json={"points": held}).raise_for_status()
    return keeper.points(collection)


async def test_a_run_in_place_that_fails_goes_back_to_its_snapshot(
    tmp_path: Path, qdrant: str
) -> None:
    keeper = Keeper(qdrant)
    async with world(tmp_path, qdrant, keeper) as w:
        before = hold(qdrant, w.collection)
        keeper.spoils = True
        w.api_key = SecretStr("the key")
        report = await w.run()
        assert report.state == "failed"
        assert keeper.points(w.collection) == before
        path = f"/collections/{w.collection.replace(' ', '%20')}/snapshots/kept.snapshot1"
        assert keeper.recovered == [
            {"location": f"{w.door.url}{path}", "priority": "snapshot", "api_key": "the key"}
        ]
        assert any("kept.snapshot1 has it" in one.summary for one in report.findings)
        assert read_run(w.journal.path).snapshot == "kept.snapshot1"
        assert keeper.asked == ["GET", "GET", "POST"]


async def test_a_snapshot_is_let_go_of_once_the_run_has_ended(tmp_path: Path, qdrant: str) -> None:
    keeper = Keeper(qdrant)
    async with world(tmp_path, qdrant, keeper) as w:
        hold(qdrant, w.collection)
        assert (await w.run()).state == "finished"
        found = Known(w.journal.path, read_run(w.journal.path))
        outcome = await asyncio.to_thread(forget, found, Connection(w.door.url))
    assert (outcome.code, keeper.deleted) == (0, ["kept.snapshot1"])
    assert f"snapshot kept.snapshot1 of {w.collection} is deleted" in outcome.message
    assert not read_run(w.journal.path).has_way_back


async def test_a_snapshot_may_take_longer_than_any_other_request(
    tmp_path: Path, qdrant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper = Keeper(qdrant)
    keeper.spoils = True
    seconds: dict[str, float | None] = {}
    ask = Rest.ask

    async def spy(self: Rest, method: str, path: str, *args: Any, **kwargs: Any) -> Any:
        seconds[f"{method} {path.rpartition('/')[2]}"] = kwargs.get("seconds")
        return await ask(self, method, path, *args, **kwargs)

    monkeypatch.setattr(Rest, "ask", spy)
    async with world(tmp_path, qdrant, keeper) as w:
        hold(qdrant, w.collection)
        await w.run()
    assert {what for what, more in seconds.items() if more} == {"POST snapshots", "PUT recover"}
    assert seconds["POST snapshots"] == seconds["PUT recover"] == SECONDS


async def test_a_request_that_is_given_more_time_is_waited_for(qdrant: str) -> None:
    async def slowly(asked: Asked, go: Pass) -> Answer:
        await asyncio.sleep(0.5)
        return await go()

    usual = httpx.Timeout(10, read=0.1)
    async with door(qdrant, slowly) as opened, Rest(Connection(opened.url), timeout=usual) as rest:
        with pytest.raises(Unavailable, match="no answer in time"):
            await rest.ask("GET", "/aliases")
        assert await rest.ask("GET", "/aliases", seconds=60)


@pytest.mark.parametrize("reset", [False, True])
async def test_a_snapshot_whose_name_was_never_heard_is_found_and_not_taken_again(
    tmp_path: Path, qdrant: str, reset: bool
) -> None:
    keeper = Keeper(qdrant)

    async def cut_off() -> None:
        if not reset:
            raise ConnectionError
        keeper.on_taken = None
        raise Reset

    keeper.on_taken = cut_off
    async with world(tmp_path, qdrant, keeper) as w:
        before = hold(qdrant, w.collection)
        if not reset:  # the whole process is cut off, and another one goes on
            with pytest.raises(TargetAway):
                await w.run(give_up_after=0)
            assert read_run(w.journal.path).snapshot == ""
        report = await w.run()
        assert report.state == "finished"
        assert keeper.asked.count("POST") == 1
        assert read_run(w.journal.path).snapshot == "kept.snapshot1"
        assert keeper.kept == before


async def test_a_run_that_is_stopped_does_not_wait_for_its_snapshot(
    tmp_path: Path, qdrant: str
) -> None:
    keeper = Keeper(qdrant)
    for_ever = asyncio.Event()
    async with world(tmp_path, qdrant, keeper) as w:
        hold(qdrant, w.collection)

        async def stop() -> None:
            w.engine.stop()
            await for_ever.wait()

        keeper.on_taken = stop
        async with asyncio.timeout(60):
            with pytest.raises(Stopped):
                await w.run(timeout=3600)
        for_ever.set()
        assert w.door.upserts == 0
        report = await w.run()
        assert report.state == "finished"
        assert keeper.asked.count("POST") == 1
        assert read_run(w.journal.path).snapshot == "kept.snapshot1"


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
        assert any("is kept before it is replaced" in one for one in w.errors) == bool(held)
