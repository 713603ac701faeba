"""LCOM4 of Go types: how many parts of a type have nothing to do with each other.

Two methods of a type hang together where both name the same field of their receiver, or one
names the other; LCOM4 is the number of groups that come of it (Hitz and Montazeri, Measuring
coupling and cohesion in object-oriented systems, 1995). 1 is a type of one piece; one of 3 could
be three types. Fields that no method names do not count, methods that name none are groups of
their own. Methods that an embedded type lends count with that type; generated files are left out.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from backend.managers.checksums import checksum
from backend.managers.reading import REMEMBERED, Read
from backend.managers.remembered import once_each
from backend.managers.source import SourceFile, Type
from backend.model.finding import Evidence
from backend.model.metrics import Cohesion

Names = set[int]
"""Checksums of names: of a method, and of what it names of its receiver."""

Key = tuple[Path, str]
"""A package's folder and a type in it."""

_DOT, _OPENING = checksum("."), checksum("(")


@dataclass(frozen=True, slots=True)
class _Judged:
    """One type with what LCOM4 says of it; `methods` are their number."""

    lcom4: int
    methods: int
    file: SourceFile
    kind: Type


def groups(methods: Iterable[Names]) -> int:
    """How many groups the methods of one type fall into, by the names they have in common."""
    found: list[Names] = []
    for names in methods:
        group, apart = set(names), []
        for other in found:
            if group.isdisjoint(other):
                apart.append(other)
            else:
                group |= other
        found = [*apart, group]
    return len(found)


@lru_cache(maxsize=REMEMBERED)
def cohesion(read: Read) -> Cohesion | None:
    """LCOM4 over a manager's Go types outside tests; None where none of them has methods."""
    judged = list(_judged(read.production))
    weights = sum(one.methods for one in judged)
    if not weights:
        return None
    worst = min(judged, key=lambda one: (-one.lcom4, one.file.path))
    file, kind = worst.file, worst.kind
    return Cohesion(
        mean=round(sum(one.lcom4 * one.methods for one in judged) / weights, 4),
        types=len(judged),
        worst=kind.name,
        most=worst.lcom4,
        evidence=Evidence(kind="type", path=file.path, line=kind.line, text=kind.name),
    )


def _judged(files: Sequence[SourceFile]) -> Iterator[_Judged]:
    methods: dict[Key, list[Names]] = defaultdict(list)
    places: dict[Key, tuple[SourceFile, Type]] = {}
    files = [file for file in files if file.language == "Go" and not file.generated]
    for file, found in zip(files, _methods(files), strict=True):
        for receiver, names in found:
            methods[file.folder, receiver].append(names)
        for kind in file.types:
            places.setdefault((file.folder, kind.name), (file, kind))
    for key, names_of_all in methods.items():
        if key in places:  # methods of a type that is nowhere are told by the build
            yield _Judged(groups(names_of_all), len(names_of_all), *places[key])


@once_each
def _methods(files: Sequence[SourceFile]) -> list[list[tuple[str, Names]]]:
    """Each file's methods: the receiver, and its name with those behind `receiver.` in it."""
    found = [
        [(item.receiver, {checksum(item.name)}) for item in file.functions if item.receiver]
        for file in files
    ]
    methods = [*chain.from_iterable(found)]
    if not methods:
        return found
    raw = np.frombuffer(b"".join(file.tokens.raw for file in files), np.uint32)
    begin, end, owners, last = (np.concatenate(some) for some in zip(*_bounds(files), strict=True))
    at = np.flatnonzero(raw[1:-1] == _DOT)
    number = np.searchsorted(begin, at, side="right") - 1
    inside = (number >= 0) & (at < end[number]) & (raw[at] == owners[number])
    at, number = at[inside], number[inside]
    taken = (raw[at - 1] != _DOT) & (raw[at + 2] != _OPENING) & (at + 2 < last[number])
    for place, name in zip(number[taken].tolist(), raw[at[taken] + 2].tolist(), strict=True):
        methods[place][1].add(name)
    return found


def _bounds(files: Iterable[SourceFile]) -> Iterator[tuple[NDArray[np.integer], ...]]:
    """Where methods begin and end in the tokens of all files, their owners, and the files' ends."""
    start = 0
    for file in files:
        methods = [item for item in file.functions if item.receiver]
        bounds = start + file.tokens.bounds((item.line, item.end) for item in methods)
        owners = [checksum(item.owner) if item.owner else 0 for item in methods]
        start += len(file.tokens.normal)
        yield *bounds.T, np.array(owners, np.uint32), np.full(len(methods), start)
