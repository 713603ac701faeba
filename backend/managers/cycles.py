"""Cycles of the dependency graph, and the edges to cut so that none is left."""

from collections.abc import Iterator

import networkx as nx

Cycle = tuple[str, ...]
Step = tuple[str, str]

TOLD = 64
"""Cycles of one strongly connected component that are told at the most."""


def cycles(graph: "nx.DiGraph[str]") -> tuple[Cycle, ...]:
    """The shortest cycle through each edge of the feedback set, from its first name on.

    Of one strongly connected component at most `TOLD`, the shortest ones.
    """
    found: list[Cycle] = []
    for part in _tangled(graph):
        chains = {
            _turned(tuple(nx.shortest_path(part, target, source)))
            for source, target in _feedback(part)
        }
        found += sorted(chains, key=_rank)[:TOLD]
    return tuple(sorted(found))


def feedback_set(graph: "nx.DiGraph[str]") -> tuple[Step, ...]:
    """Few and light edges without which there is no cycle; none of them could stay.

    An edge weighs its attribute `imports`, 1 without it. By the greedy order of Eades, Lin and
    Smyth (A fast and effective heuristic for the feedback arc set problem, 1993), its result made
    minimal: what closes no cycle by itself is put back, the heaviest first.
    """
    return tuple(sorted(edge for part in _tangled(graph) for edge in _feedback(part)))


def _tangled(graph: "nx.DiGraph[str]") -> Iterator["nx.DiGraph[str]"]:
    """Parts whose managers all reach one another, an edge to itself apart."""
    for component in sorted(map(sorted, nx.strongly_connected_components(graph))):
        if len(component) > 1:
            part: nx.DiGraph[str] = nx.DiGraph()
            part.add_nodes_from(component)
            part.add_edges_from(
                (source, target, {"imports": graph.edges[source, target].get("imports", 1)})
                for source, target in sorted(graph.subgraph(component).edges)
                if source != target
            )
            yield part


def _feedback(part: "nx.DiGraph[str]") -> tuple[Step, ...]:
    at = {name: place for place, name in enumerate(_greedy_order(part))}
    backward = [edge for edge in part.edges if at[edge[0]] > at[edge[1]]]
    forward: nx.DiGraph[str] = nx.DiGraph()
    forward.add_nodes_from(part)
    forward.add_edges_from(edge for edge in part.edges if at[edge[0]] < at[edge[1]])
    cut = []
    for source, target in sorted(backward, key=lambda edge: (-_weight(part, edge), edge)):
        if nx.has_path(forward, target, source):
            cut.append((source, target))
        else:
            forward.add_edge(source, target)
    return tuple(cut)


def _greedy_order(part: "nx.DiGraph[str]") -> list[str]:
    """Sinks to the end, sources to the beginning, else what goes out more than comes in."""
    left = part.copy()
    first: list[str] = []
    last: list[str] = []
    while left:
        name = min(left, key=lambda node: _place(left, node))
        (last if not left.out_degree(name) else first).append(name)
        left.remove_node(name)
    return first + last[::-1]


def _place(graph: "nx.DiGraph[str]", name: str) -> tuple[int, int, str]:
    outgoing = sum(_weight(graph, (name, target)) for target in graph.successors(name))
    incoming = sum(_weight(graph, (source, name)) for source in graph.predecessors(name))
    kind = 0 if not outgoing else 1 if not incoming else 2
    return kind, incoming - outgoing if kind == 2 else 0, name


def _weight(graph: "nx.DiGraph[str]", edge: Step) -> int:
    return int(graph.edges[edge]["imports"])


def _turned(cycle: Cycle) -> Cycle:
    start = cycle.index(min(cycle))
    return cycle[start:] + cycle[:start]


def _rank(cycle: Cycle) -> tuple[int, Cycle]:
    return len(cycle), cycle
