import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.managers.grammar_source import Said, read_by_grammar

PYTHON = b"""import os.path as p, sys
from .near import a
from far.away import (b as c)

@decorated
class Box(Base):
    def open(self, key: str) -> bool:
        def inner(): pass

async def close(*boxes):
    import json
"""

TYPESCRIPT = b"""import a, { b } from './a';
import 'effect';
export * from 'c';
const d = require("d"), e = require(name), f = other('no');
export interface Shape { area(): number }
export default class Square<T> extends Base { side(n: number): T { return n } }
export function grow(by: number): Shape { return null }
const shrink = async (by = 1) => import('late');
type Name = string;
enum Kind { One }
"""


def told(said: Said) -> tuple[list[str], list[tuple[str, str, int]], list[tuple[str, str]]]:
    return (
        [item.path for item in said.imports],
        [(item.name, item.receiver, item.line) for item in said.functions],
        [(item.name, item.form) for item in said.types],
    )


def test_python() -> None:
    said = read_by_grammar(PYTHON, "py")
    assert told(said) == (
        ["os.path", "sys", ".near", "far.away", "json"],
        [("open", "Box", 7), ("inner", "", 8), ("close", "", 10)],
        [("Box", "class")],
    )
    assert (said.functions[0].signature, said.functions[0].end) == ("(self, key: str) bool", 8)
    assert said.imports[3].text == "from far.away import (b as c)"
    assert said.troubles == ()


@pytest.mark.parametrize("suffix", ["ts", "tsx", "js"])
def test_typescript_and_javascript(suffix: str) -> None:
    said = read_by_grammar(TYPESCRIPT, suffix)
    assert told(said) == (
        ["./a", "effect", "c", "d", "late"],
        [("side", "Square", 6), ("grow", "", 7), ("shrink", "", 8)],
        [("Shape", "interface"), ("Square", "class"), ("Name", "other"), ("Kind", "other")],
    )
    assert said.functions[1].signature == "(by: number) : Shape"


def test_elements_in_javascript_are_no_error() -> None:
    said = read_by_grammar(b"export function View() { return <div a={1}>x</div> }\n", "jsx")
    assert told(said)[1] == [("View", "", 1)]


@pytest.mark.parametrize(
    ("source", "suffix", "functions", "types", "imports"),
    [
        (b"def a(:\n  x\n\nclass B\ndef c(): pass\nimport d\n", "py", {"a", "c"}, {"B"}, {"d"}),
        (b"}}}\nexport async function a(\nimport { b } from 'c'\n", "ts", {"a"}, set(), {"c"}),
        (b"export abstract class A {{{ ]\ninterface B (\n", "ts", set(), {"A", "B"}, set()),
    ],
)
def test_what_the_grammar_rejects_is_read_line_by_line(
    source: bytes, suffix: str, functions: set[str], types: set[str], imports: set[str]
) -> None:
    said = read_by_grammar(source, suffix)
    assert {item.name for item in said.functions} >= functions
    assert {item.name for item in said.types} >= types
    assert {item.path for item in said.imports} >= imports
    troubles = [(item.kind, item.line) for item in said.troubles]
    assert troubles == ([("syntax", 1)] if suffix == "py" else [])


FRAGMENTS = st.sampled_from(b"def f(|class A|:\n|import x|}|{|'|`|\xff|<a>|=>|\n".split(b"|"))


@settings(max_examples=40, deadline=None)
@given(st.lists(FRAGMENTS, max_size=12).map(b"".join), st.sampled_from(["py", "ts", "js"]))
def test_any_bytes_give_an_answer(source: bytes, suffix: str) -> None:
    said = read_by_grammar(source, suffix)
    lines = [item.line for item in said.imports] + [item.line for item in said.functions]
    assert all(line >= 1 for line in lines)


def test_of_functions_of_one_name_in_one_line_the_last_counts() -> None:
    source = "".join(f"function f({name}) {{}} " for name in "abcdefghijklmnopqrstuvwxyz")
    (function,) = read_by_grammar(source.encode(), "js").functions
    assert function.signature == "(z)"
