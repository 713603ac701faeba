import json
from pathlib import Path

import pytest

from backend.demo.ecosystem import Written, write_ecosystem
from backend.managers.scan import scan
from backend.model.ecosystem import Dependency, Ecosystem
from backend.plan.reader import read_plans


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    return write_ecosystem(tmp_path_factory.mktemp("courier"))


@pytest.fixture(scope="module")
def ecosystem(written: Written) -> Ecosystem:
    return scan(written.managers, written.documents)


def resolved(ecosystem: Ecosystem, resolution: str) -> list[Dependency]:
    return [item for item in ecosystem.dependencies if item.resolution() == resolution]


def subjects(ecosystem: Ecosystem, kind: str) -> list[tuple[str, ...]]:
    return [finding.subjects for finding in ecosystem.findings if finding.kind == kind]


def test_the_same_bytes_every_time(tmp_path: Path, written: Written) -> None:
    again = write_ecosystem(tmp_path)
    first, second = written.plans[0].parent, again.plans[0].parent
    files = sorted(path.relative_to(first) for path in first.rglob("*") if path.is_file())
    assert files == sorted(p.relative_to(second) for p in second.rglob("*") if p.is_file())
    assert all((first / file).read_bytes() == (second / file).read_bytes() for file in files)


def test_there_are_26_managers_of_substance(ecosystem: Ecosystem) -> None:
    managers = [manager for manager in ecosystem.managers if not manager.shared]
    assert len(managers) == 26
    go = [manager for manager in managers if "Go" in manager.languages]
    assert len(go) == 24
    assert min(manager.lines for manager in go) > 100
    assert [manager.name for manager in ecosystem.managers if manager.shared] == ["interfaces"]


def test_imports_resolve_in_every_way(ecosystem: Ecosystem) -> None:
    assert len(resolved(ecosystem, "strict")) > 40
    assert {(item.source, item.target) for item in resolved(ecosystem, "recovered")} == {
        ("ai-template-manager", "interfaces"),
        ("email-manager", "interfaces"),
        ("git-workflow-manager", "interfaces"),
        ("notification-manager", "interfaces"),
        ("security-manager", "interfaces"),
        ("roadmap-manager", "dependency-manager"),
        ("smart-variable-manager", "cache-manager"),
    }
    assert {item.target for item in resolved(ecosystem, "dangling")} >= {
        "./interfaces",
        "courier/cmd/roadmap-cli/model",
        "d:/WORK/courier/development/managers/process-manager/bridge",
        "integration-manager/internal/webhooks",
    }


def test_one_cycle_is_real_and_the_declared_ones_are_not(ecosystem: Ecosystem) -> None:
    (cycle,) = ecosystem.cycles
    assert set(cycle) == {"config-manager", "security-manager", "storage-manager"}
    assert [set(claimed) for claimed in ecosystem.declared_cycles] == [
        {"config-manager", "integrated-manager", "dependency-manager"},
        {"integration-manager", "n8n-manager", "notification-manager"},
    ]
    strict = {(item.source, item.target) for item in resolved(ecosystem, "strict")}
    assert ("config-manager", "integrated-manager") not in strict
    assert ("notification-manager", "integration-manager") not in strict


def test_two_managers_coordinate(ecosystem: Ecosystem) -> None:
    used = {item.target for item in ecosystem.dependencies if "import" in item.kinds()}
    assert not {"integrated-manager", "central-coordinator"} & used


def test_one_file_is_broken_and_one_is_empty(ecosystem: Ecosystem) -> None:
    assert subjects(ecosystem, "syntax") == [
        ("deployment-manager", "deployment-manager/drafts/rollout.go")
    ]
    assert subjects(ecosystem, "empty-file") == [
        ("script-manager", "script-manager/placeholder/empty.go")
    ]


def test_types_of_one_name_have_several_shapes(ecosystem: Ecosystem) -> None:
    summaries = [finding.summary for finding in ecosystem.findings if finding.kind == "redundancy"]
    for name in ("ErrorManager", "Config", "ManagerInterface", "BaseManager", "EventBus"):
        assert any(f"type {name} " in summary and "shapes" in summary for summary in summaries)


def test_every_activity_has_somebody(ecosystem: Ecosystem) -> None:
    letters = [row.letters for row in ecosystem.raci.rows]
    for activity in ecosystem.raci.activities:
        assert any("R" in (row.get(activity) or "") for row in letters)


def test_manifests_come_in_two_schemas(written: Written) -> None:
    kinds = {
        type(json.loads(path.read_bytes())["dependencies"][0])
        for root in written.managers
        for path in root.rglob("manifest.json")
        if json.loads(path.read_bytes())["dependencies"]
    }
    assert kinds == {str, dict}


def test_the_plan_declares_another_progress_than_it_counts(written: Written) -> None:
    (plan,) = read_plans(written.plans).plans
    assert (plan.declared_percent, plan.done, plan.total) == (25.0, 13, 28)
    assert len(plan.phases) == 5
    assert len(plan.contradictions) > 5
