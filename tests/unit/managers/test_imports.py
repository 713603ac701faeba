from collections.abc import Callable
from pathlib import Path

import pytest

from backend.managers.discovery import Root, discover
from backend.managers.go_modules import Modules
from backend.managers.imports import Resolver

WriteTree = Callable[[dict[str, str]], Path]

TREE = {
    "go.mod": "module mail_sender\n"
    "replace x.org/c => ./managers/config-manager\n"
    "require github.com/lib/config-manager v1.0.0\n",
    "tools/gen/gen.go": "package gen\n",
    "managers/config-manager/config.go": "package config\n",
    "managers/cache-manager/cache.go": "package cache\n",
    "managers/cache-manager/inner/inner.go": "package inner\n",
    "managers/interfaces/all.go": "package interfaces\n",
    "managers/main.go": "package main\n",
}


Meaning = tuple[str, str, str | None]


@pytest.fixture
def meaning(write_tree: WriteTree) -> Callable[..., list[Meaning]]:
    root = write_tree(TREE)
    resolver = Resolver(discover([Root("managers", root)]), Modules())

    def of(path: str, manager: str = "cache-manager", folder: str | None = None) -> list[Meaning]:
        found = resolver.resolve(path, root / (folder or manager), manager)
        return [(item.target, item.resolution, item.rule) for item in found]

    return of


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("mail_sender/managers/config-manager", ("config-manager", "strict", None)),
        ("x.org/c", ("config-manager", "strict", "replace")),
        ("mail_sender/managers", ("(loose files)", "strict", None)),
        ("x.org/managers/config-manager/deep", ("config-manager", "recovered", "suffix")),
        ("x.org/y/managers/ConfigManager", ("config-manager", "recovered", "suffix")),
        ("github.com/x/interfaces", ("interfaces", "recovered", "suffix")),
        ("github.com/x/config_manager/api", ("config-manager", "recovered", "alias")),
        ("../config-manager", ("config-manager", "recovered", "relative")),
    ],
)
def test_imports_that_lead_to_another_manager(
    meaning: Callable[..., list[Meaning]], path: str, expected: Meaning
) -> None:
    assert meaning(path) == [expected]


@pytest.mark.parametrize(
    ("path", "rule"),
    [
        ("./interfaces", "relative"),
        ("d:/work/managers/config-manager", "disk"),
        ("managers\\config-manager", "disk"),
        ("a\0b", "characters"),
        ("github.com/x/cache-manager/interfaces", "self"),
        ("x.org/managers/cachemanager", "self"),
        ("mail_sender/cmd/gone", None),
        ("github.com/owner/mail-sender/gone", None),
        ("MAIL_SENDER/gone", None),
        ("x.org/managers/gone-manager", None),
    ],
)
def test_imports_that_lead_nowhere(
    meaning: Callable[..., list[Meaning]], path: str, rule: str | None
) -> None:
    assert meaning(path) == [(path, "dangling", rule)]


@pytest.mark.parametrize(
    "path",
    [
        "mail_sender/managers/cache-manager/inner",
        "./inner",
        "mail_sender/tools/gen",
        "fmt",
        "C",
        "container/list",
        "github.com/lib/config-manager/v2",
        "github.com/else/entirely",
    ],
)
def test_imports_that_are_nobody_elses(meaning: Callable[..., list[Meaning]], path: str) -> None:
    assert meaning(path) == []


def test_loose_files_name_no_manager_of_their_own(meaning: Callable[..., list[Meaning]]) -> None:
    expected = ("cache-manager", "recovered", "suffix")
    assert meaning("x.org/managers/cache-manager", "(loose files)", ".") == [expected]


def test_two_managers_of_one_name_make_an_import_ambiguous(write_tree: WriteTree) -> None:
    root = write_tree({"managers/a/a.go": "", "managers/core/b/b.go": "", "managers/b/b.go": ""})
    managers = discover([Root("managers", root)])
    found = Resolver(managers, Modules()).resolve("x.org/managers/b", root / "a", "a")
    assert [(item.target, item.resolution) for item in found] == [
        ("managers/b", "ambiguous"),
        ("managers/core/b", "ambiguous"),
    ]
