"""Managers with figures of their own."""

from backend.model.ecosystem import Coupling, Dependency, Manager, Score, ScorePart
from backend.model.finding import Evidence, Finding, Resolution, Severity
from backend.model.metrics import Cohesion, Metrics
from backend.model.raci import Cell, Letter, RaciRow

ACTIVITIES = ("Planning", "Validation", "Execution", "Monitoring")


def imported(source: str, target: str, resolution: Resolution) -> Dependency:
    """A dependency by one import."""
    stem = source.replace("-", "_")
    evidence = Evidence(
        kind="import",
        path=f"{source}/{stem}.go",
        line=14,
        text=f"email_sender/development/managers/{target}",
        resolution=resolution,
        rule="suffix" if resolution == "recovered" else None,
    )
    return Dependency(source=source, target=target, evidence=(evidence,))


def _score(place: int) -> Score:
    names = ("cohesion", "structure", "phase focus", "dependency focus", "size")
    weights = (0.30, 0.25, 0.20, 0.15, 0.10)
    parts = tuple(
        ScorePart(
            name=name,
            value=round(((place * 7 + at * 13) % 50 + 40) / 100, 2),
            weight=weight,
            detail=f"{place + at} of {place + at + 6} functions",
        )
        for at, (name, weight) in enumerate(zip(names, weights, strict=True))
    )
    return Score(value=round(10 * sum(part.value * part.weight for part in parts), 1), parts=parts)


def measured(names: list[str], edges: list[tuple[str, str]]) -> tuple[Manager, ...]:
    """Managers of these names, the first of an edge depending on the second."""
    layers = dict.fromkeys(names, 0)
    for _ in names:
        for source, target in edges:
            layers[source] = max(layers[source], layers[target] + 1)
    managers = []
    for place, name in enumerate(names):
        into = len({source for source, target in edges if target == name})
        out = len({target for source, target in edges if source == name})
        managers.append(
            Manager(
                name=name,
                path=name,
                root="/work/development/managers",
                languages=("PowerShell",) if name == "mcp-manager" else ("Go",),
                shared=name == "interfaces",
                files=3 + place,
                test_files=place % 4,
                lines=900 + 137 * place,
                functions=20 + 3 * place,
                coupling=Coupling(
                    afferent=into,
                    efferent=out,
                    instability=out / (into + out) if into + out else None,
                ),
                metrics=Metrics() if name == "mcp-manager" else _metrics(name, place),
                layer=layers[name],
                score=None if name == "mcp-manager" else _score(place),
            )
        )
    return tuple(managers)


def _metrics(name: str, place: int) -> Metrics:
    declared = Evidence(kind="type", path=f"{name}/run.go", line=9 + place, text="Runner")
    return Metrics(
        abstractness=place % 7 / 10,
        distance=place % 5 / 10,
        cohesion=Cohesion(
            mean=1 + place % 4 / 2, types=4, worst="Runner", most=1 + place % 6, evidence=declared
        ),
        fan_in=place % 3,
        fan_out=place % 4,
        tests=7 * (place % 5),
    )


def row(place: int, manager: Manager) -> RaciRow:
    """Letters for each activity, some of them declared otherwise."""
    patterns = ("RCI·", "·RAI", "IICR", "R··C", "C·RI", "··A·")
    pattern = patterns[place % len(patterns)]
    letters: dict[str, Letter] = {}
    cells = []
    for at, activity in enumerate(ACTIVITIES):
        found = pattern[at]
        letter: Letter | None = None
        if found in {"R", "A", "C", "I"}:
            letter = found  # type: ignore[assignment]  # narrowed by the line above
            letters[activity] = letter  # type: ignore[assignment]
        declared = "A" if place == 7 and at == 1 else None
        evidence = (
            Evidence(
                kind="method",
                path=f"{manager.name}/{manager.name.replace('-', '_')}.go",
                line=40 + 9 * at,
                text=f"func (m *Manager) {activity}() error",
            ),
        )
        cells.append(
            Cell(
                activity=activity,
                letter=letter,
                declared=declared,
                confidence=0.4 if place % 5 == 4 else 0.8,
                evidence=evidence if letter else (),
            )
        )
    return RaciRow(
        manager=manager.name,
        letters=letters,
        score=manager.score.value if manager.score else None,
        declared_score=9 if place == 3 else None,
        cells=tuple(cells),
    )


def findings() -> tuple[Finding, ...]:
    """One of each severity."""
    return (
        Finding(
            id="c1",
            kind="cycle",
            severity=Severity.LOOK,
            subjects=("integrated-manager", "dependency-manager", "config-manager"),
            summary="A document claims a cycle that no import forms",
            remedy="Correct the document, or tell where the cycle is",
            claim="integrated → dependency → config → integrated",
            fact="no such imports",
            evidence=(
                Evidence(kind="document", path="docs/architecture.md", line=112, text="Cycle 1"),
            ),
        ),
        Finding(
            id="s1",
            kind="syntax",
            severity=Severity.ACT,
            subjects=("monitoring-manager",),
            summary="monitoring-manager/alerts.go is empty",
            remedy="Restore it or remove it",
            evidence=(
                Evidence(kind="file", path="monitoring-manager/alerts.go", line=0, text="0 bytes"),
            ),
        ),
        Finding(
            id="d1",
            kind="redundancy",
            severity=Severity.NOTE,
            subjects=("security-manager", "storage-manager"),
            summary="ErrorManager is declared in 17 managers in 11 shapes",
        ),
    )
