"""Evidence for dependencies in code and manifests, beside imports."""

import json
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from backend.managers.dependencies import Edge
from backend.managers.names import Names
from backend.managers.reading import REMEMBERED, Read
from backend.managers.text import quote, shown
from backend.model.finding import Evidence

_CALLED = re.compile(r"\b(\w*Manager)(?:Interface)?\b")
"""A type called after a manager, or after the interface of one."""

_LARGEST_MANIFEST = 1024 * 1024


def field_edges(managers: Iterable[Read], names: Names) -> Iterator[Edge]:
    """Edges from struct fields whose type is called after another manager."""
    for read in managers:
        yield from _fields(read, names)


@lru_cache(maxsize=REMEMBERED)
def _fields(read: Read, names: Names) -> tuple[Edge, ...]:
    return tuple(_named_by_fields(read, names))


def _named_by_fields(read: Read, names: Names) -> Iterator[Edge]:
    for file in read.files:
        members = (
            (kind.name, member)
            for kind in file.types
            if kind.form == "struct"
            for member in kind.members
        )
        for owner, member in members:
            for target in _others(_CALLED.findall(member.type), read.name, names):
                evidence = Evidence(
                    kind="struct_field",
                    path=file.path,
                    line=member.line,
                    text=quote(f"{owner}: {member.name} {member.type}"),
                    test=file.test,
                )
                yield read.name, target, evidence


def manifest_edges(managers: Iterable[Read], names: Names) -> Iterator[Edge]:
    """Edges from the `dependencies` of manifests: names, or objects with a `name`."""
    for read in managers:
        text = _manifest(read)
        for name in _declared(text):
            for target in _others([name], read.name, names):
                line = text.count("\n", 0, max(0, text.find(f'"{name}"'))) + 1
                path = shown(str(read.found.manifest))
                evidence = Evidence(kind="manifest", path=path, line=line, text=quote(name))
                yield read.name, target, evidence


def _others(written: Iterable[str], manager: str, names: Names) -> Iterator[str]:
    for name in written:
        target = names.named(name)
        if target is not None and target != manager:
            yield target


def _manifest(read: Read) -> str:
    if read.found.manifest is None:
        return ""
    try:
        with (read.found.root.folder / read.found.manifest).open("rb") as file:
            return file.read(_LARGEST_MANIFEST).decode("utf-8-sig", "replace")
    except OSError:
        return ""


def _declared(text: str) -> list[str]:
    """Names among the dependencies; nothing where the text is no manifest."""
    try:
        manifest: Any = json.loads(text)
    except (ValueError, RecursionError):
        return []
    entries = manifest.get("dependencies") if isinstance(manifest, dict) else None
    if not isinstance(entries, list):
        return []
    names = (entry.get("name") if isinstance(entry, dict) else entry for entry in entries)
    return [name for name in names if isinstance(name, str)]
