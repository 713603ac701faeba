"""Which declarations of a manager hang together: the components LCOM4 counts, for all of it."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import accumulate, chain
from pathlib import Path

import numpy as np

from backend.managers.checksums import checksum
from backend.managers.source import SourceFile

_WORD = re.compile(r"\w+")


def component_sizes(files: Iterable[SourceFile]) -> list[int]:
    """How many types and free functions of Go hang together, the largest group first.

    Two of them do when one names the other; methods belong to their type. A name means the
    declaration in its own package, else those of that name elsewhere in the manager.
    """
    files = [file for file in files if file.language == "Go"]
    if not files:
        return []
    folders: dict[Path, dict[str, int]] = defaultdict(dict)
    places: dict[str, list[int]] = defaultdict(list)
    groups = _Groups()
    for file in files:
        here = folders[file.folder]
        for name in _declared(file):
            if name not in here:
                here[name] = groups.add()
                places[name].append(here[name])
    named = _Named(places)
    beside = {file: folders[file.folder] for file in files}
    for file, user, names in chain(named.in_types(files), named.in_functions(files)):
        here = beside[file]
        mine = here[user]
        for name in names:
            own = here.get(name)
            for place in places[name] if own is None else (own,):
                if place != mine:
                    groups.join(mine, place)
    return sorted(groups.sizes(), reverse=True)


class _Groups:
    """What hangs together, found while it is told: disjoint sets (Tarjan, 1975)."""

    def __init__(self) -> None:
        self._above: list[int] = []

    def add(self) -> int:
        """The number of one more, alone so far."""
        self._above.append(len(self._above))
        return self._above[-1]

    def join(self, one: int, other: int) -> None:
        self._above[self._first(one)] = self._first(other)

    def sizes(self) -> Iterable[int]:
        return Counter(map(self._first, self._above)).values()

    def _first(self, one: int) -> int:
        above = self._above
        while above[one] != one:
            above[one] = above[above[one]]
            one = above[one]
        return one


def _declared(file: SourceFile) -> Iterator[str]:
    for kind in file.types:
        yield kind.name
    for function in file.functions:
        yield function.receiver or function.name


_Used = tuple[SourceFile, str, Collection[str]]
"""A declaration's file and its name, and those of some names that stand in it."""


class _Named:
    """Some names, and which of them Go uses."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = frozenset(names)
        self._by_code = {checksum(name): name for name in self._names}
        self._low = np.zeros(1 << 16, np.bool_)
        self._low[np.array([*self._by_code], np.uint32).astype(np.uint16)] = True

    def in_types(self, files: Iterable[SourceFile]) -> Iterator[_Used]:
        """Each type."""
        known: dict[str, frozenset[str]] = {}  # the same few kinds of fields come again and again
        for file in files:
            for kind in file.types:
                names: set[str] = set()
                for text in (kind.definition, *(member.type for member in kind.members)):
                    if text not in known:
                        known[text] = self._names.intersection(_WORD.findall(text))
                    names |= known[text]
                yield file, kind.name, names

    def in_functions(self, files: Sequence[SourceFile]) -> Iterator[_Used]:
        """Each function that uses one, or what it is a method of."""
        raw = np.frombuffer(b"".join(file.tokens.raw for file in files), np.uint32)
        likely = np.flatnonzero(self._low[raw.astype(np.uint16)])
        names = [*map(self._by_code.get, raw[likely].tolist())]
        ends = accumulate(len(file.tokens.normal) for file in files)
        runs = [
            file.tokens.bounds((item.line, item.end) for item in file.functions)
            + (end - len(file.tokens.normal))
            for file, end in zip(files, ends, strict=True)
        ]
        functions = ((file, item) for file in files for item in file.functions)
        inside = np.searchsorted(likely, np.concatenate(runs)).tolist()
        for (file, function), (begin, end) in zip(functions, inside, strict=True):
            if begin < end:
                used = filter(None, names[begin:end])
                yield file, function.receiver or function.name, {*used}
