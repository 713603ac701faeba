"""Calls from one manager's scripts into another manager."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from backend.managers.calls import Call
from backend.managers.survey import calls_of, survey

Write = Callable[[Mapping[str, str | bytes]], Path]

ERRORS = {
    "managers/error-manager/Errors.psm1": (
        "function Write-ErrorReport { }\nfunction Get-ErrorReport { }\nfunction Get-Own { }\n"
    ),
    "managers/log-manager/Log.psm1": "function Write-Log { }\n",
    "managers/mail-manager/Mail.psm1": "function Write-Log { }\n",
    "managers/error_tracker/tracker.py": "def report(): pass\n",
    "managers/error_tracker/client.ts": "export function report() {}\n",
}


@pytest.fixture
def called(write_tree: Write) -> Callable[[str, str], list[Call]]:
    def of(name: str, text: str) -> list[Call]:
        root = write_tree({**ERRORS, f"managers/a-manager/{name}": text})
        return [one for one in calls_of(survey([root])) if one.source == "a-manager"]

    return of


Called = Callable[[str, str], list[Call]]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Write-ErrorReport -Text 'x'", True),
        ("write-errorreport 'x'", True),
        ("$r = Get-ErrorReport 5", False),
        ("Get-ErrorReport 5", False),
        ("$errorManager.Reset(1)", True),
        ("if ($ErrorManager.Find(1)) { }", False),
        ("[ErrorManager]::Reset('x')", True),
    ],
)
def test_powershell(called: Called, line: str, told: bool) -> None:
    (call,) = called("a.ps1", f"function Test-Config {{\n  {line}\n}}\n")
    assert (call.target, call.activity, call.told) == (
        "error-manager",
        ("configuration", "Validation"),
        told,
    )
    assert (call.evidence.path, call.evidence.line) == ("a-manager/a.ps1", 2)
    assert call.evidence.text == f"Test-Config: {line}"


@pytest.mark.parametrize(
    "line",
    [
        "Write-Log 'x'",  # of two managers
        "# Write-ErrorReport 'x'",
        "'Write-ErrorReport'",
        "Get-Unknown",
        "$errors.Reset(1)",
        "(Get-Unknown).Reset(1)",
    ],
)
def test_commands_that_lead_to_no_single_manager(called: Called, line: str) -> None:
    assert called("a.ps1", f"function Test-Config {{\n  {line}\n}}\n") == []


def test_a_command_that_the_script_declares_is_its_own(called: Called) -> None:
    text = "function Get-Own { }\nfunction Test-Config {\n  Get-Own\n}\n"
    assert called("a.ps1", text) == []


def test_outside_functions_the_called_one_says_what_it_is_for(called: Called) -> None:
    (call,) = called("a.ps1", "$errorManager.ValidateAll()\n")
    assert call.activity[1] == "Validation"
    assert call.evidence.text == "$errorManager.ValidateAll()"


@pytest.mark.parametrize(
    ("head", "line", "told"),
    [
        ("from managers.error_tracker import tracker", "tracker.reset()", True),
        ("from managers.error_tracker import find as f", "x = f(1)", False),
        ("from ..error_tracker.tracker import (find, other)", "return find(1)", False),
        ("import managers.error_tracker.tracker as t", "await t.reset()", True),
        ("", "self.error_tracker.reset()", True),
        ("", "x = error_tracker.notify()", True),
    ],
)
def test_python(called: Called, head: str, line: str, told: bool) -> None:
    text = f"{head}\nasync def validate_config(self):\n    {line}\n"
    (call,) = called("a.py", text)
    assert (call.target, call.activity, call.told) == (
        "error_tracker",
        ("configuration", "Validation"),
        told,
    )
    assert call.evidence.text == f"validate_config: {line}"


def test_of_several_managers_on_a_line_a_name_means_the_one_it_is_called_after(
    called: Called,
) -> None:
    head = "from managers import mail_manager as m, error_tracker as e, log_manager"
    found = called("a.py", f"{head}\ndef validate():\n    e.reset()\n    m.send()\n")
    assert [one.target for one in found] == ["error_tracker", "mail-manager"]


@pytest.mark.parametrize(
    ("head", "line"),
    [
        ("from other import find", "find(1)"),
        ("from managers.error_tracker import find", "other(1)"),
        ("", "# error_tracker.find(1)"),
        ("", "x = 'error_tracker.find(1)'"),
        ("", "error_tracker"),
        ("from .errors import find", "find(1)"),
        ("from other.error_tracker.missing import find", "find(1)"),
    ],
)
def test_python_that_calls_nobody_else(called: Called, head: str, line: str) -> None:
    assert called("a.py", f"{head}\ndef validate_config():\n    {line}\n") == []


@pytest.mark.parametrize(
    ("head", "line", "told"),
    [
        ('import { reset as r } from "../error_tracker/client"', "r(1);", True),
        ('import * as client from "../error_tracker/client"', "return client.find(1);", False),
        ('import client from "../error_tracker/client"', "client.reset();", True),
        ("", "const x = await this.errorTracker?.find(1);", False),
        ("", "await errorTracker.reset();", True),
    ],
)
@pytest.mark.parametrize("name", ["a.ts", "a.js"])
def test_typescript_and_javascript(
    called: Called, name: str, head: str, line: str, told: bool
) -> None:
    text = f"{head}\nclass Desk {{\n  async validateConfig() {{\n    {line}\n  }}\n}}\n"
    (call,) = called(name, text)
    assert (call.target, call.told, call.evidence.line) == ("error_tracker", told, 4)
    assert call.activity == ("configuration", "Validation")


@pytest.mark.parametrize(
    "statement", ['const {{ reset }} = require("{}")', 'const reset = require("{}")']
)
def test_what_require_binds(called: Called, statement: str) -> None:
    head = statement.format("../error_tracker/client")
    (call,) = called("a.js", f"{head}\nfunction validateConfig() {{\n  reset(1);\n}}\n")
    assert (call.target, call.told) == ("error_tracker", True)


@pytest.mark.parametrize("name", ["a_test.py", "a.spec.ts", "A.Tests.ps1"])
def test_tests_do_not_count(called: Called, name: str) -> None:
    assert called(name, "errorTracker.reset()\nerror_tracker.reset()\n$errorTracker.Reset(1)") == []


def test_of_a_tree_read_again_only_what_changed_is_looked_into(write_tree: Write) -> None:
    from backend.managers import script_calls
    from backend.managers.reading import Reader

    reader = Reader()
    tree = {**ERRORS, "managers/a-manager/a.ps1": "$errorManager.ValidateAll()\n"}
    root = write_tree(tree)
    first = calls_of(survey([root], (), reader))
    before = script_calls._calls.cache_info().misses
    assert calls_of(survey([root], (), reader)) == first
    assert script_calls._calls.cache_info().misses == before
