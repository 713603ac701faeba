"""Findings about files and imports that are broken."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from backend.managers.documents import Document
from backend.managers.elsewhere import Elsewhere
from backend.managers.reading import REMEMBERED, Read
from backend.managers.remembered import WhileSame
from backend.managers.source import SourceFile, Trouble
from backend.managers.text import shown
from backend.model.ecosystem import Dependency
from backend.model.finding import Evidence, Finding, Severity, finding_id

QUOTED = 12
"""Pieces of evidence that one finding shows at the most; the dependencies hold all."""

_REMEDIES = {
    "conflict": "Resolve the conflict and commit the file.",
    "syntax": "Mend the file, or remove it: no build can use it as it is.",
    "empty-file": "Remove the file, or write what it was made for.",
    "no-package": "Begin the file with a package clause, or move it out of the source tree.",
    "encoding": "Save the file as UTF-8.",
    "huge": "Keep data and generated code outside the managers.",
    "import-path": "Write the import path that the nearest go.mod gives the package.",
    "unreadable": "Grant the right to read it, or remove the link that leads nowhere.",
}

_ELSEWHERE = "Write the import path that the nearest go.mod gives the package."

_UNRESOLVED: dict[str, tuple[str, str, str]] = {
    "self": ("dangling", "of itself under a module path that leads nowhere", _ELSEWHERE),
    "": (
        "dangling",
        "of packages that are not in this repository",
        "Remove them, or bring back the packages they name.",
    ),
    "missing": (
        "dangling",
        "of files that are not where the paths lead, in other managers",
        "Correct the paths, or bring back the files they name.",
    ),
    "tsconfig": (
        "dangling",
        "of files that are not where tsconfig.json has them, in other managers",
        "Correct the imports or the paths of tsconfig.json.",
    ),
    "link": (
        "dangling",
        "of packages that are not in the folders that package.json takes them from",
        "Correct package.json, or bring back the folders that it names.",
    ),
    "workspace": (
        "dangling",
        "of packages that no workspace has",
        "Correct package.json, or add the packages to the workspace.",
    ),
    "ambiguous": ("ambiguous", "that may mean any of several managers", _ELSEWHERE),
}
"""Rule of an import that found no target to kind, what it is and remedy."""


def file_findings(managers: Iterable[Read]) -> Iterator[Finding]:
    """One finding for each trouble of each file."""
    for read in managers:
        yield from _of_files(read)


@lru_cache(maxsize=REMEMBERED)
def _of_files(read: Read) -> tuple[Finding, ...]:
    return tuple(_trouble(read.name, file, one) for file in read.files for one in file.troubles)


def _trouble(manager: str, file: SourceFile, one: Trouble) -> Finding:
    where = f"{file.path}:{one.line}" if one.line else file.path
    return Finding(
        id=finding_id(one.kind, (manager, file.path), one.summary),
        kind=one.kind,
        severity=Severity.ACT if one.kind == "conflict" else Severity.LOOK,
        subjects=(manager, file.path),
        summary=f"{where}: {one.summary}",
        remedy=_REMEDIES[one.kind],
        evidence=(Evidence(kind="file", path=file.path, line=one.line, text=one.summary),),
    )


def folder_findings(managers: Iterable[Read]) -> Iterator[Finding]:
    """Folders that could not be read."""
    for read in managers:
        for path in map(shown, read.found.closed):
            yield Finding(
                id=finding_id("unreadable", (read.name, path)),
                kind="unreadable",
                severity=Severity.LOOK,
                subjects=(read.name, path),
                summary=f"{path}: the folder cannot be read, so what is in it is missing here",
                remedy="Grant the right to read it.",
            )


def document_findings(documents: Iterable[Document]) -> Iterator[Finding]:
    """Documents that could not be read."""
    for document in documents:
        if document.trouble:
            yield Finding(
                id=finding_id("unreadable", (document.path,)),
                kind="unreadable",
                severity=Severity.LOOK,
                subjects=(document.path,),
                summary=f"{document.path}: {document.trouble}, so its claims are missing here",
                remedy="Name a Markdown file that can be read, or leave it out.",
            )


def package_findings(managers: Iterable[Read]) -> Iterator[Finding]:
    """Folders whose Go files disagree about their package."""
    for read in managers:
        yield from _packages(read)


@lru_cache(maxsize=REMEMBERED)
def _packages(read: Read) -> tuple[Finding, ...]:
    folders: dict[str, dict[str, SourceFile]] = defaultdict(dict)
    for file in read.files:
        if file.package and not file.ignored:
            name = file.package.removesuffix("_test") if file.test else file.package
            folders[file.directory].setdefault(name, file)
    return tuple(
        Finding(
            id=finding_id("packages", (read.name, folder)),
            kind="packages",
            severity=Severity.LOOK,
            subjects=(read.name, folder),
            summary=f"{folder} holds {len(names)} packages: {', '.join(sorted(names))}",
            remedy="Give each package a folder of its own.",
            evidence=tuple(
                Evidence(kind="file", path=file.path, line=0, text=f"package {name}")
                for name, file in sorted(names.items())
            ),
        )
        for folder, names in sorted(folders.items())
        if len(names) > 1
    )


@WhileSame
def import_findings(dependencies: Iterable[Dependency]) -> tuple[Finding, ...]:
    """For each manager and rule, its imports that lead nowhere, or to several managers.

    Relative imports and those of a disk are told file by file, in `file_findings`.
    """
    return tuple(_unresolved(dependencies))


def _unresolved(dependencies: Iterable[Dependency]) -> Iterator[Finding]:
    unresolved: dict[tuple[str, str], list[Evidence]] = defaultdict(list)
    for dependency in dependencies:
        for item in dependency.evidence:
            if item.resolution == "dangling":
                unresolved[dependency.source, item.rule or ""].append(item)
            elif item.resolution == "ambiguous":
                unresolved[dependency.source, "ambiguous"].append(item)
    for (source, rule), items in unresolved.items():
        if rule not in _UNRESOLVED:
            continue
        kind, what, remedy = _UNRESOLVED[rule]
        count = len({(item.path, item.line, item.text) for item in items})
        yield Finding(
            id=finding_id(kind, (source,), rule),
            kind=kind,
            severity=Severity.LOOK,
            subjects=(source,),
            summary=f"{source}: {count} {'import' if count == 1 else 'imports'} {what}",
            remedy=remedy,
            evidence=tuple(items[:QUOTED]),
        )


def root_findings(roots: Iterable[Path]) -> Iterator[Finding]:
    """Roots that are no folders."""
    for root in roots:
        if not root.is_dir():
            yield Finding(
                id=finding_id("root", (shown(root),)),
                kind="root",
                severity=Severity.ACT,
                subjects=(shown(root),),
                summary=f"{shown(root)} is no folder, so nothing was scanned there",
                remedy="Correct its name, or leave it out.",
            )


def elsewhere_findings(found: Iterable[Elsewhere]) -> Iterator[Finding]:
    """Managers that are scanned although they lie outside the roots."""
    for one in found:
        folder = f"{shown(one.root.given)}/{shown(one.path)}"
        yield Finding(
            id=finding_id("elsewhere", (shown(one.path),)),
            kind="elsewhere",
            severity=Severity.NOTE,
            subjects=(shown(one.path),),
            summary=f"Lies outside the folders that are scanned, read for a document: {folder}",
            remedy="Move it to the other managers, or scan its folder as well.",
            evidence=(one.evidence,),
        )


@WhileSame
def ranked(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The gravest first, then by kind and subjects; the same on every run."""
    rank = {severity: -place for place, severity in enumerate(Severity)}
    return tuple(
        sorted(
            findings,
            key=lambda item: (rank[item.severity], item.kind, item.subjects, item.id),
        )
    )
