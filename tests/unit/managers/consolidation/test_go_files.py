"""What go.mod and go.work must read when the folders that they name move, join or go."""

from collections.abc import Mapping

import pytest

from backend.model.consolidation import Extract, Merge, Move, Remove, Step
from tests.unit.managers.consolidation.conftest import Planning

TREE: Mapping[str, str] = {
    "a/go.mod": "module example.com/a\n\ngo 1.22\n\nrequire example.com/b v0.0.0\n\n"
    "replace example.com/b => ../b\n",
    "a/a.go": 'package a\n\nimport _ "example.com/b"\n',
    "b/go.mod": "module example.com/b\n\ngo 1.22\n",
    "b/b.go": "package b\n",
}
REPLACED = "replace example.com/b => ../b"


@pytest.mark.parametrize(
    ("steps", "new"),
    [
        ((Move(manager="b", to="core/b"),), "replace example.com/b => ../core/b"),
        ((Move(manager="a", to="core/a"),), "replace example.com/b => ../../b"),
        ((Move(manager="a", to="core/a"), Move(manager="b", to="core/b")), None),
        ((Move(manager="a", to="x/y/a"), Move(manager="b", to="x/b")),
         "replace example.com/b => ../../b"),
    ],
)  # fmt: skip
def test_a_relative_path_leads_to_the_same_folder_afterwards(
    planning: Planning, steps: tuple[Step, ...], new: str | None
) -> None:
    changes = planning(TREE).outcome(steps).modules
    assert [(one.old, one.new) for one in changes] == ([] if new is None else [(REPLACED, new)])


def test_a_removed_module_is_neither_required_nor_replaced(planning: Planning) -> None:
    changes = planning(TREE).outcome([Remove(manager="b")]).modules
    assert {(one.old, one.new) for one in changes} == {
        ("require example.com/b v0.0.0", ""),
        (REPLACED, ""),
    }


def test_the_lines_of_a_removed_module_need_no_change(planning: Planning) -> None:
    assert planning(TREE).outcome([Remove(manager="a")]).modules == ()


NESTED: Mapping[str, str] = {
    "go.mod": "module example.com/all\n\ngo 1.22\n\nrequire (\n\tgithub.com/x/log v1.2.0\n"
    "\tgithub.com/x/web/v2 v2.1.0\n\tgithub.com/x/idle v1.0.0\n\texample.com/c v0.0.0\n)\n\n"
    "replace example.com/c => ./c\n",
    "a/go.mod": "module example.com/a\n\ngo 1.22\n\nrequire github.com/x/log v1.1.0\n",
    "a/a.go": 'package a\n\nimport _ "github.com/x/log"\n',
    "b/b.go": 'package b\n\nimport (\n\t_ "example.com/c/sub"\n\t_ "fmt"\n'
    '\t_ "github.com/x/log"\n\t_ "github.com/x/web/v2/mux"\n)\n',
    "c/go.mod": "module example.com/c\n",
    "c/sub/c.go": "package sub\n",
}


def test_what_comes_into_another_module_is_required_there(planning: Planning) -> None:
    changes = planning(NESTED).outcome([Merge(managers=("a", "b"), into="a")]).modules
    assert {one.path.rpartition("managers/")[2] for one in changes} == {"a/go.mod"}
    assert [(one.old, one.new) for one in changes] == [
        ("require github.com/x/log v1.1.0", "require github.com/x/log v1.2.0"),
        ("", "require github.com/x/web/v2 v2.1.0"),
        ("", "require example.com/c v0.0.0"),
        ("", "replace example.com/c => ../c"),
    ]


def test_what_a_module_replaced_its_heir_has_to_replace(planning: Planning) -> None:
    tree = {**TREE, "go.mod": "module example.com/all\n", "c/c.go": "package c\n"}
    changes = planning(tree).outcome([Merge(managers=("a", "c"), into="c")]).modules
    assert [(one.path.rpartition("managers/")[2], one.old, one.new) for one in changes] == [
        ("a/go.mod", "module example.com/a", ""),
        ("go.mod", "", "require example.com/b v0.0.0"),
        ("go.mod", "", "replace example.com/b => ./b"),
    ]


@pytest.mark.parametrize(
    "step",
    [
        Merge(managers=("a", "b"), into="../../etc/x"),
        Move(manager="a", to="/etc/x"),
        Extract(names=("X",), into="../x"),
    ],
)
def test_nothing_leaves_the_root(planning: Planning, step: Step) -> None:
    outcome = planning(TREE).outcome([step])
    assert "no folder below the root" in outcome.problems[0]
    assert (outcome.moves, outcome.modules) == ((), ())
