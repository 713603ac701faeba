"""The demo's world as a whole: real processes, real sockets, and nothing left of them."""

import asyncio
import json
import os
import sys
import tempfile
import threading
from asyncio.subprocess import PIPE
from collections.abc import Awaitable, Callable
from pathlib import Path

import httpx
import psutil
import pytest

from backend import config
from backend.demo.world import COLLECTION, DemoWorld

LONGEST_SECONDS = 60
PARENT = """
import asyncio, json
from backend import config
from backend.demo.world import DemoWorld

async def main():
    async with DemoWorld(config.load({})[0]) as world:
        while set(world.processes.values()) != {"qdrant", "load", "migration"}:
            await asyncio.sleep(0.05)
        print(json.dumps({"pids": list(world.processes), "folder": str(world.folder)}), flush=True)
        await asyncio.Event().wait()

asyncio.run(main())
"""


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary files, of this process and of those it starts."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


async def until(condition: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(LONGEST_SECONDS):
        while not await condition():
            await asyncio.sleep(0.05)


def runs(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


async def none_run(pids: list[int]) -> None:
    async def gone() -> bool:
        return not any(map(runs, pids))

    await until(gone)


async def test_points_arrive_searches_run_and_nothing_is_left(temporary: Path) -> None:
    settings, _ = config.load({})
    counts: list[int] = []
    async with DemoWorld(settings) as world, httpx.AsyncClient() as client:
        assert all(path.is_dir() for path in world.settings.managers)
        assert world.settings.state.is_dir()

        async def points_grew() -> bool:
            url = f"{world.settings.qdrant}/collections/{COLLECTION}/points/count"
            try:
                answer = await client.post(url, json={"exact": True})
            except httpx.HTTPError:
                return False
            if answer.status_code == httpx.codes.OK:
                counts.append(answer.json()["result"]["count"])
            return len(set(counts)) >= 3

        async def searches_ran() -> bool:
            metrics = (await client.get(f"{world.settings.qdrant}/metrics")).text
            return any(
                "rest_responses_total" in line
                and "/points/query" in line
                and 'status="200"' in line
                for line in metrics.splitlines()
            )

        await until(points_grew)
        await until(searches_ran)
        assert set(world.processes.values()) == {"qdrant", "load", "migration"}
        assert "on their way" in (await world.probe.read()).stage
        pids = list(world.processes)
    assert counts == sorted(counts)
    assert not any(map(runs, pids))
    assert not world.processes
    assert list(temporary.iterdir()) == []


async def test_a_kept_world_stays_on_disk(tmp_path: Path) -> None:
    settings, _ = config.load({})
    async with DemoWorld(settings, tmp_path / "kept") as world:
        assert (await world.probe.read()).kept
    assert (tmp_path / "kept" / "development" / "managers").is_dir()
    assert not world.processes


async def test_a_world_that_is_interrupted_while_written_leaves_nothing(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, cancelled = threading.Event(), threading.Event()

    def write_late(folder: Path) -> None:
        begun.set()
        cancelled.wait(LONGEST_SECONDS)
        (folder / "late").touch()

    monkeypatch.setattr("backend.demo.world.write_ecosystem", write_late)
    settings, _ = config.load({})
    entering = asyncio.create_task(DemoWorld(settings).__aenter__())
    assert await asyncio.to_thread(begun.wait, LONGEST_SECONDS)
    entering.cancel()
    cancelled.set()
    await asyncio.wait([entering])
    assert entering.cancelled()
    assert list(temporary.iterdir()) == []


async def test_a_process_that_ends_early_is_told(tmp_path: Path) -> None:
    settings, _ = config.load({})
    async with DemoWorld(settings, tmp_path / "kept") as world:

        async def qdrant_runs() -> bool:
            return "qdrant" in world.processes.values()

        async def told() -> bool:
            return "qdrant ended with exit code" in (await world.probe.read()).stage

        await until(qdrant_runs)
        (pid,) = [pid for pid, role in world.processes.items() if role == "qdrant"]
        os.kill(pid, 9)
        await until(told)
        assert "qdrant ended with exit code -9" in (await world.probe.read()).stage


async def test_children_follow_a_parent_that_was_killed(temporary: Path) -> None:
    parent = await asyncio.create_subprocess_exec(sys.executable, "-c", PARENT, stdout=PIPE)
    assert parent.stdout is not None
    async with asyncio.timeout(LONGEST_SECONDS):
        told = json.loads(await parent.stdout.readline())
    assert all(map(runs, told["pids"]))
    parent.kill()
    await parent.wait()
    await none_run(told["pids"])
    assert Path(told["folder"]).parent == temporary


async def test_a_world_that_is_interrupted_while_it_starts_leaves_nothing(temporary: Path) -> None:
    settings, _ = config.load({})
    world = DemoWorld(settings)
    entering = asyncio.create_task(world.__aenter__())

    async def qdrant_starts() -> bool:
        return hasattr(world, "_children") and bool(world.processes)

    await until(qdrant_starts)
    pids = list(world.processes)
    entering.cancel()
    await asyncio.wait([entering])
    assert entering.cancelled()
    await none_run(pids)
    assert list(temporary.iterdir()) == []
