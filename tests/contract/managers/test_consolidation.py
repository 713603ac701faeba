"""Predictions checked by carrying them out: what Go says afterwards is what was said before."""

import hashlib
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from backend.model.consolidation import Extract, Merge, Move, Outcome, Remove, Step
from tests.bench.go_list import go
from tests.consolidated import carry_out, complaints, predicted, redeclared

pytestmark = pytest.mark.skipif(go() is None, reason="no go: pip install passerelle[go]")

APP = "module example.org/app\n\ngo 1.24\n"
Tree = Mapping[str, str]

AB = (Merge(managers=("a-manager", "b-manager"), into="a-manager"),)

LIBRARY: Tree = {
    "go.mod": APP,
    "managers/a-manager/a.go": "package amanager\n\n// A adds.\nfunc A() int { return 1 }\n",
    "managers/a-manager/common.go": "package amanager\n\nfunc init() {}\n",
    "managers/b-manager/b.go": "package bmanager\n\nimport (\n"
    '\tamanager "example.org/app/managers/a-manager"\n'
    '\t"example.org/app/managers/b-manager/store"\n)\n\n'
    "func B() int { return amanager.A() + store.S() }\n",
    "managers/b-manager/common.go": "package bmanager\n\nfunc init() {}\n",
    "managers/b-manager/b_test.go": 'package bmanager\n\nimport "testing"\n\n'
    "func TestB(t *testing.T) { _ = B() }\n",
    "managers/b-manager/out_test.go": 'package bmanager_test\n\nimport (\n\t"testing"\n\n'
    '\tbmanager "example.org/app/managers/b-manager"\n)\n\n'
    "func TestOut(t *testing.T) { _ = bmanager.B() }\n",
    "managers/b-manager/store/s.go": "package store\n\nfunc S() int { return 2 }\n",
    "managers/c-manager/c.go": "package cmanager\n\nimport (\n"
    '\tbm "example.org/app/managers/b-manager"\n'
    '\t"example.org/app/managers/b-manager/store"\n)\n\n'
    "func C() int { return bm.B() + store.S() }\n",
}

CLASHING: Tree = {
    "go.mod": APP,
    "managers/a-manager/a.go": "package amanager\n\ntype Config struct{ Path string }\n\n"
    "type Same struct{ N int }\n\nfunc Load() int { return 1 }\n\nconst Limit = 5\n\n"
    "func (Config) Validate() error { return nil }\n\nfunc main() {}\n",
    "managers/a-manager/a_test.go": 'package amanager\n\nimport "testing"\n\n'
    "func TestAll(t *testing.T) {}\n",
    "managers/b-manager/b.go": "package bmanager\n\ntype Config struct{ Path, Name string }\n\n"
    "type Same struct{ N int }\n\nfunc Load(path string) int { return 1 }\n\nvar Limit = 6\n\n"
    "func (Config) Validate() error { return nil }\n\nfunc main() {}\n\nfunc Own() {}\n",
    "managers/b-manager/b_test.go": 'package bmanager\n\nimport "testing"\n\n'
    "func TestAll(t *testing.T) {}\n",
    "managers/b-manager/b_windows.go": "package bmanager\n\nfunc A() {}\n",
}

CYCLIC: Tree = {
    "go.mod": APP,
    "managers/a-manager/a.go": 'package amanager\n\nimport c "example.org/app/managers/c-manager"\n'
    "\nfunc A() int { return c.C() }\n",
    "managers/b-manager/b.go": "package bmanager\n\nfunc B() int { return 1 }\n",
    "managers/c-manager/c.go": 'package cmanager\n\nimport b "example.org/app/managers/b-manager"\n'
    "\nfunc C() int { return b.B() }\n",
}

INTERNAL: Tree = {
    "go.mod": APP,
    "managers/core/a-manager/a.go": "package amanager\n\n"
    'import "example.org/app/managers/core/a-manager/internal/deep"\n\n'
    "func A() int { return deep.D() }\n",
    "managers/core/a-manager/internal/deep/d.go": "package deep\n\nfunc D() int { return 1 }\n",
    "managers/core/internal/i.go": "package internal\n\nfunc I() int { return 1 }\n",
    "managers/core/b-manager/b.go": "package bmanager\n\n"
    'import "example.org/app/managers/core/internal"\n\nfunc B() int { return internal.I() }\n',
}

PROGRAM: Tree = {
    "go.mod": APP,
    "managers/a-manager/main.go": "package main\n\nfunc main() {}\n",
    "managers/b-manager/b.go": "package bmanager\n\nfunc B() int { return 1 }\n",
}

MODULES: Tree = {
    "go.mod": f"{APP}\nrequire example.org/bmod v0.0.0\n\n"
    "replace example.org/bmod => ./managers/b-manager\n",
    "managers/a-manager/a.go": "package amanager\n\nfunc A() int { return 1 }\n",
    "managers/b-manager/go.mod": "module example.org/bmod\n\ngo 1.24\n",
    "managers/b-manager/b.go": "package bmod\n\nfunc B() int { return 1 }\n",
    "managers/c-manager/c.go": 'package cmanager\n\nimport "example.org/bmod"\n\n'
    "func C() int { return bmod.B() }\n",
}


@pytest.fixture
def write(tmp_path: Path) -> Callable[[Tree], Path]:
    """Writes a repository and returns its folder."""

    def written(tree: Tree) -> Path:
        top = tmp_path / "repository"
        for name, text in tree.items():
            path = top / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        (top / ".git").mkdir()
        assert complaints(top) == "" or "managers/a-manager/main.go" in tree
        return top

    return written


def carried_out(top: Path, steps: tuple[Step, ...]) -> tuple[Outcome, str]:
    """What was predicted, and what Go says once it was done."""
    before = _digest(top)
    outcome = predicted([top / "managers"], steps)
    assert _digest(top) == before, "the scanned tree was written"
    carry_out(top / "managers", outcome)
    return outcome, complaints(top)


def _digest(top: Path) -> str:
    """Of every file's name, content and time."""
    whole = hashlib.sha256()
    for path in sorted(top.rglob("*")):
        if path.is_file():
            whole.update(f"{path} {path.stat().st_mtime_ns} ".encode() + path.read_bytes())
    return whole.hexdigest()


def test_a_merge_without_obstacles_compiles(write: Callable[[Tree], Path]) -> None:
    outcome, said = carried_out(write(LIBRARY), AB)
    assert said == ""
    assert outcome.obstacles == ()
    assert [(one.name, one.verdict) for one in outcome.collisions] == [("init", "allowed")]
    assert {(one.path, one.why) for one in outcome.rewrites} == {
        ("b-manager/b.go", "same package"),
        ("b-manager/b.go", "unqualified"),
        ("b-manager/b.go", "moved"),
        ("b-manager/out_test.go", "moved"),
        ("c-manager/c.go", "moved"),
    }
    assert outcome.tests_touched == ("b-manager/b_test.go", "b-manager/out_test.go")
    moved = {one.old: one.new for one in outcome.moves}
    assert moved["b-manager/common.go"] == "a-manager/b_manager_common.go"
    assert moved["b-manager/store/s.go"] == "a-manager/store/s.go"
    assert outcome.edges_gone == (("b-manager", "a-manager"), ("c-manager", "b-manager"))
    assert outcome.edges_new == (("c-manager", "a-manager"),)


def test_the_names_that_clash_are_those_that_go_finds(write: Callable[[Tree], Path]) -> None:
    outcome, said = carried_out(write(CLASHING), AB)
    clashing = {one.name: one.verdict for one in outcome.collisions}
    assert clashing == {
        "Config": "compatible",
        "Config.Validate": "identical",
        "Same": "identical",
        "Load": "conflicting",
        "Limit": "conflicting",
        "main": "identical",
        "TestAll": "identical",
    }
    # Go stops at ten errors and begins with those outside tests.
    assert redeclared(said) | {"TestAll"} == set(clashing)


def test_a_cycle_of_packages_is_foreseen(write: Callable[[Tree], Path]) -> None:
    outcome, said = carried_out(write(CYCLIC), AB)
    assert [one.kind for one in outcome.obstacles] == ["import cycle"]
    assert outcome.cycles_new == (("a-manager", "c-manager"),)
    assert (outcome.before.tangled, outcome.after.tangled) == (0, 2)
    assert "import cycle not allowed" in said


def test_what_is_internal_is_foreseen(write: Callable[[Tree], Path]) -> None:
    top = write(INTERNAL)
    steps = (
        Move(manager="a-manager", to="specialized/a-manager"),
        Move(manager="b-manager", to="specialized/b-manager"),
    )
    outcome, said = carried_out(top, steps)
    assert [(one.kind, one.path) for one in outcome.obstacles] == [
        ("internal", "core/b-manager/b.go")
    ]
    assert "use of internal package example.org/app/managers/core/internal not allowed" in said
    assert "deep" not in said


def test_a_program_and_a_library_do_not_mix(write: Callable[[Tree], Path]) -> None:
    outcome, said = carried_out(write(PROGRAM), AB)
    assert [one.kind for one in outcome.obstacles] == ["mixed packages"]
    assert "found packages" in said


def test_a_module_that_joins_another_is_given_up(write: Callable[[Tree], Path]) -> None:
    top = write(MODULES)
    outcome, said = carried_out(top, AB)
    assert said == ""
    assert {(one.old, one.new) for one in outcome.modules} == {
        ("module example.org/bmod", ""),
        ("replace example.org/bmod => ./managers/b-manager", ""),
        ("require example.org/bmod v0.0.0", ""),
    }
    assert [one.new for one in outcome.rewrites] == ["example.org/app/managers/a-manager"]


def test_a_module_that_moves_is_still_found(write: Callable[[Tree], Path]) -> None:
    outcome, said = carried_out(write(MODULES), (Move(manager="b-manager", to="core/b-manager"),))
    assert said == ""
    assert [one.new for one in outcome.modules] == [
        "replace example.org/bmod => ./managers/core/b-manager"
    ]
    assert outcome.rewrites == ()


def test_a_chain_of_steps_compiles(write: Callable[[Tree], Path]) -> None:
    steps = (*AB, Move(manager="a-manager", to="core/a-manager"))
    outcome, said = carried_out(write(LIBRARY), steps)
    assert said == ""
    assert outcome.problems == ()
    assert {one.new.partition("/")[0] for one in outcome.moves} == {"core"}


def test_what_a_removal_breaks_is_listed(write: Callable[[Tree], Path]) -> None:
    top = write(LIBRARY)
    outcome = predicted([top / "managers"], (Remove(manager="b-manager"),))
    broken = [(one.path, one.line) for one in outcome.rewrites if one.why == "removed"]
    for path in sorted((top / "managers/b-manager").rglob("*.go")):
        path.unlink()
    said = complaints(top)
    assert broken == [("c-manager/c.go", 4), ("c-manager/c.go", 5)]
    assert all(f"{path}:{line}" in said for path, line in broken)


OUTSIDE: Tree = {
    **LIBRARY,
    "cmd/app/main.go": 'package main\n\nimport bm "example.org/app/managers/b-manager"\n\n'
    "func main() { _ = bm.B() }\n",
    "cmd/other/main.go": "package main\n\nfunc main() {}\n",
}


def test_who_imports_a_manager_from_outside_is_told_too(write: Callable[[Tree], Path]) -> None:
    outcome, said = carried_out(write(OUTSIDE), AB)
    assert said == ""
    assert ("../cmd/app/main.go", 3, "example.org/app/managers/a-manager") in {
        (one.path, one.line, one.new) for one in outcome.rewrites
    }
    assert not any("other" in one.path for one in outcome.rewrites)


IMPORTED: Tree = {
    "go.mod": APP,
    "managers/a-manager/a.go": "package amanager\n\nfunc json() int { return 1 }\n\n"
    "func A() int { return json() }\n",
    "managers/b-manager/b.go": 'package bmanager\n\nimport "encoding/json"\n\n'
    "func B() bool { return json.Valid(nil) }\n",
}


def test_a_name_that_another_file_imports_by_is_foreseen(write: Callable[[Tree], Path]) -> None:
    outcome, said = carried_out(write(IMPORTED), AB)
    assert [(one.name, one.form, one.verdict) for one in outcome.collisions] == [
        ("json", "mixed", "conflicting")
    ]
    assert "json already declared through import of package" in said


def test_functions_of_one_signature_are_identical_where_they_say_the_same(
    write: Callable[[Tree], Path],
) -> None:
    said = "func Same() int { return 1 }\n\nfunc Other() int { return "
    tree = {
        "go.mod": APP,
        "managers/a-manager/a.go": f"package amanager\n\n{said}1 }}\n",
        "managers/b-manager/b.go": f"package bmanager\n\n{said}2 }}\n",
    }
    outcome = predicted([write(tree) / "managers"], AB)
    assert {one.name: one.verdict for one in outcome.collisions} == {
        "Same": "identical",
        "Other": "compatible",
    }


CONFIG = "type Config struct {\n\tPath string\n\tNext *Config\n}\n"
LOAD = "func (c *Config) Load() Config { return *c.Next }\n"
SHARING: Tree = {
    "go.mod": APP,
    "managers/a-manager/config.go": f"package amanager\n\n{CONFIG}\n{LOAD}",
    "managers/a-manager/a.go": "package amanager\n\n"
    "type holder struct {\n\tConfig\n\tother map[string]*Config\n}\n\n"
    "func New(path string) (*Config, error) {\n"
    '\tmade := holder{Config: Config{Path: path}, other: map[string]*Config{"a": nil}}\n'
    "\treturn &made.Config, nil\n}\n",
    "managers/a-manager/a_test.go": 'package amanager\n\nimport "testing"\n\n'
    "func TestA(t *testing.T) { _ = Config{} }\n",
    "managers/a-manager/out_test.go": 'package amanager_test\n\nimport (\n\t"testing"\n\n'
    '\tamanager "example.org/app/managers/a-manager"\n)\n\n'
    "func TestOut(t *testing.T) { _ = amanager.Config{} }\n",
    "managers/b-manager/config.go": f"package bmanager\n\n{CONFIG}\n{LOAD}",
    "managers/c-manager/c.go": "package cmanager\n\nimport (\n"
    '\tam "example.org/app/managers/a-manager"\n'
    '\t"example.org/app/managers/b-manager"\n)\n\n'
    "type C struct {\n\tone am.Config\n\ttwo bmanager.Config\n}\n\n"
    "func Make() (any, error) { return am.New(C{}.one.Path) }\n",
}


def test_what_is_extracted_is_used_from_its_new_place(write: Callable[[Tree], Path]) -> None:
    top = write(SHARING)
    root = top / "managers"
    outcome = predicted([root], (Extract(names=("Config",), into="shared/config"),))
    assert outcome.obstacles == ()
    leaving = [one for one in outcome.rewrites if one.why == "leaves"]
    assert {(one.place, one.change) for one in leaving} == {
        ("a-manager/config.go:3", "Config → config.Config (its declaration)"),
        ("a-manager/config.go:8", "Config.Load → config.Config.Load (its declaration)"),
        ("b-manager/config.go:3", "Config → config.Config (its declaration)"),
        ("b-manager/config.go:8", "Config.Load → config.Config.Load (its declaration)"),
    }
    for manager in ("a", "b"):  # what leaves, taken out by hand
        (root / f"{manager}-manager/config.go").write_text(f"package {manager}manager\n")
    (root / "shared/config").mkdir(parents=True)
    (root / "shared/config/config.go").write_text(f"package config\n\n{CONFIG}\n{LOAD}")
    said = complaints(top)
    assert "undefined: Config" in said
    carry_out(root, outcome)
    assert complaints(top) == ""
    told = {(one.place, one.change) for one in outcome.rewrites}
    path = "example.org/app/managers"
    assert ("c-manager/c.go", f"import {path}/shared/config (add it)") in told
    assert ("c-manager/c.go:5", f"{path}/b-manager → (take it away)") in told
    assert ("a-manager/out_test.go:6", f"{path}/a-manager → (take it away)") in told


TAKEN: Tree = {
    "go.mod": APP,
    # The package itself declares what the shared one is called.
    "managers/a-manager/config.go": f"package amanager\n\n{CONFIG}",
    "managers/a-manager/a.go": "package amanager\n\nvar limits = Config{}\n",
    "managers/a-manager/own.go": "package amanager\n\nfunc config() int { return 1 }\n\n"
    "var _ = config\n",
    # A parameter hides it where it is needed.
    "managers/b-manager/config.go": f"package bmanager\n\n{CONFIG}",
    "managers/b-manager/b.go": "package bmanager\n\nfunc New(config string) *Config {\n"
    "\treturn &Config{Path: config}\n}\n",
    # A field is called so, which hides nothing.
    "managers/b-manager/free.go": "package bmanager\n\ntype holder struct{ config *Config }\n\n"
    "var _ = holder{config: &Config{}}\n",
    # Another package is imported by its name, and by the next best one.
    "managers/config/c.go": "package config\n\nfunc C() int { return 1 }\n",
    "managers/c-manager/c.go": "package cmanager\n\nimport (\n"
    '\t"example.org/app/managers/a-manager"\n\t"example.org/app/managers/config"\n'
    '\tsharedconfig "strings"\n)\n\n'
    'var _ = []any{amanager.Config{}, config.C(), sharedconfig.ToUpper("")}\n',
    # What it is called frees the name.
    "managers/d-manager/d.go": "package dmanager\n\n"
    'import config "example.org/app/managers/b-manager"\n\nvar _ = config.Config{}\n',
    "cmd/app/main.go": 'package main\n\nimport "example.org/app/managers/a-manager"\n\n'
    "func main() { _ = amanager.Config{} }\n",
    "cmd/app/config.go": "package main\n\nconst config = 1\n",
}


@pytest.fixture
def taken(write: Callable[[Tree], Path]) -> tuple[Path, Outcome]:
    """The folder of managers, the extraction's declarations moved by hand; what was said before."""
    root = write(TAKEN) / "managers"
    outcome = predicted([root], (Extract(names=("Config",), into="shared/config"),))
    for manager in ("a", "b"):
        (root / f"{manager}-manager/config.go").write_text(f"package {manager}manager\n")
    (root / "shared/config").mkdir(parents=True)
    (root / "shared/config/config.go").write_text(f"package config\n\n{CONFIG}")
    return root, outcome


def test_what_is_extracted_is_imported_by_a_name_that_is_free(
    taken: tuple[Path, Outcome],
) -> None:
    root, outcome = taken
    assert {one.path: one.alias for one in outcome.rewrites if not one.old} == {
        "../cmd/app/main.go": "sharedconfig",
        "a-manager/a.go": "sharedconfig",
        "b-manager/b.go": "sharedconfig",
        "b-manager/free.go": "",
        "c-manager/c.go": "sharedconfig2",
        "d-manager/d.go": "",
    }
    carry_out(root, outcome)
    assert complaints(root.parent) == ""


def test_go_refuses_the_packages_own_name_where_another_is_proposed(
    taken: tuple[Path, Outcome],
) -> None:
    root, outcome = taken
    named = tuple(
        one.model_copy(update={"alias": "", "new": re.sub(r"^sharedconfig2?", "config", one.new)})
        for one in outcome.rewrites
    )
    carry_out(root, outcome.model_copy(update={"rewrites": named}))
    said = complaints(root.parent)
    refused = ("a-manager/own.go:3", "b-manager/b.go:5", "c-manager/c.go:6", "app/config.go:3")
    assert all(place in said for place in refused), said
    assert "free.go" not in said
    assert "d.go" not in said


def test_two_packages_of_one_name_are_told_apart_where_both_are_imported(
    write: Callable[[Tree], Path],
) -> None:
    level = "type Level int\n"
    top = write(
        {
            "go.mod": APP,
            "managers/a-manager/config.go": f"package amanager\n\n{CONFIG}\n{level}",
            "managers/b-manager/config.go": f"package bmanager\n\n{CONFIG}\n{level}",
            "managers/b-manager/b.go": "package bmanager\n\n"
            "func New(level Level) Config { return Config{} }\n",
        }
    )
    root = top / "managers"
    steps = (
        Extract(names=("Config",), into="shared/config"),
        Extract(names=("Level",), into="core/config"),
    )
    outcome = predicted([root], steps)
    path = "example.org/app/managers"
    assert {(one.new, one.alias) for one in outcome.rewrites if not one.old} == {
        (f"{path}/core/config", ""),
        (f"{path}/shared/config", "sharedconfig"),
    }
    for manager in ("a", "b"):
        (root / f"{manager}-manager/config.go").write_text(f"package {manager}manager\n")
    for folder, declared in (("shared/config", CONFIG), ("core/config", level)):
        (root / folder).mkdir(parents=True)
        (root / folder / "config.go").write_text(f"package config\n\n{declared}")
    carry_out(root, outcome)
    assert complaints(top) == ""
