"""What makes a check fail, what is known, what is accepted."""

import ast
from datetime import date
from pathlib import Path

import pytest

from backend import managers
from backend.managers.gate import (
    KINDS,
    accepted,
    baseline_of,
    conditions,
    failing,
    read_baseline,
)
from backend.managers.troubles import _UNRESOLVED
from backend.model.ecosystem import Ecosystem
from backend.model.finding import Finding, Severity
from backend.model.gate import Suppression
from backend.model.raci_rules import SEVERITY

TODAY = date(2026, 6, 1)


def finding(name: str, kind: str = "cycle", severity: Severity = Severity.LOOK) -> Finding:
    return Finding(id=name, kind=kind, severity=severity, subjects=(), summary=name)


FOUND = (
    finding("c1"),
    finding("r1", "raci-one-a", Severity.ACT),
    finding("r2", "raci-idle", Severity.NOTE),
    finding("s1", "syntax"),
)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("cycles", ["c1"]),
        ("raci", ["r1", "r2"]),
        ("raci:high", ["r1"]),
        ("raci:look,syntax", ["r1", "s1"]),
        ("claims", []),
    ],
)
def test_topics_and_severities(text: str, ids: list[str]) -> None:
    wanted = conditions(text)
    assert [one.id for one in failing(FOUND, wanted, None)] == ids


def test_every_kind_that_a_scan_can_tell_may_be_asked_for() -> None:
    """The kinds stand in the calls that make findings and troubles."""
    written: set[str] = {kind for kind, _, _ in _UNRESOLVED.values()}
    written |= {f"raci-{rule}" for rule in SEVERITY}
    for path in Path(managers.__file__).parent.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
                named = [word.value for word in call.keywords if word.arg == "kind"]
                values = {"Finding": named, "Trouble": call.args[:1]}.get(call.func.id, [])
                written |= {str(one.value) for one in values if isinstance(one, ast.Constant)}
    assert written == KINDS


@pytest.mark.parametrize(
    ("text", "said"), [("circles", "no topic 'circles'; known: .*cycles"), ("raci:huge", "no sev")]
)
def test_what_is_not_known_is_named(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        conditions(text)


def test_what_the_baseline_knows_does_not_count(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    path.write_text(baseline_of(FOUND[:2]).model_dump_json())
    wanted = conditions("cycles,raci")
    assert [one.id for one in failing(FOUND, wanted, read_baseline(path))] == ["r2"]


@pytest.mark.parametrize("text", ["[]", "{", '{"findings":[{"id":1}]}'])
def test_a_file_that_is_no_baseline_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "odd.json"
    path.write_text(text)
    with pytest.raises(ValueError, match=r"odd\.json: expected a baseline, but .*--write-baseline"):
        read_baseline(path)


def test_a_baseline_that_is_not_there_says_how_one_is_made(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"none\.json: cannot be read: .*--write-baseline"):
        read_baseline(tmp_path / "none.json")


def test_what_is_accepted_is_set_apart_with_its_reason() -> None:
    rules = [Suppression(id="c1", reason="until the split", until=TODAY)]
    told = accepted(Ecosystem(findings=FOUND), rules, TODAY)
    assert [one.id for one in told.findings] == ["r1", "r2", "s1"]
    (gone,) = told.suppressed
    assert (gone.finding.id, gone.reason, gone.until) == ("c1", "until the split", TODAY)


def test_a_suppression_that_ran_out_or_helps_nothing_is_a_finding() -> None:
    rules = [
        Suppression(id="c1", reason="x", until=date(2026, 5, 31)),
        Suppression(id="gone", reason="x"),
    ]
    told = accepted(Ecosystem(findings=FOUND), rules, TODAY)
    assert told.suppressed == ()
    said = {one.subjects[0]: one.summary for one in told.findings if one.kind == "suppression"}
    assert "ran out on 2026-05-31" in said["c1"]
    assert "suppresses nothing" in said["gone"]
