"""The repository the scan was first written for, where a checkout of it is at hand.

Set EMAIL_SENDER_1 to a checkout of github.com/gerivdb/email-sender-1, main of 2025-07-01.
"""

import os
from collections import Counter
from pathlib import Path

import pytest

from backend.managers.scan import scan
from backend.model.ecosystem import Dependency, Ecosystem

CHECKOUT = os.environ.get("EMAIL_SENDER_1")

pytestmark = pytest.mark.skipif(CHECKOUT is None, reason="EMAIL_SENDER_1 names no checkout")


@pytest.fixture(scope="module")
def ecosystem() -> Ecosystem:
    return scan([Path(CHECKOUT or "") / "development" / "managers"])


def by_resolution(ecosystem: Ecosystem, resolution: str) -> list[Dependency]:
    return [
        dependency
        for dependency in ecosystem.dependencies
        if dependency.resolution() == resolution and not dependency.source.startswith("(")
    ]


def test_every_folder_is_listed(ecosystem: Ecosystem) -> None:
    assert len([manager for manager in ecosystem.managers if manager.path != "."]) == 36
    assert sum(manager.shared for manager in ecosystem.managers) == 2


def test_every_file_but_those_that_go_leaves_out(ecosystem: Ecosystem) -> None:
    """543 Go files lie there; `contextual-memory-manager/testdata` holds two, which Go ignores."""
    files = {"Go": 0, "PowerShell": 0}
    for manager in ecosystem.managers:
        for one in manager.by_language:
            files[one.language] += one.files
    assert files == {"Go": 541, "PowerShell": 114}


def test_dependencies_by_field(ecosystem: Ecosystem) -> None:
    """31 by the names of types, less 17 whose type the manager declares itself."""
    by_field = {
        (item.source, item.target)
        for item in ecosystem.dependencies
        if "struct_field" in item.kinds() and not item.source.startswith("(")
    }
    assert len(by_field) == 14
    assert ("dependency-manager", "config-manager") in by_field  # modules/dependency_manager.go


def test_strict_dependencies(ecosystem: Ecosystem) -> None:
    strict = by_resolution(ecosystem, "strict")
    assert {(item.source, item.target) for item in strict} == {
        ("n8n-manager", "error-manager"),
        ("powershell-bridge", "error-manager"),
        ("process-manager", "error-manager"),
        ("script-manager", "error-manager"),
        ("dependency-manager", "cache-manager"),
        ("contextual-memory-manager", "interfaces"),
    }
    tests_only = [item for item in strict if item.kinds() == {"test_import"}]
    assert [item.source for item in tests_only] == ["contextual-memory-manager"]


def test_recovered_dependencies(ecosystem: Ecosystem) -> None:
    recovered = by_resolution(ecosystem, "recovered")
    assert {item.target for item in recovered} == {"interfaces"}
    assert [item.source.removesuffix("-manager") for item in recovered] == [
        "ai-template",
        "dependency",
        "email",
        "git-workflow",
        "integration",
        "notification",
        "security",
        "smart-variable",
        "storage",
    ]


def test_claims_and_redundancy(ecosystem: Ecosystem) -> None:
    assert ecosystem.cycles == ()
    assert len(ecosystem.declared_cycles) == 2
    redundant = [finding.summary for finding in ecosystem.findings if finding.kind == "redundancy"]
    assert sum(summary.startswith("type ") for summary in redundant) == 167
    assert "type ErrorManager stands in 17 managers, in 11 shapes" in redundant


def test_what_the_inventory_lists(ecosystem: Ecosystem) -> None:
    """26 managers that exist, 51 files of which 3 do, 26 interfaces of which 7 do not."""
    listed = [
        one for one in ecosystem.stated if any("INVENTAIRE" in item.path for item in one.evidence)
    ]
    held = Counter((one.what, one.held) for one in listed)
    assert (held["manager", "exists"], held["manager", "nowhere"]) == (26, 0)
    assert held["module", "exists"] == 3
    assert sum(count for (what, _), count in held.items() if what == "module") == 51
    assert held["interface", "nowhere"] == 7
    assert sum(count for (what, _), count in held.items() if what == "interface") == 26


def test_few_do_an_activity(ecosystem: Ecosystem) -> None:
    for raci, most in ((ecosystem.raci, 4), (ecosystem.raci_detail, 2)):
        does = [len(raci.holders(activity, "R")) for activity in raci.activities]
        assert sum(does) / len(does) < most
        assert all(len(raci.holders(activity, "A")) == 1 for activity in raci.activities)
    assert len(ecosystem.raci_detail.activities) > 60
    found = {
        (row.manager, cell.activity): cell.in_force
        for row in ecosystem.raci_detail.rows
        for cell in row.cells
    }
    assert found["error-manager", "errors/Validation"] == "R/A"
    assert found["config-manager", "configuration/Validation"] == "R/A"
    assert found["powershell-bridge", "errors/Execution"] == "I"


def test_patterns_done_many_ways(ecosystem: Ecosystem) -> None:
    patterns = {pattern.name: pattern for pattern in ecosystem.redundancy.patterns}
    logging = {way.name: len(way.managers) for way in patterns["logging"].variants}
    assert (logging["zap"], logging["log"], logging["logrus"]) == (23, 18, 3)
    assert len(patterns["circuit breaker"].managers) == 5
    claims = {finding.claim: finding.fact for finding in ecosystem.findings if finding.claim}
    assert claims["configuration: 23 of 26 managers"] == "26 of 34 managers"
