"""What a watched collection is doing, and where claims and facts part."""

import pytest

from backend.model.finding import Severity
from backend.watching.lines import read_line
from backend.watching.statement import Quoted
from tests.watching_steps import LOG, NOON, Scene, at, info

COMPLETED = "Migration terminée avec succès"
FAILED = "[2026-11-22 12:00:00] [ERROR] Erreur lors de la migration du batch 3: refused"


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_nothing_is_known_before_the_first_answer(scene: Scene) -> None:
    assert scene.state == "unknown"
    assert scene.now.growth.exact is None


def test_a_collection_that_is_not_there_yet_is_waited_for(scene: Scene) -> None:
    scene.watch.absent(at(0))
    assert scene.state == "waiting"
    scene.holds(5, 0)
    scene.watch.absent(at(10))
    assert scene.state == "gone"


def test_points_that_arrive_fill_it_and_tell_when_it_is_full(scene: Scene) -> None:
    scene.expect(1000, 1000)
    for step in range(5):
        scene.holds(5 * step, 100 * step)
    found = scene.now
    assert found.state == "filling"
    assert found.growth.history == (0, 100, 200, 300, 400)
    assert found.growth.rate == pytest.approx(20)
    assert found.growth.eta_low == pytest.approx(30)
    assert found.growth.eta_high == pytest.approx(30)
    assert (found.growth.grew_first, found.growth.grew_last) == (at(5).at, at(20).at)


def test_it_stalls_where_more_is_expected_and_none_comes(scene: Scene) -> None:
    scene.expect(1000, 1000)
    scene.holds(0, 400)
    scene.holds(29, 400)
    assert scene.state == "filling"
    assert scene.summaries() == []
    scene.holds(30, 400)
    assert scene.state == "stalled"
    assert scene.summaries() == ["1,000 points expected, Qdrant holds 400: 600 short"]


def test_without_an_expectation_standing_still_is_no_stall(scene: Scene) -> None:
    for seconds in (0, 30, 60):
        scene.holds(seconds, 400)
    assert scene.state == "quiet"
    assert scene.now.findings == ()


def test_it_ends_when_all_is_there_and_green_for_five_seconds(scene: Scene) -> None:
    scene.expect(400, 400)
    scene.holds(0, 300)
    scene.holds(5, 400, status="yellow")
    assert scene.state == "indexing"
    scene.holds(10, 400, queue=3)
    scene.holds(15, 400)
    assert scene.state == "indexing"
    scene.holds(19, 400)
    assert scene.state == "indexing"
    scene.holds(20, 400)
    assert scene.state == "ended"
    assert scene.now.ended == at(20).at
    scene.holds(80, 400)
    assert scene.now.ended == at(20).at
    assert scene.verdicts() == {"expected": "agree"}


def test_an_end_stays_when_the_collection_goes(scene: Scene) -> None:
    scene.expect(400, 400)
    for seconds in (0, 5, 10):
        scene.holds(seconds, 400)
    scene.watch.absent(at(15))
    assert (scene.state, scene.now.growth.exact, scene.now.ended) == ("gone", 400, at(5).at)


def test_colliding_ids_are_found_out(scene: Scene) -> None:
    scene.expect(641, 641, foreign=329)
    scene.holds(0, 0)
    for number in range(1, 8):
        scene.batch(number, number, 100 if number < 7 else 41)
    scene.log(8, COMPLETED)
    scene.holds(9, 329)
    assert scene.verdicts()["migrated"] == "pending"
    assert scene.summaries() == []
    scene.holds(18, 329)
    [finding] = scene.now.findings
    assert finding.summary == (
        "migrate.log says 641 migrated, Qdrant holds 329: 312 short; "
        "source has 329 distinct ids under that tool's id rule"
    )
    assert finding.severity == Severity.ACT
    assert (finding.kind, finding.subjects) == ("claim", ("tasks",))
    assert (finding.claim, finding.fact) == ("641 migrated", "Qdrant holds 329")
    assert [(item.path, item.line) for item in finding.evidence] == [(LOG, 14), (LOG, 15)]


def test_what_writes_nothing_is_found_out_while_it_runs(scene: Scene) -> None:
    scene.holds(0, 0)
    scene.batch(1, 1)
    scene.holds(10, 0)
    assert scene.summaries() == []
    scene.holds(11, 0)
    assert scene.summaries() == [
        "migrate.log says 100 migrated, Qdrant holds 0: 100 short; nothing arrived"
    ]


def test_claims_about_a_collection_that_was_never_made_are_found_out(scene: Scene) -> None:
    scene.batch(0, 1)
    scene.watch.absent(at(5))
    assert scene.summaries() == []
    scene.watch.absent(at(10))
    assert scene.summaries() == [
        "migrate.log says 100 migrated, Qdrant has no collection tasks: 100 short; nothing arrived"
    ]
    scene.holds(15, 100)
    assert scene.summaries() == []


def test_what_writes_nothing_into_a_full_collection_is_found_out_too(scene: Scene) -> None:
    scene.holds(0, 5000)
    scene.batch(1, 1)
    scene.batch(12, 2)
    scene.holds(29, 5000)
    assert scene.summaries() == []
    scene.holds(31, 5000)
    assert scene.summaries() == [
        "migrate.log claims more and more, 200 by now, but no point came to tasks for 31 s: "
        "Qdrant holds 5,000"
    ]


def test_a_finished_log_read_late_claims_no_progress_now(scene: Scene) -> None:
    scene.log(0, "Vectorisation réussie: 400 tâches insérées dans Qdrant.", age=3600)
    for seconds in (0, 10, 20, 31, 40):
        scene.holds(seconds, 400)
    assert scene.state == "ended"
    assert scene.summaries() == []
    assert scene.verdicts() == {"migrated": "agree", "outcome": "agree"}


def test_claims_of_an_old_log_are_due_at_once(scene: Scene) -> None:
    scene.log(0, "Vectorisation réussie: 400 tâches insérées dans Qdrant.", age=60)
    scene.holds(0, 300)
    assert len(scene.summaries()) == 1


@pytest.mark.parametrize(("queue", "deferred"), [(2, 0), (0, 100)])
def test_points_on_their_way_are_not_missed(scene: Scene, queue: int, deferred: int) -> None:
    scene.batch(0, 1)
    scene.holds(60, 0, queue=queue, deferred=deferred)
    assert scene.summaries() == []


def test_success_after_a_failure_is_no_success(scene: Scene) -> None:
    scene.batch(0, 1)
    scene.batch(1, 2)
    scene.log(2, FAILED, "Migration status: COMPLETED")
    scene.holds(20, 200)
    assert scene.summaries() == [
        "migrate.log ends with success (line 6) after a batch failed (line 5) that never arrived"
    ]
    assert scene.now.said[0].failed == 1


def test_a_batch_that_arrived_in_the_end_is_forgiven(scene: Scene) -> None:
    scene.log(0, FAILED)
    scene.batch(1, 3)
    scene.log(2, COMPLETED)
    scene.holds(20, 100)
    assert scene.summaries() == []


def test_growth_after_the_end_is_told(scene: Scene) -> None:
    scene.batch(0, 1)
    scene.log(1, COMPLETED)
    scene.holds(5, 100)
    scene.holds(11, 100)
    scene.holds(20, 100)
    assert scene.state == "ended"
    scene.holds(25, 140)
    assert scene.summaries() == [
        "migrate.log says that it ended, but 40 points came to tasks afterwards"
    ]


def test_points_of_a_tool_that_still_runs_surprise_nobody(scene: Scene) -> None:
    scene.batch(0, 1)
    scene.log(1, COMPLETED)
    scene.holds(20, 100)
    other = scene.watch.story("other.log")
    started = read_line("Traitement du lot 1/2 (40 points)")
    assert started is not None
    other.add(Quoted(started, 1, "", 0.0), at(22))
    scene.holds(25, 140)
    assert scene.summaries() == []
    ended = read_line(COMPLETED)
    assert ended is not None
    other.add(Quoted(ended, 2, "", 0.0), at(26))
    scene.holds(40, 140)
    scene.holds(45, 150)
    assert [text for text in scene.summaries() if "10 points came" in text] == scene.summaries()
    assert len(scene.summaries()) == 2


def test_points_that_waited_in_the_queue_surprise_nobody(scene: Scene) -> None:
    scene.batch(0, 1)
    scene.log(1, COMPLETED)
    scene.holds(15, 40, queue=6)
    scene.holds(20, 100)
    scene.holds(35, 100)
    assert scene.summaries() == []


def test_what_a_long_log_is_caught_up_with_is_no_progress_made_now(scene: Scene) -> None:
    story = scene.watch.story(LOG)
    scene.holds(0, 5000)
    for seconds, number, unread in ((1, 1, 900), (2, 2, 400), (3, 3, 0)):
        story.looked(unread)
        scene.batch(seconds, number)
    for seconds in (20, 40):
        scene.holds(seconds, 5000)
    assert scene.summaries() == []
    story.looked(0)
    scene.batch(41, 4)
    scene.holds(60, 5000)
    assert len(scene.summaries()) == 1


def test_other_totals_and_counts_are_told(scene: Scene) -> None:
    scene.expect(641, 641)
    scene.log(0, "[2026-11-22 12:00:00] [INFO] Points attendus: 600, Points actuels: 600")
    for seconds in (0, 31):
        scene.holds(seconds, 329)
    assert scene.summaries()[:2] == [
        "migrate.log means to migrate 600, tasks.json holds 641",
        "migrate.log says that Qdrant holds 600; counted exactly: 329",
    ]


def test_nothing_is_judged_before_a_log_is_read_up(scene: Scene) -> None:
    scene.batch(0, 1)
    scene.watch.story(LOG).unread = 1
    scene.holds(60, 0)
    assert scene.verdicts() == {}
    scene.watch.story(LOG).unread = 0
    assert scene.verdicts()["migrated"] == "part"


def test_a_second_run_in_the_same_log_is_counted_for_itself(scene: Scene) -> None:
    for number in (1, 2, 3):
        scene.batch(0, number)
    scene.log(1, COMPLETED)
    scene.batch(2, 1, size=50)
    assert (scene.now.said[0].migrated, scene.now.said[0].outcome) == (50, "running")


def test_a_batch_claimed_twice_counts_once(scene: Scene) -> None:
    for size in (100, 100, 80):
        scene.batch(0, 7, size)
    assert scene.now.said[0].migrated == 80


def test_findings_keep_their_id_while_their_numbers_change(scene: Scene) -> None:
    scene.batch(0, 1)
    scene.holds(20, 10)
    first = scene.now.findings
    scene.batch(21, 2)
    scene.holds(40, 20)
    assert first[0].id == scene.now.findings[0].id
    assert first[0].summary != scene.now.findings[0].summary


def test_the_same_looks_give_the_same_picture(scene: Scene) -> None:
    scene.expect(641, 641)
    scene.batch(0, 1)
    scene.holds(20, 10)
    assert scene.now == scene.now
    assert scene.now.since == NOON


def test_a_silent_server_leaves_what_was_known(scene: Scene) -> None:
    scene.holds(0, 10)
    scene.watch.error = "no connection"
    assert (scene.now.growth.exact, scene.now.error) == (10, "no connection")
    scene.watch.look(info(10), None, None, at(5))
    assert scene.now.error == ""
