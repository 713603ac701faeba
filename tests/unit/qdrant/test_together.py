"""Windows of several nodes, of one bucket layout or of several."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.qdrant.histogram import nearest_rank
from backend.qdrant.scrape import read_scrape
from backend.qdrant.windows import Window, between, endpoints, together
from tests.exposition import DENSE, NONE, SPARSE, Requests, metrics

MICROS = st.lists(st.integers(1, 90_000_000), max_size=10)
LAYOUTS = st.sampled_from([DENSE, SPARSE])
SHARED = (0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 10.0, 50.0)

NodeDid = tuple[list[int], list[int], tuple[int, ...]]
"""Durations before and within the window, and the node's bucket layout."""

NODES = st.lists(st.tuples(MICROS, MICROS, LAYOUTS), min_size=1, max_size=4)


def window(
    before: Sequence[int], within: Sequence[int], bounds: tuple[int, ...], seconds: float = 2
) -> Window:
    older = read_scrape(metrics(Requests(before), bounds=bounds), 0)
    newer = read_scrape(metrics(Requests([*before, *within]), bounds=bounds), seconds)
    return between(older, newer)


@settings(deadline=None)
@given(NODES, st.sampled_from([0.5, 0.9, 0.95, 0.99]))
def test_the_quantile_of_all_nodes_lies_where_all_nodes_together_say(
    nodes: list[NodeDid], q: float
) -> None:
    took = sorted(micros for _, within, _ in nodes for micros in within)
    found = endpoints(together([window(*node) for node in nodes]))
    if not took:
        assert found == ()
        return
    [line] = found
    assert line.requests == len(took)
    assert line.mean == pytest.approx(sum(took) / 1e6 / len(took), abs=1e-6)
    true = took[nearest_rank(q, len(took)) - 1] / 1e6
    told = next(quantile for quantile in line.quantiles if quantile.q == q)
    assert told.low < true
    assert told.high is None or true <= told.high


@settings(deadline=None)
@given(NODES)
def test_several_nodes_of_one_layout_count_as_one_node_would(nodes: list[NodeDid]) -> None:
    bounds = nodes[0][2]
    before = [micros for some, _, _ in nodes for micros in some]
    within = [micros for _, some, _ in nodes for micros in some]
    apart = endpoints(together([window(*node[:2], bounds) for node in nodes]))
    [*as_one] = endpoints(window(before, within, bounds))
    assert [(line.requests, line.buckets, line.quantiles) for line in apart] == [
        (line.requests, line.buckets, line.quantiles) for line in as_one
    ]


@settings(deadline=None)
@given(NODES)
def test_the_order_of_the_nodes_does_not_matter(nodes: list[NodeDid]) -> None:
    windows = [window(*node) for node in nodes]
    some, others = endpoints(together(windows)), endpoints(together(windows[::-1]))
    assert [(line.requests, line.buckets) for line in some] == [
        (line.requests, line.buckets) for line in others
    ]


def test_unlike_layouts_are_counted_on_the_boundaries_of_both() -> None:
    [line] = endpoints(together([window([], [15_000], DENSE), window([], [15_000], SPARSE)]))
    assert tuple(bucket.upper for bucket in line.buckets) == (*SHARED, None)
    assert line.requests == 2


def test_a_node_without_histogram_leaves_the_durations_of_all_unknown() -> None:
    [line] = endpoints(together([window([], [15_000], DENSE), window([], [700, 700], NONE)]))
    assert (line.requests, line.mean, line.buckets, line.quantiles) == (3, None, (), ())


def test_a_node_with_nothing_but_errors_takes_nothing_from_the_others() -> None:
    text = metrics(Requests([], {"404": 4}))
    failing = between(read_scrape(metrics(), 0), read_scrape(text, 2))
    [line] = endpoints(together([window([], [15_000], DENSE), failing]))
    assert (line.requests, line.errors) == (1, 4)
    assert line.quantiles


def test_all_together_last_as_long_as_the_longest_and_tell_of_any_restart() -> None:
    restarted = between(
        read_scrape(metrics(Requests([700] * 9)), 0), read_scrape(metrics(Requests([700])), 3)
    )
    both = together([window([], [700], DENSE), restarted])
    assert (both.seconds, both.restarted) == (3, True)
    assert together([]) == Window(0.0, {})
