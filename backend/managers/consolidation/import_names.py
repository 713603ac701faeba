"""What a file can call a package that it has to import from now on."""

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from itertools import count
from pathlib import Path

from backend.managers.consolidation.arrangement import Arrangement
from backend.managers.files import content, facts
from backend.managers.source import SourceFile


def declared_names(
    arrangement: Arrangement, importers: Iterable[SourceFile]
) -> Mapping[tuple[Path, str], frozenset[str]]:
    """What the packages of some files declare, by folder and package clause.

    Args:
        arrangement: As it would be.
        importers: Go files, also such as no manager holds.
    """
    held = [placed.file for one in arrangement.managers.values() for placed in one.files]
    outside = {file.folder for file in importers} - {file.folder for file in held}
    found: dict[tuple[Path, str], set[str]] = {}
    for file in (*held, *(file for folder in outside for file in _go_files(folder))):
        if file.language == "Go":
            found.setdefault((file.folder, file.package), set()).update(file.declared)
    return {package: frozenset(names) for package, names in found.items()}


def free_name(package: str, path: str, taken: Container[str]) -> str:
    """The package's own name where that is free, else one that says where it lies.

    Args:
        package: What the package is called.
        path: Its import path.
        taken: Names that stand for something else.
    """
    if package not in taken:
        return package
    above = re.sub(r"\W", "", path.rpartition("/")[0].rpartition("/")[2])
    longer = f"{above}{package}" if above.isidentifier() else f"shared{package}"
    numbered = (f"{longer}{number}" for number in count(2))
    return longer if longer not in taken else next(name for name in numbered if name not in taken)


def _go_files(folder: Path) -> Iterator[SourceFile]:
    for path in sorted(folder.glob("*.go")):
        yield facts(path, path.name, "Go", content(path))
