"""Findings about the files that say what a manager is: go.mod, go.work and manifests."""

import os
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from backend.managers.discovery import MODULE_FILES
from backend.managers.go_modules import is_top
from backend.managers.reading import REMEMBERED, Read
from backend.managers.source import Trouble
from backend.managers.stamps import GONE, Stamp, stamp
from backend.managers.text import shown
from backend.managers.unfinished import conflict
from backend.model.finding import Evidence, Finding, Severity, finding_id

_LARGEST = 1024 * 1024
"""Bytes of such a file that are read."""


def paper_findings(managers: Iterable[Read]) -> Iterator[Finding]:
    """Merges that were left undone in them: whatever they say then may be either side's."""
    told: set[Path] = set()
    for file, name, subjects in _papers(managers):
        trouble = None if file in told else _conflict(file, stamp(file))
        told.add(file)
        if trouble is not None:
            yield _finding(trouble, shown(name), subjects)


def _papers(managers: Iterable[Read]) -> Iterator[tuple[Path, str, tuple[str, ...]]]:
    """Each file, what it is called from its root on, and whose it is."""
    roots: dict[Path, None] = {}
    for read in managers:
        root = read.found.root.folder
        roots[root] = None
        for name in (*read.found.modules, *filter(None, [read.found.manifest])):
            yield root / name, name, (read.name,)
    for root in roots:
        yield from ((file, os.path.relpath(file, root), ()) for file in _above(root))


def _above(root: Path) -> Iterator[Path]:
    """Where go.mod and go.work of a root's repository may lie."""
    for folder in (root, *root.parents):
        yield from (folder / name for name in MODULE_FILES)
        if is_top(folder):
            return


@lru_cache(maxsize=REMEMBERED)
def _conflict(file: Path, now: Stamp) -> Trouble | None:
    if now == GONE:
        return None
    try:
        with file.open("rb") as opened:
            return conflict(opened.read(_LARGEST))
    except OSError:
        return None


def _finding(trouble: Trouble, path: str, subjects: tuple[str, ...]) -> Finding:
    evidence = Evidence(kind="file", path=path, line=trouble.line, text=trouble.summary)
    return Finding(
        id=finding_id(trouble.kind, (*subjects, path), trouble.summary),
        kind=trouble.kind,
        severity=Severity.ACT,
        subjects=(*subjects, path),
        summary=f"{path}:{trouble.line}: {trouble.summary}",
        remedy="Resolve the conflict and commit the file.",
        evidence=(evidence,),
    )
