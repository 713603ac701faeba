from unittest import mock

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from backend.managers import go_source
from backend.managers.go_outline import outlines
from backend.managers.go_outline.head import Head, plain_head
from backend.managers.go_source import GoSource, read_go
from backend.managers.go_tokens import cut_go
from backend.managers.source import Import

USUAL = """\
// Copyright of "nobody"

/* of * nobody **/
package a // the first

import "fmt" // single
import (
\t"os"

\t// commented "x"
\tm "a/b" // twice
\t_  "c"
\t. "d"
)
"""

IMPORTS = (
    Import("fmt", 6, '"fmt"'),
    Import("os", 8, '"os"'),
    Import("a/b", 11, 'm "a/b"'),
    Import("c", 12, '_ "c"'),
    Import("d", 13, '. "d"'),
)

PIECES = [
    *("package a\n", "package func\n", "package _\n", "package new\n", "package é\n", "package a;"),
    *('import "b"\n', 'import b "b"\n', "import (\n", '\t"c"\n', '\td "e/f"\n', "\t_ `g`\n", ")\n"),
    *(
        '\t. "."\n',
        'import"h"\n',
        'importx "h"\n',
        'import ""\n',
        'import "a\\n"\n',
        'import _"i"\n',
    ),
    *("// aside\n", "/* aside */", "/* more\nlines */", "/**/", "/*/", "//", "\n", " ", "\t", ";"),
    *("func f() {\n\ta()\n}\n", "type t struct {\n}\n", "var v = 1\n", "type i interface{ f() }\n"),
    *(
        '"',
        "(",
        ")",
        "import",
        "package",
        "func g( {\n}\n",
        "\r\n",
        "\0",
        "<<<<<<< \n",
        ">>>>>>> \n",
    ),
]


def read(text: str) -> GoSource:
    (outline,) = outlines(cut_go([text.encode()]))
    return read_go(text.encode(), outline)


def read_by_grammar(text: str) -> GoSource:
    with mock.patch.object(go_source, "plain_head", lambda text, _: Head("", (), text)):
        return read(text)


def test_a_head_of_the_usual_form_is_read_without_the_grammar() -> None:
    assert plain_head(USUAL.encode()) == Head("a", IMPORTS, b"")
    assert read_by_grammar(USUAL).imports == IMPORTS


def test_what_is_behind_keeps_its_lines() -> None:
    behind = b"\nvar v = 1 // end\n"
    rest = b"\n" * USUAL.count("\n") + behind
    assert plain_head(USUAL.encode() + behind) == Head("a", IMPORTS, rest)


def test_a_head_that_is_not_before_all_else_is_left_to_the_grammar() -> None:
    text = b'package a\n\n\n\nimport "b"\n'
    assert plain_head(text, before=6).imports == (Import("b", 5, '"b"'),)
    assert plain_head(text, before=3) == Head("", (), text)
    assert [one.kind for one in read('package a\nfunc f() {\n}\nimport "b"\n').troubles] == [
        "syntax"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "package func\n",
        "package a",
        "package é\n",
        "package a/* b\n*/\n",
        "// package a\n",
        "func a\n",
    ],
)
def test_other_heads_are_left_to_the_grammar(text: str) -> None:
    assert plain_head(text.encode()) == Head("", (), text.encode())


@pytest.mark.parametrize(
    "declared", ["`b`", '"\\n"', '"b" "c"', '("b")', 'é "b"', 'func "b"', '"b']
)
def test_other_imports_are_left_to_the_grammar(declared: str) -> None:
    text = f"package a\nimport {declared}\n".encode()
    assert plain_head(text) == Head("a", (), b"\n" + text.removeprefix(b"package a\n"))


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
@example(USUAL)
@example('package a\nimport (\n\t"b"; "c"\n)\n')
@example('package a\nimport "b"\ntype t struct {\n}\nimport "c"\n')
@example("package a\n(b)\n")
def test_a_head_says_what_the_grammar_says(text: str) -> None:
    assert read(text) == read_by_grammar(text)
    usual = "package a\n" + text
    assert read(usual) == read_by_grammar(usual)
