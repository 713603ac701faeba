"""What has to read otherwise where declarations leave their managers for a shared package."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from backend.managers.consolidation.arrangement import Arrangement
from backend.managers.consolidation.mentions import members, own_mentions
from backend.managers.consolidation.uses import Use
from backend.managers.files import content
from backend.managers.go_modules import Modules
from backend.managers.source import SourceFile, Trouble
from backend.model.consolidation import Rewrite


@dataclass(frozen=True, slots=True)
class _Leaving:
    """What one package gives up.

    Attributes:
        names: Name to what it is called afterwards.
        paths: Import paths of the shared packages, by the name they are used by.
    """

    names: dict[str, str]
    paths: dict[str, str]


def extracted_rewrites(
    arrangement: Arrangement, used: Iterable[Use], modules: Modules
) -> Iterator[Rewrite]:
    """Declarations and methods that leave, every use of them, and imports that this takes.

    What the declarations themselves import, and no longer need where they were, is left to see.

    Args:
        arrangement: As it would be.
        used: Imports of managers' packages.
        modules: That tell the shared package's import path.
    """
    leaving = _leaving(arrangement, modules)
    if not leaving:
        return
    for held in arrangement.managers.values():
        for placed in held.files:
            file = placed.file
            if file.language == "Go" and file.folder in leaving:
                yield from _at_home(file, leaving[file.folder])
    for use in used:
        if use.was in leaving:
            yield from _elsewhere(use, leaving[use.was])


def _leaving(arrangement: Arrangement, modules: Modules) -> dict[Path, _Leaving]:
    found: dict[Path, _Leaving] = defaultdict(lambda: _Leaving({}, {}))
    for one in arrangement.extracted:
        package = one.into.rpartition("/")[2]
        for manager, file, _ in one.sites:
            shared = modules.import_path(arrangement.managers[manager].root / one.into)
            found[file.folder].names[one.name] = f"{package}.{_exported(one.name)}"
            found[file.folder].paths[package] = shared or one.into
    return dict(found)


def _at_home(file: SourceFile, leaving: _Leaving) -> Iterator[Rewrite]:
    """In the package that declared it: declarations, methods and uses."""
    for line, what in _declared(file, leaving.names):
        name, dot, method = what.partition(".")
        new = f"{leaving.names[name]}{dot}{method}"
        yield _rewrite(file, line, what, new).model_copy(update={"why": "leaves"})
    source = content(file.folder / PurePosixPath(file.path).name)
    if isinstance(source, Trouble) or file.package.endswith("_test"):
        return  # a test from outside the package, which imports it
    used = sorted(set(own_mentions(source, leaving.names)), key=lambda one: (one[1], one[0]))
    for name, line in used:
        yield _rewrite(file, line, name, leaving.names[name])
    for package in sorted({_package(leaving, name) for name, _ in used}):
        yield _rewrite(file, 0, "", leaving.paths[package])


def _elsewhere(use: Use, leaving: _Leaving) -> Iterator[Rewrite]:
    """In a package that imports it: uses, and imports that nothing else needs any more."""
    file = use.importer.file
    source = content(file.folder / PurePosixPath(file.path).name)
    name = use.called
    if isinstance(source, Trouble) or not name:
        return
    said = sorted(set(members(source, name)), key=lambda one: (one[1], one[0]))
    gone = [(member, line) for member, line in said if member in leaving.names]
    for member, line in gone:
        yield _rewrite(file, line, f"{name}.{member}", leaving.names[member])
    for package in sorted({_package(leaving, member) for member, _ in gone}):
        yield _rewrite(file, 0, "", leaving.paths[package])
    if gone and len(gone) == len(said):
        yield _rewrite(file, use.item.line, use.item.path, "")


def _declared(file: SourceFile, names: Container[str]) -> Iterator[tuple[int, str]]:
    """Lines of declarations and of their methods, with what is declared there."""
    for kind in file.types:
        if kind.name in names:
            yield kind.line, kind.name
    for function in file.functions:
        if function.receiver in names:
            yield function.line, f"{function.receiver}.{function.name}"
        elif function.name in names and not function.receiver:
            yield function.line, function.name


def _exported(name: str) -> str:
    """The name as another package can say it."""
    return name[:1].upper() + name[1:]


def _package(leaving: _Leaving, name: str) -> str:
    return leaving.names[name].partition(".")[0]


def _rewrite(file: SourceFile, line: int, old: str, new: str) -> Rewrite:
    return Rewrite(path=file.path, line=line, old=old, new=new, why="extracted", test=file.test)
