"""What documents are asked."""

import re

from hypothesis import given
from hypothesis import strategies as st

from backend.managers.documents import Document, hinted

LINES = st.lists(st.text(alphabet="aAbé ", max_size=6), max_size=8)


def document(*lines: str) -> Document:
    return Document("a.md", "", lines)


@given(LINES)
def test_a_hint_is_what_a_search_line_by_line_finds(lines: list[str]) -> None:
    hint = re.compile("ab|b")
    expected = [
        (number, line) for number, line in enumerate(lines, start=1) if hint.search(line.lower())
    ]
    assert list(hinted(hint, document(*lines))) == expected


def test_a_line_with_two_hints_comes_once_and_the_next_document_is_another() -> None:
    hint = re.compile("plan")
    assert list(hinted(hint, document("Plan a plan", "", "PLAN"))) == [
        (1, "Plan a plan"),
        (3, "PLAN"),
    ]
    assert list(hinted(hint, document("a", "plan"))) == [(2, "plan")]
