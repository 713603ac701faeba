"""A target that is not there, has no room, or comes back; a journal or a clock that fails."""

import asyncio
import json
import resource
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from backend.migration import backpressure
from backend.migration.errors import Refused
from backend.migration.history import read_run, read_runs
from backend.migration.mailbox import Command
from backend.model.migration.report import Report
from tests.faults.migration.test_engine_faults import RECORDS, error, world
from tests.migration_door import Answer, Asked, Pass, instead
from tests.migration_sources import vectors, write


@pytest.mark.parametrize(
    "full",
    [
        error(507, "Insufficient storage"),
        error(500, "Service internal error: No space left on device: WAL buffer size exceeds"),
    ],
)
async def test_a_full_target_holds_the_run_until_someone_has_made_room(
    tmp_path: Path, qdrant: str, full: Answer
) -> None:
    room = asyncio.Event()

    async def no_room(asked: Asked, go: Pass) -> Answer:
        return full if asked.upsert and not room.is_set() else await go()

    async with world(tmp_path, qdrant, no_room) as w:
        running = asyncio.create_task(w.run())
        async with asyncio.timeout(20):
            while read_run(w.journal.path).state != "paused":
                await asyncio.sleep(0.02)
        told = [one for one in w.errors if one.startswith("paused: ")]
        assert len(told) == 1
        assert "has no room" in told[0]
        assert "migrate resume run" in told[0]
        asked = w.door.upserts
        await asyncio.sleep(0.3)
        assert w.door.upserts == asked  # nothing is tried meanwhile
        room.set()
        w.journal.mailbox.leave(Command("resume"))
        report = await running
        assert (report.state, report.written, report.target_exact) == ("finished", RECORDS, RECORDS)
        assert report.failed == 0


async def test_no_room_for_the_collection_itself_ends_the_sitting_and_not_the_run(
    tmp_path: Path, qdrant: str
) -> None:
    async def no_room(asked: Asked, go: Pass) -> Answer:
        is_making = asked.method == "PUT" and not asked.upsert
        return error(507, "Insufficient storage") if is_making else await go()

    async with world(tmp_path, qdrant, no_room) as w:
        with pytest.raises(Refused, match="507: Insufficient storage") as refusal:
            await w.run()
        assert not refusal.value.is_final
        w.door.rule = instead()
        report = await w.run()
        assert (report.state, report.target_exact) == ("finished", RECORDS)


async def test_nobody_at_the_address_is_waited_for_and_then_told(
    tmp_path: Path, qdrant: str
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: refused
        address = f"http://127.0.0.1:{taken.getsockname()[1]}"
        command = [sys.executable, "-m", "backend.migration", "run"]
        source = write(tmp_path / "a.json", vectors(range(9)))
        options = ["--to", address, "--collection", "x", "--give-up-after", "0.5"]
        process = await asyncio.create_subprocess_exec(
            *command, str(source), *options, "--state", str(tmp_path / "state"),
            stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        _, err = await process.communicate()
    assert process.returncode == 3
    assert b"gave up on the target: no answer" in err
    (run,) = read_runs(tmp_path / "state").runs
    assert run.state == "paused"


async def test_a_server_that_restarts_in_mid_run_is_waited_for(tmp_path: Path) -> None:
    """The process of the server is killed and started anew on its folder."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    def start() -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "backend.embedded", "--port", str(port)]
        server = subprocess.Popen(
            [*command, "--path", str(tmp_path / "qdrant")], stdout=subprocess.PIPE
        )
        assert server.stdout is not None
        assert server.stdout.readline()
        return server

    server = start()
    try:
        restarted: list[asyncio.Task[None]] = []

        async def restart() -> None:
            nonlocal server
            server.kill()
            server.wait()
            server = await asyncio.to_thread(start)

        async def fall(asked: Asked, go: Pass) -> Answer:
            if asked.upsert == 4 and not restarted:
                restarted.append(asyncio.create_task(restart()))
            return await go()

        async with world(tmp_path, f"http://127.0.0.1:{port}", fall) as w:
            report = await w.run()
            await restarted[0]
            assert (report.state, report.target_exact) == ("finished", RECORDS)
            assert report.retries > 0
            assert report.verification is not None
            assert report.verification.passed
    finally:
        server.kill()
        server.wait()
        assert server.stdout is not None
        server.stdout.close()


async def test_a_journal_without_room_ends_the_run_and_is_gone_on_with(
    tmp_path: Path, qdrant: str
) -> None:
    """As on a full disk: no file of the process may grow beyond some size."""
    source = write(tmp_path / "a.json", vectors(range(3000)))
    state, name = tmp_path / "state", f"full {time.monotonic_ns()}"
    command = [sys.executable, "-m", "backend.migration", "run", str(source), "--to", qdrant]
    options = ["--collection", name, "--batch-size", "5", "--state", str(state)]

    def no_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (90_000, resource.RLIM_INFINITY))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    stopped = subprocess.run(
        [*command, *options], preexec_fn=no_room, capture_output=True, text=True, check=False
    )
    assert stopped.returncode == 2, stopped.stderr
    assert "the journal cannot be written" in stopped.stderr
    assert "Traceback" not in stopped.stderr
    again = subprocess.run(
        [*command, *options, "--format", "json"], capture_output=True, text=True, check=False
    )
    assert again.returncode == 0, again.stderr
    report = Report.model_validate_json(again.stdout.splitlines()[-1])
    assert (report.state, report.written, report.target_exact) == ("finished", 3000, 3000)
    (staging,) = [report.switch.staging] if report.switch else []
    info = httpx.get(f"{qdrant}/collections/{staging}").raise_for_status().json()["result"]
    assert info["config"]["optimizer_config"]["indexing_threshold"] != 0
    httpx.delete(f"{qdrant}/collections/{staging}")


async def test_a_clock_that_jumps_backwards_costs_nothing(
    tmp_path: Path, qdrant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, jumps = time.time, 0

    async def turn_back(asked: Asked, go: Pass) -> Answer:
        nonlocal jumps
        jumps += 1
        return await go()

    monkeypatch.setattr(time, "time", lambda: now() - 3600 * jumps)
    async with world(tmp_path, qdrant, turn_back) as w:
        report = await w.run()
        run = read_run(w.journal.path)
        assert (report.state, report.target_exact) == ("finished", RECORDS)
        assert report.seconds >= 0
        assert all(rate >= 0 for rate in run.rate_history)


async def test_a_source_that_grows_while_it_is_moved_is_noticed(
    tmp_path: Path, qdrant: str
) -> None:
    async def grow(asked: Asked, go: Pass) -> Answer:
        if asked.method == "PUT" and not asked.upsert:  # the collection is made: preflight is over
            write(tmp_path / "a.json", vectors(range(RECORDS + 7)))
        return await go()

    async with world(tmp_path, qdrant, grow) as w:
        report = await w.run()
        assert report.state == "failed"
        assert {one.kind for one in report.findings} >= {"source"}


async def test_a_body_that_is_too_large_by_the_words_of_qdrant_is_halved(
    tmp_path: Path, qdrant: str
) -> None:
    words = "Payload error: JSON payload (40000000 bytes) is larger than allowed (limit: 33554432)"
    async with world(tmp_path, qdrant, instead(error(400, words), error(413, "too large"))) as w:
        report = await w.run()
        assert (report.state, report.written, report.failed) == ("finished", RECORDS, 0)


async def test_a_queue_that_stays_long_holds_a_run_for_a_while_and_then_no_more(
    tmp_path: Path, qdrant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backpressure, "PERIOD", 0.01)
    monkeypatch.setattr(backpressure, "PATIENCE", 3)
    looks = asyncio.Event()

    async def much_is_waiting(asked: Asked, go: Pass) -> Answer:
        answer = await go()
        if asked.upsert == 1:
            await looks.wait()  # the queue is looked at before everything is read
        if asked.method != "GET" or not asked.path.startswith("/collections/"):
            return answer
        told = json.loads(answer.body)
        if "result" in told and w.door.upserts:
            told["result"]["update_queue"] = {"length": 500}
            looks.set()
        return Answer(answer.status, json.dumps(told).encode())

    async with world(tmp_path, qdrant, much_is_waiting, workers=1) as w, asyncio.timeout(60):
        report = await w.run()
        assert (report.state, report.target_exact) == ("finished", RECORDS)
        held, gone_on = (one for one in w.errors if "updates waiting" in one)
        assert "500 updates waiting: it is left alone for a while" in held
        assert "the run goes on all the same" in gone_on
