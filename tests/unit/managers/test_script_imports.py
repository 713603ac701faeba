"""Dependencies that imports of scripts speak for, and scripts that are run by their path."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from backend.managers.survey import survey

Write = Callable[[Mapping[str, str | bytes]], Path]
Told = tuple[str, str, str | None, str | None]

THERE = {
    "managers/error-manager/Errors.psm1": "function Write-ErrorReport { }\n",
    "managers/error-manager/scripts/run.ps1": "Write-Host 1\n",
    "managers/error-manager/cmd/main.go": "package main\n",
    "managers/error-manager/run.sh": "true\n",
    "managers/error_tracker/__init__.py": "",
    "managers/error_tracker/tracker.py": "def report(): pass\n",
    "managers/error_tracker/web/client.ts": "export function report() {}\n",
    "managers/error_tracker/web/index.js": "module.exports = 1\n",
    "managers/logging/__init__.py": "x = 1\n",
    "managers/a-manager/own.py": "x = 1\n",
    "managers/a-manager/Own.psm1": "$x = 1\n",
}


@pytest.fixture
def told(write_tree: Write) -> Callable[[str, str], list[Told]]:
    """What one file of `a-manager` depends on: target, kind, resolution and rule."""

    def of(name: str, text: str) -> list[Told]:
        root = write_tree({**THERE, f"managers/a-manager/{name}": text})
        return [
            (one.target, item.kind, item.resolution, item.rule)
            for one in survey([root]).dependencies
            if one.source == "a-manager"
            for item in one.evidence
        ]

    return of


Tell = Callable[[str, str], list[Told]]


@pytest.mark.parametrize(
    ("name", "line", "target", "resolution", "rule"),
    [
        ("a.py", "from ..error_tracker.tracker import report", "error_tracker", "strict", None),
        ("a.py", "from ..error_tracker import tracker as t", "error_tracker", "strict", None),
        ("a.py", "from .. import error_tracker", "error_tracker", "strict", None),
        ("a.py", "import error_tracker.tracker", "error_tracker", "recovered", "above"),
        ("a.py", "from error_tracker import tracker", "error_tracker", "recovered", "above"),
        ("a.py", "import lib.error_tracker.tracker", "error_tracker", "recovered", "alias"),
        ("a.py", "from lib.error_tracker import report", "error_tracker", "recovered", "alias"),
        ("a.py", "from x.managers.error_tracker import y", "error_tracker", "recovered", "suffix"),
        (
            "a.ts",
            "import { report } from '../error_tracker/web/client'",
            "error_tracker",
            "strict",
            None,
        ),
        ("a.ts", "export * from '../error_tracker/web/client.ts'", "error_tracker", "strict", None),
        ("a.js", "const web = require('../error_tracker/web')", "error_tracker", "strict", None),
        ("a.ps1", "Import-Module ../error-manager/Errors", "error-manager", "strict", None),
        ("a.ps1", "using module ../error-manager/Errors.psm1", "error-manager", "strict", None),
        (
            "a.ps1",
            '. "$PSScriptRoot\\..\\error-manager\\scripts\\run.ps1"',
            "error-manager",
            "strict",
            None,
        ),
        (
            "a.ps1",
            '. "$root\\managers\\error-manager\\gone.ps1"',
            "error-manager",
            "recovered",
            "suffix",
        ),
        (
            "a.ps1",
            ". D:\\x\\managers\\error-manager\\a.ps1",
            "error-manager",
            "recovered",
            "suffix",
        ),
        ("a.ps1", '. "$root/error-manager/Errors.psm1"', "error-manager", "recovered", "above"),
        (
            "a.ps1",
            ". ../error-manager/gone.ps1",
            "../error-manager/gone.ps1",
            "dangling",
            "missing",
        ),
    ],
)
def test_an_import_that_leads_to_another_manager(
    told: Tell, name: str, line: str, target: str, resolution: str, rule: str | None
) -> None:
    assert told(name, f"{line}\n") == [(target, "import", resolution, rule)]


def test_in_a_package_its_own_name_leads_to_what_lies_in_it(write_tree: Write) -> None:
    names = ("", "a/", "b/", "b/deep/")
    packages: dict[str, str | bytes] = {f"managers/{name}__init__.py": "" for name in names}
    files = {"managers/a/x.py": "from managers.b.deep import y\n", "managers/b/z.py": "z = 1\n"}
    root = write_tree(packages | files)
    (one,) = survey([root]).dependencies
    assert (one.source, one.target, one.resolution()) == ("a", "b", "strict")
    assert one.evidence[0].rule is None


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("a.py", "import logging"),
        ("a.py", "import logging.handlers"),
        ("a.py", "import own"),
        ("a.py", "from . import own, gone"),
        ("a.py", "import cloud.error_tracker.gone"),
        ("a.py", "from cloud.error_tracker.gone import x"),
        ("a.py", "from numpy import tracker"),
        ("a.ts", "import x from 'error_tracker'"),
        ("a.ts", "import x from './gone'"),
        ("a.ts", "import x from './go\0ne'"),
        ("a.ts", "import x from '../go\0ne/x'"),
        ("a.ps1", "Import-Module Pester"),
        ("a.ps1", "Import-Module ./Own.psm1"),
        ("a.ps1", "Import-Module ../go\0ne.psm1"),
        ("a.ps1", "& ../go\0ne/run.ps1"),
        ("a.ps1", ". $given"),
        ("a.ps1", '. "$PSScriptRoot/../$name/Errors.psm1"'),
    ],
)
def test_what_does_not_lead_to_another_manager(told: Tell, name: str, line: str) -> None:
    assert told(name, f"{line}\n") == []


@pytest.mark.parametrize(
    ("name", "line", "rule"),
    [
        ("a.ps1", "& ../error-manager/scripts/run.ps1", None),
        ("a.ps1", "go run ../error-manager/cmd", None),
        ("a.ps1", "bash ../error-manager/run.sh", None),
        ("a.ps1", '& "$root/managers/error-manager/x.ps1"', "suffix"),
        (
            "a.py",
            "import subprocess; subprocess.run(['pwsh', '../error-manager/scripts/run.ps1'])",
            None,
        ),
        ("a.py", "import os; os.system('bash error-manager/run.sh')", "above"),
    ],
)
def test_a_script_that_is_run(told: Tell, name: str, line: str, rule: str | None) -> None:
    assert told(name, f"{line}\n") == [("error-manager", "run", None, rule)]


def test_what_is_run_and_is_not_there_speaks_for_nothing(told: Tell) -> None:
    assert told("a.ps1", "& ../error-manager/gone.ps1\n& ./own.ps1\n& x/run.ps1\n") == []


def test_tests_are_told_apart(told: Tell) -> None:
    assert told("a.Tests.ps1", "Import-Module ../error-manager/Errors.psm1\n") == [
        ("error-manager", "test_import", "strict", None)
    ]
