"""Lines of documents that questions may be about."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.managers import activities, counts, declared, elsewhere, prose
from backend.managers.contract import declarations
from backend.managers.documents import Document
from backend.managers.hints import Hint, Sieve, hinted, numbers, pile_up
from backend.managers.redundancy import claims
from backend.managers.stated import import_paths, naming, percentages

FEW = Sieve()
LONG, SHORT, FIRST = FEW.hint("apple"), FEW.hint("pp", "#l"), FEW.hint("\n#")
ARROW, PLUM = FEW.hint("→"), FEW.hint("plum")

WRITTEN = st.characters(min_codepoint=32, max_codepoint=126, include_characters="→➜⇒─►▶├└≈~│")


def document(*lines: str) -> Document:
    return Document("a.md", "", lines)


@given(st.lists(st.text(alphabet="plPLeE#é→ ", max_size=8), max_size=8))
def test_lines_are_told_by_the_last_three_bytes_of_a_piece_or_by_all_of_a_short_one(
    lines: list[str],
) -> None:
    def holding(pattern: str) -> list[tuple[int, str]]:
        return [one for one in enumerate(lines, start=1) if re.search(pattern, one[1].lower())]

    asked = document(*lines)
    assert list(hinted(asked, LONG)) == holding("ple")
    assert list(hinted(asked, SHORT)) == holding("pp|#l")
    assert list(hinted(asked, FIRST)) == holding("^#")
    assert list(hinted(asked, ARROW)) == holding("→")
    assert list(hinted(asked, SHORT & FIRST)) == holding("^#.*(pp|#l)|^#l")


@given(st.lists(st.lists(st.sampled_from(["", "a", "plum", "# plum"]), max_size=3), max_size=4))
def test_each_document_of_a_pile_is_told_its_own_lines(written: list[list[str]]) -> None:
    piled = [document(*lines) for lines in written]
    pile_up(piled)
    for asked in piled:
        alone = document(*asked.lines)
        for hint in (PLUM, FIRST):
            assert numbers(asked, hint) == numbers(alone, hint)


def test_lines_of_a_long_pile_are_told_wherever_they_stand() -> None:
    piled = [document(*("a plum", "a pear") * 700) for _ in range(2)]
    pile_up(piled)
    assert all(numbers(asked, PLUM) == list(range(1, 1401, 2)) for asked in piled)


def test_a_hint_that_came_later_is_told_of_documents_that_were_asked_before() -> None:
    asked, sieve = document("a plum", "a pear"), Sieve()
    assert numbers(asked, sieve.hint("plum")) == [1]
    assert numbers(asked, sieve.hint("pear")) == [2]
    assert numbers(asked, sieve.hint()) == []


def test_a_sieve_holds_no_more_hints_than_it_has_bits_for() -> None:
    sieve = Sieve()
    last = [sieve.hint("plum") for _ in range(32)][-1]
    assert numbers(document("a plum"), last) == [1]
    with pytest.raises(OverflowError):
        sieve.hint("pear")


@pytest.mark.parametrize(
    ("pattern", "hint"),
    [
        (activities._SPOKEN_OF, activities._SPEAKING),
        (claims._TOPIC, claims._NAMING),
        (claims._SHARE, claims._CLAIMING),
        (counts._BEFORE, counts._COUNTING),
        (counts._AFTER, counts._COUNTING),
        (counts._SHARE, counts._COUNTING),
        *((pattern, declared._NAMING) for pattern in declared._ACTIVITY.values()),
        (declarations._BEGINS, declarations._NAMING),
        (elsewhere._PATH, elsewhere._LEADING),
        (elsewhere._BRANCH, elsewhere._LEADING),
        (import_paths._TOLD, import_paths._TELLING),
        (naming._LISTED, naming._LISTING),
        (naming._DECLARED, naming._DECLARING),
        (naming._MANAGER, naming._CALLED),
        (percentages._PERCENT, percentages._OF_A_HUNDRED),
        (prose._ARROW, prose._POINTING),
        (prose._NEEDS, prose._NEEDING),
        (prose._DEPENDENCIES, prose._LISTING),
    ],
)
def test_what_a_question_finds_holds_its_hint(pattern: re.Pattern[str], hint: Hint) -> None:
    @settings(max_examples=50)
    @given(st.from_regex(pattern, fullmatch=True, alphabet=WRITTEN))
    def is_told(line: str) -> None:
        assert numbers(document(line), hint) == [1]

    is_told()
