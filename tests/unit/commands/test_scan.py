import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tui.commands.scan import command


@pytest.fixture
def root(tmp_path: Path) -> Path:
    files = {
        "a-manager/a.go": 'package a\nimport "x.org/managers/b-manager"\nfunc RunIt() {}\n',
        "b-manager/b.go": "package b\nfunc ValidateIt() {}\n",
        "b-manager/\x1b[31m.go": "",
        "PLAN.md": "| M | Planning | Validation | SRP |\n|-|-|-|-|\n| a-manager | R | I | 7/10 |\n",
    }
    for name, text in files.items():
        path = tmp_path / "managers" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path / "managers"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(command, [str(argument) for argument in arguments])


def test_json_keeps_the_contract(root: Path) -> None:
    result = run(root, "--format", "json")
    assert result.exit_code == 0
    ecosystem = json.loads(result.stdout)
    assert [manager["name"] for manager in ecosystem["managers"]] == ["a-manager", "b-manager"]
    assert set(ecosystem["managers"][0]) >= {"name", "path", "languages", "files", "lines"}
    assert set(ecosystem["packages"][0]) >= {
        "import_path",
        "path",
        "manager",
        "imports",
        "test_imports",
    }
    (dependency,) = ecosystem["dependencies"]
    assert (dependency["source"], dependency["target"]) == ("a-manager", "b-manager")
    assert set(dependency["evidence"][0]) >= {"kind", "path", "line", "text", "resolution", "rule"}
    assert ecosystem["cycles"] == []
    assert ecosystem["raci"]["activities"] == ["Planning", "Validation", "Execution", "Monitoring"]
    assert set(ecosystem["raci"]["rows"][0]) >= {"manager", "letters", "score"}
    assert set(ecosystem["findings"][0]) >= {
        "id",
        "kind",
        "severity",
        "subjects",
        "summary",
        "evidence",
    }


def test_letters_are_not_looked_for_in_vain_without_a_word(root: Path) -> None:
    result = run(root, "--raci-file", root / "rasi.toml")
    assert result.exit_code == 2
    assert "rasi.toml: no such file" in result.stderr
    assert result.stdout == ""


def test_a_table_is_not_ignored_where_no_csv_is_asked_for(root: Path) -> None:
    result = run(root, "--table", "counts")
    assert result.exit_code == 2
    assert "add --format csv" in result.output


def test_text_tells_managers_dependencies_responsibilities_and_findings(root: Path) -> None:
    result = run(root)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "MANAGERS 2, shared folders 0, 3 files, 5 lines"
    assert "DEPENDENCIES by import: 0 strict, 1 recovered, 0 ambiguous; 0 imports dangling" in lines
    assert "  recovered a-manager → b-manager (suffix)  a-manager/a.go:2" in lines
    (row,) = [line for line in lines if line.startswith("  a-manager") and "⇢" in line]
    assert row.split() == ["a-manager", "R", "⇢", "·", "I", "⇢", "·", "·", "·", "7", "⇢", "–"]


def test_names_cannot_steer_the_terminal(root: Path) -> None:
    assert "\x1b" not in run(root).stdout
    assert "␛[31m.go" in run(root).stdout


def test_a_document_is_set_beside_the_code(root: Path, tmp_path: Path) -> None:
    claims = tmp_path / "claims"
    claims.mkdir()
    (claims / "c.md").write_text("a-manager → b-manager → c-manager → a-manager\n")
    (root / "c-manager").mkdir()
    (root / "c-manager" / "c.go").write_text("package c\n")
    for document in (claims, claims / "c.md"):
        result = run(root, "--document", document)
        assert "CYCLES 0 found in imports, 1 claimed in documents" in result.stdout


def test_a_root_without_managers_is_told_what_is_looked_for(tmp_path: Path) -> None:
    result = run(tmp_path)
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0] == f"no managers in {tmp_path}"
    assert "each direct folder" in result.stdout
    assert "RACI" not in result.stdout


def test_one_is_not_many(tmp_path: Path) -> None:
    (tmp_path / "a-manager").mkdir()
    (tmp_path / "a-manager" / "a.go").write_text("package a\n")
    lines = run(tmp_path).stdout.splitlines()
    assert lines[0] == "MANAGERS 1, shared folders 0, 1 file, 1 line"


@pytest.mark.parametrize("name", ["gone", "PLAN.md"])
def test_a_root_that_is_no_folder_is_an_error_of_usage(root: Path, name: str) -> None:
    result = run(root, root / name)
    assert result.exit_code == 2
    assert f"{root / name} is no folder; name the folder" in result.stderr
    assert result.stdout == ""


def test_a_document_that_does_not_exist_is_an_error_of_usage(root: Path) -> None:
    result = run(root, "--document", root / "gone.md")
    assert (result.exit_code, result.stdout) == (2, "")


def test_loose_files_and_shared_folders_are_not_counted_as_managers(root: Path) -> None:
    (root / "interfaces").mkdir()
    (root / "interfaces/i.go").write_text("package interfaces\n")
    (root / "loose.go").write_text("package loose\n")
    head = run(root).stdout.splitlines()[0]
    assert head == "MANAGERS 2, shared folders 1, loose files, 5 files, 7 lines"
