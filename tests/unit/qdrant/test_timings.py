from collections.abc import Iterator

import pytest

from backend.qdrant.timings import Timings


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Iterator[Clock]:
    yield Clock()


def test_quantiles_are_durations_that_occurred(clock: Clock) -> None:
    timings = Timings(60, clock)
    for millis in reversed(range(1, 101)):
        timings.record("GET /healthz", millis / 1000, answered=True)
    [timing] = timings.summary()
    assert (timing.request, timing.count, timing.errors) == ("GET /healthz", 100, 0)
    assert (timing.p50, timing.p95, timing.p99) == (0.05, 0.095, 0.099)
    assert timing.slowest == 0.1
    assert timing.mean == pytest.approx(0.0505)


def test_unanswered_requests_count_as_errors_only(clock: Clock) -> None:
    timings = Timings(60, clock)
    timings.record("a", 0.2, answered=True)
    timings.record("a", 9.0, answered=False)
    timings.record("b", 9.0, answered=False)
    answered, unanswered = timings.summary()
    assert (answered.count, answered.errors, answered.slowest) == (1, 1, 0.2)
    assert (unanswered.count, unanswered.errors, unanswered.p50) == (0, 1, None)


def test_what_the_window_has_left_behind_is_forgotten(clock: Clock) -> None:
    timings = Timings(60, clock)
    timings.record("a", 5.0, answered=True)
    timings.record("b", 5.0, answered=True)
    clock.now += 61
    timings.record("a", 0.1, answered=True)
    [timing] = timings.summary()
    assert (timing.request, timing.count, timing.slowest) == ("a", 1, 0.1)
