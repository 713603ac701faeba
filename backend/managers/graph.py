"""Coupling, layers and cycles of the dependency graph.

Coupling follows Robert C. Martin (Agile Software Development, 2002): Ca counts who depends on a
manager, Ce on how many it depends, instability is Ce / (Ca + Ce).
"""

from collections.abc import Iterable

import networkx as nx

from backend.model.ecosystem import Coupling, Dependency

Cycle = tuple[str, ...]


def import_graph(managers: Iterable[str], dependencies: Iterable[Dependency]) -> "nx.DiGraph[str]":
    """Managers and their strict and recovered imports that are built; never tests or mentions."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(sorted(managers))
    edges = {
        (dependency.source, dependency.target)
        for dependency in dependencies
        if any(
            item.kind == "import" and item.resolution in ("strict", "recovered")
            for item in dependency.evidence
        )
    }
    graph.add_edges_from(sorted(edges))
    return graph


def coupling(graph: "nx.DiGraph[str]", manager: str) -> Coupling:
    """Ca, Ce and instability of one manager."""
    afferent, efferent = graph.in_degree(manager), graph.out_degree(manager)
    coupled = afferent + efferent
    return Coupling(
        afferent=afferent,
        efferent=efferent,
        instability=efferent / coupled if coupled else None,
    )


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


def cycles(graph: "nx.DiGraph[str]") -> tuple[Cycle, ...]:
    """The shortest cycle of each strongly connected component, from its first name on."""
    found = []
    for component in nx.strongly_connected_components(graph):
        if len(component) > 1:
            part = graph.subgraph(component)
            found.append(min((_shortest(part, node) for node in sorted(component)), key=_rank))
    return tuple(sorted(found))


def _rank(cycle: Cycle) -> tuple[int, Cycle]:
    return len(cycle), cycle


def _shortest(graph: "nx.DiGraph[str]", start: str) -> Cycle:
    """The shortest cycle through one node of a strongly connected component."""
    chains = (
        tuple(nx.shortest_path(graph, target, start)) for target in sorted(graph.successors(start))
    )
    best = min(chains, key=_rank)
    return (start, *best[:-1])
