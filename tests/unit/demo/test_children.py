import asyncio
import signal
from pathlib import Path

import psutil
import pytest

from backend.demo.children import Children

NOWHERE = "http://127.0.0.1:9"
LOAD = ("backend.demo.leash", "backend.demo.load", NOWHERE, "none")


async def test_children_end_when_asked(tmp_path: Path) -> None:
    children = Children(tmp_path / "logs")
    process = await children.start("load", *LOAD)
    assert children.roles == {process.pid: "load"}
    await children.end()
    assert process.returncode == -signal.SIGTERM
    assert children.roles == {}


async def test_a_child_that_does_not_listen_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backend.demo.children.END_SECONDS", 0.1)
    children = Children(tmp_path / "logs")
    process = await children.start("load", *LOAD[1:])
    await children.end()
    assert process.returncode == -signal.SIGKILL


async def test_a_child_that_ends_by_itself_is_forgotten(tmp_path: Path) -> None:
    children = Children(tmp_path / "logs")
    process = await children.start("nothing", "no.such.module")
    await process.wait()
    await children.end()
    assert children.roles == {}
    assert "no.such.module" in children.log("nothing").read_text()


async def test_secrets_are_not_handed_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QDRANT_API_KEY", "secret")
    monkeypatch.setenv("QDRANT__SERVICE__API_KEY", "secret")
    children = Children(tmp_path / "logs")
    process = await children.start("load", *LOAD)
    # The system fills in a process's environment a moment after it has begun.
    while not (environment := psutil.Process(process.pid).environ()):
        await asyncio.sleep(0)
    await children.end()
    assert "PATH" in environment
    assert "secret" not in environment.values()
