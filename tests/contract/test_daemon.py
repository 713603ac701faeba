"""A backend that runs by itself, its socket, and the screens that come and go."""

import asyncio
import os
import signal
import stat
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from pydantic import JsonValue

from backend.attached import AttachedLink, is_served
from backend.daemon import REQUEST_LIMIT, CannotServe, listening
from backend.hub import Hub
from backend.model.host import Host
from backend.model.reading import Reading
from backend.model.request import Act, Look, Period, Refresh
from backend.model.world import World
from backend.wire import CannotAsk, LinkEnded

PATIENCE = 60
"""Seconds before a test gives up; nothing is measured by it."""

ORDER = Act(run="20261122T140002", order="abort")


class Counting:
    """A probe that says how often it was read, and notes what it was told to do."""

    name, target, timeout = "counting", "here", 5.0

    def __init__(self) -> None:
        self.period = 3600.0
        self.calls = 0
        self.told: list[Act] = []
        self.subjects: list[JsonValue] = []
        self.left = asyncio.Event()

    async def read(self) -> World:
        self.calls += 1
        return World(stage=str(self.calls), folder="/f")

    def act(self, asked: Act) -> None:
        self.told.append(asked)

    def look(self, subject: JsonValue) -> None:
        self.subjects.append(subject)

    def look_away(self) -> None:
        self.subjects.append(None)
        self.left.set()


@asynccontextmanager
async def served(path: Path, probe: Counting) -> AsyncIterator[Hub]:
    """A hub that serves at a socket."""
    hub = Hub([probe])
    async with asyncio.timeout(PATIENCE), listening(hub, path):
        running = asyncio.create_task(hub.run())
        yield hub
        running.cancel()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "b.sock"


def stage(reading: Reading) -> str:
    assert isinstance(reading.value, World)
    return reading.value.stage


async def test_each_screen_is_told_what_is_known_and_what_comes(path: Path) -> None:
    probe = Counting()
    async with served(path, probe):
        one, two = (AttachedLink(path, acting=False) for _ in range(2))
        first, second = one.readings(), two.readings()
        assert stage(await anext(first)) == "1"
        assert stage(await anext(second)) == "1"
        one.ask(Refresh(probe="counting"))
        assert stage(await anext(first)) == "2"
        assert stage(await anext(second)) == "2"
        await one.close()
        two.ask(Refresh())
        assert stage(await anext(second)) == "3"
        await two.close()
        with pytest.raises(StopAsyncIteration):
            await anext(second)


async def test_only_its_owner_may_open_it_and_it_goes_with_its_backend(path: Path) -> None:
    async with served(path, Counting()):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert is_served(path)
    assert not path.exists()
    assert not is_served(path)


async def test_a_screen_is_told_when_its_backend_ends(path: Path) -> None:
    link = AttachedLink(path, acting=True)
    async with served(path, Counting()):
        readings = link.readings()
        await anext(readings)
    with pytest.raises(LinkEnded, match="ended"):
        await anext(readings)
    with pytest.raises(CannotAsk):
        await _until_refused(link)


async def _until_refused(link: AttachedLink) -> None:
    async with asyncio.timeout(PATIENCE):
        while True:
            link.ask(Refresh())
            await asyncio.sleep(0)


async def test_a_screen_without_a_backend_says_so(path: Path) -> None:
    link = AttachedLink(path, acting=False)
    with pytest.raises(LinkEnded, match=r"b\.sock: "):
        await anext(link.readings())
    with pytest.raises(CannotAsk):
        link.ask(Refresh())
    await link.close()


async def test_orders_come_only_from_a_screen_that_may_give_them(path: Path) -> None:
    probe = Counting()
    async with served(path, probe):
        for acting in (False, True):
            link = AttachedLink(path, acting=acting)
            readings = link.readings()
            await anext(readings)
            if not acting:
                with pytest.raises(CannotAsk, match="--allow-actions"):
                    link.ask(ORDER)
            else:
                link.ask(ORDER)
            link.ask(Refresh())
            await anext(readings)
            assert probe.told == [ORDER] * acting
            await link.close()


async def test_what_screens_asked_for_is_asked_for_until_the_last_has_gone(path: Path) -> None:
    probe = Counting()
    async with served(path, probe) as hub:
        one, two = (AttachedLink(path, acting=False) for _ in range(2))
        first, second = one.readings(), two.readings()
        await anext(first)
        await anext(second)
        one.ask(Look(probe="counting", subject={"bodies": True}))
        one.ask(Period(factor=2))
        assert (await anext(second)).period == 2 * probe.period
        await one.close()
        two.ask(Refresh())
        await anext(second)
        assert probe.subjects == [{"bodies": True}]
        await two.close()
        await probe.left.wait()
        assert probe.subjects == [{"bodies": True}, None]
        assert (await hub.read_once(probe)).period == probe.period


@pytest.mark.parametrize(
    "rubbish", [b"no request\n", b"x" * (REQUEST_LIMIT + 2) + b"\n", b"\xff\n"]
)
async def test_rubbish_costs_at_most_the_screen_that_sent_it(
    path: Path, rubbish: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    async with served(path, Counting()):
        told, bad = await asyncio.open_unix_connection(path)
        bad.write(rubbish)
        bad.write_eof()
        await told.read()  # until it is let go
        link = AttachedLink(path, acting=False)
        readings = link.readings()
        assert stage(await anext(readings)) == "1"
        link.ask(Period(factor=2))
        assert stage(await anext(readings)) == "2"
        await link.close()
        bad.close()
    (record,) = caplog.records
    assert record.levelname == "WARNING"
    assert record.getMessage().startswith("screen:1: expected a request")


async def test_a_socket_left_by_a_killed_backend_is_taken_over(path: Path) -> None:
    path.parent.mkdir()
    leave = "import socket, sys; socket.socket(socket.AF_UNIX).bind(sys.argv[1])"
    subprocess.run([sys.executable, "-c", leave, str(path)], check=True)
    async with served(path, Counting()):
        assert is_served(path)


async def test_nothing_that_lies_there_is_taken_from_others(path: Path) -> None:
    async with served(path, Counting()):
        with pytest.raises(CannotServe, match="passerelle attach"):
            async with listening(Hub(), path):
                pass
        assert is_served(path)
    path.write_text("precious")
    with pytest.raises(CannotServe, match="no socket"):
        async with listening(Hub(), path):
            pass
    assert path.read_text() == "precious"


async def test_a_place_that_cannot_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for impossible in (tmp_path / "file" / "b.sock", tmp_path / ("x" * 200)):
        with pytest.raises(CannotServe, match="--socket"):
            async with listening(Hub(), impossible):
                pass


async def test_the_program_serves_until_a_signal_ends_it(path: Path, tmp_path: Path) -> None:
    program = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tui", "serve", "--socket", str(path)),
        *("--state", str(tmp_path / "state"), "--qdrant", "http://127.0.0.1:9"),
        env={**os.environ, "HOME": str(tmp_path)},
        cwd=tmp_path,
        stderr=subprocess.PIPE,
    )
    assert program.stderr is not None
    async with asyncio.timeout(PATIENCE):
        assert f"passerelle attach {path}" in (await program.stderr.readline()).decode()
        link = AttachedLink(path, acting=False)
        async for reading in link.readings():
            if isinstance(reading.value, Host):
                break
        program.send_signal(signal.SIGTERM)
        await program.communicate()
    await link.close()
    assert program.returncode == 0
    assert not path.exists()
