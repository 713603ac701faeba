import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.watching.rate import FEWEST, WINDOW, Rate, Sample, rate, recent, seconds_left

samples = st.lists(
    st.tuples(st.integers(0, 3600).map(float), st.integers(0, 10**9)), min_size=1, max_size=40
).map(sorted)


def line(slope: int, count: int = 30) -> list[Sample]:
    return [(5.0 * step, 1000 + 5 * step * slope) for step in range(count)]


def test_a_steady_collection_has_its_rate_and_no_doubt() -> None:
    assert rate(line(40)) == Rate(40, 40, 40)


@given(st.lists(st.integers(0, 10**7), min_size=8, max_size=8), st.permutations(range(30)))
def test_a_quarter_of_the_counts_may_be_wrong(wrong: list[int], places: list[int]) -> None:
    counts = line(40)
    for place, points in zip(places, wrong, strict=False):
        counts[place] = (counts[place][0], points)
    found = rate(counts)
    straight = rate([count for count in counts if count in line(40)])
    assert found is not None
    assert straight == Rate(40, 40, 40)
    # 22 of 30 counts are right: 231 of 435 slopes are 40, which is more than half.
    assert found.estimate == pytest.approx(40)


@given(samples)
def test_the_estimate_lies_in_its_interval_and_the_interval_among_the_slopes(
    counts: list[Sample],
) -> None:
    found = rate(counts)
    slopes = [(q - p) / (t - s) for s, p in counts for t, q in counts if t > s]
    if found is None:
        assert not slopes
        return
    assert found.low <= found.estimate <= found.high
    assert min(slopes) <= found.low
    assert found.high <= max(slopes)


@given(samples, st.integers(0, 10**6), st.integers(1, 50))
def test_where_counting_began_and_what_is_counted_change_the_rate_as_they_should(
    counts: list[Sample], more: int, times: int
) -> None:
    found = rate(counts)
    moved = rate([(at + 86_400, times * points + more) for at, points in counts])
    if found is None:
        assert moved is None
    else:
        assert moved is not None
        assert moved.estimate == pytest.approx(times * found.estimate)
        assert moved.low == pytest.approx(times * found.low)


def test_two_counts_give_a_rate_and_one_gives_none() -> None:
    assert rate([(0, 5)]) is None
    assert rate([(0, 5), (0, 9)]) is None
    assert rate([(0, 5), (2, 9)]) == Rate(2, 2, 2)


def test_only_recent_counts_matter_but_always_a_few() -> None:
    often = [(5.0 * step, step) for step in range(100)]
    assert recent(often)[0][0] == often[-1][0] - WINDOW
    seldom = [(600.0 * step, step) for step in range(100)]
    assert recent(seldom) == seldom[-FEWEST:]
    assert recent([]) == []


def test_what_is_left_takes_an_interval_of_time() -> None:
    assert seconds_left(100, Rate(10, 5, 20)) == (5, 20)
    assert seconds_left(100, Rate(10, 0, 20)) == (5, None)
    assert seconds_left(100, Rate(0, -1, 0)) is None
