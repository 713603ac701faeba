"""Interfaces that one manager declares and another implements: what it promises to somebody."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from backend.managers.reading import REMEMBERED, Read
from backend.managers.source import Function, SourceFile, Type
from backend.managers.text import quote
from backend.model.finding import Evidence

_QUALIFIER = re.compile(r"\b\w+\.")
_DEEPEST = 8
"""Interfaces within interfaces that are followed; what embeds itself ends there."""

Methods = tuple[tuple[str, str], ...]
"""Each method once, by name, and its shape without the packages of its types."""

Declared = Mapping[str, tuple[SourceFile, Function]]
"""Method to where it is declared."""


@dataclass(frozen=True, slots=True, eq=False)
class Promise:
    """One method that an interface of another manager, or of a shared package, asks for.

    The same object as long as neither the manager nor any interface changes.

    Attributes:
        receiver: The type that implements it.
        evidence: Where the method stands, and the interface in words.
    """

    method: str
    receiver: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class _Asked:
    """An interface and all that it asks for."""

    manager: str
    name: str
    methods: Methods


@dataclass(frozen=True, slots=True, eq=False)
class _Wanted:
    """All interfaces by the first of their methods; the same object as long as none changes."""

    by_method: Mapping[str, Sequence[_Asked]]


def promises(managers: Sequence[Read]) -> dict[str, tuple[Promise, ...]]:
    """Manager to what it implements of others' interfaces: by name and shape of every method.

    Tests are left out on both sides. A method counts once, however many interfaces ask for it;
    where one embeds an interface that is declared nowhere here, nobody can be told to implement it.
    """
    wanted = _wanted(tuple(one for read in managers for one in _interfaces(read)))
    return {read.name: _kept(read, wanted) for read in managers if not read.found.shared}


@lru_cache(maxsize=2)
def _wanted(asked: tuple[_Asked, ...]) -> _Wanted:
    by_method: dict[str, list[_Asked]] = defaultdict(list)
    for one in asked:
        by_method[one.methods[0][0]].append(one)
    return _Wanted(by_method)


@lru_cache(maxsize=REMEMBERED)
def _interfaces(read: Read) -> tuple[_Asked, ...]:
    declared = {
        kind.name: kind
        for file in read.production
        for kind in file.types
        if kind.form == "interface" and file.language == "Go"
    }
    asked = (
        _Asked(read.name, name, tuple(sorted(methods.items())))
        for name, kind in declared.items()
        if kind.exported and (methods := _methods(kind, declared, _DEEPEST))
    )
    return tuple(asked)


def _methods(kind: Type, declared: Mapping[str, Type], deep: int) -> dict[str, str] | None:
    """All methods of an interface; None where it embeds what is not known."""
    found: dict[str, str] = {}
    for member in kind.members:
        if member.type != "embedded":
            found[member.name] = _plain(member.type)
            continue
        inner = declared.get(member.name.rpartition(".")[2])
        more = _methods(inner, declared, deep - 1) if inner and deep else None
        if more is None:
            return None
        found |= more
    return found


def _types(read: Read) -> Iterator[tuple[str, Declared]]:
    """Each type and its methods; types of one name in several folders apart."""
    types: dict[tuple[Path, str], dict[str, tuple[SourceFile, Function]]] = defaultdict(dict)
    for file in read.production:
        for function in file.functions:
            if function.receiver and file.language == "Go":
                types[file.folder, function.receiver][function.name] = file, function
    return ((receiver, methods) for (_, receiver), methods in types.items())


@lru_cache(maxsize=REMEMBERED)
def _kept(read: Read, wanted: _Wanted) -> tuple[Promise, ...]:
    return tuple(_promised(read, wanted.by_method))


def _promised(read: Read, asked: Mapping[str, Sequence[_Asked]]) -> Iterator[Promise]:
    for receiver, methods in _types(read):
        told: set[str] = set()
        wanted = (one for name in methods.keys() & asked.keys() for one in asked[name])
        for one in sorted(wanted, key=lambda one: (one.manager, one.name)):
            if one.manager == read.name or not _implements(methods, one.methods):
                continue
            for name, _ in one.methods:
                if name in told:
                    continue
                told.add(name)
                file, function = methods[name]
                text = quote(f"{receiver}.{name} implements {one.name} of {one.manager}")
                evidence = Evidence(kind="interface", path=file.path, line=function.line, text=text)
                yield Promise(name, receiver, evidence)


def _implements(methods: Declared, asked: Methods) -> bool:
    return all(name in methods and _plain(methods[name][1].shape) == shape for name, shape in asked)


@lru_cache(maxsize=1 << 14)
def _plain(shape: str) -> str:
    return _QUALIFIER.sub("", shape)
