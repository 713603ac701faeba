"""Which declarations of a manager hang together: the components LCOM4 counts, for all of it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import networkx as nx

from backend.managers.source import SourceFile

Node = tuple[Path, str]
"""A package's folder and a name declared in it."""


def component_sizes(files: Iterable[SourceFile]) -> list[int]:
    """How many types and free functions of Go hang together, the largest group first.

    Two of them do when one names the other; methods belong to their type. A name means the
    declaration in its own package, else those of that name elsewhere in the manager.
    """
    files = [file for file in files if file.language == "Go"]
    graph: nx.Graph[Node] = nx.Graph()
    graph.add_nodes_from(node for file in files for node in _declared(file))
    places: dict[str, list[Node]] = defaultdict(list)
    for node in graph:
        places[node[1]].append(node)
    for file in files:
        for node, names in _used(file):
            for name in names & places.keys():
                own = (file.folder, name)
                targets = [own] if own in graph else places[name]
                graph.add_edges_from((node, target) for target in targets)
    return sorted((len(group) for group in nx.connected_components(graph)), reverse=True)


def _declared(file: SourceFile) -> Iterator[Node]:
    for kind in file.types:
        yield file.folder, kind.name
    for function in file.functions:
        yield file.folder, function.receiver or function.name


def _used(file: SourceFile) -> Iterator[tuple[Node, frozenset[str]]]:
    for kind in file.types:
        text = " ".join((kind.definition, *(member.type for member in kind.members)))
        names = "".join(char if char.isalnum() or char == "_" else " " for char in text)
        yield (file.folder, kind.name), frozenset(names.split())
    for function in file.functions:
        yield (file.folder, function.receiver or function.name), function.uses
