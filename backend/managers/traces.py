"""Evidence for dependencies in code, beside imports."""

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from backend.managers.dependencies import Edge
from backend.managers.names import Names
from backend.managers.reading import REMEMBERED, Read
from backend.managers.text import quote
from backend.model.finding import Evidence

_NAME = re.compile(r"\w+")
_CALLED = re.compile(r"((?:\b\w+\.)?)\b((\w*Manager)(?:Interface)?)\b")
"""Package, type called after a manager or after the interface of one, and that manager's name."""


def field_edges(managers: Iterable[Read], names: Names) -> Iterator[Edge]:
    """Edges from struct fields whose type is called after another manager.

    A struct of that name in the same package is one of the package's own, and leads nowhere.
    """
    for read in managers:
        yield from _fields(read, names)


@lru_cache(maxsize=REMEMBERED)
def _fields(read: Read, names: Names) -> tuple[Edge, ...]:
    return tuple(_named_by_fields(read, names))


def _named_by_fields(read: Read, names: Names) -> Iterator[Edge]:
    own: dict[Path, set[str]] = defaultdict(set)
    for file in read.files:
        own[file.folder].update(kind.name for kind in file.types if kind.form == "struct")
    for file in read.files:
        members = (
            (kind.name, member)
            for kind in file.types
            if kind.form == "struct"
            for member in kind.members
        )
        for owner, member in members:
            called = _called(member.outer, own[file.folder], names)
            for target in _others(called, read.name, names):
                evidence = Evidence(
                    kind="struct_field",
                    path=file.path,
                    line=member.line,
                    text=quote(f"{owner}: {member.name} {member.type}"),
                    test=file.test,
                )
                yield read.name, target, evidence


def _called(kind: str, own: Container[str], names: Names) -> Iterable[str]:
    """What of a type may be called after a manager, each once; structs of its own are not."""
    found = [
        manager for package, name, manager in _CALLED.findall(kind) if package or name not in own
    ]
    if names.given:
        found += filter(names.is_given, _NAME.findall(kind))
    return dict.fromkeys(found)


def _others(written: Iterable[str], manager: str, names: Names) -> Iterator[str]:
    for name in written:
        target = names.named(name)
        if target is not None and target != manager:
            yield target
