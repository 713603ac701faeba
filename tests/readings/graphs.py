"""Ecosystems whose every manager takes part in the graph."""

from functools import cache

from backend.model.ecosystem import Ecosystem
from backend.model.raci import Raci
from tests.readings.managers import ACTIVITIES, findings, imported, measured, row

_STEMS = (
    *("error", "config", "interfaces", "cache", "storage", "dependency", "security"),
    *("monitoring", "notification", "email", "process", "script", "container", "deployment"),
    *("git-workflow", "branching", "roadmap", "integration", "n8n", "ai-template"),
    *("smart-variable", "maintenance", "api-gateway", "workflow", "central", "integrated"),
)


def deep() -> Ecosystem:
    """26 managers in nine layers, too many for a map on the bridge."""
    return layered(layers=9)


def many() -> Ecosystem:
    """300 managers, too many for any map."""
    return layered(300, layers=7)


@cache
def layered(count: int = 26, layers: int = 4) -> Ecosystem:
    """An ecosystem whose every manager takes part in the graph, like the demo's."""
    rounds = ["", *(f"-{number}" for number in range(2, 2 + count // len(_STEMS)))]
    names = [f"{stem}{number}-manager" for number in rounds for stem in _STEMS][:count]
    size = -(-count // layers)
    layer_of = {name: place // size for place, name in enumerate(names)}
    edges: list[tuple[str, str]] = []
    for place, name in enumerate(names):
        below = [other for other in names if layer_of[other] < layer_of[name]]
        near = [other for other in below if layer_of[other] == layer_of[name] - 1]
        if near:
            edges.append((name, near[place % len(near)]))
            edges.append((name, below[(place * 5) % len(below)]))
    edges = list(dict.fromkeys(edges))
    dependencies = tuple(
        imported(source, target, "strict" if place % 3 else "recovered")
        for place, (source, target) in enumerate(edges)
    )
    managers = measured(names, edges)
    return Ecosystem(
        roots=("/tmp/passerelle-demo/managers",),
        managers=managers,
        dependencies=dependencies,
        raci=Raci(
            activities=ACTIVITIES,
            rows=tuple(row(place, manager) for place, manager in enumerate(managers)),
        ),
        findings=findings(),
    )


def knotted() -> Ecosystem:
    """The layered one, in which three managers depend on each other in a circle.

    As in a scan, they are side by side, and the imports to cut are known.
    """
    plain = layered()
    first, *others = plain.dependencies
    second = next(one for one in others if one.target == first.target)
    back = imported(first.target, first.source, "strict")
    further = imported(second.target, second.source, "strict")
    cycles = ((first.source, first.target), (second.source, second.target))
    dependencies = (*plain.dependencies, back, further)
    tied = {name for cycle in cycles for name in cycle}
    level = max(one.layer for one in plain.managers if one.name in tied)
    return plain.model_copy(
        update={
            "managers": tuple(
                one.model_copy(update={"layer": level}) if one.name in tied else one
                for one in plain.managers
            ),
            "dependencies": dependencies,
            "cycles": cycles,
            "feedback": tuple((target, source) for source, target in cycles),
        }
    )
