from hypothesis import given
from hypothesis import strategies as st

from tui.widgets.canvas import changed_cells
from tui.widgets.text import Line, line_width

TEXT = st.text("ab漢\x1b", max_size=4)
SPANS = st.lists(st.tuples(TEXT, st.sampled_from(["", "dim"])), max_size=5)
LINES = SPANS.map(tuple)


def cells(line: Line) -> list[tuple[str, str]]:
    return [(char, role) for text, role in line for char in text for _ in range(1 + (char == "漢"))]


@given(LINES, LINES)
def test_everything_that_differs_lies_within_the_changed_cells(old: Line, new: Line) -> None:
    changed = changed_cells(old, new)
    before, after = cells(old), cells(new)
    if changed is None:
        assert before == after
        return
    start, end = changed
    assert before[:start] == after[:start]
    assert before[end:] == after[end:]
    assert end <= max(line_width(old), line_width(new))


def test_only_the_figure_is_redrawn() -> None:
    old: Line = (("points ", "dim"), ("3,724", "strong"), (" / 6,500", "text"))
    new: Line = (("points ", "dim"), ("3,725", "strong"), (" / 6,500", "text"))
    assert changed_cells(old, new) == (11, 12)
