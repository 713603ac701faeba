from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from backend.managers.calls import Call
from backend.managers.survey import calls_of, survey

Write = Callable[[Mapping[str, str | bytes]], Path]
HEAD = """package a
import trouble "x.org/managers/error-manager"
type Desk struct { errs *ErrorManager; other Thing }
"""
OTHERS = {
    "managers/error-manager/e.go": "package errormanager\n",
    "managers/cache-manager/c.go": "package cache\n",
}


@pytest.fixture
def called(write_tree: Write) -> Callable[[str], list[Call]]:
    def of(body: str, name: str = "(d *Desk) ValidateConfig") -> list[Call]:
        text = f"{HEAD}func {name}() {{\n{body}\n}}\n"
        root = write_tree({**OTHERS, "managers/a-manager/a.go": text})
        return list(calls_of(survey([root])))

    return of


Called = Callable[[str], list[Call]]


@pytest.mark.parametrize(
    ("body", "target", "told"),
    [
        ("if d.errs.Known(1) { return }", "error-manager", False),
        ("d.errs.Reset(1)", "error-manager", True),
        ("go d.errs.Reset(1)", "error-manager", True),
        ("defer trouble.Reset()", "error-manager", True),
        ("x := trouble.Find(1)", "error-manager", False),
        ("if err := d.errs.NotifyAll(); err != nil { return }", "error-manager", True),
        ("return d.cacheManager.Get(1)", "cache-manager", False),
        ("x := f(CacheManager.Get(`d.errs.Find(1)`))", "cache-manager", False),
    ],
)
def test_whom_a_call_reaches_and_whether_it_asks(
    called: Called, body: str, target: str, told: bool
) -> None:
    (call,) = called(body)
    assert (call.source, call.target, call.told) == ("a-manager", target, told)
    assert call.activity == ("configuration", "Validation")
    assert (call.evidence.path, call.evidence.line) == ("a-manager/a.go", 5)
    assert call.evidence.text == f"ValidateConfig: {body}"


@pytest.mark.parametrize(
    "body",
    [
        "// d.errs.Find(1)",
        'x := "d.errs.Find(1)"',
        "/* d.errs.Find(1) */",
        "d.other.Find(1)",
        "x := trouble.NewErrorManager()",
        "errs.x = 1",
        "x := d.aManager.Find(1)",
    ],
)
def test_what_is_no_call_into_another_manager(called: Called, body: str) -> None:
    assert called(body) == []


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("d.\n\terrs.Find(1)", [5]),
        ("d.errs.\n\n\tFind(1)", [5]),
        ("open(1).\n\terrs.Find(1)", [6]),
        ("x := `\nd.errs.Find(1)\n` // d.errs.Find(1)\nd.errs.Find(2)", [8]),
        ("/*\nd.errs.Find(1)\n*/ d.errs.Find(2)", [7]),
        ("d.errs.Find(d.errs.Find(1)); d.errs.Find(2)\n\nd.errs.Find(3)", [5, 5, 5, 7]),
    ],
)
def test_a_call_stands_where_its_names_begin(called: Called, body: str, lines: list[int]) -> None:
    assert [call.evidence.line for call in called(body)] == lines


def test_a_field_of_a_shared_interface_leads_to_the_manager_it_is_called_after(
    write_tree: Write,
) -> None:
    text = (
        "package a\ntype Desk struct { errs interfaces.ErrorManagerInterface }\n"
        "func (d *Desk) ValidateConfig() error { return d.errs.Find(1) }\n"
    )
    tree = {"managers/interfaces/i.go": "package interfaces\n", "managers/a-manager/a.go": text}
    (call,) = calls_of(survey([write_tree({**OTHERS, **tree})]))
    assert call.target == "error-manager"


def test_the_called_name_tells_the_purpose_where_the_calling_one_does_not(
    write_tree: Write,
) -> None:
    text = f"{HEAD}func (d *Desk) loop() {{\n\n\tx := d.errs.ValidateEntry(1)\n\td.errs.Hm()\n}}\n"
    root = write_tree({**OTHERS, "managers/a-manager/a.go": text})
    (call,) = calls_of(survey([root]))
    assert call.activity == ("errors", "Validation")
    assert call.evidence.line == 6


def test_mocks_and_tests_call_nobody(write_tree: Write) -> None:
    text = f"{HEAD}func (d *MockDesk) ValidateConfig() {{ x := d.errs.Find(1) }}\n"
    test = text.replace("MockDesk", "Desk")
    files = {"managers/a-manager/a.go": text, "managers/a-manager/a_test.go": test}
    assert calls_of(survey([write_tree({**OTHERS, **files})])) == ()


@pytest.mark.parametrize(
    ("theirs", "answered"),
    [
        ("func Other() {}", False),
        ("func (e *Errors) Find(n int) bool { return true }", True),
        ("type Errors interface { Find(n int) bool }", True),
    ],
)
def test_a_function_that_the_caller_alone_has_is_its_own(
    write_tree: Write, theirs: str, answered: bool
) -> None:
    own = "func (d *Desk) ValidateConfig() { x := d.errs.Find(1) }\nfunc (d *Desk) Find() {}"
    files = {
        "managers/error-manager/e.go": f"package errormanager\n{theirs}\n",
        "managers/a-manager/a.go": f"{HEAD}{own}\n",
    }
    assert bool(calls_of(survey([write_tree(files)]))) is answered
