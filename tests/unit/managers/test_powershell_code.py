"""The code of PowerShell scripts: what they comment on and quote is blank."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.managers.powershell_code import Script


def code(text: str) -> str:
    """The code with single blanks."""
    return " ".join(Script(text).code.split())


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("a # b 'c", "a"),
        ("a#b", "a#b"),
        ("a <# b\n' #> c", "a c"),
        ("a 'b ''c' d", "a ' '' ' d"),
        ('a "b `" \'c" d', 'a " " d'),
        ("a `' b", "a b"),
        ('a @"\n\' b "c\n"@ d', "a @ @ d"),
        ("a @'\n\" $(b)\n'@ d", "a @ @ d"),
        ('a @"\n"@ b "c"', 'a @ @ b " "'),
        ("a `\nb", "a b"),
    ],
)
def test_comments_and_what_stands_in_quotes_are_blank(text: str, left: str) -> None:
    assert code(text) == left


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ('"a $(b "c)" (d)) e" f', '" $(b " " (d)) " f'),
        ('"a `$(b)" c', '" " c'),
        ("'a $(b)' c", "' ' c"),
        ('@"\n$(a @"\nb )\n"@ (c))\n"@ d', "@ $(a @ @ (c)) @ d"),
    ],
)
def test_commands_that_are_inserted_into_a_text_are_code(text: str, left: str) -> None:
    assert code(text) == left


@pytest.mark.parametrize("quote", ['"', "'"])
def test_a_text_of_several_lines(quote: str) -> None:
    assert code(f"a {quote}b\nc{quote} d") == f"a {quote} {quote} d"


@pytest.mark.parametrize("quote", ['"', "'"])
def test_a_text_that_was_never_closed_ends_with_its_line(quote: str) -> None:
    assert code(f"a {quote}b {{\nc {quote}d{quote} e") == f"a c {quote} {quote} e"


@pytest.mark.parametrize(
    ("block", "inside"),
    [
        ("{ a", "{ a\n ' ' { b }\n"),
        ("{ b", "{ b "),
        ("{ d", ""),
    ],
)
def test_where_a_block_ends(block: str, inside: str) -> None:
    script = Script("é { a\n '{' { b }\n}\n} { c")
    at = script.code.find(block)
    assert script.code[at : script.end(at)] == inside


PIECES = (*"\"'`@#$(){}<>\n a", '@"\n', '\n"@', "@'\n", "$(")


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_code_stands_where_it_stood(text: str) -> None:
    script = Script(text)
    assert len(script.code) == len(script.text)
    assert all(left in (" ", was) for left, was in zip(script.code, script.text, strict=True))
