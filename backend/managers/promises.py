"""Interfaces that one manager declares and another implements: what it promises to somebody."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
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

Methods = Mapping[str, str]
"""Method to its shape, without the packages of its types."""

Declared = Mapping[str, tuple[SourceFile, Function]]
"""Method to where it is declared."""


@dataclass(frozen=True, slots=True)
class Promise:
    """One method that an interface of another manager, or of a shared package, asks for.

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


def promises(managers: Sequence[Read]) -> dict[str, tuple[Promise, ...]]:
    """Manager to what it implements of others' interfaces: by name and shape of every method.

    Tests are left out on both sides. A method counts once, however many interfaces ask for it;
    where one embeds an interface that is declared nowhere here, nobody can be told to implement it.
    """
    by_method: dict[str, list[_Asked]] = defaultdict(list)
    for read in managers:
        for one in _interfaces(read):
            by_method[min(one.methods)].append(one)
    return {read.name: tuple(_kept(read, by_method)) for read in managers if not read.found.shared}


@lru_cache(maxsize=REMEMBERED)
def _interfaces(read: Read) -> tuple[_Asked, ...]:
    declared = {
        kind.name: kind
        for file in read.production
        for kind in file.types
        if kind.form == "interface" and file.language == "Go"
    }
    asked = (
        _Asked(read.name, name, methods)
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


@lru_cache(maxsize=REMEMBERED)
def _types(read: Read) -> tuple[tuple[str, Declared], ...]:
    """Each type and its methods; types of one name in several folders apart."""
    types: dict[tuple[Path, str], dict[str, tuple[SourceFile, Function]]] = defaultdict(dict)
    for file in read.production:
        for function in file.functions:
            if function.receiver and file.language == "Go":
                types[file.folder, function.receiver][function.name] = file, function
    return tuple((receiver, methods) for (_, receiver), methods in types.items())


def _kept(read: Read, asked: Mapping[str, Iterable[_Asked]]) -> Iterator[Promise]:
    for receiver, methods in _types(read):
        told: set[str] = set()
        wanted = (one for name in methods.keys() & asked.keys() for one in asked[name])
        for one in sorted(wanted, key=lambda one: (one.manager, one.name)):
            if one.manager == read.name or not _implements(methods, one.methods):
                continue
            for name in sorted(one.methods.keys() - told):
                told.add(name)
                file, function = methods[name]
                text = quote(f"{receiver}.{name} implements {one.name} of {one.manager}")
                evidence = Evidence(kind="interface", path=file.path, line=function.line, text=text)
                yield Promise(name, receiver, evidence)


def _implements(methods: Declared, asked: Methods) -> bool:
    return all(
        name in methods and _plain(methods[name][1].shape) == shape for name, shape in asked.items()
    )


@lru_cache(maxsize=1 << 14)
def _plain(shape: str) -> str:
    return _QUALIFIER.sub("", shape)
