import pytest

from backend.managers.go_constraints import is_excluded


@pytest.mark.parametrize(
    ("name", "excluded"),
    [
        ("a.go", False),
        ("a_linux.go", False),
        ("a_linux_amd64_test.go", False),
        ("a_windows.go", True),
        ("a_windows_test.go", True),
        ("a_arm64.go", True),
        ("a_linux_arm64.go", True),
        ("a_windows_amd64.go", True),
        ("a_unix.go", False),
        ("windows.go", False),
        ("windows_test.go", False),
        ("a_linux_extra.go", False),
        ("a_linux.x_windows.go", False),
    ],
)
def test_names(name: str, excluded: bool) -> None:
    assert is_excluded(name, b"package a\n") is excluded


@pytest.mark.parametrize(
    ("expression", "excluded"),
    [
        ("linux", False),
        ("!linux", True),
        ("unix && amd64 && cgo && gc", False),
        ("windows || darwin && linux", True),
        ("(windows || linux) && !arm64", False),
        ("!(linux && !cgo)", False),
        ("go1.21 && !go1.999", False),
        ("ignore", True),
        ("!!linux", False),
        ("linux // why", False),
        ("linux &&", True),
        ("(linux", True),
        ("linux linux", True),
        ("linux & amd64", True),
        (")", True),
        ("", True),
    ],
)
def test_expressions(expression: str, excluded: bool) -> None:
    assert is_excluded("a.go", f"//go:build {expression}\n\npackage a\n".encode()) is excluded


@pytest.mark.parametrize(
    ("source", "excluded"),
    [
        ("// Licence\n\n  //go:build windows\npackage a\n", True),
        ("/* a\n*/ // b\n//go:build windows\npackage a\n", True),
        ("/*\n//go:build windows\n*/\npackage a\n", False),
        ("package a\n\n//go:build windows\n", False),
        ("//go:building\n\npackage a\n", False),
        ("// +build windows\n\npackage a\n", True),
        ("// +build windows\npackage a\n", False),
        ("/* a\n*/\n// +build windows\n\npackage a\n", False),
        ("// +build windows\n\n/* a\n*/\npackage a\n", True),
        ("/* a\n*/\n//go:build windows\n\npackage a\n", True),
        ("//+build linux,!cgo darwin\n\npackage a\n", True),
        ("// +build windows linux\n// +build amd64\n\npackage a\n", False),
        ("//go:build linux\n// +build windows\n\npackage a\n", False),
        ("// how to build\n\npackage a\n", False),
        ("/* never closed, build\n", False),
    ],
)
def test_where_constraints_count(source: str, excluded: bool) -> None:
    assert is_excluded("a.go", source.encode()) is excluded
