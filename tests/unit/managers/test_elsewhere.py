from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from backend.managers.scan import scan

WriteTree = Callable[[Mapping[str, str | bytes]], Path]

FLOW = 'package flow\nimport _ "example.org/app/managers/storage-manager"\n'
TREE = {
    "go.mod": "module example.org/app\n",
    "managers/storage-manager/storage.go": "package storage\n",
    "sync/tools/workflow-orchestrator/flow.go": FLOW,
    "sync/tools/validation/v.go": "package v\n",
    "other/mail-manager/mail.go": "package mail\n",
    "vendor/x/cache-manager/c.go": "package c\n",
}
DRAWN = """# Plan
```
Managers:
├── managers/
│   └── storage-manager/ (all)
├── sync/tools/
│   ├── validation/
│   └── workflow-orchestrator/ # drives
└── other/
    └── mail-manager/
```
| Manager | Planning | Execution |
| --- | --- | --- |
| storage-manager | R | A |
| workflow-orchestrator | A | R |
"""


def names(tree: Path, *documents: Path) -> list[tuple[str, str]]:
    found = scan([tree], documents)
    return [
        (one.name, Path(one.root).relative_to(tree.parent).as_posix()) for one in found.managers
    ]


@pytest.mark.parametrize("codec", ["utf-8", "cp1252"])
def test_drawn_folders_of_managers_are_read_too(write_tree: WriteTree, codec: str) -> None:
    text = DRAWN.encode() if codec == "utf-8" else DRAWN.encode().decode(codec).encode()
    root = write_tree({**TREE, "plan.md": text})
    assert names(root, root.parent / "plan.md") == [
        ("mail-manager", "other"),
        ("storage-manager", "managers"),
        ("workflow-orchestrator", "sync/tools"),
    ]


def test_their_imports_count_and_a_finding_says_where_they_are(write_tree: WriteTree) -> None:
    root = write_tree({**TREE, "plan.md": DRAWN})
    found = scan([root], [root.parent / "plan.md"])
    assert [(one.source, one.target) for one in found.dependencies] == [
        ("workflow-orchestrator", "storage-manager")
    ]
    told = [one for one in found.findings if one.kind == "elsewhere"]
    assert [one.subjects for one in told] == [("mail-manager",), ("workflow-orchestrator",)]
    assert told[1].evidence[0].line == 8
    assert "in none of the roots" not in " ".join(one.summary for one in found.findings)


def test_a_path_in_a_sentence_leads_there_as_well(write_tree: WriteTree) -> None:
    root = write_tree(
        {**TREE, "managers/README.md": "See `other/mail-manager` and other/none-manager.\n"}
    )
    assert names(root) == [("mail-manager", "other"), ("storage-manager", "managers")]


@pytest.mark.parametrize(
    "line",
    [
        "`sync/tools/validation/` validates",  # nothing says that it is a manager
        "`vendor/x/cache-manager` is somebody else's",
        "`managers/storage-manager` is one of them anyway",
        "`../outside/mail-manager` and `https://host.org/other/mail-manager`",
        "`other/mail-manager-old`",
    ],
)
def test_what_is_no_manager_of_this_repository_stays_out(write_tree: WriteTree, line: str) -> None:
    root = write_tree({**TREE, "managers/README.md": f"{line}\n"})
    assert names(root) == [("storage-manager", "managers")]


def test_a_change_there_is_a_change(write_tree: WriteTree) -> None:
    from backend.managers.inventory import inventory
    from backend.managers.signature import signature
    from backend.managers.survey import distinct_roots

    def now() -> str:
        roots = distinct_roots([root])
        return signature(inventory(roots, documents), roots, documents)

    root = write_tree({**TREE, "plan.md": DRAWN})
    documents = [root.parent / "plan.md"]
    before = now()
    write_tree({"sync/tools/workflow-orchestrator/more.go": "package flow\n"})
    assert now() != before
