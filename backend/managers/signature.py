"""Whether anything a scan reads has changed, for the price of a walk."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from backend.managers.discovery import MODULE_FILES, Root
from backend.managers.documents import document_files
from backend.managers.inventory import Inventory
from backend.managers.script_projects import PROJECT_FILES
from backend.managers.stamps import GONE, stamps


def signature(there: Inventory, roots: Sequence[Root], documents: Sequence[Path]) -> str:
    """A digest of path, size and time of change of every file a scan would read.

    Args:
        there: What lies in the roots, and where the documents lead.
        roots: Folders that exist.
        documents: Files or folders.
    """
    return digest_of(_files(there, roots, documents))


def digest_of(paths: Iterable[Path | str]) -> str:
    """A digest of path, size and time of change of some files; those that are gone are left out."""
    found = stamps(sorted(set(map(str, paths))))
    told = "".join(f"{path}\0{now[0]}\0{now[1]}\n" for path, now in found.items() if now != GONE)
    return hashlib.sha256(told.encode("utf-8", "surrogateescape")).hexdigest()


def _files(
    there: Inventory, roots: Sequence[Root], documents: Sequence[Path]
) -> Iterator[Path | str]:
    for found in there.managers:
        names = (*found.sources, *found.documents, *found.modules, *found.sums, *found.projects)
        yield from (f"{found.root.folder}/{name}" for name in names)
        if found.manifest:
            yield f"{found.root.folder}/{found.manifest}"
    for root in roots:
        yield from _around(root.folder)
    yield from (path for path, _ in document_files(roots, documents))


@lru_cache(maxsize=16)
def _around(root: Path) -> tuple[str, ...]:
    """What may lie in a root and in the folders above it."""
    names = (*MODULE_FILES, *PROJECT_FILES)
    return tuple(str(above / name) for above in (root, *root.parents) for name in names)
