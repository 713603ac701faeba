"""What steps would bring, as rows, in any room."""

import pytest

from backend.model.finding import Finding, Severity
from tests.readings import sample
from tui.panes.consolidation import judged
from tui.panes.outcome import outcome_rows, totals_lines
from tui.widgets.text import Line


def said(line: Line) -> str:
    return "".join(text for text, _ in line)


@pytest.mark.parametrize(("cells", "lines"), [(160, 1), (80, 2)])
def test_the_totals_are_never_cut(cells: int, lines: int) -> None:
    outcome = sample.consolidation().reorganisation
    assert outcome is not None
    told = [said(line) for line in totals_lines(outcome, cells)]
    assert len(told) == lines
    assert "managers 36 ⇢ 35" in told[0]
    assert told[-1].endswith("1 line to rewrite, 453 copied lines saved")


def test_a_long_place_leaves_room_for_what_changes_there() -> None:
    outcome = sample.consolidation().reorganisation
    assert outcome is not None
    deep = outcome.rewrites[0].model_copy(update={"path": f"{'folder/' * 20}c.go"})
    rows = outcome_rows(outcome.model_copy(update={"rewrites": (deep,)}), 80)
    row = next(row for row in rows if row.values[1] == "rewrite")
    assert "c.go:9  x/notification-manager" in said(row.line)[:80]
    assert row.values[3] == f"{'folder/' * 20}c.go:9"


def test_rules_that_a_step_breaks_stand_in_the_way() -> None:
    outcome = sample.consolidation().reorganisation
    assert outcome is not None
    nothing = dict.fromkeys(("raci_new", "collisions", "obstacles", "cycles_new"), ())
    clear = outcome.model_copy(update=nothing)
    assert judged(clear) == ("fine", "1 step, nothing stands in the way")
    broken = Finding(
        id="raci-1",
        kind="raci",
        severity=Severity.LOOK,
        subjects=("a",),
        summary="two A",
        remedy="",
        evidence=(),
    )
    said = judged(clear.model_copy(update={"raci_new": (broken,)}))
    assert said == ("look", "1 RACI rule newly broken")
