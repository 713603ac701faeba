from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from weakref import ref

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.qdrant.scrape import Scrape, read_scrape
from backend.qdrant.windows import KEPT_PER_WINDOW, Ring, Window, between, endpoints
from tests.exposition import DENSE, NONE, QUERY, SPARSE, Requests, metrics

BOOT = datetime(2026, 11, 22, 14, tzinfo=UTC)
UPSERT = "/collections/{collection_name}/points"

Batch = tuple[list[int], list[int]]
"""Durations of queries and of upserts that came between two scrapes, in microseconds."""

BATCHES: st.SearchStrategy[Batch] = st.tuples(
    st.lists(st.integers(1, 90_000_000), max_size=8), st.lists(st.integers(1, 900), max_size=8)
)


def scrape(
    at: float,
    queries: Sequence[int],
    upserts: Sequence[int] = (),
    *,
    bounds: tuple[int, ...] = DENSE,
    startup: datetime | None = BOOT,
    failed: dict[str, int] | None = None,
) -> Scrape:
    text = metrics(
        Requests(queries, failed), Requests(upserts, method="PUT", endpoint=UPSERT), bounds=bounds
    )
    return read_scrape(text, at, startup)


def scrapes(batches: list[Batch], bounds: tuple[int, ...], start: float = 0.0) -> list[Scrape]:
    """A scrape after each batch, of all that came until then."""
    return [
        scrape(
            start + i,
            [micros for queries, _ in batches[: i + 1] for micros in queries],
            [micros for _, upserts in batches[: i + 1] for micros in upserts],
            bounds=bounds,
        )
        for i in range(len(batches))
    ]


def same(window: Window, other: Window) -> bool:
    """Whether two windows say the same; sums of seconds to the microsecond."""
    found, expected = endpoints(window), endpoints(other)
    means = [(line.mean, twin.mean) for line, twin in zip(found, expected, strict=True)]
    bare = {"mean": None}
    return (
        window.seconds == other.seconds
        and window.restarted == other.restarted
        and [line.model_copy(update=bare) for line in found]
        == [line.model_copy(update=bare) for line in expected]
        and all(a == pytest.approx(b, abs=1e-6) for a, b in means)
    )


def test_a_window_is_what_came_between() -> None:
    window = between(scrape(10, [300] * 5), scrape(12.5, [300] * 5 + [7_000, 8_000]))
    [line] = endpoints(window)
    assert (window.seconds, window.restarted) == (2.5, False)
    assert (line.method, line.endpoint, line.requests, line.errors) == ("POST", QUERY, 2, 0)
    assert line.mean == pytest.approx(0.0075)
    assert [(q.q, q.low, q.high) for q in line.quantiles] == [
        (0.5, 0.005, 0.01),
        (0.9, 0.005, 0.01),
        (0.95, 0.005, 0.01),
        (0.99, 0.005, 0.01),
    ]
    assert sum(bucket.count for bucket in line.buckets) == 2
    assert line.buckets[-1].upper is None


def test_a_route_asked_for_the_first_time_counts_from_zero() -> None:
    [line] = endpoints(between(scrape(0, []), scrape(1, [300, 400])))
    assert line.requests == 2


def test_a_route_that_rests_is_left_out() -> None:
    assert endpoints(between(scrape(0, [300]), scrape(1, [300]))) == ()


def test_errors_alone_are_shown() -> None:
    [line] = endpoints(between(scrape(0, [300]), scrape(1, [300], failed={"404": 2, "429": 1})))
    assert (line.requests, line.errors, line.mean, line.quantiles) == (0, 3, None, ())


def test_the_busiest_route_comes_first() -> None:
    window = between(scrape(0, []), scrape(1, [300], [300, 400]))
    assert [line.endpoint for line in endpoints(window)] == [UPSERT, QUERY]


def test_without_histograms_requests_are_counted_and_durations_are_not_known() -> None:
    [line] = endpoints(
        between(scrape(0, [300], bounds=NONE), scrape(1, [300] * 4, failed={"500": 1}, bounds=NONE))
    )
    assert (line.requests, line.errors, line.mean) == (3, 1, None)
    assert (line.buckets, line.quantiles) == ((), ())


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        (scrape(0, [300] * 9), scrape(1, [300] * 2)),
        (scrape(0, [300] * 2), scrape(1, [300] * 9, startup=BOOT + timedelta(seconds=1))),
        (scrape(0, [300] * 2, startup=None), scrape(1, [4_000] * 9, startup=None)),
        (scrape(0, [300, 900], startup=None), scrape(1, [300, 300], startup=None)),
        (scrape(0, [300], [300], startup=None), scrape(1, [300] * 9, startup=None)),
        (scrape(0, [300]), scrape(1, [300] * 9, bounds=SPARSE)),
        (scrape(0, [300]), scrape(1, [300] * 9, bounds=NONE)),
        (scrape(0, [], failed={"404": 2}), scrape(1, [300], failed={"404": 1})),
    ],
    ids=["fewer", "started", "bucket", "sum", "vanished", "layout", "no histogram", "status"],
)
def test_after_a_restart_all_that_is_counted_is_new(older: Scrape, newer: Scrape) -> None:
    window = between(older, newer)
    assert window.restarted
    assert window.routes == newer.routes


def test_a_route_missing_from_one_scrape_is_no_restart_where_the_start_is_told() -> None:
    window = between(scrape(0, [300], [300]), scrape(1, [300, 400]))
    assert not window.restarted
    assert [line.requests for line in endpoints(window)] == [1]


@settings(deadline=None)
@given(st.lists(BATCHES, min_size=3, max_size=6), st.sampled_from([DENSE, SPARSE, NONE]))
def test_windows_that_follow_each_other_are_the_window_over_all(
    batches: list[Batch], bounds: tuple[int, ...]
) -> None:
    first, *middle, last = scrapes(batches, bounds)
    parts = between(first, middle[0])
    for older, newer in zip([*middle], [*middle[1:], last], strict=True):
        parts += between(older, newer)
    assert same(parts, between(first, last))


@settings(deadline=None)
@given(BATCHES, BATCHES, st.sampled_from([None, BOOT]))
def test_no_window_counts_below_zero(before: Batch, after: Batch, startup: datetime | None) -> None:
    window = between(scrape(0, *before, startup=startup), scrape(1, *after, startup=startup))
    for traffic in window.routes.values():
        assert min(traffic.statuses.values(), default=0) >= 0
        assert traffic.durations is not None
        assert min(traffic.durations.counts) >= 0
        assert traffic.durations.total >= 0


@settings(deadline=None)
@given(st.lists(BATCHES, min_size=2, max_size=6), st.lists(BATCHES, min_size=1, max_size=6))
def test_a_ring_counts_on_over_a_restart(before: list[Batch], after: list[Batch]) -> None:
    old = scrapes(before, SPARSE)
    new = [
        replace(one, startup=BOOT + timedelta(hours=1))
        for one in scrapes(after, DENSE, start=len(before))
    ]
    ring = Ring(seconds=1000)
    for one in old + new:
        ring.add(one)
    window = ring.window()
    assert window is not None
    assert window.restarted
    assert window.seconds == new[-1].at - old[0].at
    requests = sum(line.requests for line in endpoints(window))
    seen = sum(len(queries) + len(upserts) for queries, upserts in before[1:] + after)
    assert requests == seen


def test_one_scrape_makes_no_window() -> None:
    ring = Ring(seconds=60)
    ring.add(scrape(0, [300] * 3))
    assert ring.window() is None
    assert ring.since_start().seconds == 0
    assert [line.requests for line in endpoints(ring.since_start())] == [3]


def test_a_ring_forgets_what_the_window_has_left_behind() -> None:
    ring = Ring(seconds=10)
    for second in range(0, 100, 2):
        ring.add(scrape(second, [300] * second))
    window = ring.window()
    assert window is not None
    assert window.seconds == 10
    assert [line.requests for line in endpoints(window)] == [10]


def test_a_restart_that_the_window_has_left_behind_is_forgotten() -> None:
    ring = Ring(seconds=10)
    ring.add(scrape(0, [300] * 50))
    for second in range(2, 40, 2):
        ring.add(scrape(second, [300] * second, startup=BOOT + timedelta(hours=1)))
    window = ring.window()
    assert window is not None
    assert not window.restarted


def test_after_a_long_silence_the_window_says_how_long_it_is() -> None:
    ring = Ring(seconds=10)
    for at in (0, 2, 300):
        ring.add(scrape(at, [300] * at))
    window = ring.window()
    assert window is not None
    assert window.seconds == 298


def test_a_long_window_keeps_few_scrapes_and_loses_no_request() -> None:
    ring = Ring(seconds=1200)
    one = scrape(0, [300])
    added = []
    for second in range(3000):
        one = replace(one, at=float(second))
        added.append(ref(one))
        ring.add(one)
    ring.add(scrape(3000, [300, 300]))
    window = ring.window()
    assert window is not None
    assert 1200 <= window.seconds <= 1200 + 1200 / KEPT_PER_WINDOW
    assert [line.requests for line in endpoints(window)] == [1]
    assert sum(kept() is not None for kept in added) <= KEPT_PER_WINDOW + 1
