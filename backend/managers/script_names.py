"""What names in scripts stand for: what imports bind, and commands that one manager declares.

An import leads to a manager where its path does, by the file system for relative paths, or where an
element of it is called after one: `from managers.error_manager import report`,
`import { report } from "../error-manager/client"`. A PowerShell command is another manager's where
that one alone declares a function of its name.
"""

import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from backend.managers.names import Names
from backend.managers.reading import Read
from backend.managers.source import Import, SourceFile

Places = tuple[tuple[Path, str], ...]
"""Each manager's folder, and its name."""

_DOTS = re.compile(r"^\.+")
_ELEMENT = re.compile(r"[/\\.]+")
_FROM = re.compile(r"^from\s+\S+\s+import\s+\(?(?P<names>.*)")
_BETWEEN = re.compile(r"^(?:import\s+)?(?P<names>.*?)\s*(?:\bfrom\b|=)")
_BOUND = re.compile(r"(?:[\w*]+\s*(?:\bas\b|:)\s*)?(?P<name>[A-Za-z_]\w*)")


def places(managers: Iterable[Read]) -> Places:
    """Where managers lie; loose files lie nowhere of their own."""
    return tuple((read.folder, read.name) for read in managers if read.found.path != ".")


def bound_names(file: SourceFile, manager: str, names: Names, there: Places) -> dict[str, str]:
    """Name that an import of a Python or TypeScript file binds to the other manager it leads to."""
    found: dict[str, str] = {}
    for item in file.imports:
        target = _target(item.path, file.folder, names, dict(there))
        if target is not None and target != manager:
            found |= dict.fromkeys(_bound(item), target)
    return found


def foreign_commands(managers: Iterable[Read]) -> dict[str, str]:
    """PowerShell function in lower case to the only manager that declares it."""
    owners: dict[str, set[str]] = defaultdict(set)
    for read in managers:
        for file in read.production:
            for function in file.functions if file.language == "PowerShell" else ():
                if not function.receiver:
                    owners[function.name.lower()].add(read.name)
    return {name: next(iter(held)) for name, held in owners.items() if len(held) == 1}


def _target(path: str, folder: Path, names: Names, there: Mapping[Path, str]) -> str | None:
    dots = _DOTS.match(path)
    if dots and "/" not in path:  # Python: each dot but the first is a folder up
        path = "./" + "../" * (len(dots.group()) - 1) + path[dots.end() :].replace(".", "/")
    if dots:
        target = Path(os.path.normpath(folder / path))
        held = next((there[one] for one in (target, *target.parents) if one in there), None)
        own = next((there[one] for one in (folder, *folder.parents) if one in there), None)
        if held is not None and held != own:
            return held
    elements = filter(None, _ELEMENT.split(path))
    return next(filter(None, map(names.named, elements)), None)


def _bound(item: Import) -> Iterator[str]:
    """The names that an import binds, as its statement says."""
    said = _FROM.match(item.text) or _BETWEEN.match(item.text)
    if said:
        yield from (one["name"] for one in _BOUND.finditer(said["names"]))
    elif as_ := re.search(rf"{re.escape(item.path)}\s+as\s+(\w+)", item.text):
        yield as_[1]
