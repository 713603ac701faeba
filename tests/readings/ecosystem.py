"""The real ecosystem in miniature."""

from functools import cache

from backend.model.ecosystem import Dependency, Ecosystem
from backend.model.finding import Evidence
from backend.model.raci import Raci
from tests.readings import redundant
from tests.readings.contracts import contract, counts
from tests.readings.managers import ACTIVITIES, findings, imported, measured, row

_STRICT = {
    "n8n-manager": "error-manager",
    "powershell-bridge": "error-manager",
    "process-manager": "error-manager",
    "script-manager": "error-manager",
    "dependency-manager": "cache-manager",
    "contextual-memory-manager": "interfaces",
}
_RECOVERED = (
    "ai-template-manager",
    "dependency-manager",
    "email-manager",
    "git-workflow-manager",
    "integration-manager",
    "notification-manager",
    "security-manager",
    "smart-variable-manager",
    "storage-manager",
)
_ALONE = (
    "advanced-autonomy-manager",
    "api-gateway",
    "branching-manager",
    "central-coordinator",
    "circuit-breaker",
    "config-manager",
    "container-manager",
    "deployment-manager",
    "git-manager",
    "integrated-manager",
    "integration_tests",
    "maintenance-manager",
    "mcp-manager",
    "mode-manager",
    "monitoring-manager",
    "roadmap-manager",
    "template-performance-manager",
    "test-interface-manager",
    "vectorization-go",
    "workflow-orchestrator",
)


def _dependencies() -> tuple[Dependency, ...]:
    strict = [imported(source, target, "strict") for source, target in _STRICT.items()]
    recovered = [imported(source, "interfaces", "recovered") for source in _RECOVERED]
    dangling = [
        imported(name, f"email_sender/cmd/roadmap-cli/part{place}", "dangling")
        for place, name in enumerate(_ALONE)
        for _ in range(1)
    ]
    field = Evidence(
        kind="struct_field",
        path="integrated-manager/integrated_manager.go",
        line=88,
        text="errorManager *ErrorManager",
    )
    named = Dependency(source="integrated-manager", target="error-manager", evidence=(field,))
    return (*strict, *recovered, *dangling, named)


@cache
def ecosystem() -> Ecosystem:
    """The real one in miniature: 36 managers, 15 dependencies, the rest alone."""
    dependencies = _dependencies()
    edges = [
        (item.source, item.target)
        for item in dependencies
        if item.resolution() in {"strict", "recovered"}
    ]
    names = sorted({name for edge in edges for name in edge} | set(_ALONE))
    managers = measured(names, edges)
    return Ecosystem(
        roots=("/work/development/managers",),
        managers=managers,
        dependencies=dependencies,
        declared_cycles=(
            ("integrated-manager", "dependency-manager", "config-manager"),
            ("integration-manager", "n8n-manager", "notification-manager"),
        ),
        raci=Raci(
            activities=ACTIVITIES,
            rows=tuple(row(place, manager) for place, manager in enumerate(managers)),
        ),
        contract=contract(),
        counts=counts(),
        redundancy=redundant.scanned(),
        findings=findings(),
    )
