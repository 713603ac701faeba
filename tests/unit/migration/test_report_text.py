"""How a run ended, in words."""

from backend.migration.engine import Engine
from backend.migration.errors import Refused
from backend.migration.journal import Journal
from backend.migration.process import Owner
from backend.migration.report import report_of
from backend.migration.session import Outcome, _outcome
from backend.migration.text import report_lines
from backend.migration.words import NAME_SHOWN


def told(journal: Journal) -> dict[str, str]:
    lines = [line.split("  ") for line in report_lines(report_of(journal, "paused"))]
    return {words[1]: " ".join(words[2:]).strip() for words in lines[1:] if len(words) > 2}


def test_what_was_not_counted_is_no_zero(journal: Journal) -> None:
    report = report_of(journal, "paused")
    assert (report.is_counted, report.is_asked) == (False, False)
    lines = told(journal)
    assert lines["source records"] == "not counted"
    assert lines["distinct ids"] == "not counted"
    assert lines["Qdrant before"] == "not asked"


def test_what_was_counted_says_where(surveyed: Journal) -> None:
    lines = told(surveyed)
    assert lines["source records"] == "20"
    assert lines["Qdrant before"] == "0 in the new collection"


def test_a_long_name_loses_its_middle(journal: Journal) -> None:
    report = report_of(journal, "paused").model_copy(update={"collection": "a" * 300})
    first = next(report_lines(report))
    assert first.endswith("a" * (NAME_SHOWN // 2))
    assert "a" * NAME_SHOWN not in first


def test_points_that_are_missing_name_the_run(surveyed: Journal) -> None:
    (count,) = report_of(surveyed, "failed").findings
    assert count.remedy.endswith(f"passerelle migrate show {surveyed.row['id']}")
    assert "failed records" not in count.remedy


def test_taking_a_run_back_adds_neither_seconds_nor_a_sitting(journal: Journal) -> None:
    report = report_of(journal, "finished").model_copy(update={"seconds": 570.2})
    journal.end("finished", report)
    again = Journal.resume(journal.path, Owner.this(), workers=1, is_sitting=False)
    again.set_returning("aborted", drop=False)
    back = report_of(again, "aborted")
    again.close()
    assert (back.seconds, back.resumed) == (570.2, 0)


class _Refusing(Engine):
    def __init__(self) -> None:
        pass

    async def run(self):  # type: ignore[no-untyped-def]  # never returns
        raise Refused("the key is wrong", "set another", is_final=False)


async def test_what_stays_in_the_journal_is_no_order(journal: Journal) -> None:
    journal.set_target_before(0)
    outcome: Outcome = await _outcome(journal, _Refusing())
    assert outcome.message == "the key is wrong; set another"
    events = [summary for (summary,) in journal._db.execute("SELECT summary FROM events")]
    assert events == ["the key is wrong"]
