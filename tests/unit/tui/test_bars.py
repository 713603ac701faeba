import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.widgets.bars import bar, chart, gauge, pips, sparkline
from tui.widgets.marks import (
    MARKS,
    age_words,
    bytes_words,
    counted,
    duration_words,
    flagged,
    worst,
)


@pytest.mark.parametrize(
    ("share", "drawn"),
    [
        (0, ""),
        (0.5, "████"),
        (1, "████████"),
        (1 / 64, "▏"),
        (0.0001, "▏"),
        (0.3, "██▍"),
        (7, "████████"),
    ],
)
def test_a_bar_in_eighths(share: float, drawn: str) -> None:
    assert bar(share, 8) == drawn


@given(st.floats(0, 1), st.integers(1, 80))
def test_a_bar_never_grows_beyond_its_room(share: float, cells: int) -> None:
    drawn = bar(share, cells)
    assert len(drawn) <= cells
    assert bool(drawn) == (share > 0)


def test_a_sparkline_shows_the_latest_and_leaves_zero_blank() -> None:
    assert sparkline([9, 0, 1, 2, 4], 4) == " ▂▄█"
    assert sparkline([0, 0], 4) == "  "
    assert sparkline([], 4) == ""


def test_a_gauge_points() -> None:
    assert gauge(0, 7) == "├─────┤"
    assert gauge(0.01, 7) == "├▮────┤"
    assert gauge(0.5, 7) == "├──▮──┤"
    assert gauge(2, 7) == "├────▮┤"


def test_pips() -> None:
    assert pips(4, 5) == "▮▮▮▮▯"
    assert pips(9, 2) == "▮▮"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "<5s"), (4.9, "<5s"), (5, "<15s"), (29, "<30s"), (59, "<1m"), (60, "1m"), (3599, "59m"),
     (3600, "1h"), (90_000, "25h"), (200_000, "2d")],
)  # fmt: skip
def test_ages_change_seldom(seconds: float, words: str) -> None:
    assert age_words(seconds) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0s"), (59.6, "1m00s"), (91, "1m31s"), (7_500, "2h05m"), (273_600, "3d04h")],
)
def test_durations(seconds: float, words: str) -> None:
    assert duration_words(seconds) == words


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "0 B"), (999, "999 B"), (1_000, "1.0 KiB"), (812 * 2**20, "812 MiB"), (2**40, "1.0 TiB")],
)
def test_bytes(count: int, words: str) -> None:
    assert bytes_words(count) == words


def test_the_worst_mark_wins() -> None:
    assert worst("fine", "act", "look") == "act"
    assert worst("fine", "unknown") == "unknown"
    assert worst() == "fine"


def test_marks_differ_in_shape_and_not_in_colour_alone() -> None:
    assert len({mark.glyph for mark in MARKS.values()}) == len(MARKS)
    assert flagged("look", "x") == (("   ▲ ", "look"), ("x", "text"))


def test_numbers_agree_with_their_nouns() -> None:
    assert counted(1, "cycle") == "1 cycle"
    assert counted(1_200, "dependency", "dependencies") == "1,200 dependencies"


def test_a_chart_stacks_its_rows() -> None:
    assert chart([0, 4, 8, 16], 10, 2) == ["   █", " ▄██"]


@given(
    st.lists(st.floats(0, 1e9), max_size=40),
    st.integers(0, 60),
    st.integers(1, 8),
)
def test_a_chart_has_its_rows_and_shows_whatever_is_not_zero(
    values: list[float], cells: int, rows: int
) -> None:
    drawn = chart(values, cells, rows)
    shown = values[-cells:] if cells else []
    assert [len(row) for row in drawn] == [len(shown)] * rows
    assert [char != " " for char in drawn[-1]] == [value > 0 for value in shown]
