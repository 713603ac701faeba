"""Lines that have to read otherwise: package clauses, imports, and scripts that are run."""

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from backend.managers.consolidation.arrangement import Arrangement
from backend.managers.consolidation.uses import Spot, Use, names_called
from backend.managers.imports import Resolver
from backend.managers.reading import Read
from backend.model.consolidation import Clause, FileMove, Rewrite
from backend.model.ecosystem import Dependency

_OF_SCRIPTS = frozenset({"import", "test_import", "run"})
_BY_PROJECT = frozenset({"tsconfig", "link", "workspace"})
"""Rules by which an import of a script names no place: that stands in a file of its project."""


def moves(arrangement: Arrangement) -> Iterator[FileMove]:
    """Files that get another path."""
    for held in arrangement.managers.values():
        for placed in held.files:
            if placed.path != placed.file.path:
                yield FileMove(old=placed.file.path, new=placed.path)
        yield from (paper for paper in held.papers if paper.old != paper.new)


def clauses(arrangement: Arrangement) -> Iterator[Clause]:
    """Package clauses that change."""
    for held in arrangement.managers.values():
        for placed in held.files:
            if placed.package != placed.file.package:
                yield Clause(path=placed.file.path, old=placed.file.package, new=placed.package)


def strict_rewrites(before: Iterable[Use], after: Iterable[Use]) -> Iterator[Rewrite]:
    """Imports that resolve by Go's rules and would have to read otherwise.

    Where the package is called otherwise afterwards, the file goes on to call it as before.

    Args:
        before: Imports of managers' packages, as they are.
        after: As they would be.
    """
    called = names_called(before)
    for use in after:
        new, why = _led(use)
        if why:
            yield Rewrite.model_validate(
                {
                    "path": use.importer.file.path,
                    "line": use.item.line,
                    "old": use.item.path,
                    "new": new,
                    "alias": _alias(use, called) if new else "",
                    "why": why,
                    "test": use.importer.file.test,
                }
            )


def _alias(use: Use, called: Mapping[tuple[str, int], str]) -> str:
    """The package's name of before, where the import gives none and that would be another now."""
    name = called[use.importer.file.path, use.item.line]
    return "" if name == use.called else name


def _led(use: Use) -> tuple[str, str]:
    """What has to stand there, and why; no reason where it stays as it is."""
    if use.target is None:
        return "", "removed"
    if is_met(use):
        return "", "same package"
    moved = use.target.folder != use.was
    if moved and use.target.import_path and use.target.import_path != use.item.path:
        return use.target.import_path, "moved"
    return "", ""


def is_met(use: Use) -> bool:
    """Whether what a file imports becomes its own package."""
    if use.target is None or use.target.folder != use.source.folder:
        return False
    external = use.importer.package.endswith("_test") and use.importer.file.test
    return use.was != use.importer.file.folder and not external


def recovered_rewrites(
    before: Iterable[Read],
    arrangement: Arrangement,
    places: Mapping[Path, Spot],
    resolver: Resolver,
) -> Iterator[Rewrite]:
    """Dead import paths that a rule recovers, where the manager they mean moves or goes."""
    homes, owners = {}, {}
    for read in before:
        homes[read.name] = read
        owners.update(dict.fromkeys(read.files, read.name))
    for held in arrangement.managers.values():
        for placed in held.files:
            file = placed.file
            for item in file.imports if file.language == "Go" else ():
                for found in resolver.resolve(item.path, file.folder, owners[file]):
                    if found.resolution != "recovered":
                        continue
                    new, why = _meant(homes[found.target], arrangement, places)
                    if why:
                        yield Rewrite.model_validate(
                            {
                                "path": file.path,
                                "line": item.line,
                                "old": item.path,
                                "new": new,
                                "why": why,
                                "resolution": "recovered",
                                "test": file.test,
                            }
                        )


def script_rewrites(
    dependencies: Iterable[Dependency], before: Iterable[Read], arrangement: Arrangement
) -> Iterator[Rewrite]:
    """Lines of scripts that load or run another manager's, where one of the two moves or goes.

    What has to stand there is not told: a line may make its path of variables. An import by a name
    that a file of its project leads to stays as it is, as long as that is there.
    """
    homes = {read.name: read.found.path for read in before}
    for one in dependencies:
        source, target = (arrangement.names.get(name) for name in (one.source, one.target))
        if source is None or one.target not in homes:
            continue
        was = posixpath.relpath(homes[one.target], homes[one.source])
        places = [arrangement.managers[name].path for name in (target, source) if name is not None]
        if len(places) > 1 and posixpath.relpath(*places) == was:
            continue
        for item in one.evidence:
            of_script = item.kind in _OF_SCRIPTS and not item.path.endswith(".go")
            if of_script and (target is None or item.rule not in _BY_PROJECT):
                sure = item.resolution == "strict" or item.rule is None
                yield Rewrite(
                    path=item.path,
                    line=item.line,
                    old=item.text,
                    new="",
                    why="removed" if target is None else "moved",
                    resolution="strict" if sure else "recovered",
                    test=item.test,
                )


def _meant(target: Read, arrangement: Arrangement, places: Mapping[Path, Spot]) -> tuple[str, str]:
    """The import path of the manager's top package afterwards, where that is another place."""
    now = arrangement.names.get(target.name)
    if now is None:
        return "", "removed"
    held = arrangement.managers[now]
    if held.path == target.found.path and now == target.name:
        return "", ""
    tops = (places[file.folder] for file in target.files if file.folder in places)
    top = min(tops, key=lambda spot: len(spot.folder.parts), default=None)
    return (top.import_path, "moved") if top is not None and top.import_path else ("", "")
