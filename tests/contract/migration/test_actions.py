"""Actions from the screen: carried out by the very commands, told as Readings."""

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from backend.hub import Hub
from backend.migration.history import read_run
from backend.model.actions import Actions, Deed
from backend.model.request import Act
from backend.probes.actions import ActionsProbe
from tests.contract.migration.conftest import Bench
from tests.migration_sources import vectors, write


async def outcome(probe: ActionsProbe) -> Deed:
    """What came of the only action."""
    async with asyncio.timeout(60):
        while True:
            await probe.changed()
            told: Actions = await probe.read()
            if told.deeds[0].state != "under way":
                return told.deeds[0]


async def test_without_leave_nothing_is_touched(bench: Bench) -> None:
    probe = ActionsProbe(bench.state, allowed=False)
    Hub([probe]).ask(Act(run="any", order="abort"))
    told = await probe.read()
    assert not told.allowed
    assert told.deeds[0].state == "refused"
    assert "--allow-actions" in told.deeds[0].detail
    assert not bench.state.exists()


async def test_a_run_is_taken_back_and_told(bench: Bench, tmp_path: Path) -> None:
    source = write(tmp_path / "a.json", vectors(range(30)))
    assert (await bench.run(source)).code == 0
    run = read_run(bench.journals[0])
    probe = ActionsProbe(bench.state, allowed=True)
    probe.act(Act(run=run.id, order="rollback"))
    deed = await outcome(probe)
    await probe.close()
    assert deed.state == "done", deed.detail
    switch = read_run(bench.journals[0]).switch
    assert switch is not None
    assert switch.state == "returned"


async def test_the_backend_ends_while_an_action_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as long:
        probe = ActionsProbe(tmp_path, allowed=True)
        began = asyncio.Event()

        def start(_: Act, __: Path) -> subprocess.Popen[bytes]:
            loop.call_soon_threadsafe(began.set)
            return long

        loop = asyncio.get_running_loop()
        monkeypatch.setattr(probe, "_start", start)
        probe.act(Act(run="any", order="resume"))
        await began.wait()
        await probe.changed()
        await probe.close()
        try:
            async with asyncio.timeout(10):
                await loop.shutdown_default_executor()
            assert long.poll() is None
        finally:
            long.communicate(b"\n")


async def test_a_refusal_is_told_in_the_commands_words(bench: Bench) -> None:
    probe = ActionsProbe(bench.state, allowed=True)
    probe.act(Act(run="--help", order="pause"))
    deed = await outcome(probe)
    await probe.close()
    assert deed.state == "refused"
    assert "no run --help" in deed.detail
    (log,) = (bench.state / "actions").iterdir()
    assert log.stat().st_mode & 0o777 == 0o600
