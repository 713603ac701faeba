"""Interfaces that one manager declares and another implements: what it promises to somebody."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from backend.managers.reading import Read
from backend.managers.source import Function, SourceFile, Type
from backend.managers.text import quote
from backend.model.finding import Evidence

_QUALIFIER = re.compile(r"\b\w+\.")
_DEEPEST = 8
"""Interfaces within interfaces that are followed; what embeds itself ends there."""

Methods = Mapping[str, str]
"""Method to its shape, without the packages of its types."""


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
    asked = [found for read in managers for found in _interfaces(read)]
    by_method: dict[str, list[_Asked]] = defaultdict(list)
    for one in asked:
        by_method[min(one.methods)].append(one)
    return {read.name: tuple(_kept(read, by_method)) for read in managers if not read.found.shared}


def _interfaces(read: Read) -> Iterator[_Asked]:
    declared = {
        kind.name: kind
        for file in read.production
        for kind in file.types
        if kind.form == "interface" and file.language == "Go"
    }
    for name, kind in declared.items():
        methods = _methods(kind, declared, _DEEPEST)
        if kind.exported and methods:
            yield _Asked(read.name, name, methods)


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


def _kept(read: Read, asked: Mapping[str, Iterable[_Asked]]) -> Iterator[Promise]:
    types: dict[tuple[object, str], dict[str, tuple[SourceFile, Function]]] = defaultdict(dict)
    for file in read.production:
        for function in file.functions:
            if function.receiver and file.language == "Go":
                types[file.folder, function.receiver][function.name] = file, function
    for (_, receiver), methods in types.items():
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


def _implements(methods: Mapping[str, tuple[SourceFile, Function]], asked: Methods) -> bool:
    return all(
        name in methods and _plain(methods[name][1].shape) == shape for name, shape in asked.items()
    )


def _plain(shape: str) -> str:
    return _QUALIFIER.sub("", shape)
