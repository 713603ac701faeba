"""Go outside the managers: files that have to change when a manager moves, and ways around."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from backend.managers.files import content, facts
from backend.managers.folders import real, walk
from backend.managers.source import SourceFile, Trouble
from backend.managers.survey import Survey
from backend.managers.text import shown

Link = tuple[Path, Path]
"""The folders of a package and of one that it imports."""

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


def between(seen: Survey, known: frozenset[Path]) -> tuple[frozenset[Link], frozenset[Link]]:
    """Which packages of managers import others of the repository, and what those import in turn.

    Imports of managers' packages and of tests are left out.

    Args:
        seen: What was read of the managers.
        known: Folders that hold their Go files.
    """
    files = (file for read in seen.read for file in read.files if file.language == "Go")
    leaving = frozenset(_links(files, seen, known))
    among: set[Link] = set()
    pending = sorted({target for _, target in leaving})
    met = set(pending)
    while pending:
        for link in _links(_package(pending.pop()), seen, known):
            among.add(link)
            if link[1] not in met:
                met.add(link[1])
                pending.append(link[1])
    return leaving, frozenset(among)


def _links(files: Iterable[SourceFile], seen: Survey, known: frozenset[Path]) -> Iterator[Link]:
    for file in files:
        for item in () if file.test or file.ignored else file.imports:
            found = seen.modules.locate(file.folder, item.path)
            if found is not None and found.rule != "vendor":
                target = real(found.folder)
                if target not in known:
                    yield file.folder, target


def _package(folder: Path) -> Iterator[SourceFile]:
    """The files of one package, tests left out."""
    for path in sorted(folder.glob("*.go")):
        source = b"" if path.name.endswith("_test.go") else content(path)
        if source and not isinstance(source, Trouble):
            yield facts(path, path.name, "Go", source)


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
