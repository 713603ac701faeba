"""What imports and runs of scripts lead to: other managers, by their paths.

Of Python, TypeScript, JavaScript and PowerShell. A path is *strict* where it lies beside the file,
where its dots lead, or, in Python, beside the outermost package around the file. Otherwise

- `above`: it lies there as seen from a folder above, where scripts are often run: recovered.
- `suffix`: it goes on behind `…/managers/<name>`: recovered.
- `alias`: an element of it is a manager's name of several words, and what comes behind that lies
  in this manager: recovered.

Names in TypeScript and JavaScript are strict, too, where the files of their project say where they
lie, and *dangling* where that is not there; see `script_projects`. So is what dots lead to in
another manager and is not there: `missing`. Standard libraries, other packages and the manager
itself are no dependencies.
"""

import os
import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

from backend.managers.dependencies import Edge, imported
from backend.managers.imports import Resolved, Resolver
from backend.managers.names import Names
from backend.managers.powershell_paths import UNKNOWN
from backend.managers.reading import REMEMBERED, Read
from backend.managers.script_projects import Projects
from backend.managers.source import Import, SourceFile
from backend.managers.text import words
from backend.model.finding import Evidence, Resolution

Places = tuple[tuple[Path, str], ...]
"""Each manager's folder, and its name."""

Alternatives = tuple[str, ...]
"""Paths that one import may mean, the first that is there."""

_ENDS = {
    "Python": ("", ".py"),
    "TypeScript": ("", ".ts", ".tsx", ".d.ts", ".js", ".jsx", ".mjs", ".json"),
    "JavaScript": ("", ".js", ".jsx", ".mjs", ".cjs", ".ts", ".tsx", ".json"),
    "PowerShell": ("", ".psm1", ".psd1", ".ps1"),
}
"""What files are called behind the path that an import tells."""

RUN = "run"
"""What looks for what is run, whatever the language: a file as it is called, or a folder of Go."""

_PACKAGES = {
    "Python": (".py",),
    "TypeScript": ("index.ts", "index.tsx", "index.js"),
    "JavaScript": ("index.js", "index.mjs", "index.ts", "index.tsx"),
    RUN: (".go",),
}
"""What a folder holds that is imported as a whole; in PowerShell a module called after it."""

_NAMED = frozenset({"TypeScript", "JavaScript"})
"""Languages whose imports without dots go by the files of a project."""

_DOTS = re.compile(r"^\.+")
_FROM = re.compile(r"^from\s+\S+\s+import\s+\(?(?P<names>[^)]*)")
_DISK = re.compile(r"[A-Za-z]:|/")


def script_edges(managers: Iterable[Read], resolver: Resolver, names: Names) -> Iterator[Edge]:
    """Edges that imports of scripts speak for, and scripts that are run by their path."""
    read = tuple(managers)
    paths = _paths(resolver, names, _places(read))
    for one in read:
        yield from _edges(one, paths)


class ScriptPaths:
    """Resolves the paths in the scripts of one ecosystem."""

    def __init__(self, resolver: Resolver, names: Names, there: Places) -> None:
        """Take what finds the manager that a folder lies in, and what managers are called."""
        self._holder = cache(lambda folder: resolver.holder(Path(folder)))
        self._names = names
        self._folders = {name: str(folder) for folder, name in there}
        self._roots = frozenset(str(folder.parent) for folder, _ in there)
        self._there = resolver.asked.once(os.path.lexists)
        self._outermost = resolver.asked.once(_outermost)
        self._lies = resolver.asked.once(_lies)
        self._is_folder = resolver.asked.once(os.path.isdir)
        self.resolved = cache(self._resolved)
        self.named = cache(self._by_project)
        self._projects = Projects(resolver.asked)

    def imported(self, item: Import, file: SourceFile, manager: str) -> tuple[Resolved, ...]:
        """The other managers that one import of a file leads to, in the order of its names."""
        if file.language in _NAMED and not item.path.startswith("."):
            named = self.named(item.path, file.folder, manager, file.language)
            return (named,) if named is not None else ()
        meant = (
            self.resolved(paths, file.folder, manager, file.language)
            for paths in _alternatives(item, file.language)
        )
        return tuple(dict.fromkeys(one for one in meant if one is not None))

    def _resolved(
        self, paths: Alternatives, folder: Path, manager: str, language: str
    ) -> Resolved | None:
        """The other manager that a path leads to, or None.

        Args:
            paths: With forward slashes, seen from the folder on.
            folder: Of the file that it stands in.
            manager: The manager that this file is in.
            language: What looks for it; `RUN` for what is run.
        """
        first, _, behind = paths[0].partition("/")
        if UNKNOWN in behind or "\0" in paths[0]:  # the latter is no path the system would take
            return None
        if first == UNKNOWN:
            paths = (behind,)
        elif not _DISK.match(paths[0]):
            place = self._first(str(folder), paths, language)
            if place is None and language == "Python" and first not in (".", ".."):
                place = self._first(self._outermost(folder), paths, language)
            if place is not None:
                return self._at(place, manager, None)
            if first in (".", ".."):
                return self._astray(paths[-1], str(folder), manager)
        if "/" in paths[0] and not _DISK.match(paths[0]):
            for above in self._above(folder, paths[0].partition("/")[0]):
                place = self._first(above, paths, language)
                if place is not None:
                    return self._at(place, manager, "above")
        return self._named(paths, manager, language)

    def _first(self, folder: str, paths: Alternatives, language: str) -> str | None:
        """The folder that the first of some paths lies in that is there."""
        places = (_normal(folder, path) for path in paths)
        return next(filter(None, (self._lies((place, language)) for place in places)), None)

    def _by_project(self, path: str, folder: Path, manager: str, language: str) -> Resolved | None:
        """The other manager that an import by name leads to, by the files of its project."""
        missing: Resolved | None = None
        if "\0" in path:  # as above
            return None
        for meant in self._projects.meanings(path, folder):
            place = self._first(meant.folder, meant.paths, language)
            if place is None and meant.whole and self._is_folder(meant.folder):
                place = meant.folder
            if place is not None:
                return self._at(place, manager, meant.rule, "strict")
            leads = meant.rule != "tsconfig" or self._astray(meant.paths[-1], meant.folder, manager)
            if meant.sure and leads:
                missing = missing or Resolved(path, "dangling", meant.rule)
        return missing

    def _at(
        self, place: str, manager: str, rule: str | None, resolution: Resolution = "recovered"
    ) -> Resolved | None:
        holder = self._holder(place)
        if holder is None or holder == manager:
            return None
        return Resolved(holder, resolution if rule else "strict", rule)

    def _astray(self, path: str, folder: str, manager: str) -> Resolved | None:
        holder = self._holder(_normal(folder, path).rpartition("/")[0])
        leads = holder not in (None, manager)
        return Resolved(path, "dangling", "missing") if leads else None

    def _above(self, folder: Path, first: str) -> Iterator[str]:
        """The folders above one, as far as there are managers, that hold something so called."""
        for above in map(str, folder.parents):
            if self._there(f"{above}/{first}"):
                yield above
            if above in self._roots:
                return

    def _named(self, paths: Alternatives, manager: str, language: str) -> Resolved | None:
        elements = paths[0].split("/")
        behind = dict(pairwise(elements)).get("managers", "")
        target, rule = self._names.named(behind), "suffix"
        if target is None:
            target, rule = self._called(paths, language), "alias"
        return Resolved(target, "recovered", rule) if target not in (None, manager) else None

    def _called(self, paths: Alternatives, language: str) -> str | None:
        """The manager that an element is called after, where what comes behind lies in it."""
        elements = paths[0].split("/")
        for at, element in enumerate(elements):
            target = self._names.named(element)
            folder = self._folders.get(target or "")
            if folder is not None and len(words(element)) > 1:
                whole = element if language == "PowerShell" else "."
                rest = tuple("/".join(path.split("/")[at + 1 :]) or whole for path in paths)
                if self._first(folder, rest, language) is not None:
                    return target
        return None


def _places(managers: Iterable[Read]) -> Places:
    """Where managers lie; loose files lie nowhere of their own."""
    return tuple((read.folder, read.name) for read in managers if read.found.path != ".")


@lru_cache(maxsize=2)
def _paths(resolver: Resolver, names: Names, there: Places) -> ScriptPaths:
    return ScriptPaths(resolver, names, there)


@lru_cache(maxsize=REMEMBERED)
def _edges(read: Read, paths: ScriptPaths) -> tuple[Edge, ...]:
    return (*_imports(read, paths), *_runs(read, paths))


def _imports(read: Read, paths: ScriptPaths) -> Iterator[Edge]:
    for file in read.files:
        for item in file.imports if file.language in _ENDS else ():
            for resolved in paths.imported(item, file, read.name):
                yield read.name, resolved.target, imported(file, item, resolved)


def _runs(read: Read, paths: ScriptPaths) -> Iterator[Edge]:
    for file in read.files:
        for item in file.runs:
            found = paths.resolved((item.path,), file.folder, read.name, RUN)
            if found is not None and found.resolution != "dangling":
                evidence = Evidence(
                    kind="run",
                    path=file.path,
                    line=item.line,
                    text=item.text,
                    rule=found.rule,
                    test=file.test,
                )
                yield read.name, found.target, evidence


def _alternatives(item: Import, language: str) -> Iterator[Alternatives]:
    """What each name of an import may mean; nothing for what comes from elsewhere for sure."""
    if language != "Python":
        yield (item.path,)
        return
    dots = _DOTS.match(item.path)
    if dots is None and item.path.partition(".")[0] in sys.stdlib_module_names:
        return
    ups = "./" + "../" * (len(dots.group()) - 1) if dots else ""
    package = ups + item.path.lstrip(".").replace(".", "/")
    said = _FROM.match(item.text)
    for name in said["names"].split(",") if said else ():
        if name.split():
            yield f"{package.rstrip('/')}/{name.split()[0]}", package
    if not said:
        yield (package,)


def _outermost(folder: Path) -> str:
    """The folder that the outermost package around a folder lies in."""
    while (folder / "__init__.py").is_file():
        folder = folder.parent
    return str(folder)


def _lies(sought: tuple[str, str]) -> str | None:
    """The folder that an import of a path leads to, the language being what looks for it."""
    place, language = sought
    for end in _ENDS.get(language, ("",)):
        if os.path.isfile(place + end):  # noqa: PTH113  (a Path costs more than its stat)
            return place.rpartition("/")[0]
    return place if _holds(place, language) else None


def _holds(folder: str, language: str) -> bool:
    """Whether a folder is a package, or a program of Go."""
    ends = _PACKAGES.get(language) or (f"{folder.rpartition('/')[2]}.psm1",)
    try:
        return any(item.name.endswith(ends) for item in Path(folder).iterdir())
    except OSError:
        return False


def _normal(folder: str, path: str) -> str:
    return os.path.normpath(f"{folder}/{path}")
