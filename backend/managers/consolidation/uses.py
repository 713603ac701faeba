"""Which package uses which, before and after: imports by Go's rules, and where they would lead."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from backend.managers.consolidation.arrangement import Arrangement, Held, Placed
from backend.managers.folders import real
from backend.managers.go_modules import Modules
from backend.managers.source import Import, SourceFile


@dataclass(frozen=True, slots=True)
class Spot:
    """Where the files of one folder would stand.

    Attributes:
        folder: Resolved, as if it were there.
        manager: That it would belong to; empty for a file of none.
        import_path: What others would write; empty where no module would own it.
        package: Its package clause.
    """

    folder: Path
    manager: str
    import_path: str
    package: str


@dataclass(frozen=True, slots=True)
class Use:
    """One import of one file that leads to a manager's package.

    Attributes:
        importer: The file, as it would stand.
        source: Where it would stand.
        was: The package's folder as it is.
        target: Where the package would stand; None where it would be gone.
    """

    importer: Placed
    source: Spot
    item: Import
    was: Path
    target: Spot | None

    @property
    def called(self) -> str:
        """What the file calls the package; nothing for imports into its own names or for none."""
        given = self.item.text.partition('"')[0].strip()
        if given:
            return "" if given in (".", "_") else given
        return self.target.package if self.target is not None else ""


def names_called(used: Iterable[Use]) -> dict[tuple[str, int], str]:
    """What a file calls a package that it imports, by the file's path and the import's line."""
    return {(use.importer.file.path, use.item.line): use.called for use in used}


def spots(arrangement: Arrangement, modules: Modules) -> dict[Path, Spot]:
    """Folder of before, resolved, to where its files would stand."""
    found: dict[Path, Spot] = {}
    for held in arrangement.managers.values():
        clauses: dict[str, str] = {}
        for placed in held.files:
            if not placed.file.test:
                clauses.setdefault(placed.folder, placed.package)
        for placed in held.files:
            if placed.file.folder not in found and placed.file.language == "Go":
                found[placed.file.folder] = _spot(held, placed, clauses, modules)
    return found


def _spot(held: Held, placed: Placed, clauses: Mapping[str, str], modules: Modules) -> Spot:
    folder = held.root / placed.folder
    old = placed.file.folder
    if real(folder) == old or has_own_module(held, old, modules):
        path = modules.import_path(old)
    else:
        path = modules.import_path(folder)
    package = clauses.get(placed.folder, placed.package)
    return Spot(folder, held.name, path or "", package)


def has_own_module(held: Held, folder: Path, modules: Modules) -> bool:
    """Whether a go.mod at or below the manager's top owns a folder: it moves along with it.

    That of a manager which joins another is given up.
    """
    owner = modules.owner(folder)
    if owner is None:
        return False
    home = _home(held, folder)
    if home is None or not owner.folder.is_relative_to(home):
        return False
    return owner.folder != home or len(held.was) == 1


def _home(held: Held, folder: Path) -> Path | None:
    """The folder of the manager that a folder belonged to."""
    tops = (read.folder for read in held.was)
    return next((top for top in tops if folder.is_relative_to(top)), None)


def uses(
    arrangement: Arrangement,
    places: Mapping[Path, Spot],
    known: frozenset[Path],
    modules: Modules,
    outside: Iterable[SourceFile] = (),
) -> Iterator[Use]:
    """Every import of a manager's package, tests included.

    Args:
        arrangement: As it would be.
        places: Of `spots`.
        known: Every folder of before that held Go files of a manager.
        modules: As they are.
        outside: Files of no manager, which stay where they are.
    """
    importers = chain(
        (
            (placed, places[placed.file.folder])
            for held in arrangement.managers.values()
            for placed in held.files
            if placed.file.language == "Go"
        ),
        ((Placed(file, file.path, file.package), _stays(file, modules)) for file in outside),
    )
    for placed, source in importers:
        file = placed.file
        for item in () if file.ignored else file.imports:
            located = modules.locate(file.folder, item.path)
            target = None if located is None else real(located.folder)
            if target is not None and target in known:
                yield Use(placed, source, item, target, places.get(target))


def _stays(file: SourceFile, modules: Modules) -> Spot:
    return Spot(file.folder, "", modules.import_path(file.folder) or "", file.package)
