"""Time here is a number: nothing waits, and every duration is known."""

import asyncio
from collections.abc import Callable

import pytest

from backend.qdrant.load import GIVE_UP, Load, Outcome
from tests.clock import Clock


async def loaded(
    answer: Callable[[Clock], bool], rate: float, until: float, at_once: int = 1
) -> tuple[Outcome, list[float]]:
    """A load until a moment, and when each question was asked.

    Args:
        answer: Lets time pass, and says whether there was an answer.
    """
    clock, asked, over = Clock(), [], asyncio.Event()

    async def ask() -> bool:
        asked.append(clock.now)
        return answer(clock)

    async def sleep(seconds: float) -> None:
        woken = clock.now + seconds
        await asyncio.sleep(0)  # in which what was begun takes its time
        clock.now = max(clock.now, woken)
        if clock.now >= until:
            over.set()
            await asyncio.Event().wait()

    load = Load(ask, rate, clock, sleep, at_once)
    running = asyncio.create_task(load.run())
    await over.wait()
    outcome = load.outcome()
    running.cancel()
    await asyncio.wait([running])
    return outcome, asked


def taking(seconds: float) -> Callable[[Clock], bool]:
    def answer(clock: Clock) -> bool:
        clock.now += seconds
        return True

    return answer


async def test_questions_come_at_their_rate() -> None:
    outcome, asked = await loaded(taking(0.001), rate=8, until=2.0)
    assert asked == pytest.approx([i / 8 for i in range(16)], abs=1e-9)
    assert outcome.took.count == 16
    assert outcome.took.slowest == pytest.approx(0.001)
    assert (outcome.errors, outcome.missed) == (0, 0)


async def test_who_had_to_wait_for_a_stalled_server_has_waited() -> None:
    """One answer takes a second: the seven questions due meanwhile are late by what they waited."""

    def stalls_once(clock: Clock) -> bool:
        clock.now += 1.0 if clock.now == 0 else 0.001
        return True

    outcome, asked = await loaded(stalls_once, rate=8, until=3.0)
    assert asked[1] == pytest.approx(1.0)
    assert outcome.took.count == 24
    # 1, 0.876, 0.752 and so on down to 0.13 s; then 1 ms each.
    late = [outcome.took.quantile(1 - i / 24) or 0 for i in range(8)]
    assert late == pytest.approx([1 - 0.124 * i for i in range(8)], rel=0.011)
    assert outcome.took.quantile(0.5) == pytest.approx(0.001, rel=0.011)


async def test_a_server_that_cannot_follow_makes_questions_miss_and_not_pile_up() -> None:
    outcome, asked = await loaded(taking(0.5), rate=8, until=40.0)
    assert outcome.missed > 0
    assert outcome.took.slowest <= GIVE_UP + 1.0
    assert len(asked) <= 80


async def test_questions_without_an_answer_are_errors_and_no_durations() -> None:
    outcome, asked = await loaded(lambda clock: False, rate=10, until=1.0)
    assert (outcome.errors, outcome.took.count) == (len(asked), 0)


async def test_the_last_minute_is_told() -> None:
    outcome, asked = await loaded(taking(0.001), rate=10, until=300.0)
    assert 50 <= outcome.seconds <= 60
    assert outcome.took.count == pytest.approx(outcome.seconds * 10, abs=2)
    assert len(asked) == pytest.approx(3000, abs=2)


async def test_several_are_in_flight_and_no_more_than_allowed() -> None:
    clock, flying, most = Clock(), 0, 0
    release = asyncio.Event()

    async def ask() -> bool:
        nonlocal flying, most
        flying += 1
        most = max(most, flying)
        await release.wait()
        flying -= 1
        return True

    async def sleep(seconds: float) -> None:
        clock.now += seconds
        await asyncio.sleep(0)

    running = asyncio.create_task(Load(ask, 100, clock, sleep, at_once=4).run())
    while most < 4:
        await asyncio.sleep(0)
    for _ in range(50):
        await asyncio.sleep(0)
    running.cancel()
    await asyncio.wait([running])
    assert most == 4


def test_before_anything_was_asked_nothing_is_told() -> None:
    async def ask() -> bool:
        return True

    outcome = Load(ask, 1, Clock()).outcome()
    assert (outcome.seconds, outcome.took.count) == (0, 0)
