from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from backend.model.latency_history import LatencyHistory
from backend.qdrant.history import KEPT, MOST_ROUTES, History
from backend.qdrant.scrape import Scrape, read_scrape
from backend.qdrant.windows import between
from tests.exposition import DENSE, NONE, QUERY, SPARSE, Requests, metrics

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def history_of(scrapes: list[Scrape], seconds: float = 10.0, kept: int = KEPT) -> LatencyHistory:
    history = History(seconds, kept)
    for older, newer in pairwise(scrapes):
        history.add(between(older, newer), NOON + timedelta(seconds=newer.at))
    return history.told("http://q:1")


def scrape(at: float, micros: list[int], bounds: tuple[int, ...] = DENSE) -> Scrape:
    return read_scrape(metrics(Requests(micros), bounds=bounds), at)


def test_slices_of_ten_seconds_from_scrapes_every_two() -> None:
    took = [[700] * second for second in range(0, 42, 2)]
    told = history_of([scrape(2 * i, micros) for i, micros in enumerate(took)])
    assert told.ends == tuple(NOON + timedelta(seconds=second) for second in (10, 20, 30, 40))
    [line] = told.endpoints
    assert (line.method, line.endpoint) == ("POST", QUERY)
    assert line.bounds[:2] == (0.001, 0.005)
    assert [sum(counts) for counts in line.counts] == [10] * 4
    assert all(len(counts) == len(line.bounds) + 1 for counts in line.counts)
    assert told.restarts == ()


def test_a_slice_without_requests_is_empty_and_not_zero() -> None:
    told = history_of([scrape(at, [700] * min(at, 10)) for at in (0, 10, 20, 30)])
    [line] = told.endpoints
    assert [sum(counts) for counts in line.counts] == [10, 0, 0]
    assert line.counts[1:] == ((), ())


def test_the_slice_that_is_not_over_is_not_told() -> None:
    assert history_of([scrape(0, []), scrape(9, [700])]).ends == ()


def test_a_slow_server_makes_longer_slices_and_loses_nothing() -> None:
    told = history_of([scrape(at, [700] * at) for at in (0, 7, 14, 45)])
    assert told.ends == (NOON + timedelta(seconds=14), NOON + timedelta(seconds=45))
    assert [sum(counts) for counts in told.endpoints[0].counts] == [14, 31]


def test_time_in_which_nobody_looked_is_told_as_such() -> None:
    told = history_of([scrape(at, [700] * at) for at in (0, 10, 90, 100)])
    assert told.silences == ((1, 7),)
    assert [sum(counts) for counts in told.endpoints[0].counts] == [10, 80, 10], "nothing is lost"
    assert history_of([scrape(at, [700] * at) for at in (0, 30, 60)]).silences == ()


def test_old_slices_are_forgotten() -> None:
    told = history_of([scrape(10 * i, [700] * i) for i in range(9)], kept=3)
    assert told.ends == tuple(NOON + timedelta(seconds=10 * i) for i in (6, 7, 8))


def test_a_restart_is_marked_in_its_slice() -> None:
    micros = [[700] * 5, [700] * 9, [700] * 2, [700] * 4]
    told = history_of([scrape(10 * i, took) for i, took in enumerate(micros)])
    assert told.restarts == (1,)
    assert [sum(counts) for counts in told.endpoints[0].counts] == [4, 2, 2]


def test_slices_before_and_after_an_upgrade_share_their_boundaries() -> None:
    told = history_of(
        [
            scrape(0, [], SPARSE),
            scrape(10, [15_000] * 3, SPARSE),
            scrape(20, [15_000], DENSE),
            scrape(30, [15_000] * 3, DENSE),
        ]
    )
    [line] = told.endpoints
    assert line.bounds == (0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 10.0, 50.0)
    assert [counts[3] for counts in line.counts] == [3, 1, 2]


def test_a_server_without_histograms_has_slices_and_no_durations() -> None:
    told = history_of([scrape(0, [], NONE), scrape(10, [700], NONE)])
    assert (len(told.ends), told.endpoints) == (1, ())


def test_the_busiest_routes_are_told() -> None:
    routes = [
        Requests([700] * (i + 1), endpoint=f"/collections/{{collection_name}}/{i:02}")
        for i in range(MOST_ROUTES + 3)
    ]
    told = history_of([scrape(0, []), read_scrape(metrics(*routes), 10)])
    assert [line.endpoint[-2:] for line in told.endpoints] == [
        f"{i:02}" for i in range(MOST_ROUTES + 2, 2, -1)
    ]


@settings(deadline=None)
@given(st.lists(st.lists(st.integers(1, 90_000_000), max_size=6), min_size=1, max_size=8))
def test_slices_count_every_request_once(batches: list[list[int]]) -> None:
    took: list[int] = []
    scrapes = [scrape(0, [])]
    for i, batch in enumerate(batches):
        took = took + batch
        scrapes.append(scrape(10 * (i + 1), took))
    told = history_of(scrapes)
    per_slice = [0] * len(batches)
    for line in told.endpoints:
        for i, counts in enumerate(line.counts):
            per_slice[i] += sum(counts)
    assert per_slice == [len(batch) for batch in batches]
