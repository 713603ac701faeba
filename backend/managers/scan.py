"""The scan: folders with managers in, the ecosystem out. Nothing scanned is ever written."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from backend.managers.dependencies import gathered, import_edges
from backend.managers.discovery import Root, discover
from backend.managers.go_modules import Modules
from backend.managers.graph import coupling, cycles, import_graph, layers
from backend.managers.imports import Resolver
from backend.managers.packages import packages
from backend.managers.reading import counted, read_manager
from backend.managers.text import shown
from backend.model.ecosystem import Ecosystem


def scan(roots: Sequence[Path], documents: Sequence[Path] = ()) -> Ecosystem:
    """Read the managers below some folders.

    Args:
        roots: Folders whose direct folders are managers; those that are none are told in a
            finding.
        documents: Markdown files, or folders of them, whose claims are set beside the code.

    Returns:
        The same for the same tree, whatever the order of the file system.
    """
    present = distinct_roots(roots)
    read = tuple(read_manager(found) for found in discover(present))
    modules = Modules()
    resolver = Resolver((item.found for item in read), modules)
    dependencies = gathered(import_edges(read, resolver))
    graph = import_graph((item.name for item in read), dependencies)
    layer = layers(graph)
    managers = tuple(
        counted(item).model_copy(
            update={"coupling": coupling(graph, item.name), "layer": layer[item.name]}
        )
        for item in read
    )
    return Ecosystem(
        roots=tuple(shown(str(root)) for root in roots),
        managers=managers,
        packages=packages(read, modules),
        dependencies=dependencies,
        cycles=cycles(graph),
    )


def distinct_roots(roots: Iterable[Path]) -> tuple[Root, ...]:
    """The roots that are folders, each place once."""
    present = (Root(str(root), root.resolve()) for root in roots if root.is_dir())
    return tuple({root.folder: root for root in present}.values())
