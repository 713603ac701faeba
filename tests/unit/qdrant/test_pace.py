import pytest

from backend.qdrant.pace import LONGEST, Pace, Seldom
from tests.clock import Clock


@pytest.mark.parametrize(
    ("took", "period"), [(0.01, 2.0), (0.2, 2.0), (1.0, 10.0), (4.0, 40.0), (30.0, LONGEST)]
)
def test_a_slow_server_is_asked_more_seldom(took: float, period: float) -> None:
    clock = Clock()
    pace = Pace(2.0, clock)
    with pace.reading():
        clock.now += took
    assert pace.period == pytest.approx(period)


def test_a_reading_that_fails_counts_too_and_a_quick_one_makes_it_quick_again() -> None:
    clock = Clock()
    pace = Pace(2.0, clock)
    with pytest.raises(TimeoutError), pace.reading():
        clock.now += 5.0
        raise TimeoutError
    assert pace.period == 50.0
    with pace.reading():
        clock.now += 0.1
    assert pace.period == 2.0


async def test_an_answer_is_kept_until_it_is_old_or_wanted_anew() -> None:
    clock = Clock()
    asked = []

    async def ask() -> int:
        asked.append(clock.now)
        return len(asked)

    kept: Seldom[int] = Seldom(30.0, clock)
    found = []
    for now, anew in ((0, False), (29, False), (29.5, True), (31, False), (59.5, False)):
        clock.now = now
        found.append(await kept.get(ask, anew=anew))
    assert found == [1, 1, 2, 2, 3]
    assert asked == [0, 29.5, 59.5]


async def test_a_question_that_failed_is_asked_again() -> None:
    kept: Seldom[int] = Seldom(30.0, Clock())

    async def fail() -> int:
        raise OSError

    async def answer() -> int:
        return 5

    with pytest.raises(OSError, match=r"^$"):
        await kept.get(fail)
    assert await kept.get(answer) == 5
