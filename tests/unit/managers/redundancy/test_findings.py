from collections.abc import Callable, Mapping

from backend.managers.redundancy.findings import redundancy_findings, without
from backend.model.finding import Finding, Severity
from backend.model.redundancy import Redundancy

Redundant = Callable[[Mapping[str, str]], Redundancy]

FILES = {
    "a/a.go": 'package a\nimport "log"\ntype Entry struct{ A int }\n',
    "b/b.go": 'package b\nimport "log/slog"\ntype Entry struct{ B int }\n',
    "c/c.go": "package c\ntype Entry interface{ Do() }\n",
    "CLAIMS.md": "- Logging: 3 systems\n- Logging (2/26 managers)\n",
}


def findings(redundancy: Redundancy) -> list[Finding]:
    return list(redundancy_findings(redundancy, managers=3))


def test_names_patterns_and_claims(redundant: Redundant) -> None:
    name, pattern, claim = findings(redundant(FILES))
    assert name.summary == "type Entry stands in 3 managers, in 3 shapes"
    assert (name.severity, name.subjects) == (Severity.LOOK, ("a", "b", "c"))
    assert [item.text for item in name.evidence] == [
        "shape 1: interface, 1 methods",
        "shape 2: struct, 1 fields",
        "shape 3: struct, 1 fields",
    ]
    assert pattern.summary == "logging: 2 managers do it in 2 ways: log 1, slog 1"
    assert [(item.path, item.line) for item in pattern.evidence] == [("a/a.go", 2), ("b/b.go", 2)]
    assert (claim.kind, claim.claim, claim.fact) == (
        "claim",
        "logging: 3 ways",
        "2 ways in 2 managers",
    )
    assert [(item.path, item.line) for item in claim.evidence] == [("CLAIMS.md", 1)]


def test_a_claim_that_holds_is_no_finding(redundant: Redundant) -> None:
    held = FILES | {"CLAIMS.md": "- Logging: 2 systems\n- Logging in 1+ components\n"}
    assert [finding.kind for finding in findings(redundant(held))] == ["redundancy", "redundancy"]


def test_copies_among_managers_and_a_claimed_share(redundant: Redundant) -> None:
    lines = "".join(f"\tif weight[{n}] > limit {{\n\t\theavy({n})\n\t}}\n" for n in range(5))
    files = {f"{name}/x.go": f"package {name}\nfunc add() {{\n{lines}}}\n" for name in "abc"}
    files |= {"c/y.go": "package c\n" + 72 * "// nothing but words\n"}
    files |= {"CLAIMS.md": "- Duplication: 25 %\n"}
    copies, claim = findings(redundant(files))
    assert copies.summary == (
        "func add: 3 copies in 3 managers, as written; a merge saves 34 lines"
    )
    assert copies.severity == Severity.LOOK
    assert [(item.path, item.line) for item in copies.evidence] == [
        ("a/x.go", 2),
        ("b/x.go", 2),
        ("c/x.go", 2),
    ]
    assert (claim.claim, claim.fact) == (
        "copied code: 25 % of the code",
        "40.2 % in copies or near copies",
    )


def test_a_baseline_takes_away_what_it_names_and_nothing_else(redundant: Redundant) -> None:
    found = findings(redundant(FILES))
    assert without(found, [found[1].id, "redundancy-unknown"]) == (found[0], found[2])
    assert without(found, []) == tuple(found)


def test_ids_are_of_their_own(redundant: Redundant) -> None:
    ids = [finding.id for finding in findings(redundant(FILES))]
    assert len(set(ids)) == len(ids)
