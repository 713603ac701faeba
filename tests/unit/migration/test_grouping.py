import time
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from backend.migration.done import Done
from backend.migration.grouping import MOST, PERIOD, Grouping
from backend.migration.journal import Journal
from tests.clock import Clock


class Spy:
    """What a journal is asked to write down in one transaction each."""

    def __init__(self) -> None:
        self.groups: list[list[int]] = []

    def end_batches(self, group: list[Done]) -> None:
        self.groups.append([done.number for done in group])


def done(number: int) -> Done:
    return Done(number, range(number, number + 1), 1, 1, (), time.time())


@given(st.lists(st.floats(0, 2 * PERIOD), min_size=1, max_size=50))
def test_everything_is_written_once_and_in_order_and_rarely(pauses: list[float]) -> None:
    clock, spy = Clock(), Spy()
    grouping = Grouping(spy, clock)  # type: ignore[arg-type]
    for number, pause in enumerate(pauses):
        clock.now = round(clock.now + pause, 9)
        grouping.add(done(number))
        if pause >= 1.01 * PERIOD:  # what comes alone waits for nothing
            assert spy.groups[-1][-1] == number
    grouping.write()
    assert [number for group in spy.groups for number in group] == list(range(len(pauses)))
    assert len(spy.groups) <= 2 + sum(pauses) / PERIOD


def test_a_full_group_waits_no_longer() -> None:
    clock, spy = Clock(), Spy()
    grouping = Grouping(spy, clock)  # type: ignore[arg-type]
    for number in range(MOST + 1):
        grouping.add(done(number))
    assert [len(group) for group in spy.groups] == [1, MOST]


def test_what_is_written_stands_in_the_journal(surveyed: Journal, tmp_path: Path) -> None:
    grouping = Grouping(surveyed)
    grouping.add(done(0))
    assert surveyed.done_batches() == {0}
