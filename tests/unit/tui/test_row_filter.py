"""Which rows a filter leaves in, and how what it found is marked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.panes.row_filter import MARK, marked, parsed
from tui.widgets.text import clean

ROW = "▲ dependency-manager  R≠A  core/dependency.go:14"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", True),
        ("DEPEND", True),
        ("cache", False),
        ("!cache", True),
        ("!depend", False),
        ("~dpmg", True),
        ("~dpm r≠a", True),
        ("~gmd", False),
        ("~depcore", False),
        ("!~dpmg", False),
        ("/^▲.*go:\\d+$/", True),
        ("/^dep", False),
        ("/DEP.*MAN", True),
        ("!/dep|cache/", False),
        ("/a\\/b/", False),
        ("/core\\/dep/", True),
        ("~", True),
        ("/", True),
        ("!", False),
    ],
)
def test_text_letters_and_expressions_and_their_opposites(typed: str, kept: bool) -> None:
    assert not parsed(typed).problem
    assert parsed(typed).keeps(ROW) is kept


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("/[a", "unterminated character set at position 0"),
        ("/a(/", "missing ), unterminated subpattern at position 1"),
        ("/(a+)+$/", "may never end"),
        ("!/(.*)*x", "may never end"),
        ("/(?P<a>x)(?P<a>y)/", "redefinition"),
        ("/x{99999999999}/", "no expression"),
    ],
)
def test_an_expression_that_cannot_be_used_is_told_and_leaves_all_rows(
    typed: str, said: str
) -> None:
    assert said in parsed(typed).problem
    assert parsed(typed).keeps(ROW)
    assert marked(((ROW, "text"),), parsed(typed)) == ((ROW, "text"),)


def found(typed: str) -> list[str]:
    line = (("▲ ", "look"), ("dependency-", "strong"), ("manager", "text"))
    return [text for text, role in marked(line, parsed(typed)) if MARK in role]


def test_what_was_found_is_marked_across_spans() -> None:
    assert found("ncy-man") == ["ncy-", "man"]
    assert found("~dpmg") == ["d", "p", "m", "g"]
    assert found("/n.y/") == ["ncy"]
    assert found("!cache") == []
    assert found("") == []


@given(st.text(max_size=30), st.lists(st.text(max_size=20), max_size=4))
def test_marks_change_no_text_whatever_is_typed(typed: str, parts: list[str]) -> None:
    line = tuple((part, "text") for part in parts)
    text = "".join(map(clean, parts))
    assert "".join(clean(part) for part, _ in marked(line, parsed(typed))) == text
    parsed(typed).keeps(text)
