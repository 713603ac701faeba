import asyncio
from collections.abc import Iterator
from unittest.mock import AsyncMock, Mock

import pytest

from backend.migration import backpressure
from backend.migration.backpressure import HIGH, LOW, PATIENCE, Backpressure
from backend.migration.rest import Unavailable


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backpressure, "PERIOD", 0)


async def watched(*lengths: int | Exception | None) -> tuple[list[bool], list[str]]:
    """Whether the reader was let through after each look, and what was told."""
    told: list[str] = []
    allowed: list[bool] = []
    left: Iterator[int | Exception | None] = iter((*lengths, None))

    async def length() -> int | None:
        if asked.done():
            allowed.append(pressure.is_clear)
        else:
            asked.set_result(None)
        answer = next(left)
        if isinstance(answer, Exception):
            raise answer
        return answer

    asked: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    pressure = Backpressure(length, told.append)
    async with asyncio.timeout(5):
        await pressure.watch()
    return allowed, told


async def test_a_long_queue_holds_the_reader_until_it_is_short() -> None:
    allowed, told = await watched(0, HIGH, HIGH + 1, HIGH + 9, LOW, LOW - 1, HIGH)
    assert allowed == [True, True, False, False, False, True, True]
    assert told == [f"the target has {HIGH + 1:,} updates waiting: it is left alone for a while"]


async def test_a_server_that_does_not_answer_holds_nobody() -> None:
    allowed, _ = await watched(HIGH + 1, Unavailable("away", is_away=True), HIGH)
    assert allowed == [False, True, True]


async def test_a_server_without_a_queue_is_not_asked_again() -> None:
    assert await watched() == ([], [])


async def test_a_queue_that_stays_long_holds_nobody_for_ever() -> None:
    allowed, told = await watched(
        *[HIGH + 5] * (PATIENCE + 1), HIGH + 9, HIGH + 9, LOW - 1, HIGH + 1
    )
    assert allowed == [*[False] * PATIENCE, True, True, True, True, False]
    assert len(told) == 3
    assert told[1] == (
        f"the target still has {HIGH + 5:,} updates waiting, and they do not become fewer: "
        "the run goes on all the same"
    )


async def test_a_queue_that_becomes_shorter_is_waited_for_however_long_that_takes() -> None:
    lengths = [length for most in range(9 * HIGH, HIGH, -50) for length in [most] * PATIENCE]
    allowed, told = await watched(*lengths)
    assert allowed == [False] * len(lengths)
    assert len(told) == 1


async def test_whatever_ends_the_watching_lets_the_reader_go_on() -> None:
    broken = Backpressure(AsyncMock(side_effect=[HIGH + 1, OSError]), Mock())
    with pytest.raises(OSError):
        await broken.watch()
    restarted = Backpressure(AsyncMock(side_effect=[HIGH + 1, None]), Mock())
    await restarted.watch()
    assert broken.is_clear
    assert restarted.is_clear
