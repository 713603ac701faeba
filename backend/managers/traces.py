"""Evidence for dependencies in code, beside imports."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from backend.managers.dependencies import Edge
from backend.managers.go_source import imported_as
from backend.managers.imports import Resolver
from backend.managers.names import Names
from backend.managers.reading import REMEMBERED, Read
from backend.managers.source import SourceFile, Type
from backend.managers.text import quote
from backend.model.finding import Evidence

_TYPE = re.compile(r"(?:\b(\w+)\.)?\b(\w+)")
"""Package and name of a type."""

_CALLED = re.compile(r"(\w*Manager)(?:Interface)?")
"""A type called after a manager, or after the interface of one, and that manager's name."""


class _Field(NamedTuple):
    """A field whose type is called after another manager.

    Attributes:
        package: That the type is looked for in, as the file calls it; its own where empty.
        name: The type's.
    """

    file: SourceFile
    package: str
    name: str
    edge: Edge


def field_edges(managers: Iterable[Read], resolver: Resolver, names: Names) -> Iterator[Edge]:
    """Edges from struct fields whose type is called after another manager.

    A struct or interface of that name that the manager itself declares is its own, and leads
    nowhere.
    """
    for read in managers:
        yield from _edges(read, resolver, names)


@lru_cache(maxsize=REMEMBERED)
def _edges(read: Read, resolver: Resolver, names: Names) -> tuple[Edge, ...]:
    fields = _called_after_others(read, names)
    return tuple(field.edge for field in fields if not _is_own(field, read, resolver))


def _called_after_others(read: Read, names: Names) -> Iterator[_Field]:
    for file in read.files:
        members = (
            (kind.name, member)
            for kind in file.types
            if kind.form == "struct"
            for member in kind.members
            if names.given or "Manager" in member.type
        )
        for owner, member in members:
            for (package, name), target in _others(member.outer, read.name, names).items():
                evidence = Evidence(
                    kind="struct_field",
                    path=file.path,
                    line=member.line,
                    text=quote(f"{owner}: {member.name} {member.type}"),
                    test=file.test,
                )
                yield _Field(file, package, name, (read.name, target, evidence))


def _others(kind: str, manager: str, names: Names) -> dict[tuple[str, str], str]:
    """Package and name of what a type consists of to the other manager that it is called after."""
    found: dict[tuple[str, str], str] = {}
    for package, name in _TYPE.findall(kind):
        for written in _written(package, name, names):
            target = names.named(written)
            if target is not None and target != manager:
                found[package, name] = target
    return found


def _written(package: str, name: str, names: Names) -> Iterator[str]:
    """Manager names that a type may be called after."""
    called = _CALLED.fullmatch(name)
    if called:
        yield called[1]
    yield from filter(names.is_given, (package, name))


def _is_own(field: _Field, read: Read, resolver: Resolver) -> bool:
    """Whether the manager itself declares the type of a field."""
    folders: Iterable[Path | None] = (field.file.folder,)
    if field.package:
        folders = (
            resolver.at_home(one.path, field.file.folder, read.name)
            for one in field.file.imports
            if imported_as(one) == field.package
        )
    return any(field.name in _declared(read).get(folder, ()) for folder in folders if folder)


@lru_cache(maxsize=REMEMBERED)
def _declared(read: Read) -> Mapping[Path, set[str]]:
    """Structs and interfaces of a manager, by folder; not what is another's by another name."""
    found: dict[Path, set[str]] = defaultdict(set)
    for file in read.files:
        found[file.folder].update(kind.name for kind in file.types if not _is_lent(kind))
    return found


def _is_lent(kind: Type) -> bool:
    """Whether a type is another one, or takes all that it is called after from one."""
    return kind.form == "other" or any(
        member.embedded and member.name.rpartition(".")[2] == kind.name for member in kind.members
    )
