"""Go files outside the managers that import them: they have to change when a manager moves."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from backend.managers.files import content, facts
from backend.managers.folders import walk
from backend.managers.source import SourceFile, Trouble
from backend.managers.survey import Survey
from backend.managers.text import shown

_MODULE_FILES = ("go.mod", "go.work")


def importers(seen: Survey, known: frozenset[Path]) -> tuple[SourceFile, ...]:
    """Every such file, by path, which is relative to the first root and may begin with `..`.

    Args:
        seen: What was read of the managers.
        known: Folders that hold their Go files.
    """
    paths = {path for folder in known if (path := seen.modules.import_path(folder))}
    if not paths:
        return ()
    start = seen.read[0].found.root.folder
    # Only what names the path that all of them begin with is worth parsing.
    common = os.path.commonpath(sorted(paths)).encode("utf-8", "surrogateescape")
    own = {(file.folder, Path(file.path).name) for read in seen.read for file in read.files}
    found = [
        _importing(path, start, common)
        for path in sorted(go_files(read.found.root.folder for read in seen.read))
        if (path.parent, path.name) not in own
    ]
    return tuple(file for file in found if file is not None and _uses(file, seen, known))


def go_files(roots: Iterable[Path]) -> set[Path]:
    """Those of the repositories that the roots lie in, as far up as there are module files."""
    return {
        top / name
        for root in set(roots)
        for top in _top(root)
        for name in walk(top, "").files
        if name.endswith(".go")
    }


def _top(root: Path) -> Iterator[Path]:
    """The highest folder with a go.mod or go.work at or above a root, within its repository."""
    highest = None
    for above in (root, *root.parents):
        if any((above / name).is_file() for name in _MODULE_FILES):
            highest = above
        if (above / ".git").exists():
            break
    if highest is not None:
        yield highest


def _importing(path: Path, start: Path, common: bytes) -> SourceFile | None:
    source = content(path)
    if isinstance(source, Trouble) or common not in source:
        return None
    return facts(path, shown(os.path.relpath(path, start)), "Go", source)


def _uses(file: SourceFile, seen: Survey, known: frozenset[Path]) -> bool:
    located = (seen.modules.locate(file.folder, item.path) for item in file.imports)
    return any(found is not None and found.folder in known for found in located)
