"""The smaller parts: pacing, sources, reports over several lines, offsets, journals, settings."""

import json
import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from backend import config
from backend.config import ConfigError, Settings
from backend.model.migration.run import Run
from backend.watching import journal, offsets
from backend.watching.asked import Asked, asked
from backend.watching.expected import counted, given
from backend.watching.log import LONGEST_REPORT, LogCursor, read_claims
from backend.watching.pacing import LONGEST, Pace
from backend.watching.statement import Statement
from backend.watching.story import Story
from backend.watching.tail import MOST_BYTES
from tests.migration_sources import vectors, write, write_tasks
from tests.watching_steps import at

REPORT = {"total_vectors": 641, "migrated_vectors": 641, "failed_vectors": 0}


def test_quick_answers_are_asked_for_at_the_period_and_seldom_while_nothing_changes() -> None:
    pace = Pace(5, 60)
    assert pace.is_due(0, is_changing=False)
    pace.asked(0, 0.1)
    assert not pace.is_due(4.9, is_changing=True)
    assert pace.is_due(5, is_changing=True)
    assert not pace.is_due(59, is_changing=False)
    assert pace.is_due(60, is_changing=False)


@pytest.mark.parametrize(("took", "next_at"), [(2, 20), (30, 300), (500, 500 + LONGEST)])
def test_dear_answers_are_asked_for_a_tenth_of_the_time(took: float, next_at: float) -> None:
    pace = Pace(5, 60)
    pace.asked(0, took)
    assert not pace.is_due(next_at - 0.1, is_changing=True)
    assert pace.is_due(next_at, is_changing=True)


def test_a_number_is_what_it_says() -> None:
    found = given(6500)
    assert (found.origin, found.records, found.distinct_ids) == ("6,500", 6500, 6500)


def test_a_source_is_counted_under_both_rules(tmp_path: Path) -> None:
    ids = ["1.3.1", "13.1", "1.31", "1.3.2", "x", "1.3.1"]
    records = [{"TaskId": each, "Vector": [1.0, 2.0]} for each in ids]
    found = counted(write_tasks(tmp_path / "tasks.json", records))
    assert (found.records, found.distinct_ids, found.foreign_distinct_ids) == (6, 5, 3)
    assert found.error == ""


def test_the_foreign_rule_is_for_its_own_shape_only(tmp_path: Path) -> None:
    found = counted(write(tmp_path / "vectors.json", vectors(["1.3.1", "13.1"])))
    assert (found.records, found.distinct_ids, found.foreign_distinct_ids) == (2, 2, None)


def test_a_source_that_cannot_be_counted_says_why(tmp_path: Path) -> None:
    found = counted(write(tmp_path / "vectors.json", {"no": "vectors"}))
    assert found.records is None
    assert "found an object with the fields 'no'" in found.error


@pytest.mark.parametrize("end", ["\n", ""])
def test_an_indented_report_is_one_claim_at_its_first_line(tmp_path: Path, end: str) -> None:
    log = tmp_path / "report.json"
    log.write_text("rapport:\n" + json.dumps(REPORT, indent=2) + end, encoding="utf-8")
    look = read_claims(log, LogCursor())
    if not end:
        os.utime(log, (0, 0))  # quiet for long, as a report is
        look = read_claims(log, look.cursor)
    [found] = look.quoted
    assert found.statement.completed
    assert found.statement.figures == {"total": 641, "migrated": 641, "failed": 0}
    assert found.line == 2


def test_a_brace_that_never_closes_is_given_up(tmp_path: Path) -> None:
    log = tmp_path / "x.log"
    lines = ["{", *["x"] * LONGEST_REPORT, "Lot 1/2 inséré avec succès", ""]
    log.write_text("\n".join(lines), encoding="utf-8")
    [found] = read_claims(log, LogCursor()).quoted
    assert found.statement.arrived


@pytest.mark.parametrize("budget", [0.0, 3600.0])
def test_a_long_log_is_read_in_as_many_looks_as_it_takes(
    budget: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backend.watching.log.BUDGET", budget)
    log = tmp_path / "x.log"
    batches = 3 * MOST_BYTES // 40
    lines = (f"Lot {n}/{batches} inséré avec succès".ljust(40) + "\n" for n in range(batches))
    log.write_text("".join(lines), encoding="utf-8")
    cursor, found, looks = LogCursor(), list[int](), 0
    while not looks or cursor.tail.unread:
        look = read_claims(log, cursor)
        cursor, looks = look.cursor, looks + 1
        found += [quoted.statement.figures["batch"] for quoted in look.quoted]
    assert found == list(range(batches))
    assert (looks > 1) is (budget == 0)


def test_offsets_are_added_up_over_their_ranges() -> None:
    payloads: list[dict[str, Any] | None] = [
        {"tasks-workers-2-range-0_offset": 7, "tasks-workers-2-range-0_offsetCount": 100},
        {"tasks-workers-2-range-1_offset": "x", "tasks-workers-2-range-1_offsetCount": 50},
        {"other_offsetCount": 3, "other_lastUpsertAt": "2026-11-22T12:00:00Z"},
        {"odd_offsetCount": "many"},
        None,
    ]
    assert offsets.totals(payloads) == {"tasks": 150, "other": 3}


def test_offsets_are_about_the_collection_of_their_name_or_the_only_one() -> None:
    found = offsets.about("tasks", {"tasks": 150, "other": 3}, watched=2)
    assert found is not None
    assert found.statement == Statement("offsets", figures={"migrated": 150})
    assert offsets.about("tasks", {"other": 3}, watched=2) is None
    assert offsets.about("tasks", {"other": 3, "more": 1}, watched=1) is None
    assert offsets.about("tasks", {"other": 3}, watched=1) is not None


def test_offsets_that_were_deleted_claim_success_until_they_are_back() -> None:
    story = Story(offsets.COLLECTION, "offsets")
    here = offsets.about("tasks", {"tasks": 150}, watched=1)
    assert here is not None
    for seconds, quoted, outcome in (
        (0, here, "running"),
        (1, offsets.gone(), "completed"),
        (2, here, "running"),
    ):
        story.add(quoted, at(seconds))
        assert (story.said().migrated, story.said().outcome) == (150, outcome)


def run(state: str, written: int) -> Run:
    now = datetime(2026, 11, 22, tzinfo=UTC)
    return Run.model_validate(
        {
            "id": "r1",
            "source": "/x",
            "to": "http://q:6333",
            "collection": "tasks",
            "state": state,
            "started": now,
            "heartbeat": now,
            "batch_size": 100,
            "workers": 5,
            "written": written,
        }
    )


def test_a_journal_is_one_more_claim() -> None:
    runs = [run("running", 300), run("finished", 100)]
    assert journal.latest(runs, "http://q:6333", "tasks") is runs[0]
    assert journal.latest(runs, "http://other:6333", "tasks") is None
    story = Story("journal r1", "journal")
    for seconds, one, outcome in (
        (0, runs[0], "running"),
        (1, run("failed", 350), "failed"),
        (2, run("running", 400), "running"),
    ):
        story.add(journal.claim(one), at(seconds))
        assert (story.said().migrated, story.said().outcome) == (one.written, outcome)
        assert story.said().evidence[0].kind == "journal"


def test_a_claim_repeated_word_for_word_is_no_news() -> None:
    story = Story("journal r1", "journal")
    for seconds in (0, 1, 2):
        story.add(journal.claim(run("running", 300)), at(seconds))
    assert story.said().at == at(0).at


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return config.load({}, environment={}, folder=tmp_path)[0]


def test_one_collection_needs_no_name_before_its_values(settings: Settings, tmp_path: Path) -> None:
    source = write(tmp_path / "a=b.json", [])
    found = asked(
        replace(settings, watch_collections=("tasks",), expects=(str(source),), logs=("a.log",))
    )
    assert found == (Asked("tasks", source, (Path("a.log"),)),)


def test_several_collections_name_theirs(settings: Settings) -> None:
    found = asked(
        replace(
            settings,
            watch_collections=("a", "b", "a"),
            expects=("a=6,500",),
            logs=("b=x.log", "b=y.log", "b=x.log"),
        )
    )
    assert found == (Asked("a", 6500), Asked("b", None, (Path("x.log"), Path("y.log"))))


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"watch_collections": ("a", "b"), "logs": ("x.log",)}, "--log NAME=x.log"),
        ({"logs": ("x.log",)}, "--watch-collection NAME"),
        ({"watch_collections": ("a",), "expects": ("1", "2")}, "give it once"),
        ({"watch_collections": ("a",), "expects": ("nowhere.json",)}, "neither a number"),
        ({"claim_patterns": ("(?P<migrated>",)}, "no regular expression"),
        ({"claim_patterns": (r"\d+",)}, "names no group of"),
    ],
)
def test_what_cannot_be_watched_is_refused(
    settings: Settings, wrong: dict[str, Any], told: str
) -> None:
    with pytest.raises(ConfigError, match=told.replace("(", r"\(")):
        asked(replace(settings, **wrong))


def test_the_settings_file_holds_them_all(tmp_path: Path) -> None:
    source = write(tmp_path / "source.json", [])
    (tmp_path / "passerelle.toml").write_text(
        'watch_collections = ["a", "b"]\n'
        'expects = ["a=641", "b=source.json"]\n'
        'logs = ["a=logs/a.log"]\n'
        "claim_patterns = ['moved (?P<migrated>\\d+)']\n",
        encoding="utf-8",
    )
    found = asked(config.load({}, environment={}, folder=tmp_path)[0])
    patterns = (r"moved (?P<migrated>\d+)",)
    assert found == (
        Asked("a", 641, (tmp_path / "logs" / "a.log",), patterns),
        Asked("b", source, (), patterns),
    )


def test_so_does_the_environment(tmp_path: Path) -> None:
    environment = {
        "PASSERELLE_WATCH_COLLECTIONS": "a:b",
        "PASSERELLE_EXPECTS": "a=1:b=2",
        "PASSERELLE_CLAIM_PATTERNS": "x: (?P<migrated>\\d+)\ny: (?P<total>\\d+)",
    }
    found = asked(config.load({}, environment=environment, folder=tmp_path)[0])
    assert [(one.collection, one.expected) for one in found] == [("a", 1), ("b", 2)]
    assert found[0].patterns == (r"x: (?P<migrated>\d+)", r"y: (?P<total>\d+)")
