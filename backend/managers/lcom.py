"""LCOM4 of Go types: how many parts of a type have nothing to do with each other.

Two methods of a type hang together where both name the same field of their receiver, or one
names the other; LCOM4 is the number of groups that come of it (Hitz and Montazeri, Measuring
coupling and cohesion in object-oriented systems, 1995). 1 is a type of one piece; one of 3 could
be three types. Fields that no method names do not count, methods that name none are groups of
their own. Methods that an embedded type lends count with that type.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from backend.managers.reading import REMEMBERED, Read
from backend.managers.source import Function, SourceFile
from backend.model.finding import Evidence
from backend.model.metrics import Cohesion


@dataclass(frozen=True, slots=True)
class _Judged:
    """One type with what LCOM4 says of it; `methods` are their number."""

    lcom4: int
    methods: int
    place: Evidence


def lcom4(methods: Sequence[Function]) -> int:
    """The number of groups among the methods of one type; 0 where it has none."""
    groups: list[set[str]] = []
    for method in methods:
        group = {method.name, *method.own}
        apart = []
        for other in groups:
            if group & other:
                group |= other
            else:
                apart.append(other)
        groups = [*apart, group]
    return len(groups)


@lru_cache(maxsize=REMEMBERED)
def cohesion(read: Read) -> Cohesion | None:
    """LCOM4 over a manager's Go types outside tests; None where none of them has methods."""
    judged = sorted(_judged(read.production), key=lambda one: (-one.lcom4, one.place.path))
    weights = sum(one.methods for one in judged)
    if not weights:
        return None
    worst = judged[0]
    return Cohesion(
        mean=round(sum(one.lcom4 * one.methods for one in judged) / weights, 4),
        types=len(judged),
        worst=worst.place.text,
        most=worst.lcom4,
        evidence=worst.place,
    )


def _judged(files: Iterable[SourceFile]) -> Iterable[_Judged]:
    methods: dict[tuple[Path, str], list[Function]] = defaultdict(list)
    places: dict[tuple[Path, str], Evidence] = {}
    for file in files:
        if file.language != "Go":
            continue
        for function in file.functions:
            if function.receiver:
                methods[file.folder, function.receiver].append(function)
        for kind in file.types:
            place = Evidence(kind="type", path=file.path, line=kind.line, text=kind.name)
            places.setdefault((file.folder, kind.name), place)
    for key, found in methods.items():
        if key in places:  # methods of a type that is nowhere are told by the build
            yield _Judged(lcom4(found), len(found), places[key])
