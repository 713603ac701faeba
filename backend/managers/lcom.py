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
from pathlib import Path

import numpy as np

from backend.managers.checksums import checksum
from backend.managers.reading import REMEMBERED, Read
from backend.managers.remembered import once_a_file
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
    for file in files:
        if file.language != "Go" or file.generated:
            continue
        for receiver, names in _methods(file):
            methods[file.folder, receiver].append(names)
        for kind in file.types:
            places.setdefault((file.folder, kind.name), (file, kind))
    for key, found in methods.items():
        if key in places:  # methods of a type that is nowhere are told by the build
            yield _Judged(groups(found), len(found), *places[key])


@once_a_file
def _methods(file: SourceFile) -> Sequence[tuple[str, Names]]:
    """Each method's receiver, and its name with those that follow `receiver.` in its lines."""
    methods = [item for item in file.functions if item.receiver]
    if not methods:
        return []
    found = [(item.receiver, {checksum(item.name)}) for item in methods]
    owners = np.array([checksum(item.owner) if item.owner else 0 for item in methods], np.uint32)
    bounds = np.array([(item.line, item.end) for item in methods])
    raw = file.tokens.raw_codes()
    at = np.flatnonzero(raw[1:-1] == _DOT)
    lines = file.tokens.lines_of(at)
    number = np.searchsorted(bounds[:, 0], lines, side="right") - 1
    inside = (number >= 0) & (lines <= bounds[number, 1]) & (raw[at] == owners[number])
    at, number = at[inside], number[inside]
    taken = (raw[at - 1] != _DOT) & (raw[at + 2] != _OPENING)
    for place, name in zip(number[taken].tolist(), raw[at[taken] + 2].tolist(), strict=True):
        found[place][1].add(name)
    return found
