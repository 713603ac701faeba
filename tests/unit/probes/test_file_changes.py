import asyncio
import gc
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from backend.probes.file_changes import FileChanges


async def test_a_changed_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    changes = FileChanges((tmp_path, tmp_path / "gone"))
    heard = 0
    async with asyncio.timeout(30):
        while heard < 2:
            told = asyncio.create_task(changes.wait())
            while not told.done():  # the system takes a moment to begin
                (tmp_path / "deep" / "a.go").write_text("package a\n")
                await asyncio.wait((told,), timeout=0.05)
            heard += told.exception() is None
    await changes.close()
    assert heard == 2


async def test_what_changed_meanwhile_is_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    more: asyncio.Queue[set[str]] = asyncio.Queue()

    async def fake(*_: Path, **__: int) -> AsyncIterator[set[str]]:
        while True:
            yield await more.get()

    monkeypatch.setattr("backend.probes.file_changes.awatch", fake)
    changes = FileChanges((tmp_path,))
    more.put_nowait({"first"})
    await changes.wait()
    more.put_nowait({"second"})
    await asyncio.sleep(0)
    told = asyncio.create_task(changes.wait())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert told.done()
    more.put_nowait({"third"})
    await changes.wait()
    await changes.close()


@pytest.mark.parametrize(
    "refusal",
    [
        OSError(28, "inotify watch limit reached"),
        ExceptionGroup("of a task group", [RuntimeError("Unable to decode path")]),
    ],
    ids=["limit", "name"],
)
async def test_where_the_system_cannot_tell_it_waits_and_tries_again(
    refusal: Exception,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    tried = []

    async def refuse(*_: Path, **__: int) -> AsyncIterator[set[str]]:
        tried.append(1)
        if tried:
            raise refusal
        yield set()

    monkeypatch.setattr("backend.probes.file_changes.awatch", refuse)
    changes = FileChanges((tmp_path,))
    for attempt in (1, 2):
        told = asyncio.create_task(changes.wait())
        for _ in range(5):
            await asyncio.sleep(0)
        assert len(tried) == attempt
        assert not told.done()
        told.cancel()
    await changes.close()
    gc.collect()
    assert not caplog.records
