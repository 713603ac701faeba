from pathlib import Path

import pytest

from backend.managers.go_mod import GoMod, Replacement, read_go_mod, version_key


def read(folder: Path, text: str) -> GoMod:
    file = folder / "go.mod"
    file.write_text(text)
    return read_go_mod(file)


def test_directives_in_lines_and_blocks(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        """\ufeffmodule "example.org/a" // ours
go 1.25.0
toolchain go1.25.1
godebug default=go1.21
tool (
	example.org/a/gen
)
require (
	`example.org/b` v1.2.3 // indirect

	example.org/c v0.0.0-20240827150818-7e3bb234dfed
)
require example.org/d v2.0.0+incompatible
exclude example.org/b v1.2.2
retract [v1.0.0, v1.1.0]
ignore ./web
ignore (
	static
)
use ./x
""",
    )
    assert (found.module, found.go) == ("example.org/a", "1.25.0")
    assert [path for path, _ in found.required] == [
        "example.org/b",
        "example.org/c",
        "example.org/d",
    ]
    assert (found.ignored, found.used) == (("./web", "static"), ("./x",))


@pytest.mark.parametrize(
    ("line", "expected", "local"),
    [
        ("x.org/a => ../a", Replacement("x.org/a", "", "../a", ""), True),
        ("x.org/a v1.0.0 => ./a b", Replacement("x.org/a", "v1.0.0", "./a", "b"), False),
        ("x.org/a => x.org/b v1.0.0", Replacement("x.org/a", "", "x.org/b", "v1.0.0"), False),
        ("x.org/a => ..", Replacement("x.org/a", "", "..", ""), True),
        ("x.org/a => .", Replacement("x.org/a", "", ".", ""), True),
        ("x.org/a => .hidden/a v1.0.0", Replacement("x.org/a", "", ".hidden/a", "v1.0.0"), False),
        (r"x.org/a => ..\a", Replacement("x.org/a", "", r"..\a", ""), True),
        ("x.org/a => D:/a", Replacement("x.org/a", "", "D:/a", ""), True),
        ('x.org/a => "./with space"', Replacement("x.org/a", "", "./with space", ""), True),
    ],
)
def test_replacements(tmp_path: Path, line: str, expected: Replacement, local: bool) -> None:
    (found,) = read(tmp_path, f"replace {line}\n").replaced
    assert found == expected
    assert found.local is local


@pytest.mark.parametrize(
    "text", ["", "(", ")", "module", "require x", "replace => ./a", "replace a =>"]
)
def test_what_is_broken_says_nothing(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text) == GoMod()


def test_versions_are_ordered_by_number() -> None:
    assert version_key("v1.10.0") > version_key("v1.9.2")
