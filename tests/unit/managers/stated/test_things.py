"""What documents name, held against a small tree."""

from collections.abc import Callable

import pytest

from backend.model.ecosystem import Ecosystem
from backend.model.finding import Finding
from backend.model.stated import Stated

Scanned = Callable[[dict[str, str]], Ecosystem]

TREE = {
    "config-manager/config.go": (
        'package config\n\nimport "example.org/app/managers/storage-manager"\n\n'
        "type ConfigManager interface{ Load() }\n\ntype ConfigStore struct{}\n\n"
        "func (c ConfigStore) ReadAll() {}\n"
    ),
    "config-manager/config_test.go": "package config\n\ntype TestManager interface{}\n",
    "storage-manager/storage.go": "package storage\n\ntype StorageManager struct{}\n",
    "interfaces/all.go": "package interfaces\n\ntype CacheKeeper interface{ Keep() }\n",
    "../go.mod": "module example.org/app\n",
    "../scripts/Build.ps1": "function Build {}\n",
}


def things(ecosystem: Ecosystem, what: str) -> dict[str, Stated]:
    found = [one for one in ecosystem.stated if one.what == what]
    assert len({(one.manager, one.name) for one in found}) == len(found)
    return {one.name: one for one in found}


def claims(ecosystem: Ecosystem, what: str) -> list[Finding]:
    return [
        one for one in ecosystem.findings if one.kind == "claim" and one.subjects[-1:] == (what,)
    ]


INVENTORY = """# Inventory

### 1. config-manager
- **Interfaces**: ConfigManager (stable), ConfigStore, CacheKeeper, `Gone`
- **Modules**: config.go, config_test.go, storage.go, gone.go
### 2. StorageManager
- Files: ./storage.go, scripts/Build.ps1, managers/storage-manager/storage.go
### 3. missing-manager
## Summary
- **Interfaces**: common methods repeated
- **Modules**: config.go
"""


def test_interfaces_and_files_below_a_managers_heading(scanned: Scanned) -> None:
    ecosystem = scanned({**TREE, "INVENTORY.md": INVENTORY})
    assert {
        name: (one.manager, one.held, one.fact)
        for name, one in things(ecosystem, "interface").items()
    } == {
        "ConfigManager": ("config-manager", "exists", "config-manager/config.go:5"),
        "ConfigStore": ("config-manager", "elsewhere", "struct in config-manager"),
        "CacheKeeper": ("config-manager", "elsewhere", "interface in interfaces"),
        "Gone": ("config-manager", "nowhere", "nothing of that name"),
    }
    assert {
        (one.manager, name): (one.held, one.fact)
        for name, one in things(ecosystem, "module").items()
    } == {
        ("config-manager", "config.go"): ("exists", "config-manager/config.go"),
        ("config-manager", "config_test.go"): ("exists", "config-manager/config_test.go"),
        ("config-manager", "storage.go"): ("elsewhere", "file in storage-manager"),
        ("config-manager", "gone.go"): ("nowhere", "nothing of that name"),
        ("storage-manager", "./storage.go"): ("exists", "storage-manager/storage.go"),
        ("storage-manager", "scripts/Build.ps1"): ("elsewhere", "outside the managers"),
        ("storage-manager", "managers/storage-manager/storage.go"): (
            "exists",
            "storage-manager/storage.go",
        ),
    }
    gone = things(ecosystem, "module")["gone.go"]
    assert [(item.path, item.line) for item in gone.evidence] == [("INVENTORY.md", 5)]


def test_managers_of_headings_lists_and_tables(scanned: Scanned) -> None:
    text = (
        f"{INVENTORY}- **CacheManager**: fast\n\n| Manager | x |\n|---|---|\n| LogManager | y |\n"
    )
    own = "# Config\n- `RetryManager`: a type of its own\n- other-manager\n"
    ecosystem = scanned({**TREE, "INVENTORY.md": text, "config-manager/README.md": own})
    assert {name: one.held for name, one in things(ecosystem, "manager").items()} == {
        "config-manager": "exists",
        "storage-manager": "exists",
        "missing-manager": "nowhere",
        "CacheManager": "nowhere",
        "LogManager": "nowhere",
        "other-manager": "nowhere",
    }
    (finding,) = claims(ecosystem, "manager")
    assert finding.summary == (
        "4 stated managers are nowhere in the code: "
        "CacheManager, LogManager, missing-manager, other-manager"
    )


def test_a_column_of_interfaces_may_name_methods(scanned: Scanned) -> None:
    head = "| Manager | Public interfaces |\n|---|---|\n"
    row = "| **ConfigManager** | `ReadAll`, `WriteAll` |\n"
    ecosystem = scanned({**TREE, "A.md": head + row})
    found = things(ecosystem, "interface")
    assert {name: (one.manager, one.held) for name, one in found.items()} == {
        "ReadAll": ("config-manager", "exists"),
        "WriteAll": ("config-manager", "nowhere"),
    }


def test_interfaces_that_a_block_of_go_declares(scanned: Scanned) -> None:
    text = (
        "```go\ntype CacheKeeper interface {\n}\ntype New interface {\n}\n```\ntype No interface\n"
    )
    found = things(scanned({**TREE, "A.md": text}), "interface")
    assert {name: (one.manager, one.held) for name, one in found.items()} == {
        "CacheKeeper": ("", "exists"),
        "New": ("", "nowhere"),
    }


@pytest.mark.parametrize(
    ("line", "held"),
    [
        ("Module: `example.org/app/managers/storage-manager`", "exists"),
        ("go get example.org/app/managers/gone", "nowhere"),
        ("go get example.org/app@v1.2.0", "exists"),
        ('import "x.org/managers/storage-manager"', "elsewhere"),
        ('import s "example.org/app/managers/storage-manager"', "exists"),
        ('import "github.com/other/library"', None),
        ('import "net/http"', None),
        ('"example.org/app/managers/gone"', None),
        ("the modules PowerShell/Go of old", None),
        ("Module: docs/guide.md", None),
    ],
)
def test_import_paths(scanned: Scanned, line: str, held: str | None) -> None:
    found = things(scanned({**TREE, "A.md": f"```\n{line}\n```\n"}), "package")
    assert [one.held for one in found.values()] == ([held] if held else [])


def test_import_paths_in_a_block(scanned: Scanned) -> None:
    block = 'import (\n\t"fmt"\n\t"example.org/app/managers/gone"\n)\n"example.org/app/x/y"\n'
    found = things(scanned({**TREE, "A.md": f"```go\n{block}```\n"}), "package")
    assert list(found) == ["example.org/app/managers/gone"]


def test_dependencies_exist_are_reversed_or_nowhere(scanned: Scanned) -> None:
    text = (
        "config-manager → storage-manager\nThe storage-manager depends on the config-manager.\n"
        "storage-manager → mode-manager\nstorage-manager --> mode-manager\n"
    )
    mode = {"mode-manager/mode.go": "package mode\n"}
    ecosystem = scanned({**TREE, **mode, "A.md": text})
    found = [one for one in ecosystem.stated if one.what == "dependency"]
    assert [(one.manager, one.name, one.held, one.fact, one.lines) for one in found] == [
        ("config-manager", "storage-manager", "exists", "import config-manager/config.go:3", 1),
        (
            *("storage-manager", "config-manager", "reversed"),
            "config-manager depends on storage-manager: import config-manager/config.go:3",
            1,
        ),
        ("storage-manager", "mode-manager", "nowhere", "no import, call or field of its type", 2),
    ]
    assert [(one.summary, one.severity) for one in claims(ecosystem, "dependency")] == [
        ("storage-manager: 1 stated dependency is nowhere in the code: mode-manager", "look"),
        ("storage-manager: 1 stated dependency is the other way round: config-manager", "look"),
    ]


def test_a_manager_that_a_manifest_needs_and_nobody_finds(scanned: Scanned) -> None:
    manifest = '{\n"dependencies": ["redis",\n"gone-manager", "StorageManager"]}'
    ecosystem = scanned({**TREE, "config-manager/manifest.json": manifest})
    found = things(ecosystem, "dependency")
    assert {name: (one.manager, one.held, one.fact) for name, one in found.items()} == {
        "storage-manager": ("config-manager", "exists", "import config-manager/config.go:3"),
        "gone-manager": ("config-manager", "nowhere", "no manager of that name"),
    }
    assert found["gone-manager"].evidence[0].line == 3


def test_a_findings_id_is_its_things_and_not_their_lines(scanned: Scanned) -> None:
    before = claims(scanned({**TREE, "A.md": INVENTORY}), "module")
    after = claims(scanned({**TREE, "A.md": f"\n\n{INVENTORY}"}), "module")
    more = claims(
        scanned({**TREE, "A.md": INVENTORY.replace("gone.go", "gone.go, x.go")}), "module"
    )
    assert [one.id for one in before] == [one.id for one in after]
    assert {one.id for one in before} - {one.id for one in more}
