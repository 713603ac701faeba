"""How far the types of each manager implement the contract, method by method.

A type's methods are its own and those that structs and interfaces of its package lend it by
being embedded. Two signatures are the same where their types are: names of parameters do not
count, `any` is `interface{}`, and a package in front of a type that stands beside the contract
(`interfaces.ManagerStatus` for `ManagerStatus`) does not either.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path, PurePosixPath

from backend.managers.contract.declarations import CONTRACT, Declaration, declarations
from backend.managers.contract.mocks import mock_evidence
from backend.managers.documents import Document
from backend.managers.reading import Read
from backend.managers.remembered import EachWhileSame
from backend.managers.source import Function, SourceFile, Type
from backend.managers.text import quote
from backend.model.contract import Contract, ContractMethod, Implementation, Implemented, Shape
from backend.model.finding import Evidence

_ANY = re.compile(r"\bany\b")
_QUALIFIED = re.compile(r"\b\w+\.(\w+)")
_NAME = re.compile(r"(?<![\w.])[A-Za-z_]\w*(?![\w.])")

Key = tuple[Path, str]
"""A package's folder and a type in it."""


def contract(read: Sequence[Read], texts: Sequence[Document]) -> Contract | None:
    """The contract and who implements it; None where nothing declares it."""
    declared = [one for one in declarations(read, texts) if one.methods]
    if not declared:
        return None
    first = declared[0]
    methods = tuple(first.methods.values())
    together: dict[tuple[tuple[str, str], ...], list[Declaration]] = defaultdict(list)
    for one in declared:
        together[tuple((name, _plain(kind)) for name, kind in one.shape())].append(one)
    same, *others = together.values()
    found = [one for item in read for one in _implementations(item, methods)]
    return Contract(
        name=CONTRACT,
        methods=methods,
        declared=tuple(one.place for one in same),
        shapes=tuple(_shape(first, group) for group in others),
        implementations=tuple(found),
    )


def _shape(first: Declaration, group: Sequence[Declaration]) -> Shape:
    there, here = group[0].methods, first.methods
    return Shape(
        methods=len(there),
        more=tuple(name for name in there if name not in here),
        less=tuple(name for name in here if name not in there),
        other=tuple(
            name
            for name in here
            if name in there and not same_signature(here[name].signature, there[name].signature)
        ),
        declared=tuple(one.place for one in group),
    )


@lru_cache(maxsize=1024)
def _implementations(read: Read, methods: tuple[ContractMethod, ...]) -> tuple[Implementation, ...]:
    """A manager's types with methods of the contract, the best first."""
    kinds, own = _types(read.files), _methods(read.files, frozenset(one.name for one in methods))
    start = 0 if read.found.path == "." else len(PurePosixPath(read.found.path).parts)
    found = []
    for key, (file, kind) in kinds.items():
        if kind.form == "interface" or not (key in own or _borrows(kind)):
            continue
        held = _held(key, kinds, own, frozenset())
        has = {one.name: held[one.name] for one in methods if one.name in held}
        if has:
            whose = (read.name, *key)
            found.append(_implementation(whose, (file, kind), methods, has, start))
    found.sort(key=_rank)
    return tuple(one for place, one in enumerate(found) if place == 0 or len(one.methods) > 1)


def _borrows(kind: Type) -> bool:
    """Whether a type may have methods of others."""
    return any(member.embedded for member in kind.members)


def _rank(one: Implementation) -> tuple[bool, int, int, str, str, int]:
    where = one.evidence
    return bool(one.mock), -one.same(), -len(one.methods), one.type, where.path, where.line


def _types(files: Iterable[SourceFile]) -> dict[Key, tuple[SourceFile, Type]]:
    found: dict[Key, tuple[SourceFile, Type]] = {}
    for file in files:
        if file.language == "Go":
            for kind in file.types:
                found.setdefault((file.folder, kind.name), (file, kind))
    return found


def _methods(
    files: Iterable[SourceFile], names: Collection[str]
) -> dict[Key, list[tuple[SourceFile, Function]]]:
    """The methods of some names, by their types."""
    found: dict[Key, list[tuple[SourceFile, Function]]] = defaultdict(list)
    for file in files:
        if file.language == "Go":
            for function in file.functions:
                if function.receiver and function.name in names:
                    found[file.folder, function.receiver].append((file, function))
    return found


def _held(
    key: Key,
    kinds: Mapping[Key, tuple[SourceFile, Type]],
    own: Mapping[Key, Sequence[tuple[SourceFile, Function]]],
    above: frozenset[Key],
) -> dict[str, tuple[SourceFile, Function]]:
    """A type's methods by name, its own before those that it is lent."""
    held: dict[str, tuple[SourceFile, Function]] = {}
    file, kind = kinds[key]
    for member in kind.members:
        if not member.embedded:
            continue
        inner = (key[0], member.type.lstrip("*"))
        if inner in kinds and inner not in above:
            held.update(_held(inner, kinds, own, above | {key}))
    if kind.form == "interface":
        for member in kind.members:
            if not member.embedded:
                lent = Function(member.name, member.line, kind.name, shape=member.type)
                held[member.name] = file, lent
    for where, function in own.get(key, ()):
        held[function.name] = where, function
    return held


@EachWhileSame
def _implementation(
    whose: tuple[str, Path, str],
    declared: tuple[SourceFile, Type],
    methods: tuple[ContractMethod, ...],
    has: Mapping[str, tuple[SourceFile, Function]],
    start: int,
) -> Implementation:
    """One type.

    Args:
        whose: Its manager, folder and name.
        declared: Where.
        methods: Of the contract.
        has: Those of them that it has.
        start: As `mock_evidence` takes it.
    """
    file, kind = declared
    place = Evidence(
        kind="type", path=file.path, line=kind.line, text=f"type {kind.name}", test=file.test
    )
    return Implementation(
        manager=whose[0],
        type=kind.name,
        evidence=place,
        methods=tuple(_implemented(one, *has[one.name]) for one in methods if one.name in has),
        missing=tuple(one.name for one in methods if one.name not in has),
        mock=mock_evidence(file, kind, tuple(has.values()), start),
    )


def _implemented(wanted: ContractMethod, file: SourceFile, found: Function) -> Implemented:
    return Implemented(
        name=wanted.name,
        signature=found.shape,
        same=same_signature(wanted.signature, found.shape),
        evidence=Evidence(
            kind="method",
            path=file.path,
            line=found.line,
            text=quote(f"{found.receiver}.{found.name}{found.shape}"),
            test=file.test,
        ),
    )


@lru_cache(maxsize=1024)
def same_signature(wanted: str, found: str) -> bool:
    """Whether a method's types are those of the contract."""
    wanted = _plain(wanted)
    beside = frozenset(_NAME.findall(wanted))
    return wanted == _QUALIFIED.sub(
        lambda name: name[1] if name[1] in beside else name[0], _plain(found)
    )


def _plain(signature: str) -> str:
    return _ANY.sub("interface{}", signature).replace("interface {}", "interface{}")
