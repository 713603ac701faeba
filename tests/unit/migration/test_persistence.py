from collections.abc import Awaitable, Callable

import pytest

from backend.migration.errors import Stopped, TargetAway
from backend.migration.pace import Pace
from backend.migration.persistence import Persistence
from backend.migration.rest import Unavailable

AWAY = Unavailable("no answer", is_away=True)
BROKEN = Unavailable("answered 500", is_away=False)


class Clock:
    """Time that passes by sleeping only."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds
        self.slept.append(seconds)


def failing(*errors: Exception) -> Callable[[], Awaitable[str]]:
    """A request that fails so, in order, and then succeeds."""
    left = list(errors)

    async def request() -> str:
        if left:
            raise left.pop(0)
        return "done"

    return request


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def told() -> list[tuple[str, int | None]]:
    return []


@pytest.fixture
def persistence(clock: Clock, told: list[tuple[str, int | None]]) -> Persistence:
    return Persistence(60.0, clock.sleep, lambda *retry: told.append(retry), clock)


async def test_what_succeeds_at_once_waits_for_nothing(
    persistence: Persistence, clock: Clock
) -> None:
    assert await persistence.insist(failing()) == ("done", 1)
    assert clock.slept == []


async def test_every_retry_is_told_with_its_batch(
    persistence: Persistence, told: list[tuple[str, int | None]], clock: Clock
) -> None:
    assert await persistence.insist(failing(BROKEN, AWAY), batch=7) == ("done", 3)
    assert [batch for _, batch in told] == [7, 7]
    assert told[0][0] == f"answered 500; again in {clock.slept[0]:.1f} s"


async def test_waits_are_random_and_grow_to_at_most_ten_seconds(
    persistence: Persistence, clock: Clock
) -> None:
    await persistence.insist(failing(*[BROKEN] * 9))
    bounds = [min(10.0, 0.2 * 2**n) for n in range(9)]
    assert all(0 <= wait <= bound for wait, bound in zip(clock.slept, bounds, strict=True))
    assert len(set(clock.slept)) == 9


async def test_retry_after_is_honoured_with_a_little_jitter(
    persistence: Persistence, clock: Clock
) -> None:
    asked = Unavailable("answered 429", retry_after=7.0, is_away=False)
    await persistence.insist(failing(asked, asked))
    assert all(7.0 <= wait <= 7.5 for wait in clock.slept)


async def test_a_server_that_names_its_own_time_is_never_given_up(
    persistence: Persistence, clock: Clock
) -> None:
    asked = Unavailable("answered 429", retry_after=300.0, is_away=False)
    assert await persistence.insist(failing(BROKEN, *[asked] * 5)) == ("done", 7)
    assert clock.now > 1500


async def test_a_target_silent_for_too_long_is_given_up(
    persistence: Persistence, clock: Clock
) -> None:
    with pytest.raises(TargetAway, match="no answer"):
        await persistence.insist(failing(*[AWAY] * 1000))
    assert 60 <= sum(clock.slept) <= 70
    assert persistence.is_away


async def test_one_success_begins_the_time_anew(persistence: Persistence, clock: Clock) -> None:
    for _ in range(30):
        await persistence.insist(failing(AWAY, AWAY, AWAY))
        clock.now += 50
    assert not persistence.is_away


async def test_only_silence_is_called_away(persistence: Persistence) -> None:
    seen: list[bool] = []

    async def request() -> None:
        seen.append(persistence.is_away)
        if len(seen) <= 2:
            raise (AWAY, BROKEN)[len(seen) - 1]

    await persistence.insist(request)
    assert seen == [False, True, False]


async def test_other_failures_are_not_repeated(persistence: Persistence, clock: Clock) -> None:
    with pytest.raises(ZeroDivisionError):
        await persistence.insist(failing(ZeroDivisionError()))
    assert clock.slept == []


async def test_stopping_ends_a_wait(told: list[tuple[str, int | None]], clock: Clock) -> None:
    async def stopped(_: float) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        await Persistence(60, stopped, lambda *retry: None, clock).insist(failing(AWAY))


async def test_a_pace_spreads_points_evenly(clock: Clock) -> None:
    pace = Pace(50.0, clock.sleep, clock)
    for _ in range(5):
        await pace.wait(100)
    assert clock.now == pytest.approx(108.0)


async def test_a_pace_makes_up_for_no_lost_time(clock: Clock) -> None:
    pace = Pace(50.0, clock.sleep, clock)
    await pace.wait(100)
    clock.now += 1000
    await pace.wait(100)
    await pace.wait(100)
    assert clock.slept == [pytest.approx(2.0)]


async def test_without_a_pace_nothing_waits(clock: Clock) -> None:
    await Pace(None, clock.sleep, clock).wait(10**9)
    assert clock.slept == []
