"""What can be asked of a run, and what is said instead where it cannot."""

import pytest

from backend.model.actions import Actions, Deed
from backend.model.migration.run import Run
from backend.model.migration.switch import Switch
from backend.model.request import Act
from tests.readings import sample
from tests.readings.sample import NOW
from tui.panes.asking import Said, Wanted
from tui.panes.run import run_lines
from tui.panes.run_orders import deed_lines, order
from tui.readings import Picture, Readings


def picture(*, allowed: bool = True, deeds: tuple[Deed, ...] = ()) -> Picture:
    readings = Readings()
    readings.take(sample.reading("actions", Actions(allowed=allowed, deeds=deeds)), NOW)
    return readings.picture(NOW)


def staged(run: Run, state: str = "switched") -> Run:
    switch = Switch(
        alias="tasks", staging="tasks__20261122T1402", previous="tasks__old", state="staged"
    )
    return run.model_copy(update={"switch": switch.model_copy(update={"state": state})})


@pytest.mark.parametrize("what", ["hold", "abort", "rollback"])
def test_nothing_is_asked_unless_actions_are_allowed(what: str) -> None:
    for shown in (picture(allowed=False), Readings().picture(NOW)):
        said = order(sample.run(), what, shown)
        assert isinstance(said, Said)
        assert "--allow-actions" in said.text


@pytest.mark.parametrize(
    ("state", "word"), [("running", "pause"), ("paused", "resume"), ("lost", "resume")]
)
def test_holding_pauses_or_lets_go_on_without_a_question(state: str, word: str) -> None:
    wanted = order(sample.run(state), "hold", picture())  # type: ignore[arg-type]
    assert isinstance(wanted, Wanted)
    assert wanted.request == Act(run="20261122T140002", order=word)
    assert wanted.confirm is None


def test_an_abort_has_to_be_confirmed_by_the_name_of_what_was_filled() -> None:
    wanted = order(staged(sample.run(), "staged"), "abort", picture())
    assert isinstance(wanted, Wanted)
    assert wanted.confirm is not None
    assert wanted.confirm.name == "tasks__20261122T1402"
    assert "tasks means tasks__old" in wanted.confirm.details[0]


@pytest.mark.parametrize(
    ("run", "what", "said"),
    [
        (sample.run("finished"), "hold", "has ended: finished"),
        (sample.run("finished"), "abort", "R takes it back"),
        (sample.run("finished"), "rollback", "no point kept to go back to"),
        (staged(sample.run("finished"), "returned"), "rollback", "taken back already"),
    ],
)
def test_what_makes_no_sense_is_said(run: Run, what: str, said: str) -> None:
    told = order(run, what, picture())
    assert isinstance(told, Said)
    assert said in told.text


@pytest.mark.parametrize(("state", "what"), [("finished", "rollback"), ("running", "abort")])
def test_a_run_in_place_goes_back_to_its_snapshot(state: str, what: str) -> None:
    run = sample.run(state).model_copy(update={"snapshot": "tasks-1.snapshot"})  # type: ignore[arg-type]
    wanted = order(run, what, picture())
    assert isinstance(wanted, Wanted)
    assert wanted.confirm is not None
    told = " ".join(wanted.confirm.details)
    assert "from snapshot tasks-1.snapshot" in told
    assert "stay there" not in told


@pytest.mark.parametrize(("state", "what"), [("finished", "rollback"), ("running", "abort")])
def test_a_run_in_place_without_a_snapshot_goes_back_id_by_id(state: str, what: str) -> None:
    kept = {"added": 1200, "replaced": 34, "kept_bytes": 8192}
    run = sample.run(state).model_copy(update=kept)  # type: ignore[arg-type]
    wanted = order(run, what, picture())
    assert isinstance(wanted, Wanted)
    assert wanted.confirm is not None
    told = " ".join(wanted.confirm.details)
    assert f"1,200 points that it added to {run.collection} are removed" in told
    assert "34 that it replaced are put back as they were" in told
    assert "every other point stays" in told


def test_a_run_in_place_is_taken_back_once() -> None:
    run = sample.run("aborted").model_copy(update={"added": 2, "replaced": 0, "is_back": True})
    told = order(run, "rollback", picture())
    assert isinstance(told, Said)
    assert "taken back already" in told.text
    lines = ["".join(text for text, _ in line) for line in run_lines(run, NOW, 80)]
    assert "aborted: taken back; what it wrote in place is gone" in lines[0]


def test_what_came_of_an_action_stands_above_its_run() -> None:
    run = sample.run()
    deed = Deed(at=NOW, run=run.id, order="abort", state="failed", detail="the target is away")
    ((_, (text, _)),) = deed_lines(run, picture(deeds=(deed,)))
    assert "told to abort, failed: the target is away" in text
    assert deed_lines(run.model_copy(update={"id": "other"}), picture(deeds=(deed,))) == []
