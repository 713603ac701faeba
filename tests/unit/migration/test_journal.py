import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from backend.migration.commands import command
from backend.migration.done import Failure
from backend.migration.history import Unreadable, is_unfinished, journal_paths, read_run, read_runs
from backend.migration.journal import Journal
from backend.migration.letters import kept_content
from backend.migration.process import Owner
from backend.migration.records import Flaw
from backend.migration.report import counts_agree, report_of
from backend.migration.room import Room
from backend.model.migration.run import Run
from tests.unit.migration.conftest import ORDER, STAMPS, acknowledge

MIGRATION = (ORDER.source, ORDER.target, ORDER.collection)
GONE = Owner(Owner.this().pid, Owner.this().host, started=-1000.0)
FAILURE = Failure(6, "a.json: [6]", "g", Flaw("not finite", "NaN at 3"))


def test_a_run_begins_as_ordered(journal: Journal) -> None:
    run = read_run(journal.path)
    assert (run.source, run.to, run.collection) == MIGRATION
    assert (run.state, run.batch_size, run.workers) == ("preflight", 5, 3)
    assert (run.pid, run.host) == (Owner.this().pid, Owner.this().host)
    assert (run.rate, run.rate_history, run.batches_total, run.preflight) == (None, (), None, None)
    assert (run.target_exact, run.ended) == (None, None)


def test_what_was_acknowledged_is_read_back(surveyed: Journal) -> None:
    acknowledge(surveyed, 0)
    acknowledge(surveyed, 1, FAILURE, attempts=2, points=4)
    surveyed.retry("answered 429; again in 1.0 s", batch=1)
    surveyed.beat("waiting", in_flight=2)
    run = read_run(surveyed.path)
    assert (run.state, run.in_flight, run.batches_done, run.batches_total) == ("waiting", 2, 2, 4)
    assert (run.written, run.failed, run.retries) == (9, 1, 1)
    assert [(e.summary, e.batch) for e in run.errors] == [("answered 429; again in 1.0 s", 1)]
    assert [(f.place, f.id, f.kind, f.reason) for f in run.failures] == [
        ("a.json: [6]", "g", "not finite", "NaN at 3")
    ]
    assert surveyed.done_batches() == {0, 1}


def test_what_a_screen_shows_of_the_failed_records_is_less_than_the_command_tells(
    surveyed: Journal, tmp_path: Path
) -> None:
    failures = [replace(FAILURE, record=record, id=f"r{record}") for record in range(25)]
    acknowledge(surveyed, 1, *failures, points=0)
    assert len(read_run(surveyed.path).failures) == 20
    shown = CliRunner().invoke(
        command, ["show", surveyed.row["id"], "--state", str(tmp_path), "--format", "json"]
    )
    told = Run.model_validate_json(shown.stdout)
    assert [one.id for one in told.failures] == [one.id for one in failures]


def test_a_batch_and_its_failures_are_written_together_or_not_at_all(surveyed: Journal) -> None:
    acknowledge(surveyed, 1, FAILURE, points=4)
    with pytest.raises(sqlite3.IntegrityError):
        acknowledge(surveyed, 2, FAILURE, points=4)
    assert surveyed.done_batches() == {1}
    acknowledge(surveyed, 2)
    assert surveyed.written() == 9


def test_room_for_dead_letters_is_reckoned_with_those_of_earlier_sittings(
    surveyed: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = kept_content({"text": "é" * 500})
    acknowledge(surveyed, 1, replace(FAILURE, content=content), points=4)
    taken: list[int] = []

    class Told(Room):
        def __init__(self, kept: int, tell: Callable[[str], None]) -> None:
            taken.append(kept)
            super().__init__(kept, tell)

    monkeypatch.setattr("backend.migration.journal.Room", Told)
    again = Journal.resume(surveyed.path, Owner.this(), workers=1)
    for number in (2, 3):
        acknowledge(again, number, replace(FAILURE, record=5 * number), points=4)
    again.close()
    assert taken == [len(content.encode())]


def test_a_process_that_takes_over_finds_everything(surveyed: Journal) -> None:
    acknowledge(surveyed, 3)
    surveyed.beat("running", in_flight=3)
    taken = Journal.resume(surveyed.path, Owner(1, "elsewhere", 2.0), workers=9)
    row = taken.row
    assert (row["pid"], row["host"], row["workers"]) == (1, "elsewhere", 9)
    assert (row["resumed"], row["in_flight"], row["batch_size"]) == (1, 0, 5)
    assert taken.stamps == STAMPS
    assert taken.preflight is not None
    assert taken.preflight.points == 20
    assert set(taken.digests) == {"a.json"}
    assert taken.done_batches() == {3}
    taken.close()


def test_a_run_whose_process_is_gone_is_lost_unless_it_ended_or_rests(
    begin: Callable[[str], Journal],
) -> None:
    for run_id in ("a", "b", "c"):
        Journal.resume(begin(run_id).path, GONE, workers=1).close()
    begin("d")
    paths = {path.stem: path for path in journal_paths(begin("e").path.parent.parent)}
    with sqlite3.connect(paths["b"]) as db:
        db.execute("UPDATE run SET state = 'finished', ended = 1")
    resting = Journal(paths["c"])
    resting.rest()
    resting.close()
    states = {run_id: read_run(path).state for run_id, path in paths.items()}
    assert states == {
        "a": "lost", "b": "finished", "c": "paused", "d": "preflight", "e": "preflight",
    }  # fmt: skip


def test_only_an_unfinished_run_of_the_same_migration_is_taken_up(journal: Journal) -> None:
    assert is_unfinished(journal.path, MIGRATION)
    assert not is_unfinished(journal.path, (*MIGRATION[:2], "other"))
    journal.rest()
    assert is_unfinished(journal.path, MIGRATION)
    journal.end("aborted")
    assert not is_unfinished(journal.path, MIGRATION)


def test_the_latest_run_stands_first(begin: Callable[[str], Journal], tmp_path: Path) -> None:
    for run_id in ("20261122T140000-a", "20261123T000000-b", "20251122T140000-c"):
        begin(run_id)
    runs = read_runs(tmp_path).runs
    assert [run.id[:8] for run in runs] == ["20261123", "20261122", "20251122"]


def test_where_nothing_was_ever_run_nothing_is_created(tmp_path: Path) -> None:
    assert read_runs(tmp_path / "state").runs == ()
    with pytest.raises(Unreadable):
        read_run(tmp_path / "none.sqlite")
    assert list(tmp_path.iterdir()) == []


def test_reading_an_ended_journal_leaves_no_trace(journal: Journal) -> None:
    journal.end("failed")
    journal.close()
    read_run(journal.path)
    assert [path.name for path in journal.path.parent.iterdir()] == [journal.path.name]


def test_a_reader_in_the_middle_does_not_stop_the_writer(surveyed: Journal) -> None:
    reader = sqlite3.connect(f"{surveyed.path.as_uri()}?mode=ro", uri=True)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM batches").fetchall()
    acknowledge(surveyed, 0)
    assert reader.execute("SELECT count(*) FROM batches").fetchone() == (0,)
    reader.close()
    assert read_run(surveyed.path).written == 5


def test_the_speed_of_a_moving_run_comes_from_what_was_acknowledged(surveyed: Journal) -> None:
    surveyed.beat("running", in_flight=1)
    for number in range(3):
        acknowledge(surveyed, number)
    with sqlite3.connect(surveyed.path) as db:
        db.execute("UPDATE batches SET at = 1000.5 + number")
    run = read_run(surveyed.path, now=1004.0)
    assert run.rate_history == (5.0, 5.0, 5.0, 0.0)
    assert run.rate == 3.75
    assert run.eta_seconds == pytest.approx(5 / 3.75)
    assert run.eta_low is not None
    assert run.eta_low < 5 / 3.75

    surveyed.end("finished")
    ended = read_run(surveyed.path, now=9000.0)
    assert (ended.rate, ended.eta_seconds) == (None, None)
    assert sum(ended.rate_history) > 0


@pytest.mark.parametrize(
    ("written", "before", "exact", "agree"),
    [
        (10, 0, 10, True),
        (10, 0, 9, False),
        (10, 0, 11, False),
        (10, 5, 10, True),
        (10, 5, 15, True),
        (10, 20, 20, True),
        (10, 20, 19, False),
        (10, 5, 16, False),
        (0, 0, None, True),
        (1, 0, None, False),
    ],
)
def test_counts_agree_where_qdrant_holds_what_it_acknowledged(
    written: int, before: int, exact: int | None, agree: bool
) -> None:
    assert counts_agree(written, before, exact) is agree


@given(st.sets(st.integers(0, 50)), st.sets(st.integers(0, 50)))
def test_counts_of_any_two_sets_agree(before: set[int], written: set[int]) -> None:
    assert counts_agree(len(written), len(before), len(before | written))


def test_a_report_of_a_run_that_never_got_far_invents_nothing(journal: Journal) -> None:
    report = report_of(journal, "paused")
    assert (report.source_records, report.distinct_ids, report.written) == (0, 0, 0)
    assert (report.target_exact, report.findings) == (None, ())


def test_a_report_says_what_is_missing(surveyed: Journal) -> None:
    acknowledge(surveyed, 0)
    surveyed.set_target_exact(3)
    kinds = {(f.subjects, f.claim, f.fact) for f in report_of(surveyed, "failed").findings}
    assert kinds == {
        (("written",), "20 points", "5 acknowledged"),
        (("target",), "5 acknowledged, 0 there before", "3 counted by Qdrant"),
    }
