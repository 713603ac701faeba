"""Managers in k groups: greedy agglomeration by modularity, tried with several seeds.

Edges weigh by evidence: imports and runs 3, struct fields 2, manifests 1, and the cosine of the
managers' words beyond 0.1. Groups are joined where that raises Newman's modularity Q most, or
lowers it least, until k are left (Clauset, Newman and Moore, 2004); among joins whose gain is
within a tenth of the best, a seed chooses. How far the seeds agree is told beside the best
partition found.
"""

import random
from collections.abc import Mapping, Sequence
from itertools import combinations

import networkx as nx

from backend.managers.consolidation.closeness import Closeness, closeness
from backend.managers.consolidation.outcome import Planner
from backend.model.consolidation import Partition, ServiceGroup
from backend.model.ecosystem import Dependency

SEEDS = 20
"""Tries whose agreement is told."""

_WEIGHTS = {"import": 3.0, "run": 3.0, "struct_field": 2.0, "manifest": 1.0}
_LEAST_COSINE = 0.1
_NEAR = 0.9
"""Share of the best gain from which on a join is as good."""

Groups = tuple[frozenset[str], ...]


def partition(planner: Planner, services: int, seeds: int = SEEDS) -> Partition:
    """The best of several partitions into so many groups, and how far they agree.

    Raises:
        ValueError: There are not so many managers, or fewer than one group is asked for.
    """
    read = [one for one in planner.seen.read if not one.found.shared]
    if not 1 <= services <= len(read):
        raise ValueError(f"{services} services of {len(read)} managers cannot be made")
    words = closeness(read)
    graph = weighted([one.name for one in read], planner.seen.dependencies, words)
    tried = [_agglomerated(graph, services, random.Random(seed)) for seed in range(seeds)]
    quality = [_modularity(graph, groups) for groups in tried]
    best = max(range(seeds), key=lambda at: (quality[at], -at))
    groups = sorted(tried[best], key=lambda group: (-len(group), sorted(group)))
    return Partition(
        services=services,
        groups=tuple(_group(graph, group, words) for group in groups),
        modularity=round(quality[best], 4),
        stability=round(_agreement(tried), 4),
        seeds=seeds,
        unsteady=_unsteady(tried, tried[best]),
    )


def weighted(
    managers: Sequence[str], dependencies: Sequence[Dependency], words: Closeness
) -> "nx.Graph[str]":
    """Managers, and how strongly each two hang together."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(sorted(managers))
    for one in dependencies:
        if one.source in graph and one.target in graph and one.source != one.target:
            usable = {
                item.kind
                for item in one.evidence
                if item.resolution in (None, "strict", "recovered")
            }
            weight = sum(_WEIGHTS.get(kind, 0.0) for kind in usable)
            _add(graph, one.source, one.target, weight)
    for pair in combinations(sorted(managers), 2):
        _add(graph, *pair, max(0.0, words.between(*pair) - _LEAST_COSINE))
    return graph


def _add(graph: "nx.Graph[str]", one: str, other: str, weight: float) -> None:
    if weight:
        before = graph.get_edge_data(one, other, {"weight": 0.0})["weight"]
        graph.add_edge(one, other, weight=before + weight)


def _agglomerated(graph: "nx.Graph[str]", count: int, seed: random.Random) -> Groups:
    groups = {place: {node} for place, node in enumerate(sorted(graph))}
    whole = graph.size(weight="weight") or 1.0
    degree = {
        place: sum(graph.degree(node, weight="weight") for node in nodes) / (2 * whole)
        for place, nodes in groups.items()
    }
    where = {node: place for place, nodes in groups.items() for node in nodes}
    between: dict[tuple[int, int], float] = {}
    for one, other, data in graph.edges(data=True):
        pair = (min(where[one], where[other]), max(where[one], where[other]))
        between[pair] = between.get(pair, 0.0) + data["weight"] / (2 * whole)
    while len(groups) > count:
        kept, joined = _choice(sorted(groups), between, degree, seed)
        groups[kept] |= groups.pop(joined)
        degree[kept] += degree.pop(joined)
        for third in groups:
            moved = between.pop((min(joined, third), max(joined, third)), 0.0)
            if moved and third != kept:
                pair = (min(kept, third), max(kept, third))
                between[pair] = between.get(pair, 0.0) + moved
    return tuple(frozenset(nodes) for nodes in groups.values())


def _choice(
    groups: Sequence[int],
    between: Mapping[tuple[int, int], float],
    degree: Mapping[int, float],
    seed: random.Random,
) -> tuple[int, int]:
    """The two groups to join: gain 2 (e - a b), which is linear in what stands between them."""
    gains = [
        (2 * (between.get(pair, 0.0) - degree[pair[0]] * degree[pair[1]]), pair)
        for pair in combinations(groups, 2)
    ]
    best = max(gain for gain, _ in gains)
    least = best * _NEAR if best > 0 else best / _NEAR
    return seed.choice([pair for gain, pair in gains if gain >= least])


def _modularity(graph: "nx.Graph[str]", groups: Groups) -> float:
    """Newman's Q; 0 where nothing hangs together, as of one group of everything."""
    if not graph.size(weight="weight"):
        return 0.0
    return float(nx.community.modularity(graph, map(set, groups), weight="weight"))


def _group(graph: "nx.Graph[str]", group: frozenset[str], words: Closeness) -> ServiceGroup:
    inner = graph.subgraph(group).size(weight="weight")
    touching = sum(data["weight"] for _, _, data in graph.edges(group, data=True))
    return ServiceGroup(
        managers=tuple(sorted(group)),
        words=words.words(sorted(group)),
        inner=round(inner, 2),
        outer=round(touching - inner, 2),
    )


def _agreement(tried: Sequence[Groups]) -> float:
    """Mean Rand index of each two partitions (Rand, 1971)."""
    together = [_together(groups) for groups in tried]
    nodes = sum(len(group) for group in tried[0])
    pairs = nodes * (nodes - 1) // 2
    if not pairs or len(tried) < 2:
        return 1.0
    alike = [1 - len(one ^ other) / pairs for one, other in combinations(together, 2)]
    return sum(alike) / len(alike)


def _together(groups: Groups) -> frozenset[tuple[str, str]]:
    return frozenset(pair for group in groups for pair in combinations(sorted(group), 2))


def _unsteady(tried: Sequence[Groups], best: Groups) -> tuple[tuple[str, float], ...]:
    """Managers whose neighbours differ among the seeds, the least steady first."""
    here = {node: group for group in best for node in group}
    kept = dict.fromkeys(here, 0.0)
    for groups in tried:
        for group in groups:
            for node in group:
                kept[node] += len(group & here[node]) / len(group | here[node])
    told = [(node, round(kept[node] / len(tried), 2)) for node in here]
    return tuple(sorted((one for one in told if one[1] < 1), key=lambda one: (one[1], one[0])))
