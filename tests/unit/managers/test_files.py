import os
from pathlib import Path

import pytest

from backend.managers import files
from backend.managers.files import language_of, read_source
from backend.managers.source import SourceFile


def read(path: Path, content: bytes) -> SourceFile:
    path.write_bytes(content)
    language = language_of(path.name)
    assert language is not None
    return read_source(path, path.name, language)


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("a.go", "Go"),
        ("A.PS1", "PowerShell"),
        ("module.psd1", "PowerShell"),
        ("m.tsx", "TypeScript"),
        ("go", None),
        ("a.md", None),
    ],
)
def test_languages(name: str, language: str | None) -> None:
    assert language_of(name) == language


@pytest.mark.parametrize(
    ("name", "test"),
    [
        ("a_test.go", True),
        ("test_a.go", False),
        ("test_a.py", True),
        ("A.Tests.ps1", True),
        ("a.spec.ts", True),
        ("latest.go", False),
        ("Test-Store.ps1", True),
        ("end-to-end-test.ps1", True),
        ("Latest-Store.ps1", False),
    ],
)
def test_tests_are_told_by_name(tmp_path: Path, name: str, test: bool) -> None:
    assert read(tmp_path / name, b"package a\n").test is test


@pytest.mark.parametrize(
    ("name", "test"),
    [
        ("a-manager/tests/helpers.ps1", True),
        ("a-manager/src/__tests__/helpers.ts", True),
        ("a-manager/tests/helpers.go", False),
        ("tests/helpers.ps1", False),
        ("a-manager/contests/helpers.ps1", False),
    ],
)
def test_tests_are_told_by_their_folder_below_the_manager(
    tmp_path: Path, name: str, test: bool
) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"package a\n")
    assert read_source(path, name, language_of(name) or "").test is test


def test_a_script_called_after_its_command_is_no_test(tmp_path: Path) -> None:
    source = b"function Test-Store {\n}\n"
    assert not read(tmp_path / "Test-Store.ps1", source).test
    assert read(tmp_path / "Test-Stores.ps1", source).test


def test_powershell_functions_wherever_a_line_starts_with_one(tmp_path: Path) -> None:
    lines = (
        b"\xef\xbb\xbffunction Add-First {}",
        b"param($x)",
        b"function Start-It {",
        b"  FILTER script:Get-All {}",
        b"# function No-One",
    )
    file = read(tmp_path / "a.ps1", b"\r\n".join(lines))
    assert [(function.name, function.line) for function in file.functions] == [
        ("Add-First", 1),
        ("Start-It", 3),
        ("Get-All", 4),
    ]


@pytest.mark.parametrize(
    ("content", "troubles"),
    [
        pytest.param(b"\xef\xbb\xbfpackage a\r\n", [], id="byte order mark and CRLF"),
        pytest.param("package a\n".encode("utf-16"), ["encoding"], id="UTF-16"),
        pytest.param(b"package a\n// caf\xe9\n", ["encoding"], id="Latin-1"),
    ],
)
def test_encodings(tmp_path: Path, content: bytes, troubles: list[str]) -> None:
    file = read(tmp_path / "a.go", content)
    assert file.package == "a"
    assert [trouble.kind for trouble in file.troubles] == troubles


def test_a_huge_file_is_listed_and_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "LARGEST", 10)
    file = read(tmp_path / "a.go", b"package much\n")
    assert (file.package, [trouble.kind for trouble in file.troubles]) == ("", ["huge"])


def test_a_link_that_leads_nowhere_and_a_pipe_are_unreadable(tmp_path: Path) -> None:
    (tmp_path / "a.go").symlink_to("nowhere.go")
    os.mkfifo(tmp_path / "b.go")
    for name in ("a.go", "b.go"):
        (trouble,) = read_source(tmp_path / name, name, "Go").troubles
        assert trouble.kind == "unreadable"


def test_lines_are_counted_without_a_last_newline(tmp_path: Path) -> None:
    assert read(tmp_path / "a.py", b"x = 1\ny = 2").lines == 2
    assert read(tmp_path / "b.py", b"").lines == 0


MERGE = b"a = 1\n<<<<<<< HEAD\nb = 1\n=======\nb = 2\n>>>>>>> other\n"


@pytest.mark.parametrize("name", ["a.py", "a.ts", "a.js", "a.ps1"])
def test_a_script_in_mid_merge_or_empty_is_told_as_such(tmp_path: Path, name: str) -> None:
    (merge,) = read(tmp_path / name, MERGE).troubles
    assert (merge.kind, merge.line) == ("conflict", 2)
    (empty,) = read(tmp_path / name, b" \n").troubles
    assert empty.kind == "empty-file"
    assert read(tmp_path / name, b"").lines == 0


def test_an_empty_marker_of_a_python_package_is_no_trouble(tmp_path: Path) -> None:
    assert read(tmp_path / "__init__.py", b"").troubles == ()
    assert read(tmp_path / "__init__.py", MERGE).troubles[0].kind == "conflict"
