"""The engine against a real Qdrant whose door misbehaves."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.utils import formatdate
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from pydantic import SecretStr

from backend.migration.anew import command_anew
from backend.migration.control import Control
from backend.migration.engine import Engine
from backend.migration.errors import Refused, TargetAway
from backend.migration.history import read_run
from backend.migration.journal import Journal
from backend.migration.order import Order
from backend.migration.origin import Files
from backend.migration.process import Owner
from backend.migration.rest import Rest
from backend.migration.source import Source
from backend.model.migration.report import Report
from backend.model.migration.run import RunState
from backend.qdrant.connection import Connection
from tests.migration_door import Answer, Asked, Door, Pass, Reset, Rule, Torn, door, instead
from tests.migration_sources import remove, vectors, write

RECORDS, BATCH, WORKERS = 60, 6, 5
BATCHES = RECORDS // BATCH


class World:
    """A source, its journal and a door to the target."""

    def __init__(self, folder: Path, opened: Door, *, in_place: bool, workers: int) -> None:
        self.door = opened
        self.api_key: SecretStr | None = None
        self.collection = f"faults {uuid4()}"
        self._source = Source(write(folder / "a.json", vectors(range(RECORDS))))
        order = Order(self._source.name, opened.url, self.collection, BATCH, workers, in_place)
        self.journal = Journal.create(folder, "run", order, self._source.stamps(), Owner.this())

    async def run(self, give_up_after: float = 60.0, timeout: float = 10.0) -> Report:
        connection = Connection(self.door.url, self.api_key)
        async with Rest(connection, connections=WORKERS, timeout=httpx.Timeout(timeout)) as rest:
            self.engine = Engine(
                self.journal, Files(self._source), rest, give_up_after=give_up_after
            )
            return await self.engine.run()

    async def acknowledged(self, batches: int) -> None:
        """Return once the journal holds so many batches."""
        while len(self.journal.done_batches()) < batches:
            await asyncio.sleep(0)

    @property
    def errors(self) -> list[str]:
        return [error.summary for error in read_run(self.journal.path).errors]


@asynccontextmanager
async def world(
    folder: Path, qdrant: str, rule: Rule, *, in_place: bool = True, workers: int = WORKERS
) -> AsyncIterator[World]:
    async with door(qdrant, rule) as opened:
        made = World(folder, opened, in_place=in_place, workers=workers)
        try:
            yield made
        finally:
            made.journal.close()
            remove(qdrant, made.collection)


def error(status: int, text: str, **headers: str) -> Answer:
    body = json.dumps({"status": {"error": text}, "time": 0.0}).encode()
    return Answer(status, body, headers)


def updated(status: str) -> Answer:
    return Answer(200, json.dumps({"result": {"status": status, "operation_id": 1}}).encode())


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (error(429, "slow down", **{"Retry-After": "0"}), "answered 429: slow down"),
        (error(500, "broken"), "answered 500: broken"),
        (error(503, "not now"), "answered 503: not now"),
        (error(408, "too long"), "answered 408: too long"),
        (Answer(502, b"<html>Bad Gateway</html>"), "answered 502"),
        (Answer(200, b"<html>welcome</html>"), "not Qdrant's"),
        (Answer(200, b"[]"), "not Qdrant's"),
        (updated("acknowledged"), "status 'acknowledged', not completed"),
        (updated("wait_timeout"), "status 'wait_timeout', not completed"),
        (Reset, "no answer"),
        (Torn(200, b'{"result": {"status": "completed"}}'), "no answer"),
    ],
)
async def test_what_may_pass_is_tried_again(
    tmp_path: Path, qdrant: str, fault: Answer | type[Reset], told: str
) -> None:
    async with world(tmp_path, qdrant, instead(fault, fault)) as w:
        report = await w.run()
        assert (report.state, report.written, report.target_exact) == ("finished", RECORDS, RECORDS)
        assert report.retries == 2
        is_overload = isinstance(fault, Answer) and fault.status in (408, 429)
        assert (w.door.upserts > BATCHES + 2) if is_overload else (w.door.upserts == BATCHES + 2)
        assert len(w.errors) == 2
        assert all(told in one for one in w.errors)


@pytest.mark.parametrize(
    "fault",
    [
        Reset,
        error(500, "broken"),
        error(503, "not now"),
        error(429, "slow down", **{"Retry-After": "0"}),
        Answer(200, b"<html>welcome</html>"),
        Torn(200, b'{"result": {}}'),
    ],
)
@pytest.mark.parametrize("in_place", [False, True])
async def test_whatever_is_asked_may_fail_the_first_time(
    tmp_path: Path, qdrant: str, fault: Answer | type[Reset], in_place: bool
) -> None:
    failed: list[str] = []

    async def fail_the_first_of_each(asked: Asked, go: Pass) -> Answer:
        what = f"{asked.method} {asked.path}"
        if what in failed:
            return await go()
        failed.append(what)
        if isinstance(fault, Answer):
            return fault
        raise fault

    async with world(tmp_path, qdrant, fail_the_first_of_each, in_place=in_place) as w:
        report = await w.run()
        assert (report.state, report.written, report.target_exact) == ("finished", RECORDS, RECORDS)
        assert report.retries >= len(failed) > 6
        assert report.verification is not None
        assert report.verification.passed


async def test_an_answer_lost_after_the_write_changes_nothing(tmp_path: Path, qdrant: str) -> None:
    async def lose_the_first(asked: Asked, go: Pass) -> Answer:
        answer = await go()
        if asked.upsert == 1:
            raise Reset
        return answer

    async with world(tmp_path, qdrant, lose_the_first) as w:
        report = await w.run()
        assert (report.state, report.written, report.target_exact) == ("finished", RECORDS, RECORDS)


@pytest.mark.parametrize("in_the_middle", [False, True])
async def test_a_request_that_hangs_is_given_up_and_made_again(
    tmp_path: Path, qdrant: str, in_the_middle: bool
) -> None:
    for_ever = asyncio.Event()

    async def hang_once(asked: Asked, go: Pass) -> Answer:
        if asked.upsert == 1 and in_the_middle:
            return Torn(200, b'{"result": {"status": "completed"}}', then="silence")
        if asked.upsert == 1:
            await for_ever.wait()
        return await go()

    async with world(tmp_path, qdrant, hang_once) as w:
        report = await w.run(timeout=0.5)
        for_ever.set()
        assert report.target_exact == RECORDS
        assert any("no answer in time" in one for one in w.errors)


async def test_while_the_target_is_away_the_run_waits_and_then_goes_on_by_itself(
    tmp_path: Path, qdrant: str
) -> None:
    seen: list[RunState] = []

    async def away_for_ten_requests(asked: Asked, go: Pass) -> Answer:
        if asked.upsert and len(seen) < 10:
            seen.append(read_run(tmp_path / "run.sqlite").state)
            raise Reset
        return await go()

    async with world(tmp_path, qdrant, away_for_ten_requests) as w:
        report = await w.run()
        assert seen[0] == "running"
        assert seen[-1] == "waiting"
        assert (report.state, report.target_exact) == ("finished", RECORDS)


async def test_a_target_that_stays_away_is_given_up_and_the_run_can_go_on_later(
    tmp_path: Path, qdrant: str
) -> None:
    async with world(tmp_path, qdrant, instead()) as w:

        async def away_after_three(asked: Asked, go: Pass) -> Answer:
            if asked.upsert > 3:
                await w.acknowledged(3)
                raise Reset
            return await go()

        w.door.rule = away_after_three
        with pytest.raises(TargetAway, match="no answer"):
            await w.run(give_up_after=0)
        assert w.journal.written() == 3 * BATCH

        w.door.rule = instead()
        before = w.door.upserts
        report = await w.run()
        assert (report.state, report.written, report.target_exact) == ("finished", RECORDS, RECORDS)
        assert w.door.upserts - before == BATCHES - 3


async def test_a_record_that_the_target_refuses_costs_itself_only(
    tmp_path: Path, qdrant: str
) -> None:
    async def refuse_seventeen(asked: Asked, go: Pass) -> Answer:
        if asked.upsert and b'"source":"17"' in asked.body:
            return error(400, "I do not like 17")
        return await go()

    async with world(tmp_path, qdrant, refuse_seventeen) as w:
        report = await w.run()
        assert (report.state, report.written, report.failed) == ("finished", RECORDS - 1, 1)
        assert report.target_exact == RECORDS - 1
        assert [one.kind for one in report.findings] == ["count"]
        (failure,) = read_run(w.journal.path).failures
        assert (failure.id, failure.place) == ("17", "a.json: [17]")
        assert "I do not like 17" in failure.reason


async def test_batches_that_are_too_large_are_halved(tmp_path: Path, qdrant: str) -> None:
    async def two_at_most(asked: Asked, go: Pass) -> Answer:
        if asked.upsert and len(json.loads(asked.body)["points"]) > 2:
            return Answer(413, b"")
        return await go()

    async with world(tmp_path, qdrant, two_at_most) as w:
        report = await w.run()
        assert (report.state, report.written, report.target_exact) == ("finished", RECORDS, RECORDS)


async def test_after_429_less_is_sent_at_once_and_more_again_as_it_goes_well(
    tmp_path: Path, qdrant: str
) -> None:
    sizes: list[int] = []

    async def half_at_most_at_first(asked: Asked, go: Pass) -> Answer:
        if asked.upsert:
            sizes.append(len(json.loads(asked.body)["points"]))
            if len(sizes) <= WORKERS and sizes[-1] > BATCH // 2:
                return error(429, "slow down", **{"Retry-After": "0"})
        return await go()

    async with world(tmp_path, qdrant, half_at_most_at_first) as w:
        report = await w.run()
        assert (report.state, report.written, report.target_exact) == ("finished", RECORDS, RECORDS)
        assert sizes[0] == BATCH
        assert BATCH // 2 in sizes
        assert max(sizes[2 * WORKERS :]) > BATCH // 2  # it grew back


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("as_date", [False, True])
async def test_the_time_that_retry_after_asks_for_is_waited(
    tmp_path: Path, qdrant: str, monkeypatch: pytest.MonkeyPatch, status: int, as_date: bool
) -> None:
    waited: list[float] = []

    async def sleep(_: Control, seconds: float) -> None:
        waited.append(seconds)

    async def ask_for_an_hour_once(asked: Asked, go: Pass) -> Answer:
        if asked.upsert != 1:
            return await go()
        hour = formatdate(time.time() + 3600, usegmt=True) if as_date else "3600"
        return error(status, "slow down", **{"Retry-After": hour})

    monkeypatch.setattr(Control, "sleep", sleep)
    async with world(tmp_path, qdrant, ask_for_an_hour_once) as w:
        report = await w.run(give_up_after=0)
        assert (report.state, report.target_exact, report.retries) == ("finished", RECORDS, 1)
        assert len([seconds for seconds in waited if 3500 < seconds < 3610]) == 1
        assert "again in 3" in w.errors[0]


async def test_a_target_that_fails_again_and_again_is_probed_by_one_request_at_a_time(
    tmp_path: Path, qdrant: str
) -> None:
    at_once, most, failed = 0, 0, 0

    async def fail_twelve_times(asked: Asked, go: Pass) -> Answer:
        nonlocal at_once, most, failed
        if not asked.upsert:
            return await go()
        if failed < 12:
            failed += 1
            at_once += 1
            await asyncio.sleep(0)
            if failed > 2 * WORKERS:  # what was on its way when it opened has come back
                most = max(most, at_once)
            at_once -= 1
            return error(503, "not now")
        return await go()

    async with world(tmp_path, qdrant, fail_twelve_times) as w:
        report = await w.run()
        assert (report.state, report.target_exact) == ("finished", RECORDS)
        assert most == 1
        told = [one for one in w.errors if one.startswith("breaker ")]
        assert told[0] in ("breaker open", "breaker half-open")
        assert told[-1] == "breaker closed"
        assert read_run(w.journal.path).breaker == "closed"


@pytest.mark.parametrize("in_place", [True, False])
async def test_a_collection_deleted_in_mid_run_ends_the_run(
    tmp_path: Path, qdrant: str, in_place: bool
) -> None:
    async with world(tmp_path, qdrant, instead(), in_place=in_place) as w:

        async def delete_at_the_third(asked: Asked, go: Pass) -> Answer:
            if asked.upsert == 3:
                await w.acknowledged(2)
                httpx.delete(f"{qdrant}/collections/{w.journal.home}")
            return await go()

        w.door.rule = delete_at_the_third
        with pytest.raises(Refused, match="was deleted while this run was under way") as refusal:
            await w.run()
        assert refusal.value.is_final
        assert str(refusal.value).endswith(f"; begin anew: `{command_anew(w.journal.row)}`")
        with pytest.raises(Refused, match="was deleted"):
            await w.run()


@pytest.mark.parametrize("status", [401, 403])
async def test_a_refused_api_key_is_named_and_the_run_can_go_on_with_another(
    tmp_path: Path, qdrant: str, status: int
) -> None:
    async with world(tmp_path, qdrant, instead(error(status, "Invalid API key"))) as w:
        with pytest.raises(Refused, match="QDRANT_API_KEY") as refusal:
            await w.run()
        assert not refusal.value.is_final
        report = await w.run()
        assert (report.state, report.target_exact) == ("finished", RECORDS)


async def test_a_collection_of_another_dimension_is_refused_and_left_alone(
    tmp_path: Path, qdrant: str
) -> None:
    async with world(tmp_path, qdrant, instead()) as w:
        body = {"vectors": {"size": 7, "distance": "Cosine"}}
        httpx.put(f"{qdrant}/collections/{w.collection}", json=body).raise_for_status()
        with pytest.raises(Refused, match="vectors of 7 dimensions, most of the source have 4"):
            await w.run()
        assert w.door.upserts == 0


async def test_points_that_vanish_behind_our_back_are_found_by_the_exact_count(
    tmp_path: Path, qdrant: str
) -> None:
    async with world(tmp_path, qdrant, instead()) as w:

        async def delete_some_before_the_count(asked: Asked, go: Pass) -> Answer:
            if asked.path.endswith("/points/count"):
                address = f"{qdrant}/collections/{w.collection}/points/delete?wait=true"
                httpx.post(address, json={"points": [1, 2]}).raise_for_status()
            return await go()

        w.door.rule = delete_some_before_the_count
        report = await w.run()
        assert (report.state, report.written) == ("failed", RECORDS)
        assert report.target_exact == RECORDS - 2
        finding, missing = (one for one in report.findings if one.kind != "returned")
        assert (finding.kind, missing.subjects) == ("count", ("presence",))
        assert (finding.claim, finding.fact) == (
            "60 acknowledged, 0 there before",
            "58 counted by Qdrant",
        )


async def test_a_source_that_changes_while_it_is_moved_is_noticed(
    tmp_path: Path, qdrant: str
) -> None:
    async def change_the_source(asked: Asked, go: Pass) -> Answer:
        if asked.method == "PUT" and not asked.upsert:  # the collection is made: preflight is over
            records = vectors(range(RECORDS))
            records[5]["vector"][0] = 9.0
            write(tmp_path / "a.json", records)
        return await go()

    async with world(tmp_path, qdrant, change_the_source) as w:
        report = await w.run()
        assert report.state == "failed"
        assert {one.kind for one in report.findings} == {"source", "returned"}
