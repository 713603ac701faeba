"""Folders as Go walks them: `testdata`, `vendor`, and what begins with a dot or `_` left out.

A Go module of its own that lies in a `testdata` is walked, as Go does from inside it.
"""

import os
from dataclasses import dataclass
from pathlib import Path, PurePath

TESTDATA = "testdata"
_SKIPPED = frozenset({TESTDATA, "vendor", "node_modules"})


@dataclass(frozen=True, slots=True)
class Listing:
    """Names of files and folders, sorted.

    Attributes:
        closed: Folders that could not be read, as far as the walk went.
    """

    files: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()


def listing(folder: Path, *, links: bool) -> Listing:
    """What lies directly in a folder.

    Args:
        folder: Where to look.
        links: Whether links to folders count as folders, else they are left out.
    """
    files, folders = [], []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.startswith((".", "_")) or entry.name in _SKIPPED:
                    continue
                if not _is_folder(entry):
                    files.append(entry.name)
                elif links or not entry.is_symlink():
                    folders.append(entry.name)
    except OSError:
        return Listing(closed=(".",))
    return Listing(tuple(sorted(files)), tuple(sorted(folders)))


def is_walked(path: PurePath) -> bool:
    """Whether no part of a path keeps a walk from going there."""
    return not any(part.startswith((".", "_")) or part in _SKIPPED for part in path.parts)


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself
        return False


def real(path: Path) -> Path:
    """Where a path lies; unlike `Path.resolve` never raises on links that lead to themselves."""
    return Path(os.path.realpath(path))


def test_modules(folder: Path) -> tuple[str, ...]:
    """Folders with a go.mod in the folder's `testdata`, relative to it, the highest of each."""
    found: list[str] = []
    if not (folder / TESTDATA).is_dir():
        return ()
    for here, folders, files in os.walk(folder / TESTDATA):
        folders[:] = sorted(set(folders) - _SKIPPED)
        if "go.mod" in files:
            found.append(Path(here).relative_to(folder).as_posix())
            folders.clear()
    return tuple(found)


def walk(folder: Path, name: str, apart: frozenset[Path] = frozenset()) -> Listing:
    """Every file below a folder; no link to a folder is followed, so there are no loops.

    Args:
        folder: Where to begin.
        name: What the folder is called in the answer's paths; nothing leaves it out.
        apart: Folders to leave out.
    """
    files, closed = [], []
    pending = [(folder, name)]
    while pending:
        here, path = pending.pop()
        found = listing(here, links=False)
        prefix = f"{path}/" if path else ""
        files += [prefix + file for file in found.files]
        closed += [path] * len(found.closed)
        inner = (*found.folders, *test_modules(here))
        pending += [(here / sub, prefix + sub) for sub in inner if here / sub not in apart]
    return Listing(files=tuple(sorted(files)), closed=tuple(sorted(closed)))
