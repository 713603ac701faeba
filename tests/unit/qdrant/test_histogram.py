import math
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.qdrant.histogram import SPARSE_BOUNDS, Histogram, nearest_rank
from tests.exposition import DENSE, SPARSE, cumulative, kept

MICROS = st.lists(
    st.one_of(st.integers(1, 2_000), st.integers(1, 100_000_000), st.sampled_from(DENSE + SPARSE)),
    max_size=60,
)
LAYOUTS = st.sampled_from([DENSE, SPARSE])
SHARES = st.floats(0, 1)


def histogram(micros: list[int], bounds: tuple[int, ...]) -> Histogram:
    present = {bound / 1e6: count for bound, count in kept(micros, bounds)}
    return Histogram.from_cumulative(present, len(micros), sum(micros) / 1e6)


def counted(micros: list[int], bounds: tuple[int, ...]) -> tuple[int, ...]:
    reached = [0, *cumulative(micros, bounds), len(micros)]
    return tuple(high - low for low, high in pairwise(reached))


@settings(deadline=None)
@given(MICROS, LAYOUTS, SHARES)
def test_the_interval_holds_the_true_quantile(
    micros: list[int], bounds: tuple[int, ...], q: float
) -> None:
    interval = histogram(micros, bounds).interval(q)
    if not micros:
        assert interval is None
        return
    assert interval is not None
    low, high = interval
    truth = sorted(micros)[nearest_rank(q, len(micros)) - 1] / 1e6
    assert low < truth
    assert high is None or truth <= high
    assert (high is None) == (truth > 50)


@settings(deadline=None)
@given(MICROS, LAYOUTS, SHARES, SHARES)
def test_a_higher_quantile_never_lies_lower(
    micros: list[int], bounds: tuple[int, ...], q: float, r: float
) -> None:
    lower = histogram([*micros, 1], bounds).interval(min(q, r))
    higher = histogram([*micros, 1], bounds).interval(max(q, r))
    assert lower is not None
    assert higher is not None
    assert lower[0] <= higher[0]
    assert (lower[1] or math.inf) <= (higher[1] or math.inf)


@settings(deadline=None)
@given(MICROS)
def test_boundaries_left_out_are_carried(micros: list[int]) -> None:
    made = histogram(micros, SPARSE)
    assert made.bounds == SPARSE_BOUNDS
    assert made.counts == counted(micros, SPARSE)


@settings(deadline=None)
@given(MICROS, MICROS, LAYOUTS)
def test_what_was_added_since(before: list[int], after: list[int], bounds: tuple[int, ...]) -> None:
    older, newer = histogram(before, bounds), histogram(before + after, bounds)
    assert newer.grew_from(older)
    since = newer.since(older)
    assert since.counts == counted(after, bounds)
    assert min(since.counts) >= 0
    assert since.total == pytest.approx(sum(after) / 1e6, abs=1e-6)
    assert older.grew_from(newer) == (not after)


@settings(deadline=None)
@given(MICROS, MICROS, LAYOUTS, LAYOUTS)
def test_together_they_count_the_same_as_one(
    some: list[int], others: list[int], bounds: tuple[int, ...], other_bounds: tuple[int, ...]
) -> None:
    both = histogram(some, bounds) + histogram(others, other_bounds)
    shared = tuple(bound for bound in bounds if bound in other_bounds)
    assert both.bounds == tuple(bound / 1e6 for bound in shared)
    assert both.counts == counted(some + others, shared)


def test_unlike_layouts_share_ten_boundaries() -> None:
    both = histogram([15_000], DENSE) + histogram([15_000], SPARSE)
    assert both.bounds == (0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 10.0, 50.0)
    assert both.interval(0.5) == (0.01, 0.05)


def test_the_mean_is_exact() -> None:
    assert histogram([1_000, 2_000, 6_000], DENSE).mean == pytest.approx(0.003)
    assert histogram([], DENSE).mean is None


def test_counts_that_fall_within_one_answer_do_not_become_negative() -> None:
    made = Histogram.from_cumulative({0.001: 5, 0.005: 3, 0.02: 6}, 4, 1.0)
    assert made.counts == (5, 0, 1, 0)


@pytest.mark.parametrize(
    ("q", "count", "rank"),
    [
        (0, 10, 1),
        (0.5, 1, 1),
        (0.5, 2, 1),
        (0.95, 20, 19),
        (0.07, 100, 7),
        (0.99, 50, 50),
        (1, 9, 9),
    ],
)
def test_nearest_rank(q: float, count: int, rank: int) -> None:
    assert nearest_rank(q, count) == rank
