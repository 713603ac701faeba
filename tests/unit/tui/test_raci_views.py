from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.model.ecosystem import Ecosystem
from backend.model.raci import Cell, Raci, RaciRow
from backend.model.raci_rules import Broken
from tests.readings import sample
from tests.readings.activities import OVERRIDE, responsible
from tui.panes.raci_cell import cell_detail
from tui.panes.raci_grid import faults, laid_out, letters
from tui.panes.raci_standing import Standing, compared
from tui.panes.raci_trial import Tried, overrides
from tui.panes.raci_verdict import verdict

ACTIVITIES = [f"c{place}/Execution" for place in range(60)]


@given(
    count=st.integers(0, 60),
    longest=st.integers(1, 60),
    cells=st.integers(30, 250),
    left=st.integers(0, 70),
    column=st.integers(0, 60),
)
def test_the_column_under_the_cursor_is_in_sight_and_all_fits(
    count: int, longest: int, cells: int, left: int, column: int
) -> None:
    activities, column = ACTIVITIES[:count], min(column, count)
    name, each, first, fits = laid_out(activities, longest, cells, left, column)
    assert 0 <= first <= max(0, count - 1)
    assert fits >= 1
    assert first + min(fits, count) <= max(count, 1)
    if column < count:
        assert first <= column < first + fits
    assert 1 + name + fits * each + 6 <= max(cells, 1 + name + each + 6)


@pytest.mark.parametrize(("cells", "least"), [(80, 4), (60, 4), (200, 4)])
def test_the_four_phases_always_fit(cells: int, least: int) -> None:
    _, each, first, fits = laid_out(sample.ACTIVITIES, 28, cells, 0, 3)
    assert (first, fits) == (0, least)
    assert each >= 5


def test_a_cell_tells_what_is_tried_or_set_before_what_is_found() -> None:
    standing = Standing(responsible())
    cell = standing.activities.cells[OVERRIDE.manager][OVERRIDE.activity]
    assert letters(cell, cell.in_force) == ("C!", "strong")
    assert letters(cell, cell.in_force, ("A",)) == ("A?", "accent")
    assert letters(cell, cell.in_force, (None,)) == ("·?", "accent")
    row = next(row for row in standing.activities.raci.rows if row.manager == OVERRIDE.manager)
    told = ["".join(text for text, _ in line) for line in cell_detail(row, cell.activity, cell, 80)]
    assert told[0].endswith("C, set by people")
    assert told[1].strip() == "C set by operator: agreed in the review; found R/A"
    assert told[2].strip() == "/work/raci.toml:3"


def test_faults_keep_the_worst_of_a_column() -> None:
    found = [
        Broken("many-r", "x", ("a", "b", "c"), ""),
        Broken("one-a", "x", (), ""),
        Broken("many-c", "y", ("a",) * 9, ""),
        Broken("reach", "z", ("a", "b"), ""),
        Broken("idle", "", ("a",), ""),
    ]
    assert faults(found) == {"x": ("3R0A", "act"), "y": ("9C", "look")}


def test_a_column_that_breaks_a_rule_with_others_is_no_news() -> None:
    before = (Broken("many-r", "x", ("a", "b", "c"), ""), Broken("idle", "", ("a",), ""))
    after = (Broken("many-r", "x", ("a", "b", "d"), ""), Broken("idle", "", ("b",), ""))
    assert [
        (one.rule.rule, one.rule.managers[-1], one.state) for one in compared(before, after)
    ] == [
        ("many-r", "d", "kept"),
        ("idle", "b", "new"),
        ("idle", "a", "gone"),
    ]


def test_trying_the_letter_in_force_changes_nothing() -> None:
    standing = Standing(responsible())
    plain = standing.verdicts({})
    same = {("config-manager", "alerts/Validation"): standing.activities.letter(
        "config-manager", "alerts/Validation")}  # fmt: skip
    assert [one.key for one in standing.verdicts(same)] == [one.key for one in plain]
    assert {one.state for one in plain} == {"kept"}


def test_the_title_tells_the_found_matrix_and_the_declared_one() -> None:
    mark, told = verdict(Standing(sample.ecosystem()))
    assert (mark, told) == ("act", "4 of 4 phases break a rule, declared 1 of 1 · 1 ≠ declared")
    sound = RaciRow(manager="a", letters={"Plan": "R/A"}, cells=(
        Cell(activity="Plan", letter="R/A", declared="C"),))  # fmt: skip
    standing = Standing(Ecosystem(raci=Raci(activities=("Plan",), rows=(sound,))))
    assert verdict(standing) == ("act", "1 of 1 declared columns break a rule · 1 ≠ declared")


def test_a_trial_in_an_activity_moves_its_phase() -> None:
    standing = Standing(responsible())
    key = ("advanced-autonomy-manager", "alerts/Planning")
    assert standing.with_rollup({key: "C"}) == {key: "C", (key[0], "Planning"): "C"}
    own: Tried = {key: "C", (key[0], "Planning"): "A"}
    assert standing.with_rollup(own) == own
    assert standing.with_rollup({}) == {}


@pytest.mark.parametrize(
    ("said", "reason", "until"),
    [
        ("as agreed", "as agreed", None),
        (" as agreed until 2027-01-31 ", "as agreed", date(2027, 1, 31)),
        ("until 2027-01-31", "until 2027-01-31", None),
        ("not until 2027", "not until 2027", None),
    ],
)
def test_a_reason_may_end_with_its_last_day(said: str, reason: str, until: date | None) -> None:
    (one,) = overrides({("a", "Planning"): "R"}, said, "me")
    assert (one.manager, one.activity, one.letter, one.by) == ("a", "Planning", "R", "me")
    assert (one.reason, one.until) == (reason, until)


def test_a_day_that_is_none_is_told() -> None:
    with pytest.raises(ValueError, match="2027-13-01 is no day; expected one such as"):
        overrides({("a", "Planning"): "R"}, "x until 2027-13-01", "me")
