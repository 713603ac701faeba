from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from backend.migration import grouping
from backend.migration.done import Done
from backend.migration.grouping import MOST, Grouping
from backend.migration.journal import Journal
from tests.clock import Clock

PERIOD = 100


class Spy:
    """What a journal is asked to write down in one transaction each."""

    def __init__(self) -> None:
        self.groups: list[list[int]] = []

    def end_batches(self, group: list[Done]) -> None:
        self.groups.append([done.number for done in group])


def done(number: int) -> Done:
    return Done(number, range(number, number + 1), 1, 1, (), at=0.0)


@pytest.fixture(scope="module", autouse=True)
def in_ticks() -> Iterator[None]:
    """Time in whole numbers: no rounding makes a pause a little longer than it was drawn."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grouping, "PERIOD", PERIOD)
        yield


@given(st.lists(st.integers(0, 2 * PERIOD), min_size=1, max_size=50))
@example([0, PERIOD, 0])
@example([0, PERIOD - 1, 1, 0])
def test_everything_is_written_once_and_in_order_and_rarely(pauses: list[int]) -> None:
    clock, spy = Clock(), Spy()
    held = Grouping(spy, clock)  # type: ignore[arg-type]
    for number, pause in enumerate(pauses):
        clock.now += pause
        held.add(done(number))
        if pause >= PERIOD:  # what comes alone waits for nothing
            assert spy.groups[-1][-1] == number
    held.write()
    assert [number for group in spy.groups for number in group] == list(range(len(pauses)))
    assert len(spy.groups) <= 2 + sum(pauses) // PERIOD


def test_a_full_group_waits_no_longer() -> None:
    clock, spy = Clock(), Spy()
    held = Grouping(spy, clock)  # type: ignore[arg-type]
    for number in range(MOST + 1):
        held.add(done(number))
    assert [len(group) for group in spy.groups] == [1, MOST]


def test_what_is_written_stands_in_the_journal(surveyed: Journal) -> None:
    clock = Clock()
    held = Grouping(surveyed, clock)
    held.add(done(0))
    held.add(done(1))
    assert surveyed.done_batches() == {0}
    held.write()
    assert surveyed.done_batches() == {0, 1}
