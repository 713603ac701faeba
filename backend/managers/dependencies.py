"""Dependencies between managers, each with every piece of its evidence."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

from backend.managers.imports import Resolved, Resolver
from backend.managers.reading import REMEMBERED, Read
from backend.managers.remembered import EachWhileSame, WhileSame
from backend.managers.source import Import, SourceFile
from backend.model.ecosystem import Dependency
from backend.model.finding import Evidence

Edge = tuple[str, str, Evidence]
"""Source, target and one piece of evidence."""

Leading = tuple[tuple[str, int, str], ...]
"""File and line of imports, and the manager that each leads to."""


def import_edges(managers: Iterable[Read], resolver: Resolver) -> Iterator[Edge]:
    """Edges that Go imports speak for, dangling ones included."""
    for read in managers:
        yield from _imports(read, resolver)


@lru_cache(maxsize=REMEMBERED)
def _imports(read: Read, resolver: Resolver) -> tuple[Edge, ...]:
    return tuple(_resolved(read, resolver))


def _resolved(read: Read, resolver: Resolver) -> Iterator[Edge]:
    for file in read.files:
        imports = file.imports if file.language == "Go" else ()
        paths = (item.path for item in imports)
        meant = resolver.resolve_all(paths, file.folder, read.name)
        for item, targets in zip(imports, meant, strict=True):
            for resolved in targets:
                yield read.name, resolved.target, imported(file, item, resolved)


def imported(file: SourceFile, item: Import, resolved: Resolved) -> Evidence:
    """The evidence that an import is, led where it was found to lead."""
    return Evidence(
        kind=_kind(file),
        path=file.path,
        line=item.line,
        text=item.text,
        resolution=resolved.resolution,
        rule=resolved.rule,
        test=file.test,
    )


def _kind(file: SourceFile) -> str:
    if file.ignored:
        return "excluded_import"
    return "test_import" if file.test else "import"


def gathered(edges: Iterable[Edge]) -> tuple[Dependency, ...]:
    """One dependency for each source and target, its evidence by kind and place."""
    together: dict[tuple[str, str], list[Evidence]] = defaultdict(list)
    for source, target, evidence in edges:
        together[source, target].append(evidence)
    return tuple(_dependency(pair, items) for pair, items in sorted(together.items()))


@EachWhileSame
def _dependency(pair: tuple[str, str], evidence: list[Evidence]) -> Dependency:
    source, target = pair
    return Dependency(source=source, target=target, evidence=tuple(sorted(evidence, key=_place)))


@WhileSame
def leading(dependencies: Iterable[Dependency]) -> dict[str, Leading]:
    """Of each manager the imports that lead to another one, strictly or recovered."""
    found: dict[str, set[tuple[str, int, str]]] = defaultdict(set)
    for one in dependencies:
        for item in one.evidence:
            if item.resolution in ("strict", "recovered"):
                found[one.source].add((item.path, item.line, one.target))
    return {source: tuple(sorted(imports)) for source, imports in found.items()}


def _place(evidence: Evidence) -> tuple[str, str, int, str]:
    return evidence.kind, evidence.path, evidence.line, evidence.text
