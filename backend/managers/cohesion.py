"""Which declarations of a manager hang together: the components LCOM4 counts, for all of it."""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
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
    for file in files:
        here = folders[file.folder]
        for user, names in named.used(file):
            for name in names:
                own = here.get(name)
                for place in places[name] if own is None else (own,):
                    groups.join(here[user], place)
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


class _Named:
    """Some names, and which of them Go uses."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = frozenset(names)
        self._by_code = {checksum(name): name for name in self._names}
        self._low = np.zeros(1 << 16, np.bool_)
        self._low[np.array([*self._by_code], np.uint32).astype(np.uint16)] = True

    def used(self, file: SourceFile) -> Iterator[tuple[str, Collection[str]]]:
        """Each declaration of a file, and those of the names that stand in it."""
        for kind in file.types:
            text = " ".join((kind.definition, *(member.type for member in kind.members)))
            yield kind.name, self._names.intersection(_WORD.findall(text))
        raw = file.tokens.raw_codes()
        likely = np.flatnonzero(self._low[raw.astype(np.uint16)])
        codes, places = raw[likely].tolist(), likely.tolist()
        runs = file.tokens.runs((item.line, item.end) for item in file.functions)
        for function, run in zip(file.functions, runs, strict=True):
            inside = codes[bisect_left(places, run.start) : bisect_left(places, run.stop)]
            names = filter(None, map(self._by_code.get, inside))
            yield function.receiver or function.name, {*names}
