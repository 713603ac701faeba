import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.migration.breaker import COOL_DOWN, FAILURES, LONGEST, Breaker
from tests.clock import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def breaker(clock: Clock) -> Breaker:
    return Breaker(clock)


def fail(breaker: Breaker, times: int) -> None:
    for _ in range(times):
        assert breaker.admit()
        breaker.fail()


def test_it_opens_after_failures_in_a_row(breaker: Breaker) -> None:
    fail(breaker, FAILURES - 1)
    breaker.succeed()
    fail(breaker, FAILURES - 1)
    before = breaker.state
    fail(breaker, 1)
    assert (before, breaker.state) == ("closed", "open")
    assert not breaker.admit()


def test_after_the_cool_down_one_probe_passes_and_closes_it(breaker: Breaker, clock: Clock) -> None:
    fail(breaker, FAILURES)
    assert breaker.remaining() == COOL_DOWN
    clock.now = COOL_DOWN
    assert (breaker.state, breaker.remaining()) == ("half-open", 0)
    assert breaker.admit()
    assert not breaker.admit()
    breaker.succeed()
    assert breaker.state == "closed"
    assert breaker.admit()


def test_each_probe_that_fails_doubles_the_wait_up_to_a_limit(
    breaker: Breaker, clock: Clock
) -> None:
    fail(breaker, FAILURES)
    waits = []
    for _ in range(8):
        waits.append(breaker.remaining())
        clock.now += breaker.remaining()
        fail(breaker, 1)
    assert waits == [min(LONGEST, COOL_DOWN * 2**n) for n in range(8)]


def test_a_probe_that_was_never_made_leaves_room_for_another(
    breaker: Breaker, clock: Clock
) -> None:
    fail(breaker, FAILURES)
    clock.now = COOL_DOWN
    assert breaker.admit()
    breaker.withdraw()
    assert breaker.admit()


@given(
    st.lists(
        st.one_of(
            st.sampled_from(("admit", "succeed", "fail", "withdraw")), st.floats(0, 2 * LONGEST)
        )
    )
)
def test_whatever_happens_it_admits_one_probe_at_most_and_never_stays_shut(
    steps: list[str | float],
) -> None:
    clock = Clock()
    breaker = Breaker(clock)
    probes = 0
    for step in steps:
        state = breaker.state
        if isinstance(step, float):
            clock.now += step
        elif step == "admit":
            admitted = breaker.admit()
            assert admitted <= (state != "open")
            probes += admitted and state == "half-open"
            assert admitted or state != "closed"
        else:
            getattr(breaker, step)()
            probes = 0
        assert probes <= 1
        assert 0 <= breaker.remaining() <= LONGEST
        assert (breaker.remaining() > 0) == (breaker.state == "open")
    clock.now += LONGEST
    assert breaker.state != "open"
