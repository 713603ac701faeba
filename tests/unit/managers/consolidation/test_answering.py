"""Answers to a screen's questions: what is worked out anew, and what is kept."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from backend.managers.consolidation.answering import PAIRS, Desk
from backend.managers.consolidation.outcome import Planner
from backend.model.consolidation import Merge, Move, Question

WriteTree = Callable[[Mapping[str, str | bytes]], Path]

PLAN = "# Plan\n\n```\ncore/\n├── a-manager/\n```\n"
TREE: dict[str, str | bytes] = {
    "go.mod": "module example.org/app\n\ngo 1.24\n",
    "managers/a-manager/a.go": "package a\n\nfunc LoadPlan() {}\n",
    "managers/b-manager/b.go": "package b\n\nfunc RunJob() {}\n",
}
MERGE = Merge(managers=("a-manager", "b-manager"), into="a-manager")


def test_only_the_steps_are_worked_out_anew(write_tree: WriteTree) -> None:
    root, desk = write_tree(TREE), Desk()
    nothing = desk.answer([root], [], Question())
    merged = desk.answer([root], [], Question(steps=(MERGE,)))
    undone = desk.answer([root], [], Question())
    assert desk.surveys == 1
    assert nothing == undone
    assert merged.outcome is not None
    assert merged.outcome.steps == (MERGE,)
    assert (merged.outcome.before.managers, merged.outcome.after.managers) == (2, 1)
    assert [rank.managers for rank in merged.pairs] == [("a-manager", "b-manager")]


def test_a_tree_that_changed_is_read_again(write_tree: WriteTree) -> None:
    root, desk = write_tree(TREE), Desk()
    desk.answer([root], [], Question())
    write_tree({"managers/c-manager/c.go": "package c\n"})
    os.utime(root / "c-manager/c.go", ns=(1, 1))
    view = desk.answer([root], [], Question(steps=(MERGE,)))
    assert desk.surveys == 2
    assert view.outcome is not None
    assert view.outcome.before.managers == 3
    assert view.ranked == len(view.pairs) == 3


def test_who_imports_a_manager_from_outside_is_looked_for_again(write_tree: WriteTree) -> None:
    root, desk = write_tree({**TREE, "cmd/main.go": "package main\n"}), Desk()
    move = Question(steps=(Move(manager="a-manager", to="core/a"),))
    before = desk.answer([root], [], move)
    imported = 'package main\n\nimport _ "example.org/app/managers/a-manager"\n'
    write_tree({"cmd/main.go": imported})
    after = desk.answer([root], [], move)
    assert before.outcome is not None
    assert after.outcome is not None
    assert before.outcome.rewrites == ()
    assert [one.path for one in after.outcome.rewrites] == ["../cmd/main.go"]


def test_more_services_than_managers_are_as_many_as_there_are(write_tree: WriteTree) -> None:
    view = Desk().answer([write_tree(TREE)], [], Question(services=4))
    assert view.partition is not None
    assert view.partition.services == len(view.partition.groups) == 2


def test_the_folders_of_a_plan_are_tried(write_tree: WriteTree) -> None:
    root = write_tree({**TREE, "plan.md": PLAN})
    view = Desk().answer([root], [root.parent / "plan.md"], Question())
    assert view.reorganisation is not None
    assert view.reorganisation.steps == (Move(manager="a-manager", to="core/a-manager"),)
    assert [one.new for one in view.reorganisation.moves] == ["core/a-manager/a.go"]
    assert Desk().answer([root], [], Question()).reorganisation is None


def test_nothing_to_look_at_is_nothing_to_say(tmp_path: Path) -> None:
    view = Desk().answer([tmp_path / "gone"], [], Question())
    assert (view.pairs, view.partition) == ((), None)


HEAD: dict[str, str | bytes] = {"go.mod": "module example.org/app\n\ngo 1.24\n"}
MANAGERS = 26


def test_all_pairs_of_many_managers_are_ranked_without_planning_each(
    write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A chain of imports: no merged ecosystem is built, and one graph for each pair at the most."""
    imports = [f'import _ "example.org/app/managers/m{n + 1:02}"' for n in range(MANAGERS - 1)]
    chain = {
        f"managers/m{n:02}/m.go": f"package m{n:02}\n\n{line}\n"
        for n, line in enumerate([*imports, "func Last() {}"])
    }
    components = _counted(monkeypatch, nx, "strongly_connected_components")
    plans = _counted(monkeypatch, Planner, "outcome")
    view = Desk().answer([write_tree({**HEAD, **chain})], [], Question())
    assert view.ranked == len(view.pairs) == 325 <= PAIRS
    assert len(plans) == 1
    assert len(components) <= 325 + 10


def _counted(monkeypatch: pytest.MonkeyPatch, owner: Any, name: str) -> list[str]:
    """One entry for each call from now on."""
    calls: list[str] = []
    before = getattr(owner, name)

    def counting(*args: Any) -> Any:
        calls.append(name)
        return before(*args)

    monkeypatch.setattr(owner, name, counting)
    return calls
