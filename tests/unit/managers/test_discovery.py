import os
from collections.abc import Callable
from pathlib import Path

import pytest

from backend.managers.discovery import LOOSE, Found, Root, discover

WriteTree = Callable[[dict[str, str]], Path]


def found(*roots: Path) -> dict[str, Found]:
    given = tuple(Root(str(root), root.resolve()) for root in roots)
    return {manager.name: manager for manager in discover(given)}


def test_each_direct_folder_with_sources_is_a_manager(write_tree: WriteTree) -> None:
    root = write_tree(
        {
            "managers/cache-manager/cache.go": "package cache\n",
            "managers/mode-manager/scripts/Set-Mode.ps1": "",
            "managers/cache-manager/development/more.go": "package development\n",
            "managers/notes/todo.txt": "",
            "managers/papers/deep/a.md": "# nothing",
        }
    )
    managers = found(root)
    assert list(managers) == ["cache-manager", "mode-manager"]
    assert managers["cache-manager"].sources == (
        "cache-manager/cache.go",
        "cache-manager/development/more.go",
    )


@pytest.mark.parametrize("name", ["README.md", "manifest.json"])
def test_a_folder_that_says_it_is_a_manager_is_listed_without_code(
    write_tree: WriteTree, name: str
) -> None:
    managers = found(write_tree({f"managers/planned-manager/{name}": "{}"}))
    assert managers["planned-manager"].sources == ()


def test_loose_files_are_one_manager(write_tree: WriteTree) -> None:
    root = write_tree({"managers/b.go": "", "managers/a.go": "", "managers/README.md": ""})
    (loose,) = found(root).values()
    assert (loose.name, loose.sources, loose.documents) == (LOOSE, ("a.go", "b.go"), ("README.md",))


def test_grouping_folders_are_looked_into_unless_they_hold_code(write_tree: WriteTree) -> None:
    root = write_tree(
        {
            "managers/core/config-manager/config.go": "",
            "managers/core/README.md": "",
            "managers/integration/phase.go": "",
            "managers/integration/sub/more.go": "",
        }
    )
    managers = found(root)
    assert {name: manager.path for name, manager in managers.items()} == {
        "config-manager": "core/config-manager",
        "integration": "integration",
    }


@pytest.mark.parametrize("name", ["testdata", "vendor", "node_modules", ".git", "_old"])
def test_folders_that_go_skips(write_tree: WriteTree, name: str) -> None:
    root = write_tree(
        {"managers/a/a.go": "", f"managers/a/{name}/b.go": "", f"managers/{name}/c.go": ""}
    )
    managers = found(root)
    assert list(managers) == ["a"]
    assert managers["a"].sources == ("a/a.go",)


def test_files_that_begin_as_those_that_go_skips_count_in_python(write_tree: WriteTree) -> None:
    names = ("__init__.py", "_inner.py", "_old.go", ".hidden.py", "__pycache__/x.py")
    root = write_tree({f"managers/a/{name}": "" for name in names})
    assert found(root)["a"].sources == ("a/__init__.py", "a/_inner.py")


def test_go_files_that_a_module_ignores(write_tree: WriteTree) -> None:
    root = write_tree(
        {
            "managers/a/go.mod": "module a\nignore (\n\t./web\n\tstatic\n)\n",
            "managers/a/a.go": "",
            "managers/a/web/b.go": "",
            "managers/a/web/view.ts": "",
            "managers/a/deep/web/c.go": "",
            "managers/a/deep/static/x/d.go": "",
        }
    )
    assert found(root)["a"].sources == ("a/a.go", "a/deep/web/c.go", "a/web/view.ts")


def test_a_module_may_lie_in_testdata(write_tree: WriteTree) -> None:
    root = write_tree(
        {
            "managers/a/a.go": "",
            "managers/a/testdata/x.go": "",
            "managers/a/testdata/module/go.mod": "module m\n",
            "managers/a/testdata/module/deep/m.go": "",
            "managers/testdata/go.mod": "module t\n",
            "managers/testdata/t.go": "",
        }
    )
    assert {name: manager.sources for name, manager in found(root).items()} == {
        "a": ("a/a.go", "a/testdata/module/deep/m.go"),
        "testdata": ("testdata/t.go",),
    }


def test_shared_folders_are_marked_at_the_top_only(write_tree: WriteTree) -> None:
    root = write_tree({"managers/interfaces/a.go": "", "managers/a/interfaces/b.go": ""})
    managers = found(root)
    assert {name: manager.shared for name, manager in managers.items()} == {
        "a": False,
        "interfaces": True,
    }


def test_a_path_that_repeats_inside_a_manager_stays_there(write_tree: WriteTree) -> None:
    root = write_tree({"managers/a/scripts/managers/b/b.go": ""})
    assert found(root)["a"].sources == ("a/scripts/managers/b/b.go",)


def test_loops_of_links_end(write_tree: WriteTree) -> None:
    root = write_tree({"managers/a/a.go": ""})
    (root / "a" / "again").symlink_to(root / "a")
    (root / "everything").symlink_to(root.parent)
    (root / "itself").symlink_to(root / "itself")
    managers = found(root)
    assert list(managers) == ["a"]
    assert managers["a"].sources == ("a/a.go",)


def test_a_manager_may_be_a_link_to_elsewhere(write_tree: WriteTree) -> None:
    root = write_tree({"managers/a/a.go": "", "elsewhere/b/b.go": ""})
    (root / "b").symlink_to(root.parent / "elsewhere" / "b")
    assert list(found(root)) == ["a", "b"]


def test_one_name_in_two_roots_takes_the_root_in_front(write_tree: WriteTree) -> None:
    root = write_tree({"managers/a/a.go": "", "managers/b/b.go": "", "other/a/a.go": ""})
    assert list(found(root, root.parent / "other")) == ["b", "managers/a", "other/a"]


def test_a_root_inside_another_is_counted_once(write_tree: WriteTree) -> None:
    root = write_tree({"managers/a/a.go": "", "managers/a/inner/b/b.go": ""})
    managers = found(root, root / "a" / "inner")
    assert {name: manager.sources for name, manager in managers.items()} == {
        "a": ("a/a.go",),
        "b": ("b/b.go",),
    }


def test_a_root_directly_in_another_is_no_manager_of_it(write_tree: WriteTree) -> None:
    root = write_tree({"managers/a/a.go": "", "managers/core/b/b.go": ""})
    managers = found(root, root / "core")
    assert {name: manager.root.folder for name, manager in managers.items()} == {
        "a": root,
        "b": root / "core",
    }


def test_a_folder_that_cannot_be_read_is_told(
    write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write_tree({"managers/a/a.go": "", "managers/a/closed/b.go": ""})
    scandir = os.scandir

    def refuse(folder: str | Path) -> object:
        if Path(folder).name == "closed":
            raise PermissionError(13, "Permission denied")
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", refuse)
    manager = found(root)["a"]
    assert (manager.sources, manager.closed) == (("a/a.go",), ("a/closed",))
