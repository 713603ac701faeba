"""Calls in Python and TypeScript that may lead to other managers."""

import pytest

from backend.managers.grammar_source import read_by_grammar


def called(text: str, suffix: str) -> list[tuple[tuple[str, ...], int, bool]]:
    calls = read_by_grammar(text.encode(), suffix).calls
    return [(call.names, call.line, call.alone) for call in calls]


@pytest.mark.parametrize(
    ("line", "names", "alone"),
    [
        ("self.errors.report(1)", ("self", "errors", "report"), True),
        ("await errors.report(1)", ("errors", "report"), True),
        ("x = errors.report(1)", ("errors", "report"), False),
        ("return [errors.report(1)]", ("errors", "report"), False),
        ("find(1)", ("find",), True),
    ],
)
def test_python(line: str, names: tuple[str, ...], alone: bool) -> None:
    text = f"from other import find\nasync def run():\n    {line}\n"

    assert called(text, "py") == [(names, 3, alone)]


@pytest.mark.parametrize(
    ("line", "names", "alone"),
    [
        ("this.errors?.report(1);", ("this", "errors", "report"), True),
        ("errors.read<string>(1);", ("errors", "read"), True),
        ("const x = await errors!.report(1);", ("errors", "report"), False),
        ("find(1);", ("find",), True),
    ],
)
@pytest.mark.parametrize("suffix", ["ts", "tsx"])
def test_typescript(suffix: str, line: str, names: tuple[str, ...], alone: bool) -> None:
    text = f'import {{ find }} from "./other"\nasync function run() {{\n  {line}\n}}\n'
    assert called(text, suffix) == [(names, 3, alone)]


@pytest.mark.parametrize(
    "line",
    ["own(1)", "own(1).report(2)", "# errors.report(1)", "'errors.report(1)'", "errors.report"],
)
def test_what_leads_to_nobody_else(line: str) -> None:
    assert called(f"{line}\n", "py") == []


def test_who_does_not_ask_is_told_of_no_call() -> None:
    assert read_by_grammar(b"errors.report(1)\n", "py", calling=False).calls == ()
