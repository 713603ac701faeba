"""Where TypeScript looks for what is imported by name: `paths` and `baseUrl` of a tsconfig.json."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backend.managers.json_comments import json_object

CONFIGS = ("tsconfig.json", "jsconfig.json")
"""What the configuration of a folder is called, the first that is there."""


@dataclass(frozen=True, slots=True)
class PathMap:
    """Places of imports by name.

    Attributes:
        base: Folder of `baseUrl`; empty where there is none.
        patterns: Each with at most one `*`, and the places that it stands for.
    """

    base: str = ""
    patterns: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def mapped(self, path: str) -> tuple[str, tuple[str, ...]]:
        """The pattern that a path fits best, and where it would lie; nothing where it fits none.

        A pattern without `*` fits best, then the one with most in front of it.
        """
        fitting = [(pattern, places) for pattern, places in self.patterns if _fits(pattern, path)]
        if not fitting:
            return "", ()
        pattern, places = max(
            fitting, key=lambda one: ("*" not in one[0], len(one[0].partition("*")[0]))
        )
        before, _, behind = pattern.partition("*")
        star = path[len(before) : len(path) - len(behind)]
        return pattern, tuple(place.replace("*", star, 1) for place in places)


def _fits(pattern: str, path: str) -> bool:
    before, star, behind = pattern.partition("*")
    if not star:
        return pattern == path
    long_enough = len(path) >= len(before) + len(behind)
    return long_enough and path.startswith(before) and path.endswith(behind)


def path_map(folder: Path) -> PathMap | None:
    """What the configuration of a folder says, with what it extends; None where there is none.

    Where it says nothing, the first one that it refers to and that does: `include` is not asked.
    """
    places = (f"{folder}/{name}" for name in CONFIGS)
    config = next((Path(place) for place in places if os.path.isfile(place)), None)  # noqa: PTH113
    if config is None:
        return None
    found = _said(config, frozenset())
    if found == PathMap():
        others = (_said(other, frozenset({config})) for other in _references(config))
        found = next((other for other in others if other != PathMap()), found)
    return found


def _said(config: Path, seen: frozenset[Path]) -> PathMap:
    if config in seen:
        return PathMap()
    said, folder = json_object(config), config.parent
    found = PathMap()
    extended = said.get("extends")
    for other in _texts(extended if isinstance(extended, list) else [extended]):
        if other.startswith((".", "/")):
            below = _said(_normal(folder, other, ".json"), seen | {config})
            found = PathMap(below.base or found.base, below.patterns or found.patterns)
    options = said.get("compilerOptions")
    return _own(options, folder, found) if isinstance(options, dict) else found


def _own(options: dict[str, Any], folder: Path, found: PathMap) -> PathMap:
    base = next((str(_normal(folder, one)) for one in _texts([options.get("baseUrl")])), found.base)
    paths = options.get("paths")
    if not isinstance(paths, dict):
        return PathMap(base, found.patterns)
    start = Path(base) if base else folder
    patterns = (
        (pattern, tuple(str(_normal(start, place)) for place in _texts(places)))
        for pattern, places in paths.items()
        if isinstance(places, list) and pattern.count("*") <= 1
    )
    return PathMap(base, tuple(patterns))


def _references(config: Path) -> Iterator[Path]:
    references = json_object(config).get("references")
    for one in references if isinstance(references, list) else ():
        for path in _texts([one.get("path") if isinstance(one, dict) else None]):
            other = _normal(config.parent, path)
            yield other / CONFIGS[0] if other.suffix != ".json" else other


def _texts(values: Iterable[object]) -> Iterator[str]:
    return (value for value in values if isinstance(value, str))


def _normal(folder: Path, path: str, end: str = "") -> Path:
    place = Path(os.path.normpath(folder / path))
    return place if place.suffix == end or not end else place.with_name(place.name + end)
