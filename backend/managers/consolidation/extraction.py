"""What has to read otherwise where declarations leave their managers for a shared package."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from backend.managers.consolidation.arrangement import Arrangement
from backend.managers.consolidation.import_names import declared_names, free_name
from backend.managers.consolidation.mentions import members, own_mentions, taken_names
from backend.managers.consolidation.uses import Use
from backend.managers.files import content
from backend.managers.go_modules import Modules
from backend.managers.source import SourceFile, Trouble
from backend.model.consolidation import Rewrite


@dataclass(frozen=True, slots=True)
class _Shared:
    """A name in its shared package.

    Attributes:
        path: Import path of the package.
        package: What the package is called.
        name: As other packages can say it.
    """

    path: str
    package: str
    name: str


_Leaving = Mapping[str, _Shared]
"""What one package gives up, by name."""


def extracted_rewrites(
    arrangement: Arrangement, used: Iterable[Use], modules: Modules
) -> Iterator[Rewrite]:
    """Declarations and methods that leave, every use of them, and imports that this takes.

    Where a file or its package calls something else as the shared package is called, the import is
    given another name. What the declarations themselves import, and no longer need where they were,
    is left to see.

    Args:
        arrangement: As it would be.
        used: Imports of managers' packages.
        modules: That tell the shared package's import path.
    """
    leaving = _leaving(arrangement, modules)
    if not leaving:
        return
    concerned: dict[SourceFile, list[Use]] = {
        placed.file: []
        for held in arrangement.managers.values()
        for placed in held.files
        if placed.file.language == "Go" and placed.file.folder in leaving
    }
    for use in used:
        if use.was in leaving:
            concerned.setdefault(use.importer.file, []).append(use)
    declared = declared_names(arrangement, concerned)
    for file, uses in concerned.items():
        # A test from outside a package imports it.
        own = {} if file.package.endswith("_test") else leaving.get(file.folder, {})
        yield from _declarations(file, leaving.get(file.folder, {}))
        source = content(file.folder / PurePosixPath(file.path).name)
        if not isinstance(source, Trouble):
            imported = [(use, leaving[use.was]) for use in uses if use.called]
            others = declared[file.folder, file.package] - own.keys()
            yield from _uses(file, source, own, imported, others)


def _leaving(arrangement: Arrangement, modules: Modules) -> dict[Path, dict[str, _Shared]]:
    found: dict[Path, dict[str, _Shared]] = defaultdict(dict)
    for one in arrangement.extracted:
        for manager, file, _ in one.sites:
            path = modules.import_path(arrangement.managers[manager].root / one.into) or one.into
            found[file.folder][one.name] = _Shared(path, one.package, _exported(one.name))
    return dict(found)


def _declarations(file: SourceFile, leaving: _Leaving) -> Iterator[Rewrite]:
    """In the package that declared it: declarations and methods."""
    for line, what in _declared(file, leaving):
        name, dot, method = what.partition(".")
        shared = leaving[name]
        new = f"{shared.package}.{shared.name}{dot}{method}"
        yield _rewrite(file, line, what, new).model_copy(update={"why": "leaves"})


def _uses(
    file: SourceFile,
    source: bytes,
    own: _Leaving,
    imported: Iterable[tuple[Use, _Leaving]],
    declared: Iterable[str],
) -> Iterator[Rewrite]:
    """Uses in one file, imports to add, and imports that nothing else needs any more.

    Args:
        file: That speaks of what leaves.
        source: Of the file.
        own: What the file's own package gives up.
        imported: Imports of packages that give something up.
        declared: Names that the file's package keeps.
    """
    said: list[tuple[str, int, _Shared]] = []
    said += [(name, line, own[name]) for name, line in _lines(own_mentions(source, own))]
    gone: dict[str, _Leaving] = {}
    for use, leaving in imported:
        gone[use.called] = leaving
        wanted = _lines(members(source, use.called))
        left = [(member, line) for member, line in wanted if member in leaving]
        said += [(f"{use.called}.{member}", line, leaving[member]) for member, line in left]
        if left and len(left) == len(wanted):
            yield _rewrite(file, use.item.line, use.item.path, "")
    taken = {*declared, *taken_names(source, own, gone)}
    names: dict[str, str] = {}
    for path, package in sorted({(shared.path, shared.package) for _, _, shared in said}):
        names[path] = free_name(package, path, taken)
        taken.add(names[path])
        alias = "" if names[path] == package else names[path]
        yield _rewrite(file, 0, "", path).model_copy(update={"alias": alias})
    for old, line, shared in said:
        yield _rewrite(file, line, old, f"{names[shared.path]}.{shared.name}")


def _lines(said: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """Names and lines, each once, by line."""
    return sorted(set(said), key=lambda one: (one[1], one[0]))


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


def _rewrite(file: SourceFile, line: int, old: str, new: str) -> Rewrite:
    return Rewrite(path=file.path, line=line, old=old, new=new, why="extracted", test=file.test)
