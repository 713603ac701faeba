from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from backend.managers.overrides import NONE, Overrides, read_overrides
from backend.managers.scan import scan
from backend.model.ecosystem import Ecosystem
from backend.model.finding import Severity
from backend.model.raci import Cell

TODAY = date(2026, 11, 26)
ENTRY = """[[override]]
manager = "config-manager"
activity = "configuration/validation"
letter = "C"
reason = "the schema is\\n checked elsewhere"
by = "an operator"
"""

Write = Callable[[Mapping[str, str | bytes]], Path]


def given(tmp_path: Path, text: str | bytes) -> Overrides:
    path = tmp_path / "raci.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_overrides(path, TODAY)


def test_an_entry_is_read_with_its_line(tmp_path: Path) -> None:
    found = given(tmp_path, f"# ours\n\n{ENTRY}until = 2026-11-26\n")
    assert found.problems == ()
    (one,) = found.live
    assert (one.manager, one.activity, one.letter) == (
        "config-manager",
        "configuration/Validation",
        "C",
    )
    assert (one.reason, one.by) == ("the schema is checked elsewhere", "an operator")
    assert (one.until, one.line, one.path) == (TODAY, 3, str(tmp_path / "raci.toml"))


@pytest.mark.parametrize(
    ("written", "letter"), [("a/r", "R/A"), ("R/A", "R/A"), ("-", None), ("i", "I")]
)
def test_letters_as_people_write_them(tmp_path: Path, written: str, letter: str | None) -> None:
    (one,) = given(tmp_path, ENTRY.replace('"C"', f'"{written}"')).live
    assert one.letter == letter


def test_an_entry_runs_out_after_its_last_day(tmp_path: Path) -> None:
    found = given(tmp_path, f"{ENTRY}until = 2026-11-25\n")
    assert (found.live, len(found.expired)) == ((), 1)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (ENTRY.replace("by =", "author ="), 6, "unknown key 'author' in [[override]]; known: "),
        (ENTRY.replace("reason =", "raeson ="), 5, "did you mean reason?"),
        (ENTRY.replace('"C"', '"X"'), 4, "'X' is no letter; expected one of R, A, R/A, C, I, A/R"),
        (
            ENTRY.replace("an operator", " "),
            6,
            "expected by as text in quotes in each [[override]]",
        ),
        (ENTRY.replace('by = "an operator"\n', ""), 1, "expected by as text in quotes"),
        (ENTRY.replace("/validation", "/testing"), 3, "'configuration/testing' is no activity"),
        (ENTRY.replace("configuration/", "/"), 3, "'/validation' is no activity"),
        (f'{ENTRY}until = "2027-01-31"\n', 7, "expected a day without quotes for until"),
        ("[override]\nmanager = 1\n", 1, "expected tables [[override]], with two brackets"),
        ("\n[[overide]]\nmanager = 1\n", 2, "unknown table 'overide'"),
        ("\n\nx = = 1\n", 3, "not valid TOML"),
        (b"\xff\xfe", 0, "cannot be read: it is not UTF-8 text"),
    ],
)
def test_what_is_wrong_is_told_with_its_line_and_the_rest_counts(
    tmp_path: Path, text: str | bytes, line: int, said: str
) -> None:
    found = given(tmp_path, text)
    (problem,) = found.problems
    assert problem.line == line
    assert said in problem.text
    assert found.live == ()


def test_of_two_entries_the_first_counts_and_the_second_is_named(tmp_path: Path) -> None:
    found = given(tmp_path, ENTRY + ENTRY.replace('"C"', '"I"') + ENTRY.replace('"C"', '"X"'))
    assert [one.letter for one in found.live] == ["C"]
    second, third = found.problems
    told = "config-manager, configuration/Validation is set in line 1 already; it counts"
    assert (second.line, second.text, third.line) == (7, told, 16)


def test_no_file_is_no_problem(tmp_path: Path) -> None:
    assert read_overrides(tmp_path / "raci.toml", TODAY) is NONE
    assert read_overrides(None, TODAY) is NONE


def scanned(write_tree: Write, tmp_path: Path, text: str) -> Ecosystem:
    functions = "func ValidateConfig() {}\nfunc CheckConfig() {}\n"
    root = write_tree(
        {
            "managers/config-manager/a.go": f"package a\n{functions}",
            "managers/other-manager/b.go": "package b\n",
        }
    )
    return scan([root], given=given(tmp_path, text))


def cells(ecosystem: Ecosystem) -> dict[tuple[str, str], Cell]:
    matrices = (ecosystem.raci, ecosystem.raci_detail)
    return {
        (row.manager, cell.activity): cell
        for matrix in matrices
        for row in matrix.rows
        for cell in row.cells
    }


def test_an_override_counts_and_what_it_overrides_stays_to_be_seen(
    write_tree: Write, tmp_path: Path
) -> None:
    ecosystem = scanned(write_tree, tmp_path, ENTRY.replace("config-manager", "ConfigManager"))
    cell = cells(ecosystem)["config-manager", "configuration/Validation"]
    assert (cell.letter, cell.in_force) == ("R/A", "C")
    assert cell.override is not None
    assert cell.override.reason == "the schema is checked elsewhere"
    assert cell.evidence
    kinds = {one.kind: one for one in ecosystem.findings}
    assert kinds["raci-no-r"].summary.endswith("configuration/Validation: no R (neither R nor A)")
    assert "raci-one-a" in kinds
    assert kinds["raci-no-r"].severity is Severity.ACT


def test_an_override_makes_a_column_of_its_own(write_tree: Write, tmp_path: Path) -> None:
    text = ENTRY.replace("configuration/validation", "backups/Planning").replace('"C"', '"R/A"')
    ecosystem = scanned(write_tree, tmp_path, text)
    assert ecosystem.raci_detail.activities == ("backups/Planning", "configuration/Validation")
    assert cells(ecosystem)["config-manager", "backups/Planning"].letter is None
    assert ecosystem.raci_detail.holders("backups/Planning", "A") == ("config-manager",)


def test_a_phase_alone_means_the_rollup(write_tree: Write, tmp_path: Path) -> None:
    text = ENTRY.replace("configuration/validation", "Execution").replace('"C"', '"A"')
    ecosystem = scanned(write_tree, tmp_path, text)
    assert cells(ecosystem)["config-manager", "Execution"].in_force == "A"
    assert "Execution" not in ecosystem.raci_detail.activities


def test_who_does_something_in_a_phase_is_not_idle(write_tree: Write, tmp_path: Path) -> None:
    text = ENTRY.replace("configuration/validation", "Execution").replace('"C"', '"A"')
    for manager, idle in (("other-manager", []), ("config-manager", ["other-manager"])):
        ecosystem = scanned(write_tree, tmp_path, text.replace("config-manager", manager))
        found = [one.subjects[0] for one in ecosystem.findings if one.kind == "raci-idle"]
        assert found == idle


def test_what_is_wrong_becomes_a_finding(write_tree: Write, tmp_path: Path) -> None:
    text = (
        ENTRY.replace("config-manager", "nobody")
        + ENTRY.replace('"C"', '"X"')
        + f"{ENTRY}until = 2026-01-31\n"
    )
    found = [one for one in scanned(write_tree, tmp_path, text).findings if "raci.toml" in
             (one.evidence[0].path if one.evidence else "")]  # fmt: skip
    assert {(one.kind, one.evidence[0].line) for one in found} == {
        ("raci-file", 10),
        ("raci-file", 1),
        ("raci-expired", 13),
    }
    told = {one.summary.removeprefix(str(tmp_path)) for one in found}
    assert "/raci.toml:1: no manager 'nobody' here; expected the name of its folder" in told
    assert (
        "config-manager, configuration/Validation: C, set by an operator, ran out on 2026-01-31"
        in told
    )
