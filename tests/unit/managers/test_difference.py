"""What changed since a report or a revision."""

import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from backend.managers.difference import difference, read_report
from backend.managers.revisions import at_revision
from backend.managers.scan import scan

BEFORE = {
    "go.mod": "module example.org/app\n\ngo 1.24\n",
    "managers/a/a.go": "package a\n",
    "managers/b/b.go": "package b\n",
}
AFTER = {
    "managers/a/a.go": 'package a\n\nimport _ "example.org/app/managers/c"\n',
    "managers/c/c.go": "package c\n\nfunc (\n",
}


def git(folder: Path, *words: str) -> None:
    subprocess.run(
        ["git", "-c", "user.name=n", "-c", "user.email=e@example.org", *words],
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip


@pytest.fixture
def repository(write_tree: Callable[[Mapping[str, str]], Path]) -> Path:
    """A folder of managers with a commit, changed since."""
    root = write_tree(BEFORE)
    git(root.parent, "init", "-q")
    git(root.parent, "add", ".")
    git(root.parent, "commit", "-qm", "first")
    write_tree(AFTER)
    (root / "b" / "b.go").unlink()
    (root / "b").rmdir()
    return root


def test_since_a_revision(repository: Path) -> None:
    with at_revision([repository], "HEAD") as then:
        before = scan(then)
    found = difference(before, scan([repository]), "HEAD")
    assert (found.managers_new, found.managers_gone) == (("c",), ("b",))
    assert found.edges_new == (("a", "c"),)
    assert [one.kind for one in found.findings_new] == ["syntax"]
    assert ("a", "lines", 1.0, 3.0) in [
        (one.manager, one.figure, one.before, one.after) for one in found.figures
    ]
    assert not any(path.exists() for path in then)


def test_nothing_changed_since_now(repository: Path) -> None:
    git(repository.parent, "add", "-A")
    git(repository.parent, "commit", "-qm", "second")
    with at_revision([repository], "HEAD") as then:
        found = difference(scan(then), scan([repository]), "HEAD")
    assert not any(found.model_dump(exclude={"before"}).values())


def test_folders_that_documents_lead_to_are_taken_out_as_well(repository: Path) -> None:
    outside = repository.parent / "other" / "mail-manager"
    outside.mkdir(parents=True)
    (outside / "m.go").write_text("package m\n")
    (repository / "README.md").write_text("see `other/mail-manager`\n")
    git(repository.parent, "add", "-A")
    git(repository.parent, "commit", "-qm", "second")
    gone = repository.parent / "other" / "none"
    with at_revision([repository], "HEAD", [outside, gone]) as then:
        found = difference(scan(then), scan([repository]), "HEAD")
    assert (found.managers_new, found.managers_gone) == ((), ())


def test_what_lies_outside_the_roots_is_known_as_it_was(
    write_tree: Callable[[Mapping[str, str]], Path],
) -> None:
    root = write_tree(
        {
            "go.mod": "module example.org/app\nrequire n.org/mod v0.0.0\n"
            "replace n.org/mod => ./nested/mod\n",
            ".gitattributes": "*.md export-ignore\n",
            "lib/store-manager/s.go": "package s\n",
            "nested/mod/go.mod": "module n.org/mod\n",
            "nested/mod/m.go": "package m\n",
            "managers/a-manager/README.md": "- **Modules**: lib/store-manager/s.go, none.go\n",
            "managers/a-manager/a.go": 'package a\n\nimport (\n\t"n.org/mod"\n'
            '\t"example.org/app/lib/store-manager"\n)\n',
            "managers/store-manager/s.go": "package s\n",
        }
    )
    (root / "link-manager").symlink_to("a-manager")
    (root / "out-manager").symlink_to("../../../etc")
    (root / "a-manager/\udcff.go").write_bytes(b"package a\r\n")
    git(root.parent, "init", "-q")
    git(root.parent, "add", ".")
    git(root.parent, "commit", "-qm", "first")
    with at_revision([root], "HEAD") as then:
        found = difference(scan(then), scan([root]), "HEAD")
    assert not any(found.model_dump(exclude={"before"}).values())


def test_a_root_that_was_not_there_was_empty(repository: Path) -> None:
    new = repository.parent / "new"
    (new / "x-manager").mkdir(parents=True)
    (new / "x-manager" / "x.go").write_text("package x\n")
    with at_revision([new], "HEAD") as then:
        found = difference(scan(then), scan([new]), "HEAD")
    assert (found.managers_new, found.managers_gone) == (("x-manager",), ())


@pytest.mark.parametrize("revision", ["nowhere", "--output=x"])
def test_a_revision_that_is_none_is_named(repository: Path, revision: str) -> None:
    with pytest.raises(ValueError, match=r"git|no revision"), at_revision([repository], revision):
        pass


def test_a_report_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "r.json").write_text("[1]")
    with pytest.raises(ValueError, match=r"r\.json: expected what `passerelle scan"):
        read_report(tmp_path / "r.json")
