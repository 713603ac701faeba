from collections.abc import Callable

import pytest

from backend.managers.activities import PHASES
from backend.managers.raci_findings import raci_findings
from backend.model.ecosystem import Ecosystem
from backend.model.finding import Severity
from backend.model.raci import Cell, Raci, RaciRow

Scanned = Callable[[dict[str, str]], Ecosystem]


def source(package: str, verb: str, count: int, target: str = "") -> str:
    functions = "".join(f"func {verb}Thing{index}() {{}}\n" for index in range(count))
    imports = f'import "x.org/managers/{target}"\n' if target else ""
    return f"package {package}\n{imports}{functions}"


def cells(ecosystem: Ecosystem, activity: str) -> dict[str, Cell]:
    return {
        row.manager: cell
        for row in ecosystem.raci.rows
        for cell in row.cells
        if cell.activity == activity
    }


def test_letters_by_evidence(scanned: Scanned) -> None:
    ecosystem = scanned(
        {
            "check-manager/a.go": source("a", "Validate", 9, "rules-manager"),
            "audit-manager/b.go": source("b", "Audit", 5),
            "run-manager/c.go": source("c", "Execute", 9, "check-manager"),
            "rules-manager/d.go": source("d", "Parse", 3),
            "few-manager/e.go": source("e", "Validate", 2),
            "interfaces/f.go": source("f", "Validate", 9),
        }
    )
    found = cells(ecosystem, "Validation")
    assert {name: cell.letter for name, cell in found.items()} == {
        "audit-manager": "R",
        "check-manager": "R/A",
        "few-manager": None,
        "rules-manager": "C",
        "run-manager": "I",
    }
    assert found["audit-manager"].confidence == round(5 / 8, 2)
    assert found["rules-manager"].confidence == pytest.approx(0.7 * 9 / 12, abs=0.01)
    assert {item.kind for item in found["audit-manager"].evidence} == {"function"}
    assert found["run-manager"].evidence[0].path == "run-manager/c.go"
    (row,) = [row for row in ecosystem.raci.rows if row.manager == "run-manager"]
    assert row.letters == {"Validation": "I", "Execution": "R/A"}


def test_who_is_both_consulted_and_informed_is_consulted(scanned: Scanned) -> None:
    ecosystem = scanned(
        {
            "a-manager/a.go": source("a", "Run", 5, "b-manager"),
            "b-manager/b.go": source("b", "Parse", 5, "a-manager"),
        }
    )
    assert cells(ecosystem, "Execution")["b-manager"].letter == "C"


def test_every_letter_has_evidence_and_a_reason(scanned: Scanned) -> None:
    ecosystem = scanned(
        {
            "a-manager/a.go": source("a", "Plan", 5, "b-manager"),
            "b-manager/b.go": source("b", "Monitor", 5),
            "c-manager/README.md": "# Validation\n# Validation\n# Validation\n",
        }
    )
    lettered = [cell for row in ecosystem.raci.rows for cell in row.cells if cell.letter]
    assert {cell.letter for cell in lettered} == {"R/A", "C", "I"}
    assert all(cell.evidence and cell.reason and 0 < cell.confidence <= 1 for cell in lettered)


def test_documents_alone_make_less_confident(scanned: Scanned) -> None:
    ecosystem = scanned({"c-manager/README.md": "# Validation\n" * 3})
    assert cells(ecosystem, "Validation")["c-manager"].confidence == 0.25


def test_what_everybody_does_makes_only_those_responsible_who_do_it_most(scanned: Scanned) -> None:
    lifecycle = source("a", "Start", 3)
    ecosystem = scanned(
        {
            "a-manager/a.go": lifecycle + source("", "Validate", 9).partition("\n")[2],
            "b-manager/b.go": lifecycle,
        }
    )
    letters = {name: cell.letter for name, cell in cells(ecosystem, "Execution").items()}
    assert letters == {"a-manager": None, "b-manager": "R/A"}


def test_who_reaches_the_others_answers_for_them(scanned: Scanned) -> None:
    ecosystem = scanned(
        {
            "a-manager/a.go": source("a", "Run", 6),
            "z-manager/z.go": source("z", "Run", 5, "a-manager"),
        }
    )
    found = cells(ecosystem, "Execution")
    assert {name: cell.letter for name, cell in found.items()} == {
        "a-manager": "R",
        "z-manager": "R/A",
    }


def test_activities_are_capabilities_in_a_phase_and_phases_roll_them_up(scanned: Scanned) -> None:
    functions = "func ValidateConfig() {}\nfunc CheckSettings() {}\nfunc ValidateTemplate() {}\n"
    ecosystem = scanned(
        {
            "a-manager/a.go": f"package a\n{functions}",
            "template-manager/b.go": source("b", "Validate", 2),
        }
    )
    detail = ecosystem.raci_detail
    assert detail.activities == ("configuration/Validation", "templates/Validation")
    letters = {row.manager: row.letters for row in detail.rows}
    assert letters == {
        "a-manager": {"configuration/Validation": "R/A"},
        "template-manager": {"templates/Validation": "R/A"},
    }
    assert ecosystem.raci.activities == PHASES
    assert {row.manager: row.letters for row in ecosystem.raci.rows} == {
        "a-manager": {"Validation": "R/A"},
        "template-manager": {},
    }


def test_what_others_do_more_than_twice_as_often_is_done_on_the_side(scanned: Scanned) -> None:
    ecosystem = scanned(
        {"a-manager/a.go": source("a", "Run", 9), "b-manager/b.go": source("b", "Run", 4)}
    )
    assert cells(ecosystem, "Execution")["b-manager"].letter is None


def test_who_is_called_after_a_capability_does_it_even_if_others_do_more(scanned: Scanned) -> None:
    ecosystem = scanned(
        {
            "big-manager/a.go": source("a", "SendEmail", 9),
            "email-manager/b.go": source("b", "Send", 2),
            "other-manager/c.go": source("c", "SendEmail", 2),
        }
    )
    letters = {row.manager: row.letters for row in ecosystem.raci_detail.rows}
    assert letters == {
        "big-manager": {"email/Execution": "R/A"},
        "email-manager": {"email/Execution": "R"},
        "other-manager": {},
    }


CALLER = """package a
type Desk struct { errors *ErrorManager; notes *NoteManager; Cache CacheManager }
func (d *Desk) ValidateConfig() error {
	if d.errors.Known(1) { return nil }
	d.notes.Tell(1)
	return nil
}
func (d *Desk) CheckConfig() {}
func (d *Desk) CheckSettings() {}
"""


def test_who_is_asked_is_consulted_and_who_is_told_is_informed(scanned: Scanned) -> None:
    ecosystem = scanned(
        {
            "a-manager/a.go": CALLER,
            "error-manager/e.go": source("e", "Parse", 1),
            "note-manager/n.go": source("n", "Parse", 1),
            "cache-manager/c.go": source("c", "Parse", 1),
        }
    )
    found = {
        row.manager: cell
        for row in ecosystem.raci_detail.rows
        for cell in row.cells
        if cell.activity == "configuration/Validation"
    }
    assert {name: cell.letter for name, cell in found.items()} == {
        "a-manager": "R/A",
        "error-manager": "C",
        "note-manager": "I",
    }
    asked = found["error-manager"]
    assert asked.reason == "a-manager asks it once"
    assert [(item.kind, item.path, item.line) for item in asked.evidence] == [
        ("call", "a-manager/a.go", 4)
    ]
    assert asked.confidence == pytest.approx(0.7 * found["a-manager"].confidence, abs=0.01)
    assert cells(ecosystem, "Validation")["cache-manager"].letter is None  # has a field of it only


@pytest.mark.parametrize(
    ("body", "letter"),
    [
        pytest.param("_ = rules.Limit", "C", id="no call"),
        pytest.param("rules.Report(1)", "C", id="a call that tells"),
        pytest.param("x := store.Find(1)", "C", id="a call into what is shared"),
        pytest.param("x := errors.Find(1)", None, id="a call that asks another one"),
    ],
)
def test_who_is_depended_on_is_consulted_where_no_call_tells_who_is_asked(
    scanned: Scanned, body: str, letter: str | None
) -> None:
    imports = "".join(
        f'import {name} "x.org/managers/{folder}"\n'
        for name, folder in (
            ("rules", "rules-manager"),
            ("errors", "error-manager"),
            ("store", "interfaces"),
        )
    )
    functions = source("a", "Validate", 5).partition("\n")[2]
    asking = f"func ValidateAll() {{\n\t{body}\n}}\n"
    ecosystem = scanned(
        {
            "a-manager/a.go": f"package a\n{imports}{functions}{asking}",
            "rules-manager/r.go": source("r", "Parse", 1),
            "error-manager/e.go": source("e", "Parse", 1),
            "interfaces/s.go": source("s", "Parse", 1),
        }
    )
    found = cells(ecosystem, "Validation")
    assert (found["rules-manager"].letter, found["error-manager"].letter) == (letter, "C")


def test_who_directs_the_others_answers_without_doing_it(scanned: Scanned) -> None:
    lead = source("a", "Run", 2, "b-manager").replace(
        "\nfunc", '\nimport "x.org/managers/c-manager"\nfunc', 1
    )
    ecosystem = scanned(
        {
            "lead-manager/a.go": lead,
            "b-manager/b.go": source("b", "Run", 5),
            "c-manager/c.go": source("c", "Run", 5),
        }
    )
    found = cells(ecosystem, "Execution")
    assert {name: cell.letter for name, cell in found.items()} == {
        "b-manager": "R",
        "c-manager": "R",
        "lead-manager": "A",
    }
    assert found["lead-manager"].reason.startswith("directs 2 of 2 that do it")


DECLARED = """
| Manager | Planning | Validation | Execution | Monitoring | SRP |
|---|---|---|---|---|---|
| A Manager | R | A | C | I | 7/10 |
| absent-manager | I | R | A | R | 6/10 |
"""


def test_declared_letters_stand_beside_the_found_ones(scanned: Scanned) -> None:
    ecosystem = scanned({"a-manager/a.go": source("a", "Execute", 5), "PLAN.md": DECLARED})
    present, absent = sorted(ecosystem.raci.rows, key=lambda row: not row.found)
    assert (present.manager, present.declared_score, absent.manager) == (
        "a-manager",
        7.0,
        "absent-manager",
    )
    assert [(cell.letter, cell.declared) for cell in present.cells] == [
        (None, "R"),
        (None, "A"),
        ("R/A", "C"),
        (None, "I"),
    ]
    assert (absent.found, absent.score, absent.letters) == (False, None, {})
    assert present.cells[0].evidence[0].path == "PLAN.md"
    claims = {finding.summary: finding for finding in ecosystem.findings if finding.kind == "claim"}
    assert {summary: finding.severity for summary, finding in claims.items()} == {
        "a-manager, Planning: declared without evidence": Severity.LOOK,
        "a-manager, Validation: declared without evidence": Severity.LOOK,
        "a-manager, Execution: evidence without declaration": Severity.NOTE,
        "absent-manager has declared responsibilities and is in none of the roots": Severity.LOOK,
    }
    planning = claims["a-manager, Planning: declared without evidence"]
    assert (planning.claim, planning.fact) == ("Planning R", "nothing speaks for it")


THE_PLAN = """
| Manager               | Planning | Validation | Exécution | Monitoring | SRP Score |
| --------------------- | -------- | ---------- | --------- | ---------- | --------- |
| integrated-manager    | R        | A          | C         | I          | 7/10      |
| workflow-orchestrator | C        | C          | R         | A          | 6/10      |
| roadmap-manager       | R        | I          | I         | C          | 9/10      |
| dependency-manager    | I        | C          | R         | C          | 8/10      |
"""


def test_the_plans_own_table_breaks_a_rule_in_every_column(scanned: Scanned) -> None:
    ecosystem = scanned({"roadmap-manager/a.go": source("a", "Plan", 5), "PLAN.md": THE_PLAN})
    broken = {
        (one.subjects[0], one.kind)
        for one in ecosystem.findings
        if one.severity is Severity.ACT and one.summary.startswith("Declared")
    }
    assert broken == {
        ("Planning", "raci-one-a"),
        ("Validation", "raci-no-r"),
        ("Execution", "raci-one-a"),
        ("Monitoring", "raci-no-r"),
    }
    scores = {row.manager: row.declared_score for row in ecosystem.raci.rows}
    assert scores == {
        "integrated-manager": 7,
        "workflow-orchestrator": 6,
        "roadmap-manager": 9,
        "dependency-manager": 8,
    }


def test_a_declared_activity_has_a_column_and_its_rules(scanned: Scanned) -> None:
    table = """
| Activity | a-manager | b-manager |
|---|---|---|
| configuration/Validation | C | A |
| backups/Planning | R | A |
"""
    ecosystem = scanned(
        {
            "a-manager/a.go": source("a", "ValidateConfig", 5),
            "b-manager/b.go": source("b", "Run", 5),
            "PLAN.md": table,
        }
    )
    detail = ecosystem.raci_detail
    assert detail.activities == ("b/Execution", "backups/Planning", "configuration/Validation")
    declared = {
        (row.manager, cell.activity): (cell.declared, cell.letter)
        for row in detail.rows
        for cell in row.cells
    }
    assert declared["a-manager", "configuration/Validation"] == ("C", "R/A")
    assert declared["b-manager", "backups/Planning"] == ("A", None)
    told = {one.summary for one in ecosystem.findings}
    assert "Declared RACI, configuration/Validation: no R (A b-manager)" in told
    assert "a-manager, configuration/Validation: evidence without declaration" in told
    assert "b-manager, backups/Planning: declared without evidence" in told
    assert not any(text.startswith("b-manager, b/Execution") for text in told)


def test_tables_that_contradict_each_other_are_told(scanned: Scanned) -> None:
    head = "| M | Planning | Validation |\n|---|---|---|\n"
    ecosystem = scanned(
        {
            "a-manager/a.go": "package a\n",
            "A.md": f"{head}| a-manager | R | A |\n",
            "B.md": f"{head}| AManager | C | A |\n",
        }
    )
    assert cells(ecosystem, "Planning")["a-manager"].declared == "R"
    (finding,) = [found for found in ecosystem.findings if "documents declare" in found.summary]
    assert finding.summary == "a-manager, Planning: documents declare R and C"
    assert [item.path for item in finding.evidence] == ["A.md", "B.md"]


def rules(*letters: str | None) -> list[tuple[Severity, str]]:
    """Findings about one activity in which each letter is declared for a manager of its own."""
    rows = tuple(
        RaciRow(
            manager=f"m{index}",
            letters={},
            cells=tuple(
                Cell(activity=activity, declared=letter if activity == "Planning" else None)
                for activity in PHASES
            ),
        )
        for index, letter in enumerate(letters)
    )
    raci = Raci(activities=PHASES, rows=rows)
    return [
        (finding.severity, finding.summary)
        for finding in raci_findings(raci, Raci(), {})
        if finding.kind in ("raci-one-a", "raci-no-r", "raci-many-r")
    ]


@pytest.mark.parametrize(
    ("letters", "expected"),
    [
        (("R", "A"), []),
        (("R/A",), []),
        (("R", "R", "A", "C", "I"), []),
        ((None, None), []),
        (("R", "R"), [(Severity.ACT, "no A instead of one (R m0, m1)")]),
        (("A", "C"), [(Severity.ACT, "no R (A m0)")]),
        (("R", "A", "A"), [(Severity.ACT, "2 A instead of one (R m0; A m1, m2)")]),
        (("R", "R", "R", "A"), [(Severity.LOOK, "3 R (R m0, m1, m2; A m3)")]),
        (
            ("C", "I"),
            [
                (Severity.ACT, "no A instead of one (neither R nor A)"),
                (Severity.ACT, "no R (neither R nor A)"),
            ],
        ),
    ],
)
def test_rules(letters: tuple[str | None, ...], expected: list[tuple[Severity, str]]) -> None:
    assert rules(*letters) == [
        (severity, f"Declared RACI, Planning: {text}") for severity, text in expected
    ]
