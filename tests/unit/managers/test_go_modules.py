from collections.abc import Callable
from pathlib import Path

import pytest

from backend.managers.go_modules import Modules, modules_around

WriteTree = Callable[[dict[str, str]], Path]

TREE = {
    "go.mod": """module example.org/app // ours
go 1.24
toolchain go1.24.1
require (
	example.org/lib v1.0.0
	github.com/far/away v1.2.3 // indirect
)
require example.org/nowhere v0.0.0
replace example.org/lib => ./managers/lib
replace example.org/app/managers/swapped => ./managers/lib
replace (
	example.org/pinned v1.0.0 => ../pinned
	example.org/fork => example.org/other v1.0.0
)
tool example.org/app/gen
ignore (
	./static
)
""",
    "managers/lib/lib.go": "package lib\n",
    "managers/swapped/old.go": "package old\n",
    "managers/a/a.go": "package a\n",
    "managers/a/sub/sub.go": "package sub\n",
    "managers/empty/README.md": "",
    "managers/nested/go.mod": "module example.org/other-name\n",
    "managers/nested/n.go": "package nested\n",
}


def located(folder: Path, path: str) -> tuple[str, str | None] | None:
    found = Modules().locate(folder, path)
    return (found.folder.name, found.rule) if found else None


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("example.org/app/managers/a", ("a", None)),
        ("example.org/app/managers/a/sub", ("sub", None)),
        ("example.org/lib", ("lib", "replace")),
        ("example.org/app/managers/swapped", ("lib", "replace")),
        ("example.org/app/managers/nested", ("nested", "nested")),
        ("example.org/app/managers/empty", None),
        ("example.org/app/managers/gone", None),
        ("example.org/application/managers/a", None),
        ("example.org/fork", None),
        ("example.org/app/managers/nested/../a", None),
        ("example.org/app//a", None),
        ("fmt", None),
        ("example.org/app/managers/a\0", None),
        ("example.org/app/" + "x" * 5000, None),
    ],
)
def test_where_an_import_path_lies(
    write_tree: WriteTree, path: str, expected: tuple[str, str | None] | None
) -> None:
    assert located(write_tree(TREE) / "a", path) == expected


def test_a_nested_module_has_its_own_path(write_tree: WriteTree) -> None:
    folder = write_tree(TREE) / "nested"
    assert located(folder, "example.org/other-name") == ("nested", None)
    assert located(folder, "example.org/app/managers/a") is None


def test_no_module_above_the_repository_counts(write_tree: WriteTree) -> None:
    root = write_tree({"go.mod": "module outer\n", "managers/.git/HEAD": "", "managers/a/a.go": ""})
    assert Modules().owner(root / "a") is None


def test_modules_of_a_workspace_see_each_other(write_tree: WriteTree) -> None:
    root = write_tree(
        {
            "go.work": "go 1.24\nuse (\n\t./managers/a\n\t./managers/b\n)\n"
            "replace example.org/c => ./managers/c\n",
            "managers/a/go.mod": "module example.org/a\n",
            "managers/a/a.go": "package a\n",
            "managers/b/go.mod": "module example.org/b\n",
            "managers/b/b.go": "package b\n",
            "managers/c/c.go": "package c\n",
            "managers/d/go.mod": "module example.org/d\n",
        }
    )
    assert located(root / "a", "example.org/b") == ("b", "work")
    assert located(root / "a", "example.org/c") == ("c", "replace")
    assert located(root / "d", "example.org/b") is None


def test_a_workspace_goes_before_its_modules_replacements(write_tree: WriteTree) -> None:
    root = write_tree(
        {
            "go.work": "go 1.24\nuse ./managers/a\nreplace example.org/c => ./managers/c\n",
            "managers/a/go.mod": "module example.org/a\nreplace example.org/c => ../d\n",
            "managers/c/c.go": "package c\n",
            "managers/d/d.go": "package c\n",
        }
    )
    assert located(root / "a", "example.org/c") == ("c", "replace")


@pytest.mark.parametrize("target", ["..", "../", "../../managers", "..\\..\\managers"])
def test_a_module_is_replaced_by_the_folder_above(write_tree: WriteTree, target: str) -> None:
    root = write_tree(
        {
            "managers/go.mod": "module example.org/all\n",
            "managers/b/b.go": "package b\n",
            "managers/a/go.mod": f"module example.org/a\nreplace example.org/all => {target}\n",
            "managers/a/a.go": "package a\n",
        }
    )
    assert located(root / "a", "example.org/all/b") == ("b", "replace")


@pytest.mark.parametrize(
    ("required", "expected"),
    [("v1.2.0", "one"), ("v1.10.0", "all"), ("", "one")],
)
def test_a_replacement_of_one_version_goes_before_that_of_all(
    write_tree: WriteTree, required: str, expected: str
) -> None:
    root = write_tree(
        {
            "managers/go.mod": "module example.org/a\n"
            + (f"require example.org/b {required}\nrequire example.org/b v1.1.9\n" * bool(required))
            + "replace example.org/b => ./all\nreplace example.org/b v1.2.0 => ./one\n",
            "managers/all/b.go": "package b\n",
            "managers/one/b.go": "package b\n",
        }
    )
    assert located(root, "example.org/b") == (expected, "replace")


@pytest.mark.parametrize(
    ("go", "listing", "expected"),
    [
        ("1.14", "# example.org/b v1.0.0\n", ("b", "vendor")),
        ("1.24rc1", "## something; else\n", ("b", "vendor")),
        ("1.13", "# example.org/b v1.0.0\n", ("here", "replace")),
        ("1.24", "## workspace\n", ("here", "replace")),
        ("1.24", None, ("here", "replace")),
    ],
)
def test_vendor_holds_what_a_build_takes_from_elsewhere(
    write_tree: WriteTree, go: str, listing: str | None, expected: tuple[str, str]
) -> None:
    files = {
        "managers/go.mod": f"module a\ngo {go}\nreplace example.org/b => ./here\n",
        "managers/here/b.go": "package b\n",
        "managers/vendor/example.org/b/b.go": "package b\n",
    }
    if listing is not None:
        files["managers/vendor/modules.txt"] = listing
    root = write_tree(files)
    assert located(root, "example.org/b") == expected


def test_the_standard_library_is_imported_without_its_module_path(write_tree: WriteTree) -> None:
    root = write_tree({"managers/go.mod": "module std\n", "managers/fmt/f.go": "package fmt\n"})
    assert located(root, "fmt") == ("fmt", None)
    assert Modules().import_path(root / "fmt") == "fmt"


def test_what_is_required_and_not_replaced_comes_from_elsewhere(write_tree: WriteTree) -> None:
    folder = write_tree(TREE) / "a"
    modules = Modules()
    assert modules.is_required(folder, "github.com/far/away/deep")
    assert modules.is_required(folder, "example.org/nowhere")
    assert not modules.is_required(folder, "example.org/lib")
    assert not modules.is_required(folder, "github.com/far/awayer")


def change(file: Path, text: str) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_text(text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("go.mod", "module example.org/app\nreplace example.org/lib => ./managers/swapped\n"),
        ("go.work", "use ./managers\n"),
        ("managers/go.mod", "module example.org/managers\n"),
        ("managers/a/.git", ""),
        ("managers/empty/e.go", "package e\n"),
    ],
)
def test_modules_are_the_same_until_the_file_system_answers_otherwise(
    write_tree: WriteTree, name: str, text: str
) -> None:
    root = write_tree(TREE)

    def asked() -> Modules:
        modules = modules_around((root,))
        for path in ("example.org/lib", "example.org/app/managers/empty"):
            modules.locate(root / "a" / "sub", path)
        return modules

    before = asked()
    change(root / "a" / "sub" / "more.go", "package sub\n")
    assert asked() is before
    change(root.parent / name, text)
    assert asked() is not before
