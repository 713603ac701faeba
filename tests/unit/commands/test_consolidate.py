"""`passerelle consolidate`, `explain` and the gates of `scan` as people type them."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from backend.model.consolidation import Extract, Merge, Move, Remove, Step
from backend.model.spoken_steps import spoken, step_of
from tui.commands import consolidate, explain, scan

FILES = {
    "go.mod": "module example.org/app\n\ngo 1.24\n",
    "managers/a/a.go": 'package a\n\nimport "example.org/app/managers/b"\n\nfunc A() { b.B() }\n',
    "managers/b/b.go": 'package b\n\nimport "example.org/app/managers/c"\n\nfunc B() { c.C() }\n',
    "managers/c/c.go": "package c\n\nfunc C() {}\n",
}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "managers"


def planned(root: Path, *words: str) -> Result:
    return CliRunner().invoke(consolidate.command, [str(root), *words])


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("merge a b into c", Merge(managers=("a", "b"), into="c")),
        ("merge a, b", Merge(managers=("a", "b"), into="a")),
        ("move a to core/a", Move(manager="a", to="core/a")),
        ("extract X Y to shared/x", Extract(names=("X", "Y"), into="shared/x")),
        ("extract X from a b to s", Extract(names=("X",), managers=("a", "b"), into="s")),
        ("remove a", Remove(manager="a")),
    ],
)
def test_steps_are_read_as_they_are_spoken(text: str, step: Step) -> None:
    assert step_of(text) == step
    assert step_of(spoken(step)) == step


@pytest.mark.parametrize("text", ["", "merge a", "move a", "move a b to c", "drop a", "remove"])
def test_what_is_no_step_says_what_is(root: Path, text: str) -> None:
    result = planned(root, "--step", text)
    assert result.exit_code == 2
    assert "move MANAGER to FOLDER" in " ".join(result.stderr.split())


def test_a_merge_around_a_third_ends_with_1_and_names_the_cycle(root: Path) -> None:
    result = planned(root, "--step", "merge a c")
    assert result.exit_code == 1
    assert "■ new cycle  a → b → a" in result.stdout
    assert "import cycle" in result.stdout


def test_a_merge_that_could_be_done_ends_with_0(root: Path) -> None:
    result = planned(root, "--step", "merge b c", "--pairs", "2", "--services", "2")
    assert result.exit_code == 0, result.stdout
    assert "managers           3 ⇢ 2" in result.stdout
    assert "2 SERVICES, a suggestion" in result.stdout
    assert result.stdout.count(" + ") == 2


def test_as_markdown_and_as_json(root: Path) -> None:
    told = planned(root, "--step", "merge b c", "--format", "markdown").stdout
    assert told.startswith("# Consolidation plan")
    assert "- [ ] `b/b.go:3` `example.org/app/managers/c` → take it away (same package)" in told
    view = json.loads(planned(root, "--step", "merge b c", "--format", "json").stdout)
    assert view["outcome"]["after"]["managers"] == 2


def test_a_tree_that_no_document_draws_is_said(root: Path) -> None:
    assert "no document draws" in planned(root, "--reorganise").stderr


def test_who_asks_for_pairs_alone_is_told_of_nothing_else(root: Path) -> None:
    told = planned(root, "--pairs", "2").stdout.splitlines()
    assert told[0].startswith("PAIRS")
    assert not any("mean SRP" in line for line in told)
    assert "mean SRP" in planned(root).stdout


def explained(*words: str) -> Result:
    return CliRunner().invoke(explain.command, list(words))


def test_why_a_depends_on_c(root: Path) -> None:
    result = explained("a", "c", str(root))
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "a → b → c",
        "  a → b",
        '    a/a.go:3  "example.org/app/managers/b"  (import strict)',
        "  b → c",
        '    b/b.go:3  "example.org/app/managers/c"  (import strict)',
    ]


def test_what_documents_state_stands_beside_what_the_code_says(root: Path) -> None:
    for name, text in (("a-desk", "package d\n"), ("b-desk", "package d\n")):
        (root / name).mkdir()
        (root / name / "d.go").write_text(text)
    (root / "README.md").write_text("b-desk → a-desk\n")
    result = explained("B_Desk", "ADesk", str(root))
    assert result.stdout.splitlines() == [
        "b-desk → a-desk  document, no import",
        "  README.md:1  b-desk → a-desk  (document)",
        "  stated in 1 line, README.md:1 ⇢ nowhere: no import, call or field of its type",
    ]


def test_nothing_speaks_for_the_way_back(root: Path) -> None:
    result = explained("c", "a", str(root))
    assert (result.exit_code, result.stdout) == (1, "c → a  nothing speaks for it\n")


def test_a_manager_is_known_without_the_word_too(root: Path) -> None:
    (root / "mail-manager").mkdir()
    (root / "mail-manager" / "mail.go").write_text("package mail\n")
    assert explained("mail", "a", str(root)).stdout == "mail-manager → a  nothing speaks for it\n"
    (root / "mail").mkdir()
    (root / "mail" / "mail.go").write_text("package mail\n")
    assert explained("mail", "a", str(root)).stdout == "mail → a  nothing speaks for it\n"


def test_an_unknown_manager_is_answered_by_the_known(root: Path) -> None:
    assert "no manager x; known: a, b, c" in explained("x", "a", str(root)).stderr


def scanned(*words: str) -> Result:
    return CliRunner().invoke(scan.command, list(words))


def test_a_check_fails_on_what_is_new_and_says_so_on_stderr(root: Path, tmp_path: Path) -> None:
    baseline = tmp_path / "known.json"
    (root / "c" / "bad.go").write_text("package c\nfunc (\n")
    gate = [root.name, "--format", "csv", "--fail-on", "syntax"]
    failing = scanned(*gate, "--write-baseline", str(baseline))
    assert failing.exit_code == 1
    assert failing.stderr.startswith("passerelle scan: managers/c/bad.go:2: look: Go's grammar")
    assert scanned(*gate, "--baseline", str(baseline)).exit_code == 0
    (root / "c" / "bad.go").unlink()
    assert scanned(*gate).exit_code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--fail-on", "nonsense"), "no topic 'nonsense'"),
        (("--fail-on", "cycles", "--baseline", "gone.json"), "gone.json: cannot be read"),
        (("--baseline", "gone.json"), "say what to fail on"),
    ],
)
def test_a_check_that_makes_no_sense_is_refused_before_the_scan(
    root: Path, words: tuple[str, ...], said: str
) -> None:
    result = scanned(str(root), *words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_settings_accept_a_finding_with_a_reason(root: Path, tmp_path: Path) -> None:
    (root / "c" / "bad.go").write_text("package c\nfunc (\n")
    found = json.loads(scanned(str(root), "--format", "json").stdout)["findings"]
    (syntax,) = [one["id"] for one in found if one["kind"] == "syntax"]
    (tmp_path / "passerelle.toml").write_text(
        f'[[suppress]]\nid = "{syntax}"\nreason = "generated"\n'
    )
    told = json.loads(scanned(str(root), "--format", "json").stdout)
    assert syntax not in {one["id"] for one in told["findings"]}
    assert told["suppressed"][0]["reason"] == "generated"
    (tmp_path / "passerelle.toml").write_text(f'[[suppress]]\nid = "{syntax}"\n')
    result = CliRunner().invoke(scan.command, [str(root)])
    assert "passerelle.toml" in str(result.exception)
    assert "a reason" in str(result.exception)


def test_the_schema_is_that_of_the_model() -> None:
    schema = json.loads(scanned("--schema").stdout)
    assert {"managers", "dependencies", "raci", "findings"} <= set(schema["properties"])
