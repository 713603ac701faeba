from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from backend.managers.scan import scan

MERGE = "<<<<<<< HEAD\nmodule x.org/a\n=======\nmodule x.org/b\n>>>>>>> other\n"


@pytest.mark.parametrize("name", ["go.mod", "managers/go.work", "managers/a/go.mod",
                                  "managers/a/manifest.json"])  # fmt: skip
def test_a_merge_left_undone_where_no_source_is(
    write_tree: Callable[[Mapping[str, str]], Path], name: str
) -> None:
    tree = {"managers/a/a.go": "package a\n", "managers/b/b.go": "package b\n"}
    root = write_tree({**tree, name: f"// first\n{MERGE}"})
    (root.parent / ".git").mkdir(exist_ok=True)
    (finding,) = [one for one in scan([root]).findings if one.kind == "conflict"]
    (place,) = finding.evidence
    assert (root / place.path).resolve() == (root.parent / name).resolve()
    assert (place.line, finding.severity) == (2, "act")
