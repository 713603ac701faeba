"""The scan: folders with managers in, the ecosystem out. Nothing scanned is ever written."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from backend.managers.activities import traces
from backend.managers.cycle_findings import claimed_cycles, cycle_findings
from backend.managers.declared import declared_rows
from backend.managers.dependencies import Edge, gathered, import_edges
from backend.managers.discovery import Root, discover
from backend.managers.documents import Document, read_documents
from backend.managers.folder_findings import clashes, orphan_sums, repeated_paths
from backend.managers.folders import real
from backend.managers.go_modules import Modules
from backend.managers.graph import coupling, cycles, import_graph, layers
from backend.managers.imports import Resolver
from backend.managers.internal_findings import internal_findings
from backend.managers.names import Names, names_of
from backend.managers.packages import packages
from backend.managers.prose import declared_cycles, document_edges
from backend.managers.raci import Traces, matrix
from backend.managers.raci_rules import contradictions, raci_findings
from backend.managers.reading import Read, Reader, counted
from backend.managers.redundancy import redundancies
from backend.managers.redundancy.findings import redundancy_findings
from backend.managers.redundancy.places import is_manager
from backend.managers.responsibility import responsibility, word_weights
from backend.managers.text import shown
from backend.managers.traces import field_edges, manifest_edges
from backend.managers.troubles import (
    document_findings,
    file_findings,
    folder_findings,
    import_findings,
    package_findings,
    ranked,
    root_findings,
)
from backend.model.ecosystem import Ecosystem, Manager

if TYPE_CHECKING:
    import networkx as nx


def scan(
    roots: Sequence[Path],
    documents: Sequence[Path] = (),
    reader: Reader | None = None,
    copied: bool = True,
) -> Ecosystem:
    """Read the managers below some folders.

    Args:
        roots: Folders whose direct folders are managers; those that are none are told in a
            finding.
        documents: Markdown files, or folders of them, whose claims are set beside the code.
        copied: Whether to look for copied code too, which takes as long as reading it.
        reader: What read an earlier state of the tree, to read only what changed.

    Returns:
        The same for the same tree, whatever the order of the file system.
    """
    present = distinct_roots(roots)
    read = (reader or Reader()).read(discover(present))
    names = names_of(item.found for item in read)
    texts = read_documents([item.found for item in read], present, documents)
    modules = Modules()
    dependencies = gathered(_edges(read, texts, names, modules))
    graph = import_graph((item.name for item in read), dependencies)
    found = cycles(graph)
    managers = _managers(read, graph)
    claimed = tuple(declared_cycles(texts, names))
    declared = tuple(declared_rows(texts))
    raci = matrix(managers, _traces(read, texts), dependencies, declared, names)
    redundancy = redundancies(read, texts, copied)
    findings = chain(
        root_findings(roots),
        file_findings(read),
        folder_findings(read),
        document_findings(texts),
        package_findings(read),
        clashes(read),
        orphan_sums(read),
        repeated_paths(read),
        import_findings(dependencies),
        internal_findings(read, modules),
        cycle_findings(found, dependencies),
        claimed_cycles(claimed, dependencies),
        raci_findings(raci),
        contradictions(declared, names),
        redundancy_findings(redundancy, sum(map(is_manager, read))),
    )
    return Ecosystem(
        roots=tuple(shown(str(root)) for root in roots),
        managers=managers,
        packages=packages(read, modules),
        dependencies=dependencies,
        cycles=found,
        declared_cycles=tuple(sorted({cycle for cycle, _ in claimed})),
        raci=raci,
        redundancy=redundancy,
        findings=ranked(findings),
    )


def _edges(
    read: Sequence[Read], texts: Sequence[Document], names: Names, modules: Modules
) -> Iterator[Edge]:
    resolver = Resolver((item.found for item in read), modules)
    return chain(
        import_edges(read, resolver),
        field_edges(read, names),
        manifest_edges(read, names),
        document_edges(texts, names),
    )


def _managers(read: Sequence[Read], graph: "nx.DiGraph[str]") -> tuple[Manager, ...]:
    layer, weights = layers(graph), word_weights(read)
    return tuple(
        counted(item).model_copy(
            update={
                "coupling": coupling(graph, item.name),
                "layer": layer[item.name],
                "score": responsibility(item, weights),
            }
        )
        for item in read
    )


def _traces(read: Sequence[Read], texts: Sequence[Document]) -> Traces:
    own: dict[str, list[Document]] = defaultdict(list)
    for document in texts:
        own[document.manager].append(document)
    return {item.name: traces(item, own[item.name]) for item in read if not item.found.shared}


def distinct_roots(roots: Iterable[Path]) -> tuple[Root, ...]:
    """The roots that are folders, each place once, as it was named first."""
    present: dict[Path, Root] = {}
    for root in roots:
        if root.is_dir():
            folder = real(root)
            present.setdefault(folder, Root(str(root), folder))
    return tuple(present.values())
