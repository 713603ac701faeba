"""What Go would refuse afterwards and does not refuse now."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

import networkx as nx

from backend.managers.consolidation.arrangement import Arrangement
from backend.managers.consolidation.outside import Link
from backend.managers.consolidation.uses import Use
from backend.model.consolidation import Obstacle

_SHOWN = 6
"""Packages of a cycle that are named at the most."""


def obstacles(
    before: Iterable[Use],
    after: Iterable[Use],
    arrangement: Arrangement,
    around: Collection[Link] = (),
    around_then: Collection[Link] = (),
) -> Iterator[Obstacle]:
    """Imports of what is internal elsewhere or a program, cycles, packages that do not mix.

    Args:
        before: Imports of managers' packages, as they are.
        after: As they would be.
        arrangement: Where everything would stand.
        around: Imports to and among packages outside the managers.
        around_then: The same as they would be.
    """
    was, now = list(before), list(after)
    known = {(one.kind, one.path, one.line) for one in _refused(was)}
    yield from (one for one in _refused(now) if (one.kind, one.path, one.line) not in known)
    yield from _cycles(was, now, around, around_then)
    yield from _mixed(arrangement)
    yield from _entangled(arrangement)


def _refused(uses: Iterable[Use]) -> Iterator[Obstacle]:
    for use in uses:
        if use.target is None or use.target.folder == use.source.folder:
            continue
        path, line = use.importer.file.path, use.item.line
        if use.target.package == "main":
            yield Obstacle(
                kind="program",
                summary=f"{path} imports {use.target.import_path}, which is a program",
                path=path,
                line=line,
            )
        if not _visible(use.source.import_path, use.target.import_path):
            yield Obstacle(
                kind="internal",
                summary=f"{use.target.import_path} is internal, {use.source.import_path} stands "
                "outside",
                path=path,
                line=line,
            )


def _visible(importer: str, target: str) -> bool:
    """Whether Go lets one package import another: what is below `internal` stays in its parent."""
    elements = target.split("/")
    if "internal" not in elements or not importer:
        return True
    last = len(elements) - 1 - elements[::-1].index("internal")
    parent = "/".join(elements[:last])
    return not parent or importer == parent or importer.startswith(f"{parent}/")


def _cycles(
    before: list[Use],
    after: list[Use],
    around: Collection[Link],
    around_then: Collection[Link],
) -> Iterator[Obstacle]:
    """Packages that would import one another, one obstacle for each knot."""
    held = {frozenset(cycle) for cycle in _knots(before, around)}
    names = {use.target.folder: use.target.import_path for use in after if use.target}
    names |= {use.source.folder: use.source.import_path for use in after}
    for knot in _knots(after, around_then):
        if frozenset(knot) in held:
            continue
        chain = " → ".join(names.get(folder) or folder.name for folder in [*knot, knot[0]][:_SHOWN])
        yield Obstacle(kind="import cycle", summary=f"packages would import one another: {chain}")


def _knots(uses: Iterable[Use], around: Collection[Link]) -> Iterator[tuple[Path, ...]]:
    graph: nx.DiGraph[Path] = nx.DiGraph(around)
    for use in uses:
        if use.target is not None and not use.importer.file.test:
            graph.add_edge(use.source.folder, use.target.folder)
    for knot in sorted(nx.strongly_connected_components(graph), key=min):
        if len(knot) > 1:
            part = graph.subgraph(knot)
            yield tuple(source for source, _ in nx.find_cycle(part, min(knot)))


def _mixed(arrangement: Arrangement) -> Iterator[Obstacle]:
    """Folders that a merge leaves with files of two packages; tests may lie outside theirs."""
    for held in arrangement.managers.values():
        if len(held.was) < 2:
            continue
        packages: dict[str, dict[str, set[Path]]] = defaultdict(lambda: defaultdict(set))
        for placed in held.files:
            file = placed.file
            if file.language == "Go" and file.package and not file.ignored:
                name = placed.package.removesuffix("_test") if file.test else placed.package
                packages[placed.folder][name].add(file.folder)
        for folder, found in sorted(packages.items()):
            origins = {one for came in found.values() for one in came}
            if len(found) > 1 and len(origins) > 1:
                told = " and ".join(sorted(found))
                yield Obstacle(
                    kind="mixed packages",
                    summary=f"{folder} would hold package {told}: give one of them another folder",
                    path=folder,
                )


def _entangled(arrangement: Arrangement) -> Iterator[Obstacle]:
    for one in arrangement.extracted:
        for manager, names in sorted(one.needs.items()):
            yield Obstacle(
                kind="entangled",
                summary=f"{one.name} of {manager} needs {', '.join(names[:_SHOWN])}: extract those "
                "too, or it would import its manager back",
                path=next(file.path for name, file, _ in one.sites if name == manager),
                line=next(line for name, _, line in one.sites if name == manager),
            )
        if one.shapes > 1 or one.ways > 1:
            told = (
                f"has {one.shapes} shapes" if one.shapes > 1 else f"is written in {one.ways} ways"
            )
            yield Obstacle(
                kind="entangled",
                summary=f"{one.name} {told}: decide on one of them first",
                path=one.sites[0][1].path,
                line=one.sites[0][2],
            )
