from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.qdrant.histogram import nearest_rank
from backend.qdrant.sketch import ACCURACY, LONGEST, SHORTEST, Sketch, merged

SECONDS = st.floats(SHORTEST, LONGEST, allow_nan=False)
MANY = st.lists(SECONDS, min_size=1, max_size=200)
QUANTILES = (0.0, 0.01, 0.5, 0.9, 0.95, 0.99, 1.0)


def sketch_of(durations: list[float]) -> Sketch:
    sketch = Sketch()
    for seconds in durations:
        sketch.add(seconds)
    return sketch


def off(durations: list[float], sketch: Sketch, q: float) -> float:
    """How far a quantile is from the true one, relative to that."""
    found = sketch.quantile(q)
    assert found is not None
    true = sorted(durations)[nearest_rank(q, len(durations)) - 1]
    return abs(found - true) / true


@settings(deadline=None, max_examples=300)
@given(MANY, st.sampled_from(QUANTILES))
def test_every_quantile_is_within_one_per_cent(durations: list[float], q: float) -> None:
    assert off(durations, sketch_of(durations), q) <= ACCURACY * (1 + 1e-9)


@settings(deadline=None)
@given(st.lists(MANY, min_size=1, max_size=4), st.sampled_from(QUANTILES))
def test_together_they_are_as_exact_as_each(parts: list[list[float]], q: float) -> None:
    durations = [seconds for part in parts for seconds in part]
    whole = merged(sketch_of(part) for part in parts)
    assert whole.counts == sketch_of(durations).counts
    assert whole.count == len(durations)
    assert whole.total == pytest.approx(sum(durations))
    assert whole.slowest == max(durations)
    assert off(durations, whole, q) <= ACCURACY * (1 + 1e-9)


def test_the_ends_of_buckets_are_within_one_per_cent_too() -> None:
    """Where rounding could put a duration one bucket too far."""
    growth = (1 + ACCURACY) / (1 - ACCURACY)
    ends = [SHORTEST * growth**i for i in range(900)]
    for end in ends:
        for seconds in (end * (1 - 1e-15), end, end * (1 + 1e-15)):
            if SHORTEST <= seconds <= LONGEST:
                assert off([seconds], sketch_of([seconds]), 0.5) <= ACCURACY * (1 + 1e-9)


def test_quantiles_do_not_fall() -> None:
    sketch = sketch_of([0.001 * i for i in range(1, 500)])
    found = [sketch.quantile(q / 100) or 0 for q in range(101)]
    assert all(low <= high for low, high in pairwise(found))


def test_what_is_beyond_the_ends_counts_as_the_ends() -> None:
    sketch = sketch_of([0.0, 1e-9, 1e6])
    assert sketch.count == 3
    assert sketch.quantile(0.5) == pytest.approx(SHORTEST, rel=ACCURACY)
    assert sketch.quantile(1.0) == pytest.approx(LONGEST, rel=2 * ACCURACY)
    assert sketch.slowest == 1e6


def test_its_size_is_fixed() -> None:
    assert len(sketch_of([1.0] * 1000).counts) == len(Sketch().counts) < 1000


def test_nothing_counted_has_no_quantile() -> None:
    assert Sketch().quantile(0.5) is None
    assert merged([]).count == 0
