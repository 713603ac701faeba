"""What is read of an ecosystem before anything is concluded from it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from backend.config.aliases import Alias
from backend.managers.activities import traces
from backend.managers.aliases import Aliases, Named, resolved
from backend.managers.answered import answered_elsewhere
from backend.managers.calls import Call, calls
from backend.managers.capabilities import capabilities_of
from backend.managers.dependencies import Edge, gathered, import_edges
from backend.managers.discovery import Root, named_apart
from backend.managers.document_answers import remember_answers
from backend.managers.documents import Document
from backend.managers.elsewhere import Elsewhere
from backend.managers.folders import real
from backend.managers.go_modules import Modules
from backend.managers.graph import coupling, layers
from backend.managers.imports import Resolver, resolver_of
from backend.managers.inventory import Inventory, inventory, within
from backend.managers.lcom import cohesion
from backend.managers.manifests import manifest_edges
from backend.managers.metrics import Fans, fans_of, has_source, metrics
from backend.managers.names import Names, names_of
from backend.managers.promises import promises
from backend.managers.prose import document_edges
from backend.managers.raci import Traces
from backend.managers.reading import Read, Reader, counted
from backend.managers.remembered import EachWhileSame
from backend.managers.responsibility import responsibility, word_weights
from backend.managers.script_calls import script_calls
from backend.managers.script_imports import script_edges
from backend.managers.traces import field_edges
from backend.model.ecosystem import Coupling, Dependency, Manager, Score
from backend.model.metrics import Cohesion

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True)
class Survey:
    """Managers, documents, and what uses what.

    Attributes:
        aliases: Further names of managers that the settings give.
        elsewhere: Managers outside the roots, and the documents that led to them.
    """

    read: tuple[Read, ...]
    texts: tuple[Document, ...]
    elsewhere: tuple[Elsewhere, ...]
    names: Names
    aliases: Aliases
    modules: Modules
    resolver: Resolver
    dependencies: tuple[Dependency, ...]


def survey(
    roots: Sequence[Path],
    documents: Sequence[Path] = (),
    reader: Reader | None = None,
    given: Sequence[Alias] = (),
    there: Inventory | None = None,
) -> Survey:
    """Read the managers below some folders, and the documents; see `scan`."""
    return surveyed(*look(roots, documents, reader, given, there), given)


def surveyed(there: Inventory, read: tuple[Read, ...], given: Sequence[Alias] = ()) -> Survey:
    """What there is and what was read, as `look` returned it, with what uses what."""
    aliases = resolved(given, there.managers)
    names = names_of(there.managers, aliases.known)
    resolver = resolver_of(there.managers, there.modules, aliases.known)
    return Survey(
        read=read,
        texts=there.texts,
        elsewhere=there.elsewhere,
        names=names,
        aliases=aliases,
        modules=there.modules,
        resolver=resolver,
        dependencies=gathered(_edges(read, there.texts, names, resolver)),
    )


def look(
    roots: Sequence[Path],
    documents: Sequence[Path] = (),
    reader: Reader | None = None,
    given: Sequence[Alias] = (),
    there: Inventory | None = None,
) -> tuple[Inventory, tuple[Read, ...]]:
    """What there is, and its managers; see `scan`.

    The first time other processes begin to read what the roots hold before the documents are read,
    which hardly ever lead to more.
    """
    present = distinct_roots(roots)
    if reader or there:
        there = there or inventory(present, documents, given)
        return there, (reader or Reader()).read(there.managers, partial(_ask, there, given))
    held, reader = within(present), Reader()
    managers, taken = named_apart(held), list[Inventory]()

    def take() -> None:
        taken.append(inventory(present, documents, given, held))
        _ask(taken[0], given)

    read = reader.read(managers, take)
    if taken[0].managers != managers:
        read = reader.read(taken[0].managers)
    return taken[0], read


def _ask(there: Inventory, given: Sequence[Alias]) -> None:
    """What the documents say is remembered, before it is asked for."""
    names = names_of(there.managers, resolved(given, there.managers).known)
    remember_answers(there.texts, names, capabilities_of(there.managers).nouns)


def _edges(
    read: Sequence[Read], texts: Sequence[Document], names: Names, resolver: Resolver
) -> Iterator[Edge]:
    return chain(
        import_edges(read, resolver),
        script_edges(read, resolver, names),
        field_edges(read, resolver, names),
        manifest_edges(read, names),
        document_edges(texts, names),
    )


def scored(read: Sequence[Read]) -> dict[str, Score | None]:
    """Each manager's score."""
    weights = word_weights(read)
    return {one.name: responsibility(one, weights) for one in read}


def cohesions(read: Sequence[Read]) -> dict[str, Cohesion | None]:
    """How far each manager's types are of one piece."""
    return {one.name: cohesion(one) for one in read}


class Judged(NamedTuple):
    """What the code of each manager says of it alone."""

    scores: dict[str, Score | None]
    cohesions: dict[str, Cohesion | None]


def figures(
    read: Sequence[Read],
    graph: "nx.DiGraph[str]",
    dependencies: Sequence[Dependency],
    judged: Judged,
    further: Named = (),
) -> tuple[Manager, ...]:
    """Every manager with what is counted, its place in the graph and its score."""
    around = _Around(graph, fans_of(dependencies))
    called: dict[str, tuple[str, ...]] = {}
    for written, name in further:
        called[name] = (*called.get(name, ()), written)
    return tuple(
        _figured(
            one.name,
            one,
            (judged.scores[one.name], judged.cohesions[one.name]),
            called.get(one.name, ()),
            around,
        )
        for one in read
    )


class _Around(NamedTuple):
    """What all managers together make of each."""

    graph: "nx.DiGraph[str]"
    fans: Fans


@EachWhileSame
def _figured(
    name: str,
    read: Read,
    judged: tuple[Score | None, Cohesion | None],
    called: tuple[str, ...],
    around: _Around,
) -> Manager:
    """One manager, which `called` are further names of."""
    (graph, fans), (score, cohered) = around, judged
    own, coupled = counted(read), coupling(graph, name) if has_source(read) else Coupling()
    update = {
        "aliases": own.aliases + called,
        "coupling": coupled,
        "metrics": metrics(read, coupled, fans, cohered),
        "layer": layers(graph)[name],
        "score": score,
    }
    return own.model_copy(update=update)


def traces_of(read: Sequence[Read], texts: Sequence[Document]) -> Traces:
    """What speaks for each manager's activities; documents count for the manager they lie in."""
    own: dict[str, list[Document]] = defaultdict(list)
    for document in texts:
        own[document.manager].append(document)
    capabilities = capabilities_of(item.found for item in read)
    kept = promises(read)
    return {
        item.name: traces(item, tuple(own[item.name]), kept[item.name], capabilities)
        for item in read
        if not item.found.shared
    }


def about(read: Sequence[Read]) -> dict[str, str]:
    """Manager to the capability that it is called after."""
    capabilities = capabilities_of(item.found for item in read)
    return {item.name: capabilities.own(item.name) for item in read}


def calls_of(seen: Survey) -> tuple[Call, ...]:
    """Who calls whom and what for."""
    capabilities = capabilities_of(item.found for item in seen.read)
    found = chain(
        calls(seen.read, seen.dependencies, seen.names, capabilities),
        script_calls(seen.read, seen.dependencies, seen.names, capabilities),
    )
    return tuple(answered_elsewhere(found, seen.read))


def distinct_roots(roots: Iterable[Path]) -> tuple[Root, ...]:
    """The roots that are folders, each place once, as it was named first."""
    present: dict[Path, Root] = {}
    for root in roots:
        if root.is_dir():
            folder = real(root)
            present.setdefault(folder, Root(str(root), folder))
    return tuple(present.values())
