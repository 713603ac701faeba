"""Paths of findings, seen from the folder that a scan was started in."""

from pathlib import Path

import pytest

from backend.model.ecosystem import Ecosystem, Manager
from tui.exports.whereabouts import home_of, seen_from_start


def manager(path: str, root: str) -> Manager:
    return Manager(name=path, path=path, root=root, languages=())


@pytest.mark.parametrize(
    ("path", "called"),
    [
        ("a/x/y.go", "dev/managers/a/x/y.go"),
        ("core/b/y.go", "other/core/b/y.go"),
        ("c/y.go", "/abs/c/y.go"),
        ("d/y.go", "d/y.go"),
        ("docs/plan.md", "docs/plan.md"),
        ("plan.md", "plan.md"),
    ],
)
def test_of_several_roots_it_is_that_of_the_manager(path: str, called: str) -> None:
    roots = {"a": "dev/managers", "core/b": "other/", "c": "/abs", "d": "."}
    ecosystem = Ecosystem(
        roots=tuple(roots.values()),
        managers=tuple(manager(path, root) for path, root in roots.items()),
    )
    assert seen_from_start(ecosystem)(path) == called


def test_in_a_single_root_a_file_beside_the_managers_lies_in_it() -> None:
    ecosystem = Ecosystem(roots=("dev",), managers=(manager("a", "dev"),))
    called = seen_from_start(ecosystem)
    assert [called("beside.md"), called("docs/plan.md")] == ["dev/beside.md", "docs/plan.md"]
    assert called("../go.mod") == "go.mod"


def test_a_document_that_was_named_here_is_not_looked_for_in_the_root(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "dev").mkdir()
    (tmp_path / "dev/README.md").touch()
    (tmp_path / "README.md").touch()
    (tmp_path / "plan.md").touch()
    monkeypatch.chdir(tmp_path)
    called = seen_from_start(Ecosystem(roots=("dev",), managers=(manager("a", "dev"),)))
    assert [called("README.md"), called("plan.md")] == ["dev/README.md", "plan.md"]


def test_what_has_no_place_is_at_home_in_its_manager_or_the_root() -> None:
    ecosystem = Ecosystem(roots=("dev/",), managers=(manager("core/b", "dev/"),))
    home = home_of(ecosystem)
    assert [home(("x/Planning", "core/b")), home(("x",))] == ["dev/core/b", "dev"]
