"""Coupling and layers of the dependency graph.

Coupling follows Robert C. Martin (Agile Software Development, 2002): Ca counts who depends on a
manager, Ce on how many it depends, instability is Ce / (Ca + Ce).
"""

from collections.abc import Iterable, Sequence

import networkx as nx

from backend.managers.remembered import WhileSame
from backend.model.ecosystem import Coupling, Dependency
from backend.model.finding import Evidence


def import_graph(managers: Iterable[str], dependencies: Iterable[Dependency]) -> "nx.DiGraph[str]":
    """Managers and their strict and recovered imports that are built; never tests or mentions.

    An edge's attribute `imports` tells how many there are. It is the same graph as long as nothing
    changes, and nobody can change it.
    """
    return _import_graph(sorted(managers), tuple(dependencies))


@WhileSame
def _import_graph(managers: Sequence[str], dependencies: Sequence[Dependency]) -> "nx.DiGraph[str]":
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(managers)
    for dependency in dependencies:
        imports = sum(map(is_import, dependency.evidence))
        if imports:
            graph.add_edge(dependency.source, dependency.target, imports=imports)
    nx.freeze(graph)
    return graph


def trace_graph(managers: Iterable[str], dependencies: Iterable[Dependency]) -> "nx.DiGraph[str]":
    """Managers and whatever speaks for one using another: fields, manifests, documents as well."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(sorted(managers))
    for dependency in dependencies:
        if dependency.target in graph:
            count = len(dependency.evidence)
            graph.add_edge(dependency.source, dependency.target, imports=count)
    return graph


def is_import(evidence: Evidence) -> bool:
    """Whether a build follows it, and where to."""
    return evidence.kind == "import" and evidence.resolution in ("strict", "recovered")


def coupling(graph: "nx.DiGraph[str]", manager: str) -> Coupling:
    """Ca, Ce and instability of one manager."""
    afferent, efferent = graph.in_degree(manager), graph.out_degree(manager)
    coupled = afferent + efferent
    return Coupling(
        afferent=afferent,
        efferent=efferent,
        instability=efferent / coupled if coupled else None,
    )


@WhileSame
def layers(graph: "nx.DiGraph[str]") -> dict[str, int]:
    """0 for what depends on nothing, else one above the highest dependency.

    Members of a cycle share a layer.
    """
    condensed = nx.condensation(graph)
    found: dict[int, int] = {}
    for component in reversed(list(nx.topological_sort(condensed))):
        below = [found[target] for target in condensed.successors(component)]
        found[component] = 1 + max(below) if below else 0
    return {
        manager: found[component]
        for component, data in condensed.nodes(data=True)
        for manager in data["members"]
    }
