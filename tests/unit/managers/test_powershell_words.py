"""What the code of a PowerShell script tells of its calls."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.managers.powershell_words import commands_in, methods_on

PIECES = (
    "Get-Log",
    "a-b-c",
    "1-Set-It",
    "log",
    "x1-Y",
    "-",
    "--",
    " ",
    "\n",
    "\t",
    ";",
    "(",
    "é-Z",
)


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("[ErrorManager]::Reset('x')", {"ErrorManager"}),
        ("[Error.Manager]::Reset()", {"Error", "Manager"}),
        ("$tools[0].Run($log.Text(1))", {"tools", "log"}),
        ("$script:errors?.All.Report()", {"script", "errors", "All"}),
        ("if ($errors.Count) { Reset (1) }", set()),
    ],
)
def test_names_before_the_method(code: str, names: set[str]) -> None:
    assert methods_on(code) == names


@given(
    st.lists(st.from_regex(r"[A-Za-z_]\w{0,5}", fullmatch=True), min_size=2, max_size=4),
    st.sampled_from((".", "?.", "::")),
    st.text(),
    st.text(),
)
def test_whatever_stands_around_a_call(names: list[str], by: str, before: str, after: str) -> None:
    assert methods_on(f"{before};{by.join(names)}({after}") >= set(names[:-1])


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_commands_are_those_that_a_search_word_by_word_finds(text: str) -> None:
    found = re.findall(r"\b[A-Za-z]++-\w+", text)
    assert commands_in(text) == {name.lower() for name in found}
