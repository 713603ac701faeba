"""The backend as the dashboard starts it: a child process, its pipes, its end."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import psutil
import pytest

from backend.child import ChildLink, start_backend
from backend.model.actions import Actions
from backend.model.ecosystem import Ecosystem
from backend.model.host import Host
from backend.model.migration.run import Migrations
from backend.model.plan import Plans
from backend.model.reading import Reading
from backend.model.request import Act, Refresh
from backend.wire import CannotAsk

PROBES = {
    "managers",
    "plan",
    "migration",
    "qdrant.server",
    "qdrant.collections",
    "qdrant.latency",
    "qdrant.history",
    "host",
    "gateway",
    "alerts",
    "events",
    "actions",
    "raci_file",
    "consolidation",
    "redundancy",
    "source",
}
SECRET = "the-key-that-nobody-may-see"
PATIENCE = 60
"""Seconds before a test gives up; nothing is measured by it."""

SLOWEST_SLICE = 0.050
"""Seconds the hub's loop may be busy without looking up."""


@dataclass(frozen=True)
class Folders:
    """A small world on disk: managers, a plan, and where the backend keeps its own."""

    managers: Path
    plan: Path
    state: Path

    def flags(self, qdrant: str) -> dict[str, object]:
        return {
            "managers": [str(self.managers)],
            "plans": [str(self.plan)],
            "state": str(self.state),
            "qdrant": qdrant,
        }


def write_managers(root: Path, managers: int, files: int) -> None:
    """Managers in a row, each using the one before, with `files` Go files each."""
    for number in range(managers):
        folder = root / f"m{number:02}-manager"
        folder.mkdir(parents=True)
        module = f"example.com/m{number:02}-manager"
        (folder / "go.mod").write_text(f"module {module}\n\ngo 1.22\n")
        (folder / "README.md").write_text(f"# m{number:02}\nPlans and executes tasks.\n")
        uses = f'import "example.com/m{number - 1:02}-manager"\n' if number else ""
        for file in range(files):
            functions = "\n".join(
                f"func (p *Part{file}) Execute{n}(name string) error {{\n"
                f'\tif name == "" {{\n\t\treturn p.Validate{n}(name)\n\t}}\n\treturn nil\n}}\n'
                f"func (p *Part{file}) Validate{n}(name string) error {{ return nil }}\n"
                for n in range(10)
            )
            (folder / f"part{file}.go").write_text(
                f"package m{number:02}\n\n{uses}\ntype Part{file} struct {{\n\tName string\n}}\n\n"
                f"{functions}"
            )


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folders:
    write_managers(tmp_path / "managers", managers=3, files=2)
    plan = tmp_path / "plan-dev-v1.md"
    plan.write_text("# Plan\n\n## Phase 1\n- [x] one\n- [ ] two\n", encoding="utf-8")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return Folders(tmp_path / "managers", plan, tmp_path / "state")


@pytest.fixture
def nobody() -> Iterator[str]:
    """An address where nothing answers and nothing else can begin to."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "backend.log"


def start(flags: dict[str, object], log: Path) -> subprocess.Popen[bytes]:
    """A backend as the dashboard starts it."""
    with log.open("ab") as file:
        return start_backend(json.dumps({"flags": flags, "demo": None}).encode(), file.fileno())


async def first_of_each(link: ChildLink, probes: set[str]) -> dict[str, Reading]:
    """The first Reading of each of `probes`."""
    found: dict[str, Reading] = {}
    async with asyncio.timeout(PATIENCE):
        async for reading in link.readings():
            found.setdefault(reading.probe, reading)
            if probes <= set(found):
                break
    return found


def family(pid: int) -> list[psutil.Process]:
    root = psutil.Process(pid)
    return [root, *root.children(recursive=True)]


def still_there(processes: list[psutil.Process]) -> list[psutil.Process]:
    return list(psutil.wait_procs(processes, timeout=PATIENCE)[1])


async def test_every_probe_speaks_whatever_is_missing(
    folders: Folders, nobody: str, log: Path
) -> None:
    link = ChildLink(start(folders.flags(nobody), log))
    found = await first_of_each(link, PROBES)
    await link.close()

    assert set(found) == PROBES
    ecosystem, plans = found["managers"].value, found["plan"].value
    assert isinstance(ecosystem, Ecosystem)
    assert len(ecosystem.managers) == 3
    assert isinstance(plans, Plans)
    assert (plans.plans[0].done, plans.plans[0].total) == (1, 2)
    assert isinstance(found["host"].value, Host)
    assert found["migration"].value == Migrations()
    for name in ("qdrant.server", "qdrant.collections", "qdrant.latency"):
        error = found[name].error
        assert error is not None
        assert error.kind == "unreachable"
        assert nobody in error.summary
        assert error.remedy


async def test_what_nobody_named_says_how_to_name_it(
    folders: Folders, nobody: str, log: Path
) -> None:
    link = ChildLink(start({"state": str(folders.state), "qdrant": nobody}, log))
    found = await first_of_each(link, PROBES)
    await link.close()
    named = (("managers", "--managers"), ("plan", "--plan"), ("gateway", "--gateway"))
    for probe, flag in named:
        error = found[probe].error
        assert error is not None
        assert error.kind == "unconfigured"
        assert flag in error.remedy


async def test_the_end_of_stdin_ends_it_and_its_workers(
    folders: Folders, nobody: str, log: Path
) -> None:
    process = start(folders.flags(nobody), log)
    link = ChildLink(process)
    await first_of_each(link, {"managers", "plan"})
    processes = family(process.pid)
    assert len(processes) > 1, "the scan runs in a process of its own"

    await link.close()

    assert process.returncode == 0, log.read_text()
    assert still_there(processes) == []


async def test_it_does_what_it_is_asked_and_survives_what_it_is_not(
    folders: Folders, nobody: str, log: Path
) -> None:
    process = start(folders.flags(nobody), log)
    link = ChildLink(process)
    assert process.stdin is not None
    async with asyncio.timeout(PATIENCE):
        async for reading in link.readings():
            if reading.probe == "actions" and isinstance(reading.value, Actions):
                if reading.value.deeds:
                    break
                process.stdin.write(b"no request\n")
                link.ask(Refresh(probe="nobody"))
                link.ask(Act(run="20261122T140002", order="abort"))
    await link.close()
    assert isinstance(reading.value, Actions)
    assert reading.value.deeds[0].state == "refused"
    assert "stdin:2: expected a request" in log.read_text()
    assert "no probe nobody" in log.read_text()
    with pytest.raises(CannotAsk):
        link.ask(Refresh())


RELAY = """
import json, os, sys
from backend.child import start_backend

child = start_backend(sys.argv[1].encode(), os.open(sys.argv[2], os.O_RDWR | os.O_CREAT))
for line in child.stdout:
    print(json.loads(line)["probe"], flush=True)
"""


async def test_a_killed_parent_takes_it_and_its_workers_along(
    folders: Folders, nobody: str, log: Path
) -> None:
    parent = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        RELAY,
        json.dumps({"flags": folders.flags(nobody), "demo": None}),
        str(log),
        stdout=subprocess.PIPE,
    )
    assert parent.stdout is not None
    spoken: set[str] = set()
    async with asyncio.timeout(PATIENCE):
        while not {"managers", "plan"} <= spoken:
            line = await parent.stdout.readline()
            assert line, log.read_text()
            spoken.add(line.decode().strip())
    processes = family(parent.pid)
    assert len(processes) > 2, "parent, backend, worker"

    parent.send_signal(signal.SIGKILL)
    await parent.wait()

    assert still_there(processes) == []


class Refusing(BaseHTTPRequestHandler):
    """A Qdrant that wants another key; it notes which ones were shown to it."""

    shown: set[str | None]

    def do_GET(self) -> None:
        self.shown.add(self.headers["api-key"])
        body = b'{"status":{"error":"Invalid API key or JWT"}}'
        self.send_response(401)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        self.do_GET()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (its base's name)
        """Say nothing."""


@pytest.fixture
def refusing() -> Iterator[tuple[str, set[str | None]]]:
    """The address of a server that refuses every key, and the keys it was shown."""
    shown: set[str | None] = set()
    server = HTTPServer(("127.0.0.1", 0), type("Bound", (Refusing,), {"shown": shown}))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", shown
    server.shutdown()
    thread.join()
    server.server_close()


async def test_the_api_key_goes_to_qdrant_and_nowhere_else(
    folders: Folders,
    refusing: tuple[str, set[str | None]],
    log: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    url, shown = refusing
    monkeypatch.setenv("QDRANT_API_KEY", SECRET)
    monkeypatch.setenv("LOG_LEVEL", "debug")
    process = start(folders.flags(url), log)
    link = ChildLink(process)
    found = await first_of_each(link, PROBES)
    arguments = [process.cmdline() for process in family(process.pid)]
    await link.close()

    assert SECRET in shown
    error = found["qdrant.server"].error
    assert error is not None
    assert error.kind == "refused"
    assert "QDRANT_API_KEY" in error.remedy
    assert not any(SECRET in reading.model_dump_json() for reading in found.values())
    assert SECRET not in json.dumps(arguments)
    assert log.stat().st_size > 0
    assert SECRET not in log.read_text()


COUNT_SLICES = f"""
import asyncio, json, runpy, sys, time

run = asyncio.events.Handle._run
slices = []

def counted(handle):
    # CPU time of the loop's own thread: a busy machine does not make a slice longer.
    callback, began = handle._callback, time.thread_time()
    run(handle)
    slices.append((time.thread_time() - began, repr(getattr(callback, "__self__", callback))))

asyncio.events.Handle._run = counted
runpy.run_module("backend", run_name="__main__")
long = [(round(took, 3), name) for took, name in slices if took > {SLOWEST_SLICE}]
print(json.dumps({{"slices": len(slices), "long": long}}), file=sys.stderr)
"""


async def test_no_slice_of_its_loop_is_long(tmp_path: Path, nobody: str) -> None:
    write_managers(tmp_path / "managers", managers=30, files=10)
    flags = {
        "managers": [str(tmp_path / "managers")],
        "state": str(tmp_path / "state"),
        "qdrant": nobody,
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        COUNT_SLICES,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path)},
        limit=2**28,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps({"flags": flags, "demo": None}).encode() + b"\n")
    async with asyncio.timeout(PATIENCE):
        while b'"probe":"managers"' not in (line := await process.stdout.readline()):
            assert line
        # The rest is read so that the end is not held up by a full pipe.
        _, errors = await process.communicate(b"")
    counted = json.loads(errors.splitlines()[-1])
    assert Reading.model_validate_json(line).error is None
    assert counted["slices"] > 50
    assert counted["long"] == []
