"""What the panes say, apart from how it is drawn."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.model.alerts import Alerts
from backend.model.ecosystem import Ecosystem
from backend.model.finding import Finding
from backend.model.migration.proof import Check, Verification
from backend.model.migration.run import Migrations
from backend.model.migration.switch import Switch
from backend.model.qdrant import EndpointWindow
from backend.model.raci import Cell, Raci, RaciRow
from tests.lines import plain
from tests.readings import sample
from tests.readings.sample import NOW, endpoint, quantile
from tui.panes.alarms import alarm
from tui.panes.findings import FindingsPane, all_findings
from tui.panes.histogram import bound, histogram, interval, shown
from tui.panes.latency import judged
from tui.panes.limits import Limits, against, limits
from tui.panes.own_timings import milliseconds
from tui.panes.plans import differs
from tui.panes.proof import proof
from tui.panes.raci_grid import faults, letters
from tui.panes.raci_standing import Standing
from tui.panes.raci_verdict import disagreements
from tui.panes.rows import Row
from tui.panes.run import run_lines, run_mark
from tui.readings import Readings
from tui.theme import shipped
from tui.widgets.canvas import Look
from tui.widgets.text import Line, words


def search(p95: tuple[float, float | None], counts: tuple[int, ...] = (1, 2)) -> EndpointWindow:
    return endpoint("/collections/{collection_name}/points/query", counts, (quantile(0.95, *p95),))


@pytest.mark.parametrize(
    ("interval_ms", "verdict"),
    [((5, 10), "within"), ((20, 50), "within"), ((50, 100), "beyond"), ((20, 100), "cannot tell"),
     ((20, None), "cannot tell"), ((50, None), "beyond")],
)  # fmt: skip
def test_an_interval_keeps_breaks_or_straddles_a_limit(
    interval_ms: tuple[float, float | None], verdict: str
) -> None:
    assert against(quantile(0.95, *interval_ms), 0.050) == verdict


def test_verdicts_on_latency() -> None:
    assert judged(search((5, 10)), Limits()) == ("fine", "search p95 ⟨5–10⟩ ms   limit 50 ms")
    assert judged(search((50, 100)), Limits())[0] == "act"
    assert judged(search((20, 100)), Limits()) == (
        "unknown",
        "search p95 ⟨20–100⟩ ms   limit 50 ms: cannot tell",
    )
    assert judged(search((5, 10), ()), Limits())[1] == "search: no requests in the window"
    failing = search((5, 10)).model_copy(update={"errors": 3})
    assert judged(failing, Limits())[0] == "look"


def test_simple_requests_have_their_own_limit() -> None:
    assert Limits().of(endpoint("/collections/{collection_name}/points/scroll", (1,), ())) == 0.1
    assert Limits().of(search((1, 2))) == 0.05


def test_a_write_in_bulk_has_no_limit_of_latency_here_either() -> None:
    path = "/collections/{collection_name}/points"
    put = endpoint(path, (1, 2), (quantile(0.95, 500, 1000),), method="PUT")
    assert Limits().of(put) is None
    assert judged(put, Limits()) == (
        "fine",
        "PUT points p95 ⟨500–1000⟩ ms   no limit for writes in bulk",
    )
    drawn = ["".join(text for text, _ in line) for line in histogram(put, None, 70, 8)]
    assert not any("limit" in line for line in drawn)


def test_limits_are_those_that_the_alerts_follow() -> None:
    readings = Readings()
    assert limits(readings.picture(NOW)) == Limits(0.05, 0.1)
    (alert,) = sample.firing().alerts
    pending = alert.model_copy(update={"state": "pending"})
    readings.take(sample.reading("alerts", Alerts(alerts=(pending,))), NOW)
    allowed = limits(readings.picture(NOW))
    assert (allowed.search, allowed.simple) == (0.02, 0.1)
    since = f"{alert.since.astimezone():%H:%M:%S %Z}"
    assert judged(search((20, 50)), allowed) == (
        "act",
        f"search p95 ⟨20–50⟩ ms   limit 20 ms: beyond, held since {since}",
    )
    assert judged(search((5, 10)), allowed)[0] == "fine"


def test_an_alert_whose_cause_is_gone_tells_what_is_known_now() -> None:
    (alert,) = sample.firing().alerts
    assert "  POST points/query" in plain([alarm(alert)])
    over = alert.model_copy(update={"verdict": "idle", "evidence": "no request"})
    assert "since 14:01:27 UTC  now idle: no request" in plain([alarm(over)])


def test_figures_of_latency() -> None:
    assert interval(quantile(0.99, 10, None)) == "⟨10–∞⟩ ms"
    assert [bound(upper) for upper in (0.0005, 0.001, 0.5, 1.0, 50.0, None)] == [
        *("≤0.5 ms", "≤1 ms", "≤500 ms", "≤1 s", "≤50 s", "beyond")
    ]
    assert [milliseconds(value) for value in (None, 0.0031, 0.12345, 2.5)] == [
        *("?", "3.1", "123", "2,500")
    ]


def test_a_histogram_marks_quantiles_and_the_limit() -> None:
    item = search((5, 10), (10, 5, 1))
    lines = ["".join(text for text, _ in line) for line in histogram(item, 0.05, 70, 8)]
    assert len(lines) == 8
    assert "◂ p95" in lines[3]
    assert "≤10 ms" in lines[3]
    assert "┄ limit" in lines[5]
    assert lines[0].rstrip().endswith("10")
    assert {len(line) for line in lines} == {69}


def test_slow_buckets_are_kept_where_room_is_short() -> None:
    counts = (1,) + (0,) * 9 + (1,)
    buckets = endpoint("/", counts, ()).buckets
    assert [bucket.upper for bucket in shown(buckets, 3)] == [0.5, 1.0, 2.0]
    assert len(shown(buckets, 50)) == len(buckets)


def test_quick_buckets_are_counted_together_where_room_is_short() -> None:
    item = search((1, 2), (10, 5, 3, 1))
    first, second = ["".join(text for text, _ in line) for line in histogram(item, 0.003, 70, 2)]
    assert "≤5 ms" in first
    assert "◂ p95 ┄ limit" in first
    assert first.rstrip().endswith("18")
    assert second.rstrip().endswith("1")


@given(st.lists(st.integers(0, 9), max_size=12), st.integers(1, 14))
def test_no_request_is_left_out_of_a_histogram(counts: list[int], rows: int) -> None:
    kept = shown(endpoint("/", tuple(counts), ()).buckets, rows)
    assert sum(bucket.count for bucket in kept) == sum(counts)
    assert len(kept) <= rows


def raci(*letters_: str) -> Raci:
    rows = tuple(
        RaciRow(manager=f"m{place}", letters={"Plan": letter})
        for place, letter in enumerate(letters_)
    )
    return Raci(activities=("Plan",), rows=rows)


@pytest.mark.parametrize(
    ("held", "told"),
    [("AR", {}), ("RR", {"Plan": ("0A", "act")}), ("AA", {"Plan": ("2A0R", "act")}),
     ("AC", {"Plan": ("0R", "act")}), ("", {}), ("ARRR", {"Plan": ("3R", "look")}),
     ("RRR", {"Plan": ("0A3R", "act")})],
)  # fmt: skip
def test_what_a_column_breaks(held: str, told: dict[str, tuple[str, str]]) -> None:
    standing = Standing(Ecosystem(raci=raci(*held)))
    assert faults(standing.found(standing.phases, {})) == told


def test_a_cell_shows_both_letters_where_they_differ() -> None:
    assert letters(Cell(activity="x", declared="A", confidence=0.8), "R") == ("R≠A", "look")
    assert letters(Cell(activity="x", declared="A"), None) == ("·≠A", "look")
    assert letters(Cell(activity="x", declared="R", confidence=0.8), "R") == ("R", "strong")
    assert letters(Cell(activity="x", confidence=0.4), "C") == ("c", "dim")
    assert letters(None, None) == ("·", "rule")
    assert disagreements(sample.ecosystem().raci) == 1


@pytest.mark.parametrize(
    ("state", "failures", "mark"),
    [("running", 0, "look"), ("running", 400, "act"), ("lost", 0, "act"), ("waiting", 0, "look"),
     ("failed", 0, "act"), ("finished", 0, "look")],
)  # fmt: skip
def test_a_runs_mark(state: str, failures: int, mark: str) -> None:
    run = sample.run(state, failures=failures)  # type: ignore[arg-type]
    assert run_mark(run) == mark


def test_a_clean_run_is_fine_and_a_short_one_is_not() -> None:
    clean = sample.run("finished", failures=0).model_copy(update={"preflight": None})
    assert run_mark(clean) == "fine"
    short = clean.model_copy(update={"target_exact": clean.written - 1})
    assert run_mark(short) == "act"
    text = plain(run_lines(short, NOW, 80))
    assert "■ written 3,724 ⇢ Qdrant holds 3,723" in text


def verification(*checks: Check, passed: bool = True) -> Verification:
    return Verification(
        at=NOW,
        seconds=2.0,
        source="task_vectors.json",
        to=sample.URL,
        collection="tasks",
        distance="Cosine",
        datatype="float32",
        tolerance=1e-6,
        expected=3_724,
        source_digest="00",
        target_digest="11",
        passed=passed,
        checks=checks,
    )


def test_a_proof_is_one_line_and_a_failed_one_says_what_is_amiss() -> None:
    presence = Check(name="presence", checked=3_724, passed=True, detail="all there")
    lost = Check(name="payload", failed=3, passed=False, detail="3 payloads differ")
    unasked = Check(name="recall", passed=None, detail="the source holds too few")
    clean = sample.run("finished", failures=0).model_copy(update={"preflight": None})

    good = clean.model_copy(update={"verification": verification(presence)})
    assert run_mark(good) == "fine"
    assert [line[0][0] + line[1][0] for line in proof(good)] == [
        "   ● every point was compared with its record and is as it should be"
    ]
    bad = clean.model_copy(update={"verification": verification(presence, lost, passed=False)})
    assert run_mark(bad) == "act"
    assert [line[0][0] + line[1][0] for line in proof(bad)] == [
        "   ■ not as the source: 3 payloads differ"
    ]
    part = verification(presence, unasked).model_copy(update={"sample": 200})
    lines = proof(clean.model_copy(update={"verification": part}))
    assert [line[0][0].strip() for line in lines] == ["●", "○"]
    assert "a sample was compared" in lines[0][1][0]
    assert proof(clean) == []


def test_where_the_alias_stands() -> None:
    switch = Switch(alias="tasks", staging="tasks__2", previous="tasks__1", state="switched")
    (line,) = proof(sample.run().model_copy(update={"switch": switch}))
    assert line[0][0] == "   alias tasks: switched, tasks__1 before   fills tasks__2"


def test_unknown_is_never_zero() -> None:
    blank = {"preflight": None, "rate": None, "eta_seconds": None, "target_exact": None}
    run = sample.run().model_copy(update={**blank, "batches_total": None, "rate_history": ()})
    text = plain(run_lines(run, NOW, 80))
    for said in ("rate ?", "ETA ?", "/ ?", "no exact count yet", " ?"):
        assert said in text
    assert "0.0 %\n" not in text


@pytest.mark.parametrize(
    ("failures", "written", "said"), [(1, 9_999, "<0.1 %"), (1, 999, "0.1 %"), (0, 9, "0.0 %")]
)
def test_few_failures_are_not_told_as_none(failures: int, written: int, said: str) -> None:
    run = sample.run().model_copy(update={"failed": failures, "written": written})
    text = plain(run_lines(run, NOW, 80))
    assert f"failed {failures} ({said})" in text


def test_workers_between_two_batches_are_not_drawn_idle() -> None:
    for workers, in_flight, said in ((5, 4, "5 workers ▮▮▮▮▯   "), (1, 0, "1 worker   ")):
        changed = {"workers": workers, "in_flight": in_flight}
        run = sample.run().model_copy(update=changed)
        text = plain(run_lines(run, NOW, 80))
        assert said in text


def test_declared_and_counted_may_differ_by_rounding() -> None:
    assert not differs(50, 54.9)
    assert differs(50, 56)
    assert not differs(None, 56)


def test_a_finding_told_twice_is_listed_once() -> None:
    readings = Readings()
    readings.take(sample.reading("managers", sample.ecosystem()), NOW)
    run = sample.run().model_copy(update={"findings": sample.ecosystem().findings[:1]})
    readings.take(sample.reading("migration", Migrations(runs=(run,))), NOW)
    assert len(all_findings(readings.picture(NOW))) == 3


def test_a_detail_takes_free_rows_and_says_what_it_leaves_out() -> None:
    pane = FindingsPane(Look(shipped("dark"), ascii_only=False))
    told = [words(str(number)) for number in range(20)]
    pane.shown = (Row("one", ()),) * 2
    assert pane._detail(told, 24) == told
    pane.shown = (Row("one", ()),) * 20
    cut = pane._detail(told, 24)
    assert cut[:-1] == told[:5]
    assert cut[-1][0][0] == "   … 15 more lines: Y copies all"
    assert pane._detail(told[:3], 24) == [*told[:3], (), (), ()]
    assert pane._detail([], 24) == []


def test_the_detail_of_a_row_is_made_when_it_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    readings = Readings()
    readings.take(sample.reading("managers", sample.ecosystem()), NOW)
    looked: list[str] = []

    def detail(item: Finding, cells: int) -> list[Line]:
        looked.append(item.id)
        return [words(item.summary)]

    monkeypatch.setattr("tui.panes.findings._detail", detail)
    pane = FindingsPane(Look(shipped("dark"), ascii_only=False))
    first, *_ = pane.table(readings.picture(NOW), 100, 30).rows
    assert looked == []
    assert len(first.detail) == 1
    assert list(first.detail[:1]) == [first.detail[0]]
    assert looked == [first.key]
