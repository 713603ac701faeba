"""The benchmark against a Qdrant: what it prints, and that it leaves nothing behind."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import httpx
import pytest
from click.testing import CliRunner

from backend.benchmark import run as bench
from backend.benchmark.scratch import PREFIX
from backend.model.benchmark import Benchmark
from backend.qdrant.connection import Connection
from tui.commands.bench import command

PATIENCE = 120
"""Seconds before a test gives up; nothing is measured by it."""

SIZE = bench.Size(points=1_000, dimension=8)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few requests of each sort."""
    for name, count in {"SEARCHES": 20, "SIMPLE": 20, "CONCURRENT": 120, "MIXED": 40}.items():
        monkeypatch.setattr(bench, name, count)


def scratches(qdrant: str) -> list[str]:
    listed = httpx.get(f"{qdrant}/collections").json()["result"]["collections"]
    return [entry["name"] for entry in listed if entry["name"].startswith(PREFIX)]


async def measured(qdrant: str, told: list[str]) -> Benchmark:
    return await bench.run(Connection(qdrant), SIZE, told.append)


@pytest.mark.usefixtures("quick")
async def test_every_phase_is_measured_and_nothing_stays(qdrant: str) -> None:
    told: list[str] = []
    found = await measured(qdrant, told)
    phases = {phase.name: phase for phase in found.phases}
    assert list(phases) == ["insert", "search", "simple", "concurrent", "mixed"]
    assert [line.split(":")[0] for line in told] == list(phases)
    assert all(not phase.errors for phase in phases.values()), phases
    assert [phase.requests for phase in phases.values()] == [10, 20, 20, 120, 40]
    assert phases["concurrent"].in_flight == 100
    assert all(phase.server_p50 is not None for phase in phases.values())
    assert (found.points, found.dimension, found.left_behind) == (1_000, 8, "")
    assert found.sent_bytes > 1_000 * 8
    assert found.memory_bytes
    assert {row.verdict for row in found.rows} <= {"within", "beyond", "not judged"}
    assert scratches(qdrant) == []


@pytest.mark.usefixtures("quick")
async def test_collections_of_killed_benches_are_named_and_left_alone(qdrant: str) -> None:
    other = f"{qdrant}/collections/{PREFIX}dead"
    httpx.put(other, json={"vectors": {"size": 2, "distance": "Dot"}}).raise_for_status()
    found = await measured(qdrant, [])
    assert found.left_by_others == (f"{PREFIX}dead",)
    assert scratches(qdrant) == [f"{PREFIX}dead"]
    httpx.delete(other).raise_for_status()


def start(*arguments: str, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tui", "bench", *arguments],
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("name", [signal.SIGINT, signal.SIGTERM])
def test_ended_in_the_middle_it_takes_its_collection_along(qdrant: str, name: int) -> None:
    process = start(qdrant, "--points", "1000000", "--dimension", "64")
    assert process.stderr is not None
    assert "insert" in process.stderr.readline()
    while not scratches(qdrant):
        assert process.poll() is None
    process.send_signal(name)
    process.send_signal(name)
    out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    assert out == ""
    assert "being removed" in err
    assert "Traceback" not in err
    assert scratches(qdrant) == []


def test_another_machine_is_left_alone_unless_asked() -> None:
    out, err = start("http://qdrant.invalid:6333").communicate(timeout=PATIENCE)
    assert out == ""
    assert "--load-another-machine" in err


def test_another_machine_is_asked_where_that_is_meant() -> None:
    process = start("http://qdrant.invalid:6333", "--load-another-machine", NO_PROXY="*")
    _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 3
    assert "no connection to http://qdrant.invalid:6333" in err


def test_nobody_listens() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        process = start(f"http://127.0.0.1:{taken.getsockname()[1]}")
        out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out) == (3, "")
    assert "Traceback" not in err


class ReadOnly(BaseHTTPRequestHandler):
    """A Qdrant that lets nobody write."""

    def do_GET(self) -> None:
        self.answer(200, {"title": "qdrant", "version": "1.19.0", "result": {"collections": []}})

    def do_PUT(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        self.answer(403, {"status": {"error": "Forbidden: \x1b[31mread only"}})

    do_DELETE = do_PUT  # noqa: N815  (the library's name)

    def answer(self, status: int, body: dict[str, object]) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def read_only() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), ReadOnly)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_key_that_may_not_write_is_told(read_only: str) -> None:
    process = start(read_only, QDRANT_API_KEY="s3cret")
    out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out) == (2, "")
    assert "needs the full key in QDRANT_API_KEY" in err
    assert "still there" not in err
    assert "s3cret" not in err
    assert "\x1b" not in err


@pytest.mark.usefixtures("quick")
def test_json_is_the_model(qdrant: str) -> None:
    arguments = [qdrant, "--points", "1000", "--dimension", "4", "--format", "json"]
    ended = CliRunner().invoke(command, arguments)
    found = Benchmark.model_validate_json(ended.stdout)
    beyond = any(row.verdict == "beyond" for row in found.rows)
    assert ended.exit_code == (1 if beyond else 0)
    assert scratches(qdrant) == []
