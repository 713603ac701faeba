"""The switch of an alias while others interfere, and after kills at every moment of it."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from backend.migration.engine import Engine
from backend.migration.errors import TargetAway
from backend.migration.history import read_run
from backend.migration.journal import Journal
from backend.migration.order import Order
from backend.migration.origin import Files
from backend.migration.process import Owner
from backend.migration.rest import Rest
from backend.migration.source import Source
from backend.model.migration.report import Report
from backend.qdrant.connection import Connection
from tests.migration_door import Answer, Asked, Pass, Rule, door, let_through
from tests.migration_sources import aliases, collections, remove, vectors, write

RECORDS, BATCH, WORKERS = 20, 5, 2


class Sittings:
    """Processes that come and go over one journal, one Qdrant and one alias."""

    def __init__(self, folder: Path, qdrant: str) -> None:
        self.qdrant = qdrant
        self.name = f"switch {uuid4()}"
        self.old = f"{self.name}__old"
        self._source = Source(write(folder / "a.json", vectors(range(RECORDS))))
        order = Order(self._source.name, qdrant, self.name, BATCH, WORKERS)
        self.journal = Journal.create(folder, "run", order, self._source.stamps(), Owner.this())
        body = {"vectors": {"size": 4, "distance": "Cosine"}}
        httpx.put(f"{qdrant}/collections/{self.old}", json=body).raise_for_status()
        self.point(self.old)

    def point(self, collection: str | None) -> None:
        """What someone else does to the alias."""
        actions: list[object] = [{"delete_alias": {"alias_name": self.name}}]
        if collection:
            alias = {"alias_name": self.name, "collection_name": collection}
            actions.append({"create_alias": alias})
        address = f"{self.qdrant}/collections/aliases"
        httpx.post(address, json={"actions": actions}).raise_for_status()

    @property
    def meant(self) -> str | None:
        return aliases(self.qdrant).get(self.name)

    @property
    def staging(self) -> str:
        return self.journal.home

    async def sit(self, rule: Rule = let_through) -> Report:
        """One process; a kill is cut off before or after any request."""
        async with (
            door(self.qdrant, rule) as opened,
            Rest(Connection(opened.url), connections=WORKERS) as rest,
        ):
            return await Engine(self.journal, Files(self._source), rest, give_up_after=0).run()


@pytest.fixture
def sittings(tmp_path: Path, qdrant: str) -> Iterator[Sittings]:
    made = Sittings(tmp_path, qdrant)
    yield made
    made.journal.close()
    remove(qdrant, made.name)


def at_the_switch(do: Rule) -> Rule:
    """The rule for the request that moves the alias."""

    async def rule(asked: Asked, go: Pass) -> Answer:
        if asked.path == "/collections/aliases":
            return await do(asked, go)
        return await go()

    return rule


async def test_an_alias_that_someone_else_moved_is_left_alone(sittings: Sittings) -> None:
    theirs = f"{sittings.name}__theirs"
    body = {"vectors": {"size": 4, "distance": "Cosine"}}
    httpx.put(f"{sittings.qdrant}/collections/{theirs}", json=body).raise_for_status()

    async def move_it(asked: Asked, go: Pass) -> Answer:
        if asked.upsert == 3:
            sittings.point(theirs)
        return await go()

    report = await sittings.sit(move_it)
    assert report.state == "failed"
    assert sittings.meant == theirs
    assert report.switch is not None
    assert report.switch.state == "staged"
    assert [one.kind for one in report.findings] == ["alias"]
    assert "by someone else" in report.findings[0].summary
    assert sittings.staging in collections(sittings.qdrant, sittings.name)


async def test_a_verification_that_fails_leaves_the_alias_where_it_was(
    sittings: Sittings,
) -> None:
    async def spoil(asked: Asked, go: Pass) -> Answer:
        if asked.path.endswith("/points/count") and not sittings.journal.written():
            return await go()
        if asked.path.endswith("/points/count"):
            point = {"id": 3, "vector": [0.0, 0.0, 0.0, 1.0], "payload": {}}
            address = f"{sittings.qdrant}/collections/{sittings.staging}/points?wait=true"
            httpx.put(address, json={"points": [point]}).raise_for_status()
        return await go()

    report = await sittings.sit(spoil)
    assert report.state == "failed"
    assert sittings.meant == sittings.old
    assert report.switch is not None
    assert report.switch.state == "returned"
    assert {one.subjects[0] for one in report.findings} >= {"vectors", "payload"}
    assert sittings.staging in collections(sittings.qdrant, sittings.name)


@pytest.mark.parametrize("after", [False, True])
async def test_killed_at_the_switch_the_next_process_ends_with_the_same(
    sittings: Sittings, after: bool
) -> None:
    async def kill(asked: Asked, go: Pass) -> Answer:
        if after:
            await go()
        raise ConnectionError

    with pytest.raises(TargetAway):
        await sittings.sit(at_the_switch(kill))
    assert sittings.meant == (sittings.staging if after else sittings.old)
    assert sittings.journal.row["switch"] == "switching"
    report = await sittings.sit()
    assert (report.state, report.target_exact) == ("finished", RECORDS)
    assert sittings.meant == sittings.staging
    assert sittings.journal.bulk is None


async def test_the_staging_collection_deleted_while_it_is_verified_fails_the_run(
    sittings: Sittings,
) -> None:
    async def delete(asked: Asked, go: Pass) -> Answer:
        if asked.path.endswith("/points/query"):
            httpx.delete(f"{sittings.qdrant}/collections/{sittings.staging}")
        return await go()

    report = await sittings.sit(delete)
    assert report.state == "failed"
    assert sittings.meant == sittings.old
    assert report.verification is None
    errors = [error.summary for error in read_run(sittings.journal.path).errors]
    assert any("was deleted" in error for error in errors)
