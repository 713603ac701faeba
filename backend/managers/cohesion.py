"""Which declarations of a manager hang together: the components LCOM4 counts, for all of it."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from backend.managers.source import SourceFile
from backend.managers.tokens import checksum

_WORD = re.compile(r"\w+")

Node = tuple[Path, str]
"""A package's folder and a name declared in it."""


def component_sizes(files: Iterable[SourceFile]) -> list[int]:
    """How many types and free functions of Go hang together, the largest group first.

    Two of them do when one names the other; methods belong to their type. A name means the
    declaration in its own package, else those of that name elsewhere in the manager.
    """
    files = [file for file in files if file.language == "Go"]
    groups = _Groups(node for file in files for node in _declared(file))
    places: dict[str, list[Node]] = defaultdict(list)
    for node in groups.nodes():
        places[node[1]].append(node)
    declared = {checksum(name): name for name in places}
    for file in files:
        for node, used in _used(file):
            for name in map(declared.__getitem__, declared.keys() & used):
                own = (file.folder, name)
                for target in [own] if own in groups else places[name]:
                    groups.join(node, target)
    return sorted(groups.sizes(), reverse=True)


class _Groups:
    """What hangs together, found while it is told: disjoint sets (Tarjan, 1975)."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        self._above = {node: node for node in nodes}

    def __contains__(self, node: Node) -> bool:
        return node in self._above

    def nodes(self) -> Iterable[Node]:
        return self._above.keys()

    def join(self, one: Node, other: Node) -> None:
        self._above[self._first(one)] = self._first(other)

    def sizes(self) -> Iterable[int]:
        return Counter(map(self._first, self._above)).values()

    def _first(self, node: Node) -> Node:
        above = self._above
        while above[node] is not node:
            above[node] = above[above[node]]
            node = above[node]
        return node


def _declared(file: SourceFile) -> Iterator[Node]:
    for kind in file.types:
        yield file.folder, kind.name
    for function in file.functions:
        yield file.folder, function.receiver or function.name


def _used(file: SourceFile) -> Iterator[tuple[Node, set[int]]]:
    """What a declaration names, by checksums."""
    for kind in file.types:
        text = " ".join((kind.definition, *(member.type for member in kind.members)))
        yield (file.folder, kind.name), set(map(checksum, _WORD.findall(text)))
    codes = file.tokens.raw_codes().tolist()
    runs = file.tokens.runs((item.line, item.end) for item in file.functions)
    for function, run in zip(file.functions, runs, strict=True):
        yield (file.folder, function.receiver or function.name), set(codes[run])
