import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.model.latency_history import EndpointComparison
from backend.model.qdrant import EndpointWindow
from backend.qdrant.comparison import compare
from backend.qdrant.histogram import nearest_rank
from backend.qdrant.scrape import read_scrape
from backend.qdrant.windows import between, endpoints
from tests.exposition import DENSE, NONE, SPARSE, Requests, metrics

MICROS = st.lists(st.integers(1, 90_000_000), min_size=1, max_size=12)
LAYOUTS = st.sampled_from([DENSE, SPARSE])


def window(micros: list[int], bounds: tuple[int, ...] = DENSE) -> tuple[EndpointWindow, ...]:
    newer = read_scrape(metrics(Requests(micros), bounds=bounds), 2)
    return endpoints(between(read_scrape(metrics(bounds=bounds), 0), newer))


def verdicts(compared: tuple[EndpointComparison, ...]) -> dict[float, str]:
    [line] = compared
    return {change.q: change.verdict for change in line.quantiles}


def test_intervals_that_do_not_overlap_tell() -> None:
    slow, fast = window([30_000] * 100), window([700] * 100)
    assert set(verdicts(compare(slow, fast)).values()) == {"faster"}
    assert set(verdicts(compare(fast, slow)).values()) == {"slower"}


def test_intervals_that_touch_tell_too() -> None:
    assert verdicts(compare(window([4_000]), window([700])))[0.5] == "faster"


def test_the_same_bucket_cannot_tell_however_unlike_the_means() -> None:
    [line] = compare(window([1_100] * 9), window([4_900] * 9))
    assert {change.verdict for change in line.quantiles} == {"cannot tell"}
    assert line.mean_before == pytest.approx(0.0011)
    assert line.mean_after == pytest.approx(0.0049)
    assert (line.requests_before, line.requests_after) == (9, 9)


def test_a_wide_bucket_beside_a_narrow_one_in_it_cannot_tell() -> None:
    assert verdicts(compare(window([15_000], SPARSE), window([15_000], DENSE)))[0.5] == (
        "cannot tell"
    )


def test_beyond_the_last_boundary_is_slower_than_below_it_and_else_unknown() -> None:
    beyond = window([60_000_000])
    assert verdicts(compare(window([700]), beyond))[0.5] == "slower"
    assert verdicts(compare(beyond, beyond))[0.5] == "cannot tell"


def test_endpoints_without_requests_in_both_are_left_out() -> None:
    assert compare(window([]), window([700])) == ()
    assert compare(window([700]), window([])) == ()


def test_without_histograms_there_are_counts_and_no_verdicts() -> None:
    [line] = compare(window([700], NONE), window([700] * 3, DENSE))
    assert (line.requests_before, line.requests_after) == (1, 3)
    assert (line.mean_before, line.quantiles) == (None, ())


@settings(deadline=None)
@given(MICROS, MICROS, LAYOUTS, LAYOUTS)
def test_a_verdict_is_never_wrong(
    before: list[int], after: list[int], old: tuple[int, ...], new: tuple[int, ...]
) -> None:
    for q, verdict in verdicts(compare(window(before, old), window(after, new))).items():
        was = sorted(before)[nearest_rank(q, len(before)) - 1]
        now = sorted(after)[nearest_rank(q, len(after)) - 1]
        if verdict == "faster":
            assert now < was
        elif verdict == "slower":
            assert now > was
