"""Evidence beside imports: struct fields, manifests, documents."""

import json
from collections.abc import Callable

import pytest

from backend.model.ecosystem import Ecosystem

Scanned = Callable[[dict[str, str]], Ecosystem]

TWO = {
    "config-manager/config.go": "package config\n",
    "storage-manager/storage.go": "package storage\n",
    "mode-manager/mode.go": "package mode\n",
    "plain/plain.go": "package plain\n",
}


def edges(ecosystem: Ecosystem, kind: str) -> list[tuple[str, str, str, int]]:
    return [
        (dependency.source, dependency.target, item.path, item.line)
        for dependency in ecosystem.dependencies
        for item in dependency.evidence
        if item.kind == kind
    ]


@pytest.mark.parametrize(
    ("field", "found"),
    [
        ("store StorageManager", True),
        ("stores map[string]*storage.StorageManager", True),
        ("Storage_Manager", True),
        ("store interfaces.StorageManagerInterface", True),
        ("store StorageManagerImpl", False),
        ("store MyStorageManager", False),
        ("config ConfigManager", False),
        ("mode Plain", False),
        ("weights struct { Size int; StorageManager float64 }", False),
        ("weights map[string]struct{ StorageManager bool }", False),
    ],
)
def test_struct_fields_called_after_a_manager(scanned: Scanned, field: str, found: bool) -> None:
    source = f"package config\n\ntype Config struct {{\n\t{field}\n}}\n"
    ecosystem = scanned({**TWO, "config-manager/config.go": source})
    expected = [("config-manager", "storage-manager", "config-manager/config.go", 4)]
    assert edges(ecosystem, "struct_field") == (expected if found else [])


@pytest.mark.parametrize(
    ("declared", "field", "found"),
    [
        ("type StorageManager struct{}", "*StorageManager", False),
        ("type StorageManager interface{ Save() }", "StorageManager", False),
        ("type StorageManagerInterface interface{}", "[]StorageManagerInterface", False),
        ("type StorageManager = storage.StorageManager", "StorageManager", True),
        ("type StorageManager storage.StorageManager", "StorageManager", True),
        ("type StorageManager interface{ storage.StorageManager }", "StorageManager", True),
        ("type StorageManager struct{ *storage.StorageManager }", "StorageManager", True),
        ("type StorageManager struct{ sync.Mutex }", "StorageManager", False),
        ("type StorageManager struct{}", "*storage.StorageManager", True),
    ],
)
def test_a_type_of_its_own_is_no_other_manager(
    scanned: Scanned, declared: str, field: str, found: bool
) -> None:
    source = f"package config\n\n{declared}\n"
    holder = f"package config\n\ntype Config struct {{\n\tstore {field}\n}}\n"
    tree = {**TWO, "config-manager/config.go": source, "config-manager/holder.go": holder}
    places = {path for _, _, path, _ in edges(scanned(tree), "struct_field")}
    assert ("config-manager/holder.go" in places) is found


@pytest.mark.parametrize(
    ("said", "field", "found"),
    [
        pytest.param('"example.org/app/managers/config-manager/api"', "api", False, id="strict"),
        pytest.param('own "../api"', "own", False, id="from the file on"),
        pytest.param('"gone.org/x/managers/config-manager/api"', "api", False, id="dead path"),
        pytest.param('"example.org/app/managers/config-manager/api"', "other", True, id="unknown"),
        pytest.param('"example.org/app/managers/interfaces/api"', "api", True, id="shared"),
        pytest.param('"gone.org/x/api"', "api", True, id="somebody's"),
        pytest.param('"../gone"', "gone", True, id="nowhere"),
    ],
)
def test_a_type_of_another_package_of_its_own_is_no_other_manager(
    scanned: Scanned, said: str, field: str, found: bool
) -> None:
    api = "package api\n\ntype StorageManager interface{ Save() }\n"
    source = f"package config\n\nimport {said}\n\ntype Config struct {{\n\tstore {field}."
    tree = {
        **TWO,
        "../go.mod": "module example.org/app\n",
        "config-manager/api/api.go": api,
        "interfaces/api/api.go": api,
        "config-manager/deep/config.go": f"{source}StorageManager\n}}\n",
    }
    assert bool(edges(scanned(tree), "struct_field")) is found


@pytest.mark.parametrize(
    "dependencies",
    [["storage-manager", "redis"], [{"name": "StorageManager", "minimumVersion": "1"}, {}, 7]],
)
def test_manifests_of_both_schemas(scanned: Scanned, dependencies: object) -> None:
    manifest = json.dumps({"name": "ConfigManager", "dependencies": dependencies}, indent=1)
    ecosystem = scanned({**TWO, "config-manager/manifest.json": manifest})
    ((source, target, path, line),) = edges(ecosystem, "manifest")
    assert (source, target, path) == (
        "config-manager",
        "storage-manager",
        "config-manager/manifest.json",
    )
    assert "torage" in manifest.splitlines()[line - 1]


@pytest.mark.parametrize("name", ["manifest.yaml", "manifest.yml"])
def test_manifests_in_yaml(scanned: Scanned, name: str) -> None:
    manifest = "name: ConfigManager\ndependencies:\n  - redis\n  - name: StorageManager\n"
    ecosystem = scanned({**TWO, f"config-manager/{name}": manifest})
    assert edges(ecosystem, "manifest") == [
        ("config-manager", "storage-manager", f"config-manager/{name}", 4)
    ]


@pytest.mark.parametrize("text", ["a: [", "- a", "dependencies: 1", "{}"])
def test_yaml_that_is_no_manifest_says_nothing(scanned: Scanned, text: str) -> None:
    assert edges(scanned({**TWO, "config-manager/manifest.yaml": text}), "manifest") == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[1",
        "[]",
        '{"dependencies": {"a": 1}}',
        pytest.param("[" * 100_000, id="deeply nested"),
    ],
)
def test_what_is_no_manifest_says_nothing(scanned: Scanned, text: str) -> None:
    assert edges(scanned({**TWO, "config-manager/manifest.json": text}), "manifest") == []


@pytest.mark.parametrize(
    ("path", "line", "expected"),
    [
        ("README.md", "config-manager → storage-manager", ["storage-manager"]),
        ("README.md", "  A[Config Manager] --> B[StorageManager]", ["storage-manager"]),
        ("README.md", "config-manager --> redis --> storage-manager", []),
        ("README.md", "[ConfigManager] ──► [StorageManager]", ["storage-manager"]),
        (
            "README.md",
            "```mermaid\nA[Config Manager] --> B[Storage Manager]\n```",
            ["storage-manager"],
        ),
        (
            "README.md",
            "| Manager | Dépendances |\n|--|--|\n| **ConfigManager** | `StorageManager`, redis |",
            ["storage-manager"],
        ),
        ("README.md", "| Manager | Friends |\n|--|--|\n| ConfigManager | StorageManager |", []),
        ("README.md", "The config-manager depends on the storage-manager.", ["storage-manager"]),
        ("README.md", "config-manager dépend de storage-manager", ["storage-manager"]),
        ("README.md", "config-manager and storage-manager are friends", []),
        ("README.md", "it uses the storage-manager", []),
        ("config-manager/README.md", "it uses the storage-manager", ["storage-manager"]),
        (
            "config-manager/README.md",
            "## Dépendances\n- **StorageManager** : disk",
            ["storage-manager"],
        ),
        ("config-manager/README.md", "## Friends\n- **StorageManager** : disk", []),
        (
            "config-manager/README.md",
            "```sh\n# integration\n```\n- **StorageManager** : disk",
            [],
        ),
        (
            "config-manager/README.md",
            "## Integration\n```sh\n# run\n```\n- **StorageManager** : disk",
            ["storage-manager"],
        ),
        ("config-manager/README.md", "uses storage-manager-extras", []),
        ("config-manager/README.md", "it uses storage and the ConfigManager", []),
    ],
)
def test_documents(scanned: Scanned, path: str, line: str, expected: list[str]) -> None:
    found = edges(scanned({**TWO, path: f"# Title\n{line}\n"}), "document")
    assert [(source, target) for source, target, _, _ in found] == [
        ("config-manager", target) for target in expected
    ]
    assert all(place == path for _, _, place, _ in found)


CYCLE = "config-manager → storage-manager → mode-manager → config-manager"


@pytest.mark.parametrize("line", [CYCLE, CYCLE.replace("-manager", ""), f"`{CYCLE}`"])
def test_a_documented_cycle_that_does_not_exist_is_a_claim(scanned: Scanned, line: str) -> None:
    ecosystem = scanned({**TWO, "AUDIT.md": f"```\n{line}\n```\n"})
    assert ecosystem.cycles == ()
    assert ecosystem.declared_cycles == (("config-manager", "storage-manager", "mode-manager"),)
    (finding,) = [finding for finding in ecosystem.findings if "cycle" in finding.summary]
    assert finding.claim == CYCLE
    assert finding.fact == (
        "no import, field or manifest for config-manager → storage-manager, "
        "storage-manager → mode-manager, mode-manager → config-manager"
    )
    assert [(item.path, item.line) for item in finding.evidence] == [("AUDIT.md", 2)]


def test_a_documented_cycle_of_which_a_part_exists_names_what_is_missing(scanned: Scanned) -> None:
    source = 'package config\n\nimport "x.org/managers/storage-manager"\n'
    ecosystem = scanned({**TWO, "config-manager/config.go": source, "AUDIT.md": CYCLE})
    (finding,) = [finding for finding in ecosystem.findings if "cycle" in finding.summary]
    assert finding.fact == (
        "no import, field or manifest for storage-manager → mode-manager, "
        "mode-manager → config-manager"
    )


@pytest.mark.parametrize(
    "line",
    [
        "config → storage → config-manager → mode",
        "config → somewhere → config",
        "config → config",
        "config → storage → storage → config",
    ],
)
def test_what_is_no_cycle_of_managers(scanned: Scanned, line: str) -> None:
    assert scanned({**TWO, "AUDIT.md": line}).declared_cycles == ()


def test_a_cycle_in_imports_is_found_and_no_claim(scanned: Scanned) -> None:
    def source(name: str, target: str) -> str:
        return f'package {name}\n\nimport "x.org/managers/{target}-manager"\n'

    ecosystem = scanned(
        {
            "config-manager/config.go": source("config", "storage"),
            "storage-manager/storage.go": source("storage", "mode"),
            "mode-manager/mode.go": source("mode", "config"),
            "AUDIT.md": CYCLE,
        }
    )
    assert ecosystem.cycles == (("config-manager", "storage-manager", "mode-manager"),)
    (finding,) = [found for found in ecosystem.findings if found.kind in ("cycle", "claim")]
    assert (finding.kind, len(finding.evidence)) == ("cycle", 3)
    assert {manager.layer for manager in ecosystem.managers} == {0}
