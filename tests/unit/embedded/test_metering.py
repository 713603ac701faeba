"""Durations and histograms, against Qdrant's own definitions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.embedded.metering import BOUNDARIES, Durations, Meter


def filled(seconds: list[float]) -> Durations:
    durations = Durations()
    for each in seconds:
        durations.add(each)
    return durations


@given(st.lists(st.floats(0, 100), max_size=300))
def test_every_answer_is_in_exactly_one_bucket(seconds: list[float]) -> None:
    cumulative = filled(seconds).cumulative()
    assert len(cumulative) == len(BOUNDARIES) + 1
    assert cumulative == sorted(cumulative)
    assert cumulative[-1] == len(seconds)
    for bound, count in zip(BOUNDARIES, cumulative, strict=False):
        # Whole microseconds are what is counted.
        assert count == sum(int(each * 1e6) <= bound * 1e6 for each in seconds)


@pytest.mark.parametrize("bound", BOUNDARIES)
def test_a_boundary_belongs_to_its_bucket(bound: float) -> None:
    index = BOUNDARIES.index(bound)
    assert filled([bound]).cumulative()[index] == 1
    assert filled([bound + 2e-6]).cumulative()[index] == 0


@given(st.lists(st.integers(0, 10_000_000), min_size=1, max_size=300))
def test_count_sum_shortest_and_longest(micros: list[int]) -> None:
    durations = Durations()
    for each in micros:
        durations.add((each + 0.5) / 1e6)
    assert (durations.count, durations.total) == (len(micros), sum(micros))
    assert (durations.shortest, durations.longest) == (min(micros), max(micros))


def test_the_average_is_smoothed_over_nine_and_forgets_all_but_128() -> None:
    assert filled([0.001, 0.003]).average() == (1000 + (1000 + 3000) / 2) / 2
    constant = filled([9.0] * 50 + [0.004] * 128)
    assert constant.average() == 4000
    assert constant.longest == 9_000_000
    ramp = [each * 1e-3 for each in range(1, 12)]
    windows = [range(max(1, end - 8), end + 1) for end in range(1, 12)]
    expected = sum(sum(window) / len(window) for window in windows) / len(windows) * 1000
    assert filled(ramp).average() == pytest.approx(expected)


def test_a_series_for_each_route_and_status() -> None:
    meter = Meter()
    assert meter.series() == []
    meter.record("GET", "/b", 200, 0.001)
    meter.record("GET", "/a", 404, 0.001)
    meter.record("GET", "/b", 200, 0.002)
    counted = [(*key, durations.count) for *key, durations in meter.series()]
    assert counted == [("GET", "/a", 404, 1), ("GET", "/b", 200, 2)]
