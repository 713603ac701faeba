"""Migrations as rows, and what is told of one that is opened."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from backend.model.finding import Finding, Severity
from backend.model.migration.preflight import Prospect
from backend.model.migration.proof import Check, Mismatch, Verification
from backend.model.migration.run import Run, RunState
from tests.lines import plain
from tests.readings import sample
from tests.readings.sample import NOW
from tui.panes.columns import Sorting, ordered
from tui.panes.dead_letters import dead_letters
from tui.panes.preflight import preflight_lines
from tui.panes.rows import Table
from tui.panes.run import run_lines, run_mark, run_standing, share_words
from tui.panes.run_list import COLUMNS, Item, head_line
from tui.panes.run_story import log, proof_lines
from tui.panes.workers import lanes, workers
from tui.widgets.text import Line, line_width


def run_row(run: Run, cells: int) -> Line:
    return Item(run.id, run, ours=True).row(NOW, cells).line


def whole(table: Table) -> str:
    """All that a table can come to show."""
    lines = [*table.above, *(row.line for row in table.rows), *table.below]
    return plain([*lines, *(line for row in table.rows for line in row.detail)])


@pytest.mark.parametrize("cells", [60, 79, 119, 199])
def test_rows_and_their_head_have_the_same_columns(cells: int) -> None:
    head, row = head_line(cells), run_row(sample.run(), cells)
    assert line_width(row) <= max(cells, line_width(head))
    ends = [match.end() for match in re.finditer(r"POINTS|FAILED", plain([head]))]
    told = plain([row])
    assert [told[: ends[0]].split()[-1]] == ["3,724"]


def test_a_row_says_how_far_how_fast_and_how_long() -> None:
    told = plain([run_row(sample.run(), 140)])
    assert "running" in told
    assert "60.2 %" in told
    assert "1,812/s" in told
    assert "1m31s" in told
    assert "2m05s" in told


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, "running 60 %, 4 not written"),
        ({"failed": 0}, "running 60 %"),
        ({"failed": 0, "preflight": None}, "running"),
        ({"state": "paused"}, "paused at 60 %, 4 not written"),
        ({"breaker": "open"}, "running 60 %, breaker open"),
        ({"breaker": "open", "failed": 400}, "running 60 %, 9.7 % not written"),
        (
            {"state": "finished", "target_exact": 3_700},
            "finished, Qdrant holds 3,700 of 3,724 written",
        ),
    ],
)
def test_a_verdict_tells_how_far_it_is_and_the_worst_of_it(
    changed: dict[str, object], said: str
) -> None:
    assert run_standing(sample.run().model_copy(update=changed)) == said


def test_nothing_is_called_whole_before_it_is() -> None:
    assert [share_words(share) for share in (0.573, 6_486 / 6_488, 1.0)] == [
        *("57.3 %", "99.9 %", "100.0 %")
    ]
    assert share_words(0.29, 0) == "29 %"


def test_a_row_of_a_run_that_ended_has_no_rate() -> None:
    told = plain([run_row(sample.run("finished", 6_183), 140)])
    assert "/s" not in told
    assert "100.0 %" in told


def test_what_is_unknown_before_preflight_is_no_zero() -> None:
    bare = sample.run().model_copy(update={"preflight": None})
    assert "?" in plain([run_row(bare, 140)])
    assert "still being read" in plain(preflight_lines(bare, 80))


def test_every_dead_letter_has_its_place_and_reason() -> None:
    run = sample.run(failures=3)
    table = dead_letters(run, 80)
    told = plain([row.line for row in table.rows])
    assert "3 records not written" in plain(list(table.above))
    assert told.count("task_vectors.json: tasks[") == 3
    assert "vector[17] is NaN" not in told
    opened = plain(list(table.rows[1].detail))
    assert "vector[17] is NaN" in opened
    assert "record 702, from byte 5,600,701" in opened
    assert run.failures[1].excerpt[:20] in opened
    assert run.dead_letters in plain(list(table.below))
    assert "no record failed" in plain(list(dead_letters(sample.run(failures=0), 80).empty))


@pytest.mark.parametrize("listed", [dead_letters, workers, log])
def test_rows_of_a_run_have_a_value_for_each_column_and_a_key_of_their_own(
    listed: Callable[[Run, int], Table],
) -> None:
    table = listed(sample.run(failures=20), 80)
    assert table.rows
    assert {len(row.values) for row in table.rows} == {len(table.columns)}
    assert len({row.key for row in table.rows}) == len(table.rows)


def test_migrations_are_sorted_by_what_stands_in_their_columns() -> None:
    fast = sample.run().model_copy(update={"id": "fast", "rate": 5_000.0})
    runs = [sample.run(), sample.run("finished", 6_183), fast]
    rows = [Item(run.id, run, ours=True).row(NOW, 140) for run in runs]
    assert {len(row.values) for row in rows} == {len(COLUMNS)}
    by_rate = ordered([(row.values, row.key) for row in rows], COLUMNS, Sorting("RATE", True))
    assert by_rate[0] == "fast"
    assert by_rate[-1] == runs[1].id, "what is over has no rate, and stands last"


def test_more_dead_letters_than_are_told_say_where_the_rest_is() -> None:
    run = sample.run(failures=400)
    told = whole(dead_letters(run, 80))
    assert "the first 20 are below" in told
    assert f"migrate dead-letters {run.id}" in told


@pytest.mark.parametrize(
    ("most", "mark", "scale"), [(5.0, "act", "5 %"), (100.0, "look", "100 %"), (0.0, "act", "0 %")]
)
def test_how_much_may_fail_is_what_the_run_was_told(most: float, mark: str, scale: str) -> None:
    run = sample.run("running", 900, failures=100).model_copy(update={"max_failed": most})
    assert run_mark(run) == mark
    assert f" {scale} roll back" in plain(run_lines(run, NOW, 100))


def test_each_worker_has_a_line_with_what_it_does() -> None:
    run = sample.run()
    told = whole(workers(run, 80))
    assert "written over REST: nobody opens for gRPC at port 6334" in told
    assert "64 points in a request, of 128: made smaller" in told
    assert "breaker closed, retries 3" in told
    assert len(lanes(run)) == 1 + run.workers
    assert "▲ 3       again    31       128     2        <15s" in told
    assert "× 128, 64 a request" in plain(run_lines(run, NOW, 100))


def test_where_no_worker_works_that_is_said() -> None:
    run = sample.run("finished").model_copy(update={"lanes": (), "transport": None})
    told = whole(workers(run, 80))
    assert "not settled" in told
    assert "no worker is at work" in plain(list(workers(run, 80).empty))
    assert lanes(run) == []


def test_preflight_tells_collisions_with_their_records_and_the_target() -> None:
    run = sample.run()
    assert run.preflight is not None
    finding = Finding(
        id="x", kind="fitness", severity=Severity.ACT, subjects=(), summary="uint8", remedy="f32"
    )
    prospect = Prospect(
        to="http://q:6333", collection="tasks", memory_needed=2**30, seconds_at_least=1.0
    )
    found = run.preflight.model_copy(update={"prospect": prospect, "findings": (finding,)})
    told = plain(preflight_lines(run.model_copy(update={"preflight": found}), 80))
    assert "1.3.1, 13.1 → point 131" in told
    assert "1,536 in 1 record" in told
    assert "■ uint8" in told
    assert "→ f32" in told
    assert "1.0 GiB of ?" in told
    assert "the name is free" in told


def test_the_log_tells_the_latest_first_with_its_zone() -> None:
    run = sample.run()
    (first,) = run.errors
    later = first.model_copy(update={"at": NOW + timedelta(seconds=1), "summary": "opened"})
    told = whole(log(run.model_copy(update={"errors": (first, later)}), 80))
    assert told.index("opened") < told.index("429")
    assert f"{NOW.astimezone():%Z}" in told


def test_a_proof_tells_every_check_and_what_differs() -> None:
    proof = Verification(
        at=NOW, seconds=3.0, source="a.json", to="http://q", collection="t", distance="Cosine",
        datatype="float32", tolerance=0.001, expected=10, source_digest="ab", target_digest="cd",
        passed=False,
        checks=(
            Check(name="presence", checked=10, failed=1, passed=False, detail="1 of 10 is missing"),
            Check(name="recall", passed=None, detail="nothing to search"),
        ),
        mismatches=(
            Mismatch(place="a.json: [3]", id="3", point="3", check="presence", detail="missing"),
        ),
    )  # fmt: skip
    told = plain(proof_lines(sample.run().model_copy(update={"verification": proof}), 80))
    assert "every point compared" in told
    assert "■ presence           10        1  1 of 10 is missing" in told
    assert "○ recall" in told
    assert "a.json: [3]" in told
    assert "source ab" in told


def test_without_a_comparison_nothing_is_claimed() -> None:
    assert "nothing was compared yet" in plain(proof_lines(sample.run(), 80))


@pytest.mark.parametrize(
    ("state", "told"),
    [("running", "no exact count yet: it follows when all is written"), ("lost", "no exact count")],
)
def test_a_count_that_was_not_asked_for_says_whether_it_will_be(state: RunState, told: str) -> None:
    run = sample.run().model_copy(update={"state": state, "target_exact": None})
    assert f"○ {told}" in {line.strip() for line in plain(run_lines(run, NOW, 100)).splitlines()}
