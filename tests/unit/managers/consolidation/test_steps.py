"""Steps and chains of steps: what they bring, and which make no sense."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.managers.consolidation.arrangement import arranged
from backend.managers.consolidation.outcome import Planner
from backend.managers.survey import survey
from backend.model.consolidation import Extract, Merge, Move, Remove, Step
from tests.unit.managers.consolidation.conftest import Planning

TREE = {
    "a-manager/a.go": "package a\n\ntype Config struct{ Path string }\n\nfunc LoadPlan() {}\n",
    "b-manager/b.go": "package b\n\ntype Level int\n\ntype Config struct{ Level Level }\n\n"
    "func RunJob() {}\n",
    "c-manager/c.go": "package c\n\ntype Config struct{ Path string }\n\nfunc CheckAll() {}\n",
    "c-manager/README.md": "# c\n",
}
NAMES = ["a-manager", "b-manager", "c-manager", "none"]


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (Merge(managers=("a-manager", "none"), into="a-manager"), "no manager none"),
        (Merge(managers=("a-manager", "a-manager"), into="a-manager"), "two different managers"),
        (Merge(managers=("a-manager", "b-manager"), into="c-manager"), "is another manager"),
        (Move(manager="a-manager", to="../out"), "no folder below the root"),
        (Move(manager="a-manager", to="b-manager"), "is the folder of b-manager"),
        (Extract(names=("LoadPlan",), into="shared/plan"), "fewer than two"),
        (Extract(names=("Config",), into="b-manager"), "name a new folder"),
        (Extract(names=("Config",), into="shared/type"), "cannot be called type"),
        (Extract(names=("Config",), into="shared/2fa"), "cannot be called 2fa"),
        (Remove(manager="none"), "no manager none here"),
        (Remove(manager="b-managre"), "no manager b-managre here; did you mean b-manager?"),
        (Merge(managers=("a", "B_Manager"), into="CManager"), "c-manager is another manager"),
    ],
)
def test_a_step_without_sense_is_left_out_and_told(
    planning: Planning, step: Step, said: str
) -> None:
    outcome = planning(TREE).outcome([step])
    assert len(outcome.problems) == 1
    assert outcome.problems[0].startswith(f"step 1, {step.kind}: ")
    assert said in outcome.problems[0]
    assert outcome.before == outcome.after
    assert outcome.moves == ()


@pytest.mark.parametrize(
    ("test", "mixed"), [("a", []), ("a_test", []), ("main", ["a-manager"]), ("b", [])]
)
def test_tests_of_two_packages_do_not_mix_either(
    planning: Planning, test: str, mixed: list[str]
) -> None:
    tree = {"b-manager/b_test.go": f"package {test}\n", "b-manager/b.go": "package b\n"}
    tree["a-manager/a.go"] = "package a\n"
    merge = Merge(managers=("a-manager", "b-manager"), into="a-manager")
    assert [one.path for one in planning(tree).outcome([merge]).obstacles] == mixed


def test_what_becomes_the_files_own_is_used_without_the_packages_name(planning: Planning) -> None:
    tree = {
        "go.mod": "module example.org/x\n",
        "a-manager/a.go": "package a\n\ntype Box struct{}\n\nfunc Open() {}\n",
        "b-manager/b.go": 'package b\n\nimport aa "example.org/x/a-manager"\n\n'
        "func F(one aa.Box, two []aa.Box) {\n\taa.Open()\n}\n",
        "b-manager/b_test.go": 'package b_test\n\nimport "example.org/x/a-manager"\n\n'
        "var _ = a.Open\n",
    }
    merge = Merge(managers=("a-manager", "b-manager"), into="a-manager")
    rewrites = planning(tree).outcome([merge]).rewrites
    assert [(one.place, one.change, one.why) for one in rewrites] == [
        ("b-manager/b.go:3", "example.org/x/a-manager → (take it away)", "same package"),
        ("b-manager/b.go:5", "aa.Box → Box", "unqualified"),
        ("b-manager/b.go:6", "aa.Open → Open", "unqualified"),
    ]


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("func Sum() int { return 1 }", "func Sum() int {\n\treturn 1 // one\n}", []),
        (
            "func Sum() int { return 1 }",
            "func Sum() int { return 2 }",
            ["Sum is written in 2 ways"],
        ),
        (
            "type Sum int\nfunc (s Sum) String() string { return `a` }",
            "type Sum int\nfunc (s Sum) String() string { return `b` }",
            ["Sum is written in 2 ways"],
        ),
        (
            "type Sum int\nfunc (s Sum) String() string { return `a` }",
            "type Sum int\nfunc (s Sum) Bytes() []byte { return nil }",
            [],
        ),
        ("type Sum int", "type Sum string", ["Sum has 2 shapes"]),
    ],
)
def test_what_is_written_in_two_ways_has_to_be_decided_on(
    planning: Planning, one: str, other: str, said: list[str]
) -> None:
    tree = {"a-manager/a.go": f"package a\n\n{one}\n", "b-manager/b.go": f"package b\n\n{other}\n"}
    outcome = planning(tree).outcome([Extract(names=("Sum",), into="shared")])
    assert [found.summary.partition(":")[0] for found in outcome.obstacles] == said


@pytest.mark.parametrize(
    ("step", "meant"),
    [
        (
            Merge(managers=("AManager", "b"), into="AManager"),
            Merge(managers=("a-manager", "b-manager"), into="a-manager"),
        ),
        (
            Merge(managers=("a", "b"), into="core"),
            Merge(managers=("a-manager", "b-manager"), into="core"),
        ),
        (Move(manager="B-MANAGER", to="core/b"), Move(manager="b-manager", to="core/b")),
        (
            Extract(names=("Config",), managers=("a", "c"), into="shared"),
            Extract(names=("Config",), managers=("a-manager", "c-manager"), into="shared"),
        ),
        (Remove(manager="c"), Remove(manager="c-manager")),
    ],
)
def test_managers_are_called_by_any_of_their_names(
    planning: Planning, step: Step, meant: Step
) -> None:
    outcome = planning(TREE).outcome([step])
    assert (outcome.steps, outcome.problems) == ((meant,), ())


def test_what_is_gone_is_no_manager_any_more(planning: Planning) -> None:
    outcome = planning(TREE).outcome([Remove(manager="a"), Remove(manager="a-manager")])
    assert outcome.problems == ("step 2, remove: no manager a-manager any more",)


def test_a_cycle_around_packages_outside_the_managers(
    write_tree: Callable[[Mapping[str, str]], Path],
) -> None:
    root = write_tree(
        {
            "go.mod": "module x.org/m\n",
            "managers/a-manager/a.go": 'package a\n\nimport _ "x.org/m/lib/one"\n',
            "managers/b-manager/b.go": "package b\n",
            "lib/one/one.go": 'package one\n\nimport _ "x.org/m/lib/two"\n',
            "lib/two/two.go": 'package two\n\nimport _ "x.org/m/managers/b-manager"\n',
            "lib/two/two_test.go": 'package two\n\nimport _ "x.org/m/managers/a-manager"\n',
        }
    )
    planner = Planner(survey([root]))
    merge = Merge(managers=("a-manager", "b-manager"), into="a-manager")
    (cycle,) = planner.outcome([merge]).obstacles
    assert cycle.kind == "import cycle"
    assert planner.outcome([Move(manager="a-manager", to="core/a")]).obstacles == ()
    assert planner.outcome([Remove(manager="a-manager")]).obstacles == ()


def test_an_import_that_goes_clashes_with_nothing(planning: Planning) -> None:
    tree = {
        "go.mod": "module x.org/m\n",
        "store/s.go": "package store\n\ntype store struct{}\n\ntype lib struct{}\n",
        "kv/k.go": 'package kv\n\nimport (\n\t_ "x.org/m/other/lib"\n\t"x.org/m/store"\n'
        '\tlib "fmt"\n)\n\nvar _ = store.Open\n\nvar _ = lib.Println\n',
    }
    merge = Merge(managers=("store", "kv"), into="store")
    assert [one.name for one in planning(tree).outcome([merge]).collisions] == ["lib"]


def test_no_step_brings_nothing(planning: Planning) -> None:
    outcome = planning(TREE).outcome([])
    changed = outcome.model_dump(exclude={"steps", "before", "after"})
    assert not any(changed.values())


def test_a_later_step_names_what_an_earlier_one_made(planning: Planning) -> None:
    steps: list[Step] = [
        Merge(managers=("a-manager", "b-manager"), into="core-manager"),
        Move(manager="core-manager", to="core/core-manager"),
    ]
    outcome = planning(TREE).outcome(steps)
    assert outcome.problems == ()
    assert (outcome.before.managers, outcome.after.managers) == (3, 2)
    assert {one.new for one in outcome.moves} == {
        "core/core-manager/a.go",
        "core/core-manager/b.go",
    }
    assert {one.manager for one in outcome.scores} <= {*NAMES, "core-manager"}


def test_leaving_out_the_last_step_undoes_it(planning: Planning) -> None:
    planner = planning(TREE)
    first = Merge(managers=("a-manager", "b-manager"), into="a-manager")
    alone = planner.outcome([first])
    planner.outcome([first, Remove(manager="c-manager")])
    assert planner.outcome([first]) == alone


def test_what_is_extracted_says_what_it_needs_and_where_shapes_differ(planning: Planning) -> None:
    outcome = planning(TREE).outcome([Extract(names=("Config",), into="shared/config")])
    assert {(one.path, one.new) for one in outcome.rewrites} == {
        ("a-manager/a.go", "config.Config"),
        ("b-manager/b.go", "config.Config"),
        ("c-manager/c.go", "config.Config"),
    }
    said = [one.summary for one in outcome.obstacles]
    assert any("Config of b-manager needs Level" in one for one in said)
    assert any("has 2 shapes" in one for one in said)


def test_what_is_extracted_needs_what_its_code_names_and_not_what_comments_do(
    planning: Planning,
) -> None:
    told = (
        "package p\n\nfunc limit() int { return 1 }\n\nfunc start() {}\n\nfunc Job() {}\n\n"
        "func Plan(n int) int { return limit() } // start\n\ntype Box struct{}\n\n"
        "func (b Box) Job() { start() }\n"
    )
    tree = {"a-manager/a.go": told, "b-manager/b.go": told}
    outcome = planning(tree).outcome([Extract(names=("Plan", "Box"), into="shared/plan")])
    said = " ".join(one.summary for one in outcome.obstacles)
    assert "Plan of a-manager needs limit" in said
    assert "Box of a-manager needs start" in said
    assert "start" not in said.partition("Box")[0]
    assert "Job" not in said


def test_documents_and_manifests_move_along(planning: Planning) -> None:
    outcome = planning(TREE).outcome([Move(manager="c-manager", to="core/c-manager")])
    assert ("c-manager/README.md", "core/c-manager/README.md") in {
        (one.old, one.new) for one in outcome.moves
    }


def test_what_other_packages_are_to_say_is_exported(planning: Planning) -> None:
    tree = {
        f"{name}-manager/{name}.go": f"package {name}\n\nfunc isFine() bool {{ return true }}\n\n"
        "func Check() bool { return isFine() }\n"
        for name in "ab"
    }
    outcome = planning(tree).outcome([Extract(names=("isFine",), into="shared/health")])
    assert {(one.place, one.change) for one in outcome.rewrites if one.line} == {
        ("a-manager/a.go:3", "isFine → health.IsFine (its declaration)"),
        ("a-manager/a.go:5", "isFine → health.IsFine"),
        ("b-manager/b.go:3", "isFine → health.IsFine (its declaration)"),
        ("b-manager/b.go:5", "isFine → health.IsFine"),
    }


def test_what_go_has_no_place_for_is_left_out_of_a_packages_name(planning: Planning) -> None:
    outcome = planning(TREE).outcome([Extract(names=("Config",), into="shared/app-config")])
    assert {one.new for one in outcome.rewrites} == {"appconfig.Config"}


def test_an_import_goes_by_another_name_where_its_own_is_taken(planning: Planning) -> None:
    declared = "type Config struct{ Path string }\n"
    tree = {
        "a-manager/a.go": f"package a\n\n{declared}",
        "b-manager/b.go": f"package b\n\n{declared}",
        "b-manager/new.go": "package b\n\nfunc New(config string) Config {\n"
        "\treturn Config{config}\n}\n",
    }
    outcome = planning(tree).outcome([Extract(names=("Config",), into="config")])
    assert [(one.place, one.change) for one in outcome.rewrites if one.path.endswith("new.go")] == [
        ("b-manager/new.go", "import config as sharedconfig (add it)"),
        ("b-manager/new.go:3", "Config → sharedconfig.Config"),
        ("b-manager/new.go:4", "Config → sharedconfig.Config"),
    ]


def test_a_package_called_otherwise_after_a_merge_keeps_its_name_where_it_is_imported(
    planning: Planning,
) -> None:
    tree = {
        "../go.mod": "module example.org/app\n",
        "a-manager/a.go": "package amanager\n\nfunc Run() int { return 1 }\n",
        "b-manager/b.go": "package bmanager\n\nfunc Find() int { return 1 }\n",
        "c-manager/c.go": 'package c\n\nimport "example.org/app/managers/b-manager"\n\n'
        "func C() int { return bmanager.Find() }\n",
    }
    merged = Merge(managers=("a-manager", "b-manager"), into="a-manager")
    assert [one.change for one in planning(tree).outcome([merged]).rewrites] == [
        "example.org/app/managers/b-manager → example.org/app/managers/a-manager as bmanager"
    ]


def test_what_is_removed_is_told_wherever_it_is_used(planning: Planning) -> None:
    tree = {
        "../go.mod": "module example.org/app\n",
        "a-manager/a.go": "package amanager\n\nfunc Find() int { return 1 }\n",
        "b-manager/b.go": 'package b\n\nimport "example.org/app/managers/a-manager"\n\n'
        "func Run() int { return amanager.Find() + amanager.Find() }\n",
    }
    outcome = planning(tree).outcome([Remove(manager="a-manager")])
    assert [(one.place, one.change) for one in outcome.rewrites] == [
        ("b-manager/b.go:3", "example.org/app/managers/a-manager → (take it away)"),
        ("b-manager/b.go:5", "amanager.Find (do without it)"),
    ]
    assert outcome.lines_to_rewrite == 2


SCRIPTS = {
    "a-manager/a.ps1": "Write-Host 1\n",
    "b-manager/b.ps1": "Import-Module Pester\n& ../a-manager/a.ps1\n",
    "b-manager/b_test.py": "from ..c_manager import c\n",
    "c_manager/c.py": "x = 1\n",
}


@pytest.mark.parametrize(
    ("step", "changes"),
    [
        (Remove(manager="a-manager"), {"& ../a-manager/a.ps1 → (take it away)"}),
        (
            Move(manager="a-manager", to="core/a-manager"),
            {"& ../a-manager/a.ps1 (name the new place)"},
        ),
        (
            Merge(managers=("a-manager", "b-manager"), into="a-manager"),
            {
                "& ../a-manager/a.ps1 (name the new place)",
            },
        ),
        (Remove(manager="b-manager"), set()),
    ],
)
def test_scripts_that_load_or_run_what_moves_or_goes(
    planning: Planning, step: Step, changes: set[str]
) -> None:
    outcome = planning(SCRIPTS).outcome([step])
    assert {one.change for one in outcome.rewrites} == changes


def test_a_script_that_moves_itself_says_where_the_others_are(planning: Planning) -> None:
    outcome = planning(SCRIPTS).outcome([Move(manager="b-manager", to="core/b-manager")])
    assert [(one.place, one.why, one.test) for one in outcome.rewrites] == [
        ("b-manager/b.ps1:2", "moved", False),
        ("b-manager/b_test.py:1", "moved", True),
    ]


@pytest.mark.parametrize(
    ("step", "changes"),
    [
        (Remove(manager="a-manager"), {'import "@x/a" → (take it away)'}),
        (Move(manager="a-manager", to="core/a-manager"), set()),
    ],
)
def test_an_import_by_the_name_of_a_package_stays_as_long_as_there_is_one(
    planning: Planning, step: Step, changes: set[str]
) -> None:
    tree = {
        "package.json": '{"workspaces": ["**"]}',
        "a-manager/package.json": '{"name": "@x/a"}',
        "a-manager/a.ts": "export const a = 1\n",
        "b-manager/b.ts": 'import "@x/a"\n',
    }
    outcome = planning(tree).outcome([step])
    assert {one.change for one in outcome.rewrites} == changes
    moved = {one.old for one in outcome.moves}
    assert ("a-manager/package.json" in moved) is (step.kind == "move")


names = st.sampled_from(NAMES)
steps = st.one_of(
    st.builds(Merge, managers=st.tuples(names, names), into=names | st.just("new-manager")),
    st.builds(Move, manager=names, to=st.sampled_from(["core/x", "a-manager", "core/y"])),
    st.builds(Remove, manager=names),
)


@given(st.lists(steps, max_size=5))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_chain_of_steps_loses_a_file_or_puts_two_in_one_place(
    planning: Planning, chain: list[Step]
) -> None:
    read = planning(TREE).seen.read
    now = arranged(read, chain)
    kept = [placed for held in now.managers.values() for placed in held.files]
    assert len({placed.path for placed in kept}) == len(kept)
    gone = {name for name, new in now.names.items() if new is None}
    there = {file.path for one in read if one.name not in gone for file in one.files}
    assert {placed.file.path for placed in kept} == there
    assert set(now.names.values()) - {None} == set(now.managers)
