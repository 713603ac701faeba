"""Why A depends on B: the dependency itself, and the shortest ways over others."""

from itertools import islice, pairwise

import networkx as nx

from backend.managers.graph import import_graph
from backend.managers.text import alias
from backend.model.ecosystem import Dependency, Ecosystem
from backend.model.explanation import Explanation

PATHS = 5
"""Ways that are told at the most."""


def explain(ecosystem: Ecosystem, source: str, target: str) -> Explanation:
    """The ways from `source` to `target`.

    Args:
        ecosystem: As scanned.
        source: A manager's name, or a further one.
        target: Likewise.

    Raises:
        ValueError: One of them is no manager of this ecosystem; the message names near ones.
    """
    source, target = (_manager(ecosystem, name) for name in (source, target))
    names = [manager.name for manager in ecosystem.managers]
    by_pair = {(one.source, one.target): one for one in ecosystem.dependencies}
    graph = import_graph(names, ecosystem.dependencies)
    paths: tuple[tuple[Dependency, ...], ...] = ()
    if source != target and nx.has_path(graph, source, target):
        ways = islice(nx.shortest_simple_paths(graph, source, target), PATHS)
        paths = tuple(tuple(by_pair[pair] for pair in pairwise(way)) for way in ways)
    back: tuple[Dependency, ...] = ()
    if paths and nx.has_path(graph, target, source):
        way = nx.shortest_path(graph, target, source)
        back = tuple(by_pair[pair] for pair in pairwise(way))
    stated = (one for one in ecosystem.stated if one.what == "dependency")
    return Explanation(
        source=source,
        target=target,
        direct=by_pair.get((source, target)),
        paths=paths,
        stated=next((one for one in stated if (one.manager, one.name) == (source, target)), None),
        back=back,
    )


def _manager(ecosystem: Ecosystem, name: str) -> str:
    """The manager of that name in any case and with any separators, `-manager` left out or not."""
    names = [one.name for one in ecosystem.managers]
    called = (
        one.name
        for meant in filter(None, map(alias, (name, f"{name}-manager")))
        for one in ecosystem.managers
        if meant in map(alias, (one.name, *one.aliases))
    )
    found = name if name in names else next(called, None)
    if found is None:
        near = sorted(other for other in names if name.casefold() in other.casefold())
        known = ", ".join(near or sorted(names))
        raise ValueError(f"no manager {name}; {'did you mean' if near else 'known:'} {known}")
    return found
