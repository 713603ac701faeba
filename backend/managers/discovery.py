"""Where managers are: the direct folders of each root, and the files below them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from backend.managers.files import language_of
from backend.managers.folders import Listing, listing, real, walk
from backend.managers.go_modules import Modules
from backend.managers.script_projects import PROJECT_FILES
from backend.managers.text import shown

LOOSE = "(loose files)"
"""Name of the manager made of the source files that lie directly in a root."""

GROUPS = frozenset({"core", "specialized", "integration", "infrastructure"})
"""Folders that may hold managers instead of being one."""

SHARED = frozenset({"interfaces", "shared", "tools"})
"""Folders that serve all managers and are none."""

MODULE_FILES = ("go.mod", "go.work")
"""Files that say in which folder an import path lies."""

MANIFESTS = ("manifest.json", "manifest.yaml", "manifest.yml")
"""What a manager's manifest is called."""

REMEMBERED = 512
"""Managers whose files are kept sorted out from one scan to the next."""

_DOCUMENTS = (".md", ".markdown")


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
        sums: go.sum files.
        projects: package.json, tsconfig.json and the like.
        manifest: The first of `MANIFESTS` at its top, where it has one.
        closed: Folders that could not be read.
    """

    name: str
    root: Root
    path: str
    sources: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    sums: tuple[str, ...] = ()
    projects: tuple[str, ...] = ()
    manifest: str | None = None
    closed: tuple[str, ...] = ()

    @property
    def shared(self) -> bool:
        """Whether it serves all managers and is none."""
        return self.path in SHARED


def discover(roots: Iterable[Root]) -> tuple[Found, ...]:
    """Every manager below the roots, by name."""
    return named_apart(inside(tuple(roots), Modules()))


def inside(roots: Sequence[Root], modules: Modules) -> tuple[Found, ...]:
    """Every manager below the roots, as its folder is called.

    A direct folder of a root is a manager when it holds a source file, a manifest or a README;
    a grouping folder without source files of its own is looked into. Links to folders are
    followed directly below a root only, so that no loop can be entered. Go files in folders that
    a go.mod ignores are left out.

    Args:
        roots: Folders that exist.
        modules: Around them.
    """
    inner = frozenset(root.folder for root in roots)
    return tuple(manager for root in roots for manager in _in_root(root, inner, modules))


def outside(
    places: Iterable[tuple[Root, str]], roots: Sequence[Root], modules: Modules
) -> tuple[Found, ...]:
    """Managers elsewhere.

    Args:
        places: The folder that each lies in, and its name there.
        roots: What is looked through anyway.
        modules: Around the places.
    """
    inner = frozenset(root.folder for root in roots)
    return tuple(one for root, path in places for one in _manager(root, path, inner, modules))


def _in_root(root: Root, roots: frozenset[Path], modules: Modules) -> Iterator[Found]:
    here = listing(root.folder, links=True)
    loose = tuple(name for name in here.files if language_of(name))
    if loose:
        documents = tuple(name for name in here.files if is_document(name))
        go_mods, sums = _modules(here.files)
        yield Found(LOOSE, root, ".", loose, documents, go_mods, sums, _projects(here.files))
    for name in (*here.folders, *here.modules):
        folder = root.folder / name
        if _is_elsewhere(folder, roots):
            continue
        inside = listing(folder, links=False) if name in GROUPS else None
        if inside is None or any(language_of(file) for file in inside.files):
            yield from _manager(root, name, roots, modules)
        else:
            for member in inside.folders:
                yield from _manager(root, f"{name}/{member}", roots, modules)


def _manager(root: Root, path: str, roots: frozenset[Path], modules: Modules) -> Iterator[Found]:
    inside = walk(root.folder / path, path, roots)
    found = _sorted_out(root, path, inside, modules)
    if found is not None:
        yield found


@lru_cache(maxsize=REMEMBERED)
def _sorted_out(root: Root, path: str, inside: Listing, modules: Modules) -> Found | None:
    """The manager that some files are, if any; the same one as long as there are no others."""
    sources = tuple(
        name
        for name in inside.files
        if (language := language_of(name))
        and not (language == "Go" and modules.is_ignored(root.folder, name.rpartition("/")[0]))
    )
    documents = tuple(name for name in inside.files if is_document(name))
    go_mods, sums = _modules(inside.files)
    manifests = (f"{path}/{name}" for name in MANIFESTS)
    manifest = next((name for name in manifests if name in inside.files), None)
    readme = any(name.lower() == f"{path}/readme.md".lower() for name in documents)
    if not (sources or manifest or readme or inside.closed):
        return None
    return Found(
        name=shown(Path(path).name),
        root=root,
        path=path,
        sources=sources,
        documents=documents,
        modules=go_mods,
        sums=sums,
        projects=_projects(inside.files),
        manifest=manifest,
        closed=inside.closed,
    )


def _modules(files: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """go.mod and go.work files, and go.sum files."""
    names = [(name.rpartition("/")[2], name) for name in files if "go." in name]
    return (
        tuple(name for last, name in names if last in MODULE_FILES),
        tuple(name for last, name in names if last == "go.sum"),
    )


def _projects(files: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for name in files if name.rpartition("/")[2] in PROJECT_FILES)


def _is_elsewhere(folder: Path, roots: frozenset[Path]) -> bool:
    """Whether a folder is a root of its own, or a link into what is scanned anyway."""
    if folder in roots:
        return True
    if not folder.is_symlink():
        return False
    target = real(folder)
    return any(target.is_relative_to(root) or root.is_relative_to(target) for root in roots)


def is_document(name: str) -> bool:
    """Whether a file name is that of a Markdown document."""
    return name.lower().endswith(_DOCUMENTS)


def named_apart(found: Sequence[Found]) -> tuple[Found, ...]:
    """Managers by name; those of one name take their root and path in front."""
    return tuple(sorted(_named_apart(found), key=lambda manager: manager.name))


def _named_apart(found: Sequence[Found]) -> Iterator[Found]:
    names = Counter(manager.name for manager in found)
    roots = Counter(root.folder.name for root in {manager.root for manager in found})
    for manager in found:
        if names[manager.name] == 1:
            yield manager
        else:
            folder = manager.root.folder
            root = folder.name if roots[folder.name] == 1 else str(folder)
            path = LOOSE if manager.path == "." else manager.path
            yield replace(manager, name=shown(f"{root}/{path}"))
