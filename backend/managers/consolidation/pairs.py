"""All pairs of managers, ranked by what speaks for making them one."""

from collections import Counter
from collections.abc import Mapping
from itertools import combinations
from pathlib import PurePosixPath

import networkx as nx

from backend.managers.consolidation.closeness import closeness
from backend.managers.consolidation.outcome import Planner
from backend.managers.reading import Read
from backend.model.consolidation import PairRank

Shapes = Mapping[str, tuple[str, ...]]
"""Name of a top-level declaration to its shape."""


def ranked_pairs(planner: Planner) -> tuple[PairRank, ...]:
    """Every pair, the one that speaks most for a merge first; shared packages are left out."""
    read = [one for one in planner.seen.read if not one.found.shared]
    graph = planner.before.graph
    words = closeness(read)
    shapes = {one.name: _shapes(one) for one in read}
    saved = _saved(planner)
    tangles = _Tangles(graph)
    ranks = []
    for one, other in combinations([item.name for item in read], 2):
        edges = graph.has_edge(one, other) + graph.has_edge(other, one)
        close = words.between(one, other)
        conflicts = _conflicts(shapes[one], shapes[other])
        tangled = tangles.grown_by(one, other)
        lines = saved[one, other]
        value = 100 * close + 5 * edges + lines / 10 - 3 * conflicts - 20 * tangled
        ranks.append(
            PairRank(
                managers=(one, other),
                value=round(value, 2),
                closeness=round(close, 4),
                edges=edges,
                conflicts=conflicts,
                tangled=tangled,
                lines_saved=lines,
            )
        )
    return tuple(sorted(ranks, key=lambda rank: (-rank.value, rank.managers)))


def _shapes(read: Read) -> Shapes:
    """What the top package of a manager declares."""
    found: dict[str, tuple[str, ...]] = {}
    for file in read.production:
        if str(PurePosixPath(file.path).parent) != read.found.path or file.ignored:
            continue
        for kind in file.types:
            found[kind.name] = kind.shape()
        for function in file.functions:
            name = f"{function.receiver}.{function.name}".lstrip(".")
            found[name] = ("function", function.shape)
    return {name: shape for name, shape in found.items() if name != "init"}


def _conflicts(one: Shapes, other: Shapes) -> int:
    return sum(one[name] != other[name] for name in one.keys() & other.keys())


def _saved(planner: Planner) -> Counter[tuple[str, str]]:
    """Lines of copied code that two managers share: the shorter copy of each group."""
    saved: Counter[tuple[str, str]] = Counter()
    for group in planner.copied:
        lines: Counter[str] = Counter()
        for site in group.sites:
            lines[site.manager] += site.end - site.line + 1
        for one, other in combinations(sorted(lines), 2):
            saved[one, other] += min(lines[one], lines[other])
    return saved


class _Tangles:
    """How a merge changes the number of managers in cycles, without building the merged graph.

    Merging u and v closes a cycle through every node on a path from one to the other.
    """

    def __init__(self, graph: "nx.DiGraph[str]") -> None:
        self._graph = graph
        self._tangled = sum(
            len(part) for part in nx.strongly_connected_components(graph) if len(part) > 1
        )
        self._below = {node: nx.descendants(graph, node) for node in graph}

    def grown_by(self, one: str, other: str) -> int:
        """Managers in cycles after the merge, less those before."""
        below = self._below
        linked = other in below[one] or one in below[other]
        apart = not (_longer(below, one, other) or _longer(below, other, one))
        if apart and (not linked or not self._tangled):
            return 0
        joined: nx.DiGraph[str] = nx.DiGraph()
        joined.add_edges_from(
            (one if source == other else source, one if target == other else target)
            for source, target in self._graph.edges
            if {source, target} != {one, other}
        )
        parts = nx.strongly_connected_components(joined)
        return sum(len(part) for part in parts if len(part) > 1) - self._tangled


def _longer(below: Mapping[str, set[str]], one: str, other: str) -> bool:
    """Whether a path leads from one to the other over a third."""
    return other in below[one] and any(
        other in below[between] for between in below[one] if between not in (one, other)
    )
