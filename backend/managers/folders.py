"""Folders as Go walks them: `testdata`, `vendor`, and what begins with a dot or `_` left out.

Files of Python that begin with `_`, such as `__init__.py`, are walked, and so is a Go module of its
own that lies in a `testdata`, as Go does from inside it.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePath

TESTDATA = "testdata"
_SKIPPED = frozenset({TESTDATA, "vendor", "node_modules"})


@dataclass(frozen=True, slots=True)
class Listing:
    """Names of files and folders, sorted.

    Attributes:
        modules: Folders with a go.mod in its `testdata`, relative to it, the highest of each.
        closed: Folders that could not be read, as far as the walk went.
    """

    files: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()


def listing(folder: Path | str, *, links: bool) -> Listing:
    """What lies directly in a folder.

    Args:
        folder: Where to look.
        links: Whether links to folders count as folders, else they are left out.
    """
    found = _entries(folder, links=links)
    if found is None:
        return Listing(closed=(".",))
    files, folders, modules = found
    return Listing(tuple(sorted(files)), tuple(sorted(folders)), modules)


_Entries = tuple[list[str], list[str], tuple[str, ...]]
"""Files, folders and modules as in `Listing`, in any order."""


def _entries(folder: Path | str, *, links: bool) -> _Entries | None:
    """What lies directly in a folder; None where it cannot be read."""
    files, folders, tested = [], [], False
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                name = entry.name
                if (name[0] in "._" or name in _SKIPPED) and _is_left_out(name):
                    tested = tested or name == TESTDATA
                elif not _is_folder(entry):
                    files.append(name)
                elif links or not entry.is_symlink():
                    folders.append(name)
    except OSError:
        return None
    return files, folders, _test_modules(folder) if tested else ()


def is_walked(path: PurePath) -> bool:
    """Whether no part of a path keeps a walk from going there."""
    return not any(map(_is_left_out, path.parts))


def _is_left_out(name: str) -> bool:
    if name.startswith("_"):
        return not name.endswith(".py")
    return name.startswith(".") or name in _SKIPPED


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself
        return False


def real(path: Path) -> Path:
    """Where a path lies; unlike `Path.resolve` never raises on links that lead to themselves."""
    return Path(os.path.realpath(path))


def reals(paths: Iterable[Path]) -> list[Path]:
    """The same of several paths at once."""
    places = Places()
    lie = ((path, places.of(str(path))) for path in paths)
    return [path if place == str(path) else Path(place) for path, place in lie]


class Places:
    """Where paths lie, for one look at them: folders that they share are asked about once."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def of(self, path: str) -> str:
        """As `os.path.realpath`."""
        if path not in self._known:
            above, name = os.path.split(path)
            plain = above and name not in ("", ".", "..") and not os.path.islink(path)  # noqa: PTH114
            # A Path for each would cost more than all that is asked about it.
            place = os.path.join(self.of(above), name) if plain else os.path.realpath(path)  # noqa: PTH118
            self._known[path] = place
        return self._known[path]


def _test_modules(folder: Path | str) -> tuple[str, ...]:
    """As `Listing.modules`."""
    found: list[str] = []
    for here, folders, files in os.walk(f"{folder}/{TESTDATA}"):
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
    files, closed = list[str](), list[str]()
    left_out = frozenset(map(str, apart))
    pending = [(str(folder), name)]
    while pending:
        here, path = pending.pop()
        found = _entries(here, links=False)
        if found is None:
            closed.append(path)
            continue
        prefix = f"{path}/" if path else ""
        names, folders, modules = found
        files += [prefix + name for name in names]
        inner = ((f"{here}/{sub}", prefix + sub) for sub in (*folders, *modules))
        pending += [(place, shown) for place, shown in inner if place not in left_out]
    return Listing(files=tuple(sorted(files)), closed=tuple(sorted(closed)))
