"""Documents, read: those directly in a root, those of the managers, and those that were named."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from backend.managers.discovery import Found, Root, is_document
from backend.managers.folders import Places, listing, walk
from backend.managers.stamps import Stamp, stamp
from backend.managers.text import shown

LARGEST = 4 * 1024 * 1024
"""Bytes above which a document is not read."""

LONGEST_LINE = 2000
"""Characters of a line that are read; what is longer is data."""

REMEMBERED = 4096
"""Documents whose lines, and what they say, are kept from one scan to the next."""


@dataclass(frozen=True, slots=True, weakref_slot=True, eq=False)
class Document:
    """One document's lines; the same one as long as the file stays as it is.

    Attributes:
        path: Relative to the root, or as given.
        manager: Whose folder it lies in; empty elsewhere.
        trouble: Why there are no lines, where it could not be read.
    """

    path: str
    manager: str
    lines: tuple[str, ...]
    trouble: str = ""


def document_files(roots: Sequence[Root], named: Sequence[Path]) -> Iterator[tuple[Path, str]]:
    """Documents outside the managers: where each lies, and how its path is shown."""
    for root in roots:
        direct = listing(root.folder, links=False).files
        yield from ((root.folder / name, shown(name)) for name in direct if is_document(name))
    for path in named:
        if path.is_dir():
            inside = walk(path, "").files
            yield from ((path / name, shown(path / name)) for name in inside if is_document(name))
        else:
            yield path, shown(path)


def read_documents(
    managers: Sequence[Found], roots: Sequence[Root], named: Sequence[Path]
) -> tuple[Document, ...]:
    """Every document once, even if several names lead to it."""
    places = [
        (f"{found.root.folder}/{name}", shown(name), found.name)
        for found in managers
        for name in found.documents
        if found.path != "."
    ]
    places += [(str(path), name, "") for path, name in document_files(roots, named)]
    seen: dict[str, Document] = {}
    lie = Places()
    for path, name, manager in places:
        place = lie.of(path)
        if place not in seen:
            seen[place] = _read(path, name, manager, stamp(path))
    return tuple(seen.values())


@lru_cache(maxsize=REMEMBERED)
def _read(file: str, name: str, manager: str, _: Stamp) -> Document:
    path = Path(file)
    try:
        size = path.stat().st_size
        if not path.is_file():
            return Document(name, manager, (), "is no regular file")
        if size > LARGEST:
            return Document(name, manager, (), f"has {size:,} bytes, more than {LARGEST:,}")
        text = path.read_bytes().decode("utf-8-sig", "replace")
    except OSError as error:
        return Document(name, manager, (), f"cannot be read: {error.strerror or error}")
    lines = text.splitlines()
    if max(map(len, lines), default=0) > LONGEST_LINE:
        lines = [line[:LONGEST_LINE] for line in lines]
    return Document(name, manager, tuple(lines))
