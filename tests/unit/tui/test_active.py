"""Searches of our own on the screen."""

from backend.model.active import ActiveTimings
from backend.model.qdrant import Failures, Watching
from backend.model.reading import Reading
from tests.readings import sample
from tests.readings.sample import NOW, endpoint
from tui.panes.active import active_lines
from tui.panes.latency import _errors
from tui.readings import Readings


def told(*readings: Reading) -> list[str]:
    known = Readings()
    for one in readings:
        known.take(one, NOW)
    return ["".join(text for text, _ in line) for line in active_lines(known.picture(NOW))]


def active(**fields: object) -> ActiveTimings:
    plain = {"url": sample.URL, "request": "POST /collections/a/points/query", "rate": 5}
    plain |= {"seconds": 60, "count": 299, "p50": 0.0021, "p90": 0.004, "p95": 0.0079}
    cost = Watching(
        seconds=60, requests_per_second=5, bytes_per_second=2048, log_lines_per_second=5
    )
    return ActiveTimings.model_validate({**plain, "load": cost, **fields})


def test_they_are_told_with_their_load() -> None:
    figures, load = told(sample.reading("qdrant.active", active()))
    assert "p50 2.1  p90 4  p95 7.9  p99 ? ms, to 1 %, of 299 in 60 s" in figures
    assert "5/s, 2.0 KiB/s of load by POST /collections/a/points/query" in load
    assert "■" not in figures


def test_what_was_not_answered_and_never_sent_is_told() -> None:
    figures, _ = told(sample.reading("qdrant.active", active(errors=1, missed=40)))
    assert "■ 1 error, 40 never sent, it could not follow" in figures


def test_without_them_nothing_is_said_and_a_failure_is() -> None:
    assert told() == []
    failing = sample.failed("qdrant.active", "unreachable", "no connection")
    assert told(failing) == ["   ○ no searches of our own: no connection"]


def test_errors_are_told_by_status() -> None:
    failures = (Failures(status="429", count=2), Failures(status="500", count=1))
    item = endpoint("/x", (1,), ()).model_copy(update={"errors": 3, "failures": failures})
    assert _errors(item) == "3 errors (2 of 429, 1 of 500)"
    assert _errors(item.model_copy(update={"failures": ()})) == "3 errors"
