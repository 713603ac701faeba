import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.widgets.ascii import _GLYPHS, ascii_only
from tui.widgets.text import (
    Line,
    clean,
    crop,
    crop_line,
    fit,
    joined,
    line_width,
    spread,
    tail,
    width,
    wrap,
)

ANY = st.text(max_size=40)
NASTY = st.text(st.sampled_from("a漢é\x1b\x07\n\t\u202e\u200b\ud800‹[]"), max_size=30)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("plain", "plain"),
        ("\x1b[31mred\x1b[0m", "␛[31mred␛[0m"),
        ("a\tb\nc", "a␉b␊c"),
        ("\x7f", "␡"),
        ("\x9b31m", "‹9B›31m"),
        ("abc\u202edcba", "abc‹202E›dcba"),
        ("zero\u200bwidth", "zero‹200B›width"),
        ("\ud800", "‹D800›"),
        ("[bold]markup[/bold]", "[bold]markup[/bold]"),
        ("café 漢字", "café 漢字"),
    ],
)
def test_what_a_terminal_would_obey_is_shown(raw: str, shown: str) -> None:
    assert clean(raw) == shown


@given(ANY | NASTY)
def test_cleaned_text_can_be_sent_and_stays_as_it_is(text: str) -> None:
    shown = clean(text)
    shown.encode()
    assert clean(shown) == shown
    unseen = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert not [char for char in shown if unicodedata.category(char) in unseen]


@given(ANY | NASTY, st.integers(0, 50))
def test_cropped_and_fitted_widths(text: str, cells: int) -> None:
    assert cell_len(crop(text, cells)) <= cells
    assert cell_len(fit(text, cells)) == cells
    assert cell_len(fit(text, cells, "right")) == cells
    assert cell_len(tail(text, cells)) <= max(cells, 0)
    if width(text) <= cells:
        assert crop(text, cells) == tail(text, cells) == clean(text)


def test_a_tail_keeps_the_end() -> None:
    assert tail("/very/long/path/file.go:14", 12) == "…/file.go:14"


@given(ANY | NASTY, st.integers(2, 30))
def test_wrapped_lines_fit_and_lose_nothing(text: str, cells: int) -> None:
    lines = wrap(text, cells)
    assert all(cell_len(line) <= cells for line in lines)
    assert "".join(lines).replace(" ", "") == clean(text).replace(" ", "")


def test_the_right_end_stays_and_the_left_yields() -> None:
    line = spread((("a long verdict", ""),), (("3s", ""),), 10)
    assert "".join(text for text, _ in line) == "a long… 3s"
    assert line_width(spread((), (), 7)) == 7


def test_a_cropped_line_keeps_its_roles() -> None:
    line: Line = (("abc", "fine"), ("defg", "act"))
    assert crop_line(line, 5) == (("abc", "fine"), ("d…", "act"))
    assert crop_line(line, 3) == (("abc", "fine"),)
    assert crop_line(line, 7) == line


def test_empty_parts_leave_no_gap() -> None:
    assert joined([(("a", ""),), (), (("b", ""),)], (" ", "")) == (("a", ""), (" ", ""), ("b", ""))


def test_every_glyph_has_an_ascii_stand_in_of_its_width() -> None:
    for glyph, stand_in in _GLYPHS.items():
        assert stand_in.isascii()
        assert cell_len(glyph) == len(stand_in) == 1


@given(ANY)
def test_ascii_text_is_ascii_and_keeps_its_width(text: str) -> None:
    shown = ascii_only(clean(text))
    assert shown.isascii()
    assert len(shown) == width(text)
