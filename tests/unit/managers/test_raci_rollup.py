"""What letters that are set in activities mean for their phases."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.managers.raci_following import following
from backend.model.raci import Cell, Letter, Override, Raci, RaciRow
from backend.model.raci_rollup import moved

LETTERS = st.sampled_from(["R", "A", "R/A", "C", "I"])
COLUMN = st.dictionaries(st.sampled_from(["a", "b"]), LETTERS)
HELD = st.dictionaries(st.sampled_from(["x/Planning", "y/Planning", "x/Execution"]), COLUMN)
PHASES = st.dictionaries(st.sampled_from(["Planning", "Execution"]), COLUMN)


@pytest.mark.parametrize(
    ("phase", "before", "after", "letter"),
    [
        ({}, {}, {"x/Planning": {"a": "R"}}, "R"),
        ({}, {}, {"x/Planning": {"a": "A"}}, "A"),
        ({"a": "R"}, {"x/Planning": {"a": "R"}}, {"x/Planning": {"a": "R/A"}}, "R/A"),
        ({"a": "R/A"}, {"x/Planning": {"a": "R/A"}}, {"x/Planning": {"a": "C"}}, "C"),
        ({"a": "R/A"}, {"x/Planning": {"a": "R/A"}}, {}, None),
        ({"a": "A"}, {"x/Planning": {"a": "A"}}, {"x/Planning": {"a": "R"}}, "R"),
        (
            {"a": "R"},
            {"x/Planning": {"a": "R"}, "y/Planning": {"a": "I"}},
            {"y/Planning": {"a": "I"}},
            "I",
        ),
    ],
)
def test_a_phase_follows_its_activities(
    phase: dict[str, str],
    before: dict[str, dict[str, str]],
    after: dict[str, dict[str, str]],
    letter: str | None,
) -> None:
    assert moved({"Planning": phase}, before, after) == {("a", "Planning"): letter}


def test_who_still_does_another_activity_still_does_the_phase() -> None:
    before = {"x/Planning": {"a": "R"}, "y/Planning": {"a": "R"}}
    assert moved({"Planning": {"a": "R"}}, before, {"y/Planning": {"a": "R"}}) == {}


def test_an_activity_takes_no_phase_from_who_answers_for_it() -> None:
    after = {"x/Planning": {"a": "A"}}
    assert moved({"Planning": {"b": "R/A"}}, {}, after) == {}
    assert moved({"Planning": {"b": "R"}}, {}, after) == {("a", "Planning"): "A"}


@given(PHASES, HELD, HELD)
def test_only_who_is_touched_moves_and_nothing_moves_by_itself(
    phases: dict[str, dict[str, str]],
    before: dict[str, dict[str, str]],
    after: dict[str, dict[str, str]],
) -> None:
    assert moved(phases, before, before) == {}
    for (manager, phase), letter in moved(phases, before, after).items():
        assert letter != phases.get(phase, {}).get(manager)
        assert any(
            before.get(name, {}).get(manager) != after.get(name, {}).get(manager)
            for name in {*before, *after}
            if name.endswith(phase)
        )


def matrix(*cells: Cell) -> Raci:
    letters = {cell.activity: cell.in_force for cell in cells if cell.in_force}
    row = RaciRow(manager="a", letters=letters, cells=cells)
    return Raci(activities=tuple(cell.activity for cell in cells), rows=(row,))


def given_letter(activity: str, letter: Letter | None) -> Override:
    return Override(
        manager="a", activity=activity, letter=letter, reason="agreed", by="me", path="r", line=3
    )


def test_what_people_set_in_an_activity_is_in_force_in_its_phase() -> None:
    rollup = matrix(Cell(activity="Planning", letter="I"), Cell(activity="Execution", letter="R"))
    detail = matrix(Cell(activity="x/Planning", override=given_letter("x/Planning", "R")))
    (row,) = following(rollup, detail).rows
    planning, execution = row.cells
    assert row.letters == {"Planning": "R", "Execution": "R"}
    assert planning.letter == "I"
    assert planning.override is not None
    assert planning.override.reason == "follows from R in x/Planning: agreed"
    assert (planning.override.path, planning.override.line) == ("r", 3)
    assert execution.override is None


def test_what_people_set_in_a_phase_stays() -> None:
    own = given_letter("Planning", "C")
    rollup = matrix(Cell(activity="Planning", letter="I", override=own))
    detail = matrix(Cell(activity="x/Planning", override=given_letter("x/Planning", "R")))
    assert following(rollup, detail) == rollup
    assert following(rollup, matrix(Cell(activity="x/Planning", letter="R"))) is rollup
