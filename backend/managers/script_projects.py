"""What names in imports of TypeScript and JavaScript mean by the files of their project.

- `tsconfig`: what a pattern in the `paths` of the nearest tsconfig.json or jsconfig.json stands
  for, or what lies below its `baseUrl`. Missing where a pattern leads into another manager.
- `link`: a folder that the nearest package.json takes the package from, there or missing.
- `workspace`: a package of a workspace around the file. Missing where the package.json asks for one
  that there is not.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

from backend.managers.asked import Asked
from backend.managers.go_modules import is_top
from backend.managers.tsconfig import CONFIGS, PathMap, path_map
from backend.managers.workspaces import PACKAGE, PNPM, Needs, members, needs

PROJECT_FILES = (*CONFIGS, PACKAGE, PNPM)
"""Files that say where an import by name lies."""


class Meaning(NamedTuple):
    """Where one import may lie.

    Attributes:
        rule: That says so.
        folder: That the paths are seen from; empty for that of the file system.
        paths: What it may be, the first that is there.
        whole: Whether the folder itself is meant where none of them is there.
        sure: Whether nothing else can be meant: what is not there is missing.
    """

    rule: str
    folder: str
    paths: tuple[str, ...]
    whole: bool
    sure: bool


class Projects:
    """Knows the projects that files lie in."""

    def __init__(self, asked: Asked) -> None:
        """Take whom to ask for what the file system holds."""
        self._path_map = asked.once(path_map)
        self._needs = asked.once(needs)
        self._members = asked.once(members)
        self._is_top = asked.once(is_top)
        self._config = cache(self._nearest_config)
        self._package = cache(self._nearest_package)
        self._tops = cache(self._workspaces)

    def meanings(self, path: str, folder: Path) -> Iterator[Meaning]:
        """What an import by name may mean, the likeliest first.

        Args:
            path: As written.
            folder: Of the file, resolved.
        """
        config = self._config(folder)
        pattern, places = config.mapped(path)
        package = self._package(folder)
        elements = path.split("/")
        count = 2 if path.startswith("@") else 1
        name, inner = "/".join(elements[:count]), "/".join(elements[count:])
        if places:
            sure = pattern != "*" and name not in package.names
            below = tuple(place.removeprefix("/") for place in places)
            yield Meaning("tsconfig", "", below, whole=False, sure=sure)
        if config.base:
            yield Meaning("tsconfig", config.base, (path,), whole=False, sure=False)
        paths = (inner,) if inner else ()
        if name in package.links:
            yield Meaning("link", str(package.links[name]), paths, whole=True, sure=True)
        meant = package.members.get(name, name)
        found = (known[meant] for known in self._tops(folder) if meant in known)
        place = next(found, None)
        if place is not None:
            yield Meaning("workspace", str(place), paths, whole=True, sure=True)
        elif name in package.members:
            yield Meaning("workspace", "", (), whole=False, sure=True)

    def _nearest_config(self, folder: Path) -> PathMap:
        own = self._path_map(folder)
        if own is not None:
            return own
        above = self._above(folder)
        return self._config(above) if above else PathMap()

    def _nearest_package(self, folder: Path) -> Needs:
        """What the nearest package needs; the names also of those around it."""
        own, above = self._needs(folder), self._above(folder)
        outer = self._package(above) if above else Needs()
        return outer if own is None else replace(own, names=own.names | outer.names)

    def _workspaces(self, folder: Path) -> tuple[Mapping[str, Path], ...]:
        """The packages of every workspace around a folder, the nearest first."""
        own, above = self._members(folder), self._above(folder)
        outer = self._tops(above) if above else ()
        return (own, *outer) if own else outer

    def _above(self, folder: Path) -> Path | None:
        """The folder above; None where a repository ends."""
        return None if folder == folder.parent or self._is_top(folder) else folder.parent
