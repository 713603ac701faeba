"""Packages of Node that lie in the tree: members of a workspace, and folders that are linked to."""

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

from backend.managers.files import content
from backend.managers.folders import listing
from backend.managers.json_comments import json_object
from backend.managers.source import Trouble
from backend.yaml_text import NotYaml, read_yaml

PACKAGE = "package.json"
PNPM = "pnpm-workspace.yaml"

_NEEDED = ("dependencies", "devDependencies", "optionalDependencies", "peerDependencies")
_LINKS = frozenset({"link", "file", "portal"})
_ARCHIVES = (".tgz", ".tar.gz", ".tar")
_ANY = "**"


@dataclass(frozen=True, slots=True)
class Needs:
    """What a package takes from the tree, by the names that it imports it by.

    Attributes:
        members: Members of its workspace (`workspace:*`).
        links: Folders (`link:`, `file:`, `portal:` and `../`), there or not.
        names: All that it takes, from wherever.
    """

    members: dict[str, str] = field(default_factory=dict)
    links: dict[str, Path] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)


def members(top: Path) -> Mapping[str, Path]:
    """Name to folder of the packages of the workspace that a folder is the top of, itself included.

    Nothing where it is none. Of two packages of one name the first by its folder counts.
    """
    patterns = [*_workspaces(top), *_pnpm(top)]
    if not patterns:
        return {}
    folders = {top}
    for pattern in patterns:  # one that begins with `!` takes away what others before it gave
        found = set(_matching(top, pattern.lstrip("!").removeprefix("./").strip("/").split("/")))
        folders = folders - found if pattern.startswith("!") else folders | found
    named = {folder: json_object(folder / PACKAGE).get("name") for folder in sorted(folders)}
    by_name: dict[str, Path] = {}
    for folder, name in named.items():
        if isinstance(name, str) and name:
            by_name.setdefault(name, folder)
    return by_name


def needs(folder: Path) -> Needs | None:
    """What the package of a folder takes from the tree; None where it has no package.json."""
    if not os.path.isfile(f"{folder}/{PACKAGE}"):  # noqa: PTH113  (a Path costs more than its stat)
        return None
    found = Needs()
    for name, wanted in _wanted(folder):
        found.names.add(name)
        protocol, _, where = wanted.rpartition(":")
        if protocol == "workspace" and not where.startswith("."):
            other, versioned, _ = where.rpartition("@")
            found.members[name] = other if versioned and other else name
        elif _is_folder(protocol, where):
            found.links[name] = Path(os.path.normpath(folder / where))
    return found


def _is_folder(protocol: str, where: str) -> bool:
    """Whether a package is taken from a folder that a path leads to."""
    local = protocol in _LINKS if protocol not in ("", "workspace") else where.startswith(".")
    return local and not where.endswith(_ARCHIVES) and not where.startswith(("/", "~"))


def _wanted(folder: Path) -> Iterator[tuple[str, str]]:
    said = json_object(folder / PACKAGE)
    for group in _NEEDED:
        needed = said.get(group)
        for name, wanted in needed.items() if isinstance(needed, dict) else ():
            if isinstance(wanted, str):
                yield name, wanted


def _workspaces(top: Path) -> Iterator[str]:
    said = json_object(top / PACKAGE).get("workspaces")
    yield from _texts(said.get("packages") if isinstance(said, dict) else said)


def _pnpm(top: Path) -> Iterator[str]:
    source = content(top / PNPM)
    if isinstance(source, Trouble):
        return
    try:
        said = read_yaml(source)
    except NotYaml:
        return
    yield from _texts(said.get("packages") if isinstance(said, dict) else None)


def _texts(values: object) -> Iterable[str]:
    return [one for one in values if isinstance(one, str)] if isinstance(values, list) else ()


def _matching(folder: Path, pattern: list[str]) -> Iterator[Path]:
    """Folders with a package below one that a pattern's elements lead to."""
    if not pattern:
        if (folder / PACKAGE).is_file():
            yield Path(os.path.normpath(folder))
        return
    first, *rest = pattern
    if first == _ANY:
        yield from _matching(folder, rest)
    if first != _ANY and "*" not in first and "?" not in first:
        yield from _matching(folder / first, rest)
        return
    for name in listing(folder, links=False).folders:
        if first == _ANY:
            yield from _matching(folder / name, pattern)
        elif fnmatchcase(name, first):
            yield from _matching(folder / name, rest)
