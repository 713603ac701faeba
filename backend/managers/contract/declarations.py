"""Where the contract is declared: in code blocks of documents, and in code."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from backend.managers.documents import REMEMBERED, Document
from backend.managers.go_source import read_go
from backend.managers.hints import hint, hinted
from backend.managers.reading import REMEMBERED as MANAGERS
from backend.managers.reading import Read
from backend.managers.source import Member, Type
from backend.managers.text import quote
from backend.model.contract import ContractMethod
from backend.model.finding import Evidence

CONTRACT = "ManagerInterface"
"""What the interface is called that all managers are to implement."""

_BEGINS = re.compile(rf"\btype\s+{CONTRACT}\s+interface\s*\{{")
_NAMING = hint("ManagerI")
_LONGEST = 200
"""Lines of a declaration in a document that are read."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """One place that declares the contract, and its methods by name."""

    place: Evidence
    methods: dict[str, ContractMethod]

    def shape(self) -> tuple[tuple[str, str], ...]:
        """What makes two declarations the same: names and signatures, in any order."""
        return tuple(sorted((one.name, one.signature) for one in self.methods.values()))


def declarations(read: Sequence[Read], texts: Sequence[Document]) -> list[Declaration]:
    """Every declaration, the one that counts first.

    Documents that were named count before those found beside the managers, later ones before
    earlier ones; then code in shared folders, then other code, by path. Tests do not count.
    """
    said = [one for document in reversed(texts) for one in _in_document(document)]
    held = sorted(read, key=lambda one: (not one.found.shared, one.name))
    return [*said, *(one for item in held for one in _in_code(item))]


@lru_cache(maxsize=REMEMBERED)
def _in_document(document: Document) -> tuple[Declaration, ...]:
    found = []
    for number, line in hinted(document, _NAMING):
        if begins := _BEGINS.search(line):
            rest = line[begins.start() :]
            below = document.lines[number : number + _LONGEST]
            source = "\n".join(("package p", *_block((rest, *below))))
            kind = next(iter(read_go(source.encode("utf-8", "replace")).types), None)
            if kind is not None and kind.members:
                found.append(_declared("document", document.path, number, number - 2, kind.members))
    return tuple(found)


def _block(lines: Iterable[str]) -> Iterator[str]:
    """Lines up to the brace that closes the first one opened."""
    depth = 0
    for line in lines:
        yield line
        depth += line.count("{") - line.count("}")
        if depth <= 0:
            return


@lru_cache(maxsize=MANAGERS)
def _in_code(read: Read) -> tuple[Declaration, ...]:
    kinds: dict[tuple[Path, str], Type] = {}
    own = []
    for file in read.production:
        for kind in file.types:
            if kind.form == "interface":
                kinds.setdefault((file.folder, kind.name), kind)
                if kind.name == CONTRACT and file.language == "Go":
                    own.append((file, kind))
    return tuple(
        _declared(
            "interface", file.path, kind.line, 0, _flat(kind, file.folder, kinds, frozenset())
        )
        for file, kind in own
    )


def _flat(
    kind: Type, folder: Path, kinds: dict[tuple[Path, str], Type], above: frozenset[str]
) -> Iterator[Member]:
    """An interface's methods, those of interfaces of its package that it embeds among them."""
    for member in kind.members:
        if not member.embedded:
            yield member
        elif member.name not in above and (inner := kinds.get((folder, member.name))):
            yield from _flat(inner, folder, kinds, above | {kind.name, member.name})


def _declared(
    form: str, path: str, line: int, before: int, members: Iterable[Member]
) -> Declaration:
    """A declaration, `before` being what line numbers of its members lack."""
    place = Evidence(kind=form, path=path, line=line, text=f"type {CONTRACT} interface")
    methods = {
        one.name: ContractMethod(
            name=one.name,
            signature=one.type,
            evidence=Evidence(
                kind=form,
                path=path,
                line=one.line + before,
                text=quote(f"{one.name}{one.type}"),
            ),
        )
        for one in members
        if not one.embedded
    }
    return Declaration(place, methods)
