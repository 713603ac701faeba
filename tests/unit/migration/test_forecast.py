import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.migration.forecast import forecast, per_second, rate


def test_points_fall_into_the_second_in_which_they_were_acknowledged() -> None:
    batches = [(100.5, 10), (101.2, 20), (101.9, 5), (103.1, 7)]
    assert per_second(batches, begin=100.0, now=104.0) == (10, 25, 0, 7)


def test_a_second_that_has_not_passed_is_not_counted() -> None:
    assert per_second([(100.5, 10)], begin=100.0, now=100.9) == ()


def test_no_more_than_a_minute_is_told() -> None:
    history = per_second([(0.5, 99), (199.5, 7)], begin=0.0, now=200.0)
    assert len(history) == 60
    assert sum(history) == 7


def test_a_clock_that_jumped_back_invents_nothing() -> None:
    assert per_second([(500.0, 10)], begin=100.0, now=104.0) == (0, 0, 0, 0)


def test_the_rate_is_of_the_last_ten_seconds() -> None:
    assert rate(()) is None
    assert rate((5.0,)) == 5.0
    assert rate((1000.0,) * 50 + (20.0,) * 10) == 20.0


def test_a_steady_rate_leaves_no_doubt() -> None:
    left = forecast(1000, (50.0,) * 20)
    assert left is not None
    assert (left.low, left.seconds, left.high) == (20.0, 20.0, 20.0)


def test_the_interval_follows_the_documented_formula() -> None:
    # mean 50, standard deviation of the sample 10.690, n 8: e = 1.96 x 10.690 / (50 x 2.828)
    left = forecast(1000, (40.0, 60.0) * 4)
    assert left is not None
    error = 1.96 * 10.690449676 / (50 * 8**0.5)
    assert left.seconds == 20.0
    assert left.low == pytest.approx(20 / (1 + error))
    assert left.high == pytest.approx(20 / (1 - error))


def test_where_nothing_moves_or_little_is_known_there_is_no_forecast() -> None:
    assert forecast(10, ()) is None
    assert forecast(10, (5.0,)) is None
    assert forecast(10, (0.0, 0.0)) is None


def test_an_end_that_is_not_certain_has_no_upper_bound() -> None:
    left = forecast(10, (0.0, 0.0, 0.0, 9.0))
    assert left is not None
    assert left.high is None


@given(st.integers(0, 10**9), st.lists(st.floats(0, 1e6), min_size=2, max_size=60))
def test_the_forecast_lies_in_its_own_interval(left: int, history: list[float]) -> None:
    made = forecast(left, history)
    if made is not None:
        assert made.low <= made.seconds
        assert made.high is None or made.high >= made.seconds
