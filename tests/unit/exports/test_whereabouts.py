"""Paths of findings, seen from the folder that a scan was started in."""

import pytest

from backend.model.ecosystem import Ecosystem, Manager
from tui.exports.whereabouts import seen_from_start


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
    assert [called("README.md"), called("docs/plan.md")] == ["dev/README.md", "docs/plan.md"]
