import asyncio
import os
import time
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

from backend.worker import Worker


def hang(path: str) -> None:
    Path(path).write_text(str(os.getpid()))
    time.sleep(600)


def die() -> None:
    os._exit(3)


@pytest.fixture
def worker() -> Iterator[Worker]:
    made = Worker()
    yield made
    made.shutdown()


async def test_calls_run_in_another_process(worker: Worker) -> None:
    loop = asyncio.get_running_loop()
    first = await loop.run_in_executor(worker, os.getpid)
    second = await loop.run_in_executor(worker, os.getpid)
    assert first == second != os.getpid()


async def test_an_exception_comes_back(worker: Worker) -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        await asyncio.get_running_loop().run_in_executor(worker, int, "x")


async def test_a_cancelled_call_ends_its_process(worker: Worker, tmp_path: Path) -> None:
    loop = asyncio.get_running_loop()
    mark = tmp_path / "pid"
    call = loop.run_in_executor(worker, hang, str(mark))
    while not (mark.exists() and mark.read_text()):
        await asyncio.sleep(0.01)
    call.cancel()
    await asyncio.sleep(0)
    after = await loop.run_in_executor(worker, os.getpid)
    hung = int(mark.read_text())
    assert after != hung
    while Path(f"/proc/{hung}").exists() and _state(hung) != "Z":
        await asyncio.sleep(0.01)


async def test_a_process_that_dies_costs_one_call(worker: Worker) -> None:
    loop = asyncio.get_running_loop()
    with pytest.raises(BrokenProcessPool):
        await loop.run_in_executor(worker, die)
    assert await loop.run_in_executor(worker, int, "3") == 3


def _state(pid: int) -> str:
    return Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1][0]
