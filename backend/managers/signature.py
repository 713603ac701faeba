"""Whether anything a scan reads has changed, for the price of a walk."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from backend.managers.discovery import MODULE_FILES, Root
from backend.managers.documents import document_files
from backend.managers.inventory import Inventory
from backend.managers.script_projects import PROJECT_FILES
from backend.managers.stamps import GONE, stamp


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
    digest = hashlib.sha256()
    for path in sorted({str(path) for path in paths}):
        now = stamp(path)
        if now != GONE:
            line = f"{path}\0{now[0]}\0{now[1]}\n"
            digest.update(line.encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _files(
    there: Inventory, roots: Sequence[Root], documents: Sequence[Path]
) -> Iterator[Path | str]:
    for found in there.managers:
        names = (*found.sources, *found.documents, *found.modules, *found.sums, *found.projects)
        yield from (f"{found.root.folder}/{name}" for name in names)
        if found.manifest:
            yield found.root.folder / found.manifest
    for root in roots:
        yield from (
            above / name
            for above in (root.folder, *root.folder.parents)
            for name in (*MODULE_FILES, *PROJECT_FILES)
        )
    yield from (path for path, _ in document_files(roots, documents))
