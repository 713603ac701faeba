import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.managers.scan import scan
from backend.model.ecosystem import Ecosystem
from backend.model.finding import Finding

WriteTree = Callable[[Mapping[str, str | bytes]], Path]
Scanned = Callable[[Mapping[str, str | bytes]], Ecosystem]

CONFIG = """package config

import (
	"fmt"
	"x.org/managers/storage-manager"
)

type Entry struct{ Name string }
"""
STORAGE = "package storage\n\ntype Entry struct{ Key string }\ntype entry struct{}\n"
TREE = {
    "go.mod": "module example.org/app\n",
    "managers/config-manager/config.go": CONFIG,
    "managers/config-manager/config_test.go": 'package config_test\nimport "testing"\n',
    "managers/storage-manager/storage.go": STORAGE,
    "managers/storage-manager/all_test.go": "package storage\n\ntype Entry struct{ Test int }\n",
    "managers/storage-manager/tool/main.go": "package main\n",
    "managers/storage-manager/README.md": "# Storage\n",
}


def of_kind(ecosystem: Ecosystem, kind: str) -> list[Finding]:
    return [finding for finding in ecosystem.findings if finding.kind == kind]


def test_managers_and_what_is_counted_in_them(write_tree: WriteTree) -> None:
    root = write_tree(TREE)
    config, storage = scan([root]).managers
    assert (config.name, config.path, config.root) == (
        "config-manager",
        "config-manager",
        str(root),
    )
    assert (config.files, config.test_files, config.lines, config.types) == (2, 1, 10, 1)
    assert (config.coupling.efferent, config.coupling.instability, config.layer) == (1, 1.0, 1)
    assert (storage.coupling.afferent, storage.layer, storage.documents) == (
        1,
        0,
        ("storage-manager/README.md",),
    )
    assert storage.languages == ("Go",)


def test_packages_with_their_import_paths(write_tree: WriteTree) -> None:
    packages = {package.path: package for package in scan([write_tree(TREE)]).packages}
    assert list(packages) == ["config-manager", "storage-manager", "storage-manager/tool"]
    config = packages["config-manager"]
    assert (config.import_path, config.name, config.manager) == (
        "example.org/app/managers/config-manager",
        "config",
        "config-manager",
    )
    assert config.imports == ("fmt", "x.org/managers/storage-manager")
    assert (config.test_imports, config.xtest_imports) == ((), ("testing",))
    assert packages["storage-manager/tool"].name == "main"


def test_dependencies_open_to_file_line_and_text(write_tree: WriteTree) -> None:
    (dependency,) = scan([write_tree(TREE)]).dependencies
    (evidence,) = dependency.evidence
    assert (dependency.source, dependency.target) == ("config-manager", "storage-manager")
    assert (evidence.kind, evidence.path, evidence.line, evidence.text) == (
        "import",
        "config-manager/config.go",
        5,
        '"x.org/managers/storage-manager"',
    )
    assert (evidence.resolution, evidence.rule) == ("recovered", "suffix")


def test_what_only_tests_use_is_marked_and_couples_nothing(write_tree: WriteTree) -> None:
    moved = {**TREE, "managers/config-manager/config_test.go": CONFIG}
    del moved["managers/config-manager/config.go"]
    ecosystem = scan([write_tree(moved)])
    (dependency,) = ecosystem.dependencies
    assert [(item.kind, item.test) for item in dependency.evidence] == [("test_import", True)]
    assert {manager.coupling.instability for manager in ecosystem.managers} == {None}


def test_what_no_build_takes_is_marked_and_couples_nothing(write_tree: WriteTree) -> None:
    files = {
        **TREE,
        "managers/config-manager/config.go": "//go:build windows\n\n" + CONFIG,
        "managers/storage-manager/doc.go": "package documentation\n",
    }
    ecosystem = scan([write_tree(files)])
    (dependency,) = ecosystem.dependencies
    assert dependency.kinds() == {"excluded_import"}
    assert {manager.coupling.instability for manager in ecosystem.managers} == {None}
    config = next(item for item in ecosystem.packages if item.name == "config")
    assert (config.imports, config.xtest_imports) == ((), ("testing",))
    assert "documentation" not in {package.name for package in ecosystem.packages}


def test_internal_packages_are_for_those_beside_them(write_tree: WriteTree) -> None:
    path = "example.org/app/managers/storage-manager/internal/keys"
    allowed = f'package sub\nimport "{path}"\n'
    files = {
        **TREE,
        "managers/storage-manager/internal/keys/keys.go": "package keys\n",
        "managers/storage-manager/sub/sub.go": allowed,
        "managers/config-manager/more.go": f'package config\n\nimport "{path}"\n',
    }
    (finding,) = of_kind(scan([write_tree(files)]), "internal")
    assert finding.subjects == ("config-manager", "config-manager")
    parent = "example.org/app/managers/storage-manager"
    assert finding.summary == f"config-manager imports {path}, which is internal to {parent}"
    assert [(item.path, item.line) for item in finding.evidence] == [("config-manager/more.go", 3)]


def test_one_name_in_several_shapes_is_redundant(write_tree: WriteTree) -> None:
    (finding,) = of_kind(scan([write_tree(TREE)]), "redundancy")
    assert finding.subjects == ("config-manager", "storage-manager")
    assert finding.summary == "type Entry stands in 2 managers, in 2 shapes"
    same = {**TREE, "managers/storage-manager/storage.go": STORAGE.replace("Key", "Name")}
    (finding,) = of_kind(scan([write_tree(same)]), "redundancy")
    assert finding.summary == "type Entry stands in 2 managers, always in the same shape"


def test_imports_of_other_languages_are_no_go_imports(scanned: Scanned) -> None:
    ecosystem = scanned(
        {"a/a.py": "import b\nfrom ..b import c\ndef run(): pass\n", "b/b.go": "package b\n"}
    )
    assert ecosystem.dependencies == ()
    assert [manager.functions for manager in ecosystem.managers] == [1, 0]


def test_troubles_are_findings_and_the_rest_goes_on(scanned: Scanned) -> None:
    ecosystem = scanned(
        {
            "a/empty.go": "",
            "a/one.go": "package one\n",
            "a/two.go": "package two\n",
            "a/two_test.go": "package two_test\n",
            "a/gen.go": "//go:build ignore\n\npackage main\n",
            "a/bad.go": "package one\n\nfunc f( {\n",
            "a/gone.go": 'package one\n\nimport "x.org/managers/a/gone"\n',
        }
    )
    found = {finding.kind: finding for finding in ecosystem.findings}
    assert set(found) == {"empty-file", "syntax", "packages", "dangling"}
    assert found["syntax"].summary == "a/bad.go:3: Go's grammar does not accept it"
    assert found["packages"].summary == "a holds 2 packages: one, two"
    assert found["dangling"].summary.startswith("a: 1 import of itself")
    assert all(finding.remedy and finding.evidence for finding in ecosystem.findings)


def test_ids_of_findings_survive_line_moves_and_differ(scanned: Scanned) -> None:
    files = {
        "a/bad.go": "package one\nfunc f( {\n",
        "b/bad.go": "package one\nfunc f( {\n",
        "a/rel.go": 'package one\nimport "./x"\nimport "./y"\n',
    }
    before = scanned(files).findings
    after = scanned({name: f"// moved\n\n{text}" for name, text in files.items()}).findings
    assert [finding.id for finding in before] == [finding.id for finding in after]
    assert before != after
    assert len({finding.id for finding in before}) == len(before) == 4


def test_a_missing_root_is_a_finding_and_the_others_are_scanned(write_tree: WriteTree) -> None:
    root = write_tree(TREE)
    ecosystem = scan([root / "nowhere", root])
    assert len(ecosystem.managers) == 2
    (finding,) = of_kind(ecosystem, "root")
    assert finding.subjects == (str(root / "nowhere"),)
    assert ecosystem.roots == (str(root / "nowhere"), str(root))


def test_documents_that_cannot_be_read_are_told(
    write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backend.managers.documents.LARGEST", 10)
    root = write_tree({"managers/a/a.go": "package a\n", "managers/LONG.md": "x" * 11})
    ecosystem = scan([root], [root / "gone.md"])
    assert [finding.summary for finding in of_kind(ecosystem, "unreadable")] == [
        f"{root}/gone.md: cannot be read: No such file or directory, "
        "so its claims are missing here",
        "LONG.md: has 11 bytes, more than 10, so its claims are missing here",
    ]


def test_nothing_to_scan_is_an_empty_ecosystem(tmp_path: Path) -> None:
    ecosystem = scan([tmp_path])
    assert (ecosystem.managers, ecosystem.dependencies, ecosystem.findings) == ((), (), ())


def test_the_same_root_twice_counts_once(write_tree: WriteTree) -> None:
    root = write_tree(TREE)
    (root.parent / "link").symlink_to(root)
    assert scan([root, root.parent / "link"]).managers == scan([root]).managers


@pytest.mark.parametrize(
    "name",
    [
        "with space",
        "accentué",
        "back\\slash",
        "new\nline",
        "bidi\u202e",
        "[bold]",
        b"latin\xe9",
        "-r",
    ],
)
def test_hostile_names_survive_and_make_valid_json(scanned: Scanned, name: str | bytes) -> None:
    folder = os.fsdecode(name) if isinstance(name, bytes) else name
    ecosystem = scanned({f"{folder}/{folder}.go": "package p\n", f"{folder}/broken.go": ""})
    (manager,) = ecosystem.managers
    assert manager.files == 2
    assert Ecosystem.model_validate_json(ecosystem.model_dump_json()) == ecosystem
    json.dumps(ecosystem.model_dump(mode="json"), ensure_ascii=False).encode()


@settings(max_examples=20, deadline=None)
@given(order=st.randoms(use_true_random=False))
def test_the_order_of_the_file_system_does_not_matter(
    tmp_path_factory: pytest.TempPathFactory, order: Random
) -> None:
    folder = tmp_path_factory.getbasetemp() / "ordered"
    for name, text in TREE.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    expected = scan([folder / "managers"])
    scandir = os.scandir

    class Shuffled:
        def __init__(self, path: Path) -> None:
            with scandir(path) as entries:
                self.entries = list(entries)
            order.shuffle(self.entries)

        def __enter__(self) -> "list[os.DirEntry[str]]":
            return self.entries

        def __exit__(self, *_: object) -> None:
            return None

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("backend.managers.folders.os.scandir", Shuffled)
        assert scan([folder / "managers"]) == expected


def test_a_cycle_names_the_lightest_edge_to_cut(write_tree: WriteTree) -> None:
    imports = 'import _ "example.org/app/managers/{}"\n'
    ecosystem = scan(
        [
            write_tree(
                {
                    "go.mod": "module example.org/app\n",
                    "managers/a/one.go": "package a\n" + imports.format("b"),
                    "managers/a/two.go": "package a\n" + imports.format("b"),
                    "managers/b/b.go": "package b\n" + imports.format("a"),
                    "managers/b/README.md": "b uses quick-manager\n",
                    "managers/quick-manager/q.go": "package q\n" + imports.format("b"),
                }
            )
        ],
        traced_cycles=True,
    )
    assert (ecosystem.cycles, ecosystem.feedback) == ((("a", "b"),), (("b", "a"),))
    assert ecosystem.traced_cycles == (("a", "b"), ("b", "quick-manager"))
    (found,) = of_kind(ecosystem, "cycle")
    assert found.summary == "Import cycle: a → b → a"
    assert found.remedy == "Cut b → a (1 import): move what is used there, or invert it."
    assert [item.path for item in found.evidence] == ["a/one.go", "a/two.go", "b/b.go"]
