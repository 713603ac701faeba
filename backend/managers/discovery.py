"""Where managers are: the direct folders of each root, and the files below them."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from backend.managers.files import language_of
from backend.managers.text import shown

LOOSE = "(loose files)"
"""Name of the manager made of the source files that lie directly in a root."""

GROUPS = frozenset({"core", "specialized", "integration", "infrastructure"})
"""Folders that may hold managers instead of being one."""

SHARED = frozenset({"interfaces", "shared", "tools"})
"""Folders that serve all managers and are none."""

MODULE_FILES = ("go.mod", "go.work")
"""Files that say in which folder an import path lies."""

_SKIPPED = frozenset({"testdata", "vendor", "node_modules"})
_DOCUMENTS = frozenset({".md", ".markdown"})


@dataclass(frozen=True, slots=True)
class Root:
    """A folder with managers: as it was given, and where it lies."""

    given: str
    folder: Path


@dataclass(frozen=True, slots=True)
class Found:
    """One manager's folder and the files in it, paths relative to the root.

    Attributes:
        name: Unique among all roots.
        sources: Source files of every language.
        documents: Markdown files.
        modules: go.mod and go.work files.
        manifest: `manifest.json` at its top, where it has one.
    """

    name: str
    root: Root
    path: str
    sources: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    manifest: str | None = None

    @property
    def shared(self) -> bool:
        """Whether it serves all managers and is none."""
        return self.path in SHARED


def discover(roots: Iterable[Root]) -> tuple[Found, ...]:
    """Every manager below the roots, by name.

    A direct folder of a root is a manager when it holds a source file, a manifest or a README;
    a grouping folder without source files of its own is looked into. `testdata`, `vendor` and
    names that begin with a dot or an underscore are skipped as Go skips them. Links to folders
    are followed directly below a root only, so that no loop can be entered.
    """
    roots = tuple(roots)
    inner = frozenset(root.folder for root in roots)
    found = [manager for root in roots for manager in _in_root(root, inner)]
    return tuple(sorted(_named_apart(found), key=lambda manager: manager.name))


def _in_root(root: Root, roots: frozenset[Path]) -> Iterator[Found]:
    loose = tuple(sorted(name for name, folder in _entries(root.folder) if not folder))
    sources = tuple(name for name in loose if language_of(name))
    if sources:
        documents = tuple(name for name in loose if is_document(name))
        yield Found(LOOSE, root, ".", sources, documents)
    for name, is_folder in sorted(_entries(root.folder)):
        if not is_folder or _is_elsewhere(root.folder / name, roots):
            continue
        if name in GROUPS and not _has_sources(root.folder / name):
            members = [member for member, folder in _entries(root.folder / name) if folder]
            for member in sorted(members):
                yield from _manager(root, f"{name}/{member}", roots)
        else:
            yield from _manager(root, name, roots)


def _manager(root: Root, path: str, roots: frozenset[Path]) -> Iterator[Found]:
    files = tuple(sorted(_walk(root.folder / path, path, roots)))
    sources = tuple(name for name in files if language_of(name))
    documents = tuple(name for name in files if is_document(name))
    manifest = f"{path}/manifest.json"
    readme = any(name.lower() == f"{path}/readme.md".lower() for name in documents)
    if sources or manifest in files or readme:
        yield Found(
            shown(Path(path).name),
            root,
            path,
            sources,
            documents,
            tuple(name for name in files if Path(name).name in MODULE_FILES),
            manifest if manifest in files else None,
        )


def _is_elsewhere(folder: Path, roots: frozenset[Path]) -> bool:
    """Whether a folder is a root of its own, or a link into what is scanned anyway."""
    if folder in roots:
        return True
    if not folder.is_symlink():
        return False
    real = folder.resolve()
    return any(real.is_relative_to(root) or root.is_relative_to(real) for root in roots)


def _walk(folder: Path, path: str, roots: frozenset[Path]) -> Iterator[str]:
    pending = [(folder, path)]
    while pending:
        folder, path = pending.pop()
        for name, is_folder in _entries(folder, follow=False):
            if not is_folder:
                yield f"{path}/{name}"
            elif folder / name not in roots:
                pending.append((folder / name, f"{path}/{name}"))


def _entries(folder: Path, *, follow: bool = True) -> list[tuple[str, bool]]:
    """Names in a folder and whether each is a folder; a folder nobody may read holds none.

    Links to folders count as folders where they are followed, and are left out where not.
    """
    try:
        with os.scandir(folder) as entries:
            return [
                (entry.name, entry.is_dir())
                for entry in entries
                if not entry.name.startswith((".", "_"))
                and entry.name not in _SKIPPED
                and (follow or not entry.is_symlink() or not entry.is_dir())
            ]
    except OSError:
        return []


def _has_sources(folder: Path) -> bool:
    return any(not is_folder and language_of(name) for name, is_folder in _entries(folder))


def is_document(name: str) -> bool:
    """Whether a file name is that of a Markdown document."""
    return Path(name).suffix.lower() in _DOCUMENTS


def _named_apart(found: list[Found]) -> Iterator[Found]:
    """Managers of one name in several roots take the root in front."""
    names = Counter(manager.name for manager in found)
    roots = Counter(root.folder.name for root in {manager.root for manager in found})
    for manager in found:
        if names[manager.name] == 1:
            yield manager
        else:
            folder = manager.root.folder
            root = folder.name if roots[folder.name] == 1 else str(folder)
            yield replace(manager, name=f"{shown(root)}/{manager.name}")
