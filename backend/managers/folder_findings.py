"""Findings about folders: symbols and programs that clash, and traces of moves half made."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import PurePosixPath

from backend.managers.reading import REMEMBERED, Read
from backend.managers.remembered import EachWhileSame
from backend.managers.source import SourceFile
from backend.managers.text import shown
from backend.managers.troubles import QUOTED
from backend.model.finding import Evidence, Finding, Severity, finding_id

_NAMED = 5
"""Symbols that a summary names at the most."""

_REPEATABLE = frozenset({"init", "main", "_", ""})

Package = tuple[str, str]
"""Folder and package clause."""


def clashes(managers: Iterable[Read]) -> Iterator[Finding]:
    """Symbols declared twice in one package, and folders with several programs.

    Types, functions, methods, constants and variables of Go files that a build for linux/amd64
    takes; the last two of files that Go accepts, as what is left of a broken body looks like them.
    """
    for read in managers:
        yield from _clashes(read)


@lru_cache(maxsize=REMEMBERED)
def _clashes(read: Read) -> tuple[Finding, ...]:
    return tuple(_clashing(read))


def _clashing(read: Read) -> Iterator[Finding]:
    for (folder, package), files in _packages(read).items():
        repeated = _repeated((read.name, folder, package), files)
        mains = repeated.get("main", []) if package == "main" else []
        twice = {name: places for name, places in repeated.items() if name not in _REPEATABLE}
        if twice:
            yield _twice(read, folder, package, twice)
        if mains:
            yield Finding(
                id=finding_id("mains", (read.name, folder)),
                kind="mains",
                severity=Severity.LOOK,
                subjects=(read.name, folder),
                summary=f"{_said(read, folder)} holds {len(mains)} main functions, "
                f"so {_unbuilt([mains])}",
                remedy="Give each program a folder of its own, as in cmd/NAME.",
                evidence=tuple(mains[:QUOTED]),
            )


def orphan_sums(managers: Iterable[Read]) -> Iterator[Finding]:
    """One finding for each manager with a go.sum that lies beside no go.mod."""
    for read in managers:
        modules = set(read.found.modules)
        orphans = [
            shown(name)
            for name in read.found.sums
            if f"{name.removesuffix('go.sum')}go.mod" not in modules
        ]
        if orphans:
            yield Finding(
                id=finding_id("orphan-sum", (read.name,)),
                kind="orphan-sum",
                severity=Severity.NOTE,
                subjects=(read.name,),
                summary=f"{orphans[0]} lies beside no go.mod"
                + (f", nor do {len(orphans) - 1} more in {read.name}" if orphans[1:] else ""),
                remedy="Remove it, or bring back the go.mod it belongs to.",
                evidence=tuple(
                    Evidence(kind="file", path=path, line=0, text="go.sum")
                    for path in orphans[:QUOTED]
                ),
            )


def repeated_paths(managers: Iterable[Read]) -> Iterator[Finding]:
    """Folders inside a manager that are called like the root it was found under."""
    for read in managers:
        yield from _repeating(read)


@lru_cache(maxsize=REMEMBERED)
def _repeating(read: Read) -> tuple[Finding, ...]:
    root = shown(read.found.root.folder.name)
    start = len(PurePosixPath(read.found.path).parts)
    repeated: dict[str, list[SourceFile]] = defaultdict(list)
    for file in read.files:
        parts = file.path.split("/")[:-1]
        if root in parts[start:]:
            repeated["/".join(parts[: parts.index(root, start) + 1])].append(file)
    return tuple(
        Finding(
            id=finding_id("repeated-path", (read.name, folder)),
            kind="repeated-path",
            severity=Severity.NOTE,
            subjects=(read.name, folder),
            summary=f"{folder} repeats the root {root} inside a manager, with {len(files)} "
            f"source {'file' if len(files) == 1 else 'files'}",
            remedy="Move what is in it to where it was meant to lie.",
            evidence=tuple(
                Evidence(kind="file", path=file.path, line=0, text=root) for file in files[:QUOTED]
            ),
        )
        for folder, files in sorted(repeated.items())
    )


def _packages(read: Read) -> dict[Package, list[SourceFile]]:
    packages: dict[Package, list[SourceFile]] = defaultdict(list)
    for file in read.files:
        if file.package and not file.ignored:
            packages[file.directory, file.package].append(file)
    return packages


@EachWhileSame
def _repeated(_: tuple[str, str, str], files: Iterable[SourceFile]) -> dict[str, list[Evidence]]:
    """Symbol that is declared more than once to where; methods with their type in front."""
    found: dict[str, list[tuple[str, SourceFile, int]]] = defaultdict(list)
    for file in files:
        for kind in file.types:
            found[kind.name].append(("type", file, kind.line))
        for function in file.functions:
            method = f"{function.receiver}.{function.name}" if function.receiver else function.name
            form = "method" if function.receiver else "function"
            if function.name != "_":
                found[method].append((form, file, function.line))
        for value in () if _is_broken(file) else file.values:
            found[value.name].append(("value", file, value.line))
    return {
        name: [
            Evidence(kind=form, path=file.path, line=line, text=name, test=file.test)
            for form, file, line in found[name]
        ]
        for name in sorted(name for name, places in found.items() if len(places) > 1)
    }


def _is_broken(file: SourceFile) -> bool:
    return any(trouble.kind in ("syntax", "conflict") for trouble in file.troubles)


def _twice(read: Read, folder: str, package: str, symbols: dict[str, list[Evidence]]) -> Finding:
    names = ", ".join(list(symbols)[:_NAMED]) + (", …" if len(symbols) > _NAMED else "")
    many = "1 symbol" if len(symbols) == 1 else f"{len(symbols)} symbols"
    return Finding(
        id=finding_id("declared-twice", (read.name, folder), package),
        kind="declared-twice",
        severity=Severity.LOOK,
        subjects=(read.name, folder),
        summary=f"{_said(read, folder)}: package {package} declares {many} more than once: {names}",
        remedy=f"Keep one of each: {_unbuilt(symbols.values())}.",
        evidence=tuple([place for places in symbols.values() for place in places][:QUOTED]),
    )


def _said(read: Read, folder: str) -> str:
    """What to call a folder: that of loose files has no name of its own."""
    return folder if folder != "." else read.name


def _unbuilt(declared: Iterable[Sequence[Evidence]]) -> str:
    """What Go refuses for symbols that are declared twice: a build passes over tests."""
    clashing = any(sum(not place.test for place in places) > 1 for places in declared)
    return "no build takes the package as it is" if clashing else "its tests are not built"
