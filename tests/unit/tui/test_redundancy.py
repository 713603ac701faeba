"""Shapes as a matrix, and two texts beside each other."""

from hypothesis import given
from hypothesis import strategies as st

from backend.model.redundancy import Redundancy
from tests.readings import redundant
from tui.panes.redundancy.census import pattern_rows
from tui.panes.redundancy.costs import copied_line, cost_rows, verdict
from tui.panes.redundancy.difference import Pair, alike, difference_lines, pairs
from tui.panes.redundancy.shapes import legend, letter, member_rows, method_rows, shape_of
from tui.widgets.text import Line, line_width

TEXT = st.lists(st.text("ab {}\t", max_size=6), max_size=8)


def said(line: Line) -> str:
    return "".join(text for text, _ in line)


def joined(found: list[Pair], right: bool) -> list[str]:
    sides = [pair.right if right else pair.left for pair in found]
    return ["".join(text for text, _ in side) for side in sides if side is not None]


@given(TEXT, TEXT)
def test_each_side_holds_its_own_text_in_order(first: list[str], second: list[str]) -> None:
    found = pairs(first, second)
    assert joined(found, right=False) == [line.expandtabs(4) for line in first]
    assert joined(found, right=True) == [line.expandtabs(4) for line in second]
    same = [pair for pair in found if pair.sign == " "]
    assert all(pair.left == pair.right for pair in same)
    assert (alike(found) == 1) == (
        [x.expandtabs(4) for x in first] == [x.expandtabs(4) for x in second]
    )


@given(TEXT, TEXT, st.integers(20, 200))
def test_lines_that_differ_have_a_sign(first: list[str], second: list[str], cells: int) -> None:
    found = pairs(first, second)
    lines = difference_lines(found, cells)
    signs = [said(line)[1] for line in lines]
    if cells >= 96:
        assert signs == [pair.sign for pair in found]
    else:
        assert len(lines) == sum(2 if pair.sign == "~" else 1 for pair in found)
        assert "~" not in signs


def test_only_what_differs_within_a_line_is_marked() -> None:
    (found,) = pairs(["\tHost string"], ["\tHost []string"])
    assert found.sign == "~"
    assert found.left == (("    Host ", False), ("string", False))
    assert found.right == (("    Host ", False), ("[]", True), ("string", False))


def test_both_stand_beside_each_other_in_one_column() -> None:
    (line,) = difference_lines(pairs(["short"], ["other"]), 100)
    assert line_width(line[:4]) == 53
    assert said(line).index("│") == 51


def test_columns_have_letters() -> None:
    assert [letter(at) for at in (0, 1, 25, 26, 27, 52)] == ["A", "B", "Z", "A2", "B2", "A3"]


def test_members_that_most_places_have_come_first() -> None:
    group = redundant.named("Config", 100)
    rows = member_rows(group.shapes, 80)
    assert [row.key for row in rows][:2] == ["Host string", "Port int"]
    assert said(rows[0].line).split()[-3:] == ["■", "■", "·"]
    assert shape_of(group, group.sites[3]) == "B"
    assert shape_of(redundant.copied("block", "x"), group.sites[0]) == ""


def test_a_legend_tells_what_it_leaves_out() -> None:
    group = redundant.named("Config", 100)
    many = group.model_copy(update={"shapes": group.shapes * 20})
    assert len(legend(group, (), 80, 5)) == 3
    lines = legend(many, (), 80, 5)
    assert len(lines) == 5
    assert "shapes more" in said(lines[-1])


def test_method_sets_are_compared_by_signature() -> None:
    rows = method_rows({"A": ("Close()", "Open() error"), "B": ("Open() error",)}, 80)
    assert [row.key for row in rows] == ["Open() error", "Close()"]


def test_copied_code_that_was_not_looked_for_is_never_zero() -> None:
    scanned = redundant.scanned()
    assert "○ not looked for" in said(copied_line(scanned, "○ not looked for"))
    assert "copied code not looked for" in verdict(scanned)[1]
    found = redundant.searched().redundancy
    assert found is not None
    assert "40 % ⇢ 1,314 (10.6 %)" in said(copied_line(found, ""))
    assert "11 % of the lines copied" in verdict(found)[1]
    assert verdict(Redundancy())[0] == "unknown"
    assert verdict(Redundancy(lines=9))[0] == "unknown"
    assert verdict(Redundancy(lines=9, copied=0))[0] == "fine"


def test_what_is_claimed_of_a_pattern_is_told_in_whole_below() -> None:
    (logging, *_) = redundant.scanned().patterns
    (row,) = pattern_rows([logging], [str(at) for at in range(36)], 80)
    assert [said(line).strip() for line in row.detail if "⇢" in said(line)] == [
        "26 of 26 managers ⇢ 5 of 36",
        "2 variants ⇢ 2",
    ]


def test_a_long_name_is_told_in_whole_below() -> None:
    found = redundant.scanned()
    names = {group.id: group.name for group in found.groups}
    for row in cost_rows(found, (), 40):
        if row.key in names:
            assert names[row.key] in " ".join(said(line).strip() for line in row.detail)
