"""Qdrant looked at from all sides: what is told, and why the rest is not."""

from dataclasses import replace
from datetime import timedelta

import pytest

from backend.model.event import Event, Events
from backend.model.latency_history import EndpointHistory, LatencyHistory
from backend.model.qdrant import (
    Gap,
    Latency,
    NodeLatency,
    Watching,
)
from tests.lines import plain
from tests.readings import sample
from tests.readings.sample import NOW, URL, endpoint
from tui.panes.collection import collection_lines
from tui.panes.compared import Span, compared, side_by_side, span_of, verdict
from tui.panes.latency import _against
from tui.panes.own_timings import own_lines
from tui.panes.scopes import chosen, scopes
from tui.panes.server_rows import issue_rows, missing, server_rows, slow_rows
from tui.readings import Picture, Readings
from tui.screens.toast import SHOWN_FOR, Toasts
from tui.widgets.text import Line

ROUTE = "/collections/{collection_name}/points/query"


def clustered() -> Latency:
    one = (endpoint(ROUTE, (3,), ()),)
    of_tasks = endpoint(ROUTE, (2,), ()).model_copy(update={"collection": "tasks"})
    cost = Watching(
        seconds=60, requests_per_second=1.5, bytes_per_second=2_048, log_lines_per_second=0.1
    )
    nodes = (
        NodeLatency(url="http://n1:6333", peer=1, seconds=60, endpoints=one),
        NodeLatency(url="http://n2:6333", peer=2, error="no answer", restarted=True),
    )
    return sample.latency().model_copy(
        update={
            "nodes": nodes,
            "by_collection": (of_tasks,),
            "watching": cost,
            "gaps": (Gap(field="resident_bytes", reason="not in 1.12"),),
        }
    )


def picture(*values: tuple[str, object]) -> Picture:
    readings = Readings()
    for name, value in values:
        readings.take(sample.reading(name, value), NOW)  # type: ignore[arg-type]
    return readings.picture(NOW)


def test_a_cluster_is_told_apart_and_together() -> None:
    shown = picture(("qdrant.server", sample.troubled_server()), ("qdrant.latency", clustered()))
    rows = server_rows(shown, 120)
    assert [row.key for row in rows] == [
        "qdrant.server", f"{rows[1].key}", f"{rows[2].key}",
    ]  # fmt: skip
    first = plain([rows[0].line, *rows[0].detail])
    assert "cluster of 2, leader 2" in first
    assert "its part of the consensus does not run" in first
    assert "cannot reach http://n2:6335" in first
    assert "our looking costs it 1.5 requests/s, 2.0 KiB/s, 0.1 lines/s" in first
    assert "resident bytes: not in 1.12" in first
    away = plain([rows[2].line, *rows[2].detail])
    assert "no answer" in away
    assert "peer 2, leads" in away
    assert "?" in away


def test_what_is_hidden_is_shown_only_where_it_is_told() -> None:
    hidden, told = slow_rows(sample.troubled_server(), 120, "b")
    assert "what was asked is hidden" in plain(hidden.detail)
    assert "b shows it" in plain(hidden.detail)
    assert '"with_payload":true' in plain(told.detail)


def test_why_a_list_is_empty() -> None:
    assert plain(missing(sample.troubled_server(), "slow_requests")) == (
        "   ○ only the server's api_key may read this"
    )
    assert "none" in plain(missing(sample.troubled_server(), "issues"))
    assert "not answered" in plain(missing(None, "issues"))
    assert "no index" in plain(issue_rows(sample.troubled_server(), 80)[0].detail)


def test_a_collection_from_inside() -> None:
    gap = Gap(field="memory", reason="not in 1.17; Qdrant tells it from 1.18 on")
    item = sample.indexed().collections[0].model_copy(update={"gaps": (gap,)})
    old = (Gap(field="deferred", reason="not in 1.16; Qdrant tells it from 1.17 on"),)
    told = plain(collection_lines(item, ("▲", "look"), 120, old))
    for part in (
        "○ deferred: not in 1.16",
        "▲ an optimisation runs",
        "1 running, 3 optimisations waiting, 65,292 points",
        "▸ indexing optimizing",
        "2,750 / 11,000",
        "● shard 0 here: Active, 329 points",
        "■ shard 1 on peer 2: Dead",
        "shard 1 moves 1 → 2 by snapshot: half",
        "disk 2.0 KiB   memory 1.0 KiB",
        "memory: not in 1.17",
    ):
        assert part in told


def test_scopes_are_all_together_nodes_further_servers_and_collections() -> None:
    other = Latency(url="http://two", seconds=60, endpoints=(endpoint(ROUTE, (1,), ()),))
    shown = picture(("qdrant.latency", clustered()), ("qdrant.latency@two:6333", other))
    found = scopes(shown)
    assert [one.name for one in found] == [
        "all nodes", "node n1:6333", "node n2:6333", "two:6333", "collection tasks",
    ]  # fmt: skip
    assert found[2].error == "no answer"
    assert [one.has_history for one in found] == [True, False, False, False, False]
    assert chosen(found, "gone") is found[0]


def test_figures_of_a_server_that_fell_silent_are_not_those_of_now() -> None:
    readings = Readings()
    other = Latency(url="http://two", seconds=60, endpoints=(endpoint(ROUTE, (1,), ()),))
    readings.take(sample.reading("qdrant.latency", sample.latency(), seq=1), NOW)
    readings.take(sample.reading("qdrant.latency@two:6333", other), NOW)
    assert [one.late for one in scopes(readings.picture(NOW))] == ["", ""]
    later = NOW + timedelta(hours=3)
    assert scopes(readings.picture(later))[1].late == f"figures of {NOW.astimezone():%H:%M:%S %Z}"
    readings.take(sample.failed("qdrant.latency@two:6333", "unreachable", "refused"), later)
    (told,) = [one.late for one in scopes(readings.picture(later)) if one.name == "two:6333"]
    assert told.endswith("unreachable: refused")
    here, there = scopes(readings.picture(later))
    item = there.endpoints[0]
    assert "nothing to compare" in plain(_against(item, replace(here, endpoints=(item,)), there))


def test_our_own_requests_begin_with_what_was_asked_and_what_failed() -> None:
    asked, checked = sample.latency().own
    failing = checked.model_copy(update={"count": 11, "errors": 1})
    assert plain(own_lines([asked, failing])).splitlines() == [
        "   own POST points/query  p50 2.1  p95 7.9  p99 8.4 ms, exact of 12",
        "   own GET /healthz       ■ 1 error  p50 0.8  p95  12  p99 103 ms, exact of 11",
    ]
    assert own_lines([]) == []


def course(
    before: tuple[int, ...], after: tuple[int, ...]
) -> tuple[EndpointHistory, LatencyHistory]:
    found = EndpointHistory(
        method="POST", endpoint=ROUTE, bounds=(0.001, 0.005, 0.01), counts=(before, before, after)
    )
    ends = tuple(NOW - timedelta(seconds=10 * place) for place in (2, 1, 0))
    return found, LatencyHistory(url=URL, seconds=10, ends=ends, endpoints=(found,))


def test_two_windows_that_do_not_overlap_say_which_is_slower() -> None:
    told = plain(compared(*course((9, 0, 0, 0), (0, 0, 9, 0)), NOW - timedelta(seconds=10), "now"))
    assert "before and after now, 0.2 min each" in told
    assert "p95" in told
    assert "⟨0–1⟩        ⟨5–10⟩ ms  ▲ slower" in told


def test_two_windows_of_one_bucket_say_nothing() -> None:
    told = plain(compared(*course((9, 0, 0, 0), (9, 0, 0, 0)), NOW - timedelta(seconds=10), "now"))
    assert told.count("cannot tell") == 3


def test_a_slice_that_lies_on_both_sides_is_in_neither_window() -> None:
    told = plain(compared(*course((9, 0, 0, 0), (0, 0, 9, 0)), NOW - timedelta(seconds=15), "now"))
    assert "⟨0–1⟩        ⟨5–10⟩ ms  ▲ slower" in told
    [requests] = [line for line in told.splitlines() if "requests" in line]
    assert requests.split() == ["requests", "9", "9"]


@pytest.mark.parametrize(("seconds", "requests"), [(20, 1), (10, 1)])
def test_both_windows_are_equally_long(seconds: int, requests: int) -> None:
    """A steady load is the same on both sides, however little is kept of one of them."""
    since = NOW - timedelta(seconds=seconds)
    told = plain(compared(*course((1, 0, 0, 0), (1, 0, 0, 0)), since, "now"))
    assert "0.2 min each" in told
    [line] = [line for line in told.splitlines() if "requests" in line]
    assert line.split() == ["requests", str(requests), str(requests)]


@pytest.mark.parametrize(("seconds", "missing"), [(0, "since"), (60, "before")])
def test_where_a_window_is_missing_nothing_is_compared(seconds: int, missing: str) -> None:
    since = NOW - timedelta(seconds=seconds)
    told = plain(compared(*course((1, 0, 0, 0), (1, 0, 0, 0)), since, "now"))
    assert f"no whole 10 s {missing} it" in told
    assert "requests" not in told


def test_a_window_without_requests_is_said() -> None:
    told = plain(compared(*course((), (9, 0, 0, 0)), NOW - timedelta(seconds=10), "now"))
    assert "no request of this endpoint before" in told


@pytest.mark.parametrize(
    ("counts", "q", "low", "high"),
    [
        ((1, 1, 0, 0), 0.5, 0.0, 0.001),
        ((1, 1, 0, 0), 0.95, 0.001, 0.005),
        ((0, 0, 0, 2), 0.5, 0.01, None),
    ],
)
def test_a_quantile_lies_in_its_bucket(
    counts: tuple[int, ...], q: float, low: float, high: float | None
) -> None:
    assert span_of(counts, (0.001, 0.005, 0.01), q) == Span(low, high)


def test_touching_intervals_are_apart() -> None:
    assert verdict(Span(0.005, 0.01), Span(0.001, 0.005)) == "faster"
    assert verdict(Span(0.001, 0.005), Span(0.005, None)) == "slower"


def news(*events: Event) -> Picture:
    return picture(("events", Events(events=events)))


def event(after: int, mark: str, text: str) -> Event:
    at = NOW + timedelta(seconds=after)
    return Event.model_validate({"at": at, "mark": mark, "source": "alerts", "text": text})


def test_a_toast_tells_the_most_urgent_news_for_a_while_and_rings() -> None:
    toasts = Toasts()
    old = event(0, "act", "before")
    assert not toasts.take(news(old), NOW)
    assert toasts.line(NOW, 80) is None
    fired, retried = event(1, "act", "alert: search p95"), event(2, "look", "retried")
    assert toasts.take(news(retried, fired, old), NOW)
    line: Line | None = toasts.line(NOW, 80)
    assert line is not None
    assert "alert: search p95" in plain([line])
    assert "+1 new" in plain([line])
    assert toasts.line(NOW + SHOWN_FOR, 80) is None
    assert not toasts.take(news(retried, fired, old), NOW)


def test_what_is_fine_is_no_news() -> None:
    toasts = Toasts()
    toasts.take(news(event(0, "fine", "began")), NOW)
    assert not toasts.take(news(event(1, "fine", "green"), event(0, "fine", "began")), NOW)
    assert toasts.line(NOW, 80) is None


def test_two_servers_side_by_side_say_which_is_slower() -> None:
    here, there = (
        endpoint(ROUTE, (5,), tuple(sample.quantile(q, low, high) for q in (0.5, 0.95, 0.99)))
        for low, high in ((1, 2), (5, 10))
    )
    told = plain(side_by_side(here, there, ("one", "two:6333")))
    assert "one beside two:6333" in told
    assert told.count("▲ slower") == 3
    assert "⟨1–2⟩        ⟨5–10⟩ ms" in told
