"""In which order columns put rows, and how the heads show it."""

from hypothesis import given
from hypothesis import strategies as st

from tui.panes.columns import (
    Column,
    Scalar,
    Sorting,
    head_at,
    marked_head,
    next_sorting,
    ordered,
    sorting_by,
)

COLUMNS = (
    Column("NAME"),
    Column("POINTS"),
    Column("STATUS", order=("green", "yellow", "red")),
    Column("SAME WORDS"),
)
ROWS: list[tuple[Scalar, ...]] = [
    ("beta", 3, "red", 0.5),
    ("Alpha", None, "green", 0.25),
    ("gamma", 12, "yellow", None),
]
HEAD = ((" NAME      ", "dim"), ("  POINTS", "dim"), ("  SAME WORDS", "strong"))


def names(by: Sorting) -> list[Scalar]:
    return [row[0] for row in ordered([(row, row) for row in ROWS], COLUMNS, by)]


def test_words_numbers_and_urgencies_each_have_their_order() -> None:
    assert names(Sorting("NAME")) == ["Alpha", "beta", "gamma"]
    assert names(Sorting("STATUS", descending=True)) == ["beta", "gamma", "Alpha"]
    assert names(Sorting("NO SUCH")) == ["beta", "Alpha", "gamma"]


def test_what_is_unknown_is_neither_least_nor_most() -> None:
    assert names(Sorting("POINTS")) == ["beta", "gamma", "Alpha"]
    assert names(Sorting("POINTS", descending=True)) == ["gamma", "beta", "Alpha"]


def test_each_column_begins_in_the_direction_that_people_expect() -> None:
    assert sorting_by("POINTS", COLUMNS, ROWS) == Sorting("POINTS", descending=True)
    assert sorting_by("STATUS", COLUMNS, ROWS) == Sorting("STATUS", descending=True)
    assert sorting_by("NAME", COLUMNS, ROWS) == Sorting("NAME")
    assert sorting_by("NO SUCH", COLUMNS, ROWS) == Sorting()


def test_columns_follow_each_other_and_then_comes_the_own_order() -> None:
    by, seen = Sorting(), []
    for _ in range(len(COLUMNS) + 1):
        by = next_sorting(COLUMNS, ROWS, by, 1)
        seen.append(by.column)
    assert seen == ["NAME", "POINTS", "STATUS", "SAME WORDS", ""]
    assert next_sorting(COLUMNS, ROWS, Sorting(), -1).column == "SAME WORDS"


def test_the_head_shows_the_direction_and_keeps_its_width() -> None:
    line = marked_head(HEAD, Sorting("POINTS", descending=True))
    assert line is not None
    assert "".join(text for text, _ in line) == " NAME        POINTS▾ SAME WORDS"
    last = marked_head(HEAD, Sorting("SAME WORDS"))
    assert last is not None
    assert "".join(text for text, _ in last).endswith("SAME WORDS▴")
    assert ("SAME WORDS▴", "accent") in last
    assert marked_head(HEAD, Sorting("STATUS")) is None
    assert marked_head((("POINTSMORE", "dim"),), Sorting("POINTS")) is None


def test_a_click_means_the_nearest_head() -> None:
    assert head_at(HEAD, COLUMNS, 0) == "NAME"
    assert head_at(HEAD, COLUMNS, 15) == "POINTS"
    assert head_at(HEAD, COLUMNS, 200) == "SAME WORDS"
    assert head_at(((" nothing", "dim"),), COLUMNS, 3) == ""


values = st.one_of(st.none(), st.integers(), st.floats(allow_nan=False), st.text(max_size=5))


@given(st.lists(st.tuples(values, values)), st.booleans())
def test_sorting_loses_no_row_and_turns_round(rows: list[tuple[Scalar, ...]], down: bool) -> None:
    columns = (Column("A"), Column("B"))
    got = ordered([(row, at) for at, row in enumerate(rows)], columns, Sorting("B", down))
    assert sorted(got) == list(range(len(rows)))
    unknown = [at for at in got if rows[at][1] is None]
    assert got[len(got) - len(unknown) :] == unknown
