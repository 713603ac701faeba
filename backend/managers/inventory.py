"""Every manager of an ecosystem and every document about it, before a source file is read."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from backend.config.aliases import Alias
from backend.managers.aliases import resolved
from backend.managers.discovery import Found, Root, inside, named_apart, outside
from backend.managers.documents import Document, read_documents
from backend.managers.elsewhere import Elsewhere, elsewhere
from backend.managers.go_modules import Modules, modules_around
from backend.managers.hints import pile_up
from backend.managers.names import names_of


@dataclass(frozen=True, slots=True)
class Inventory:
    """What there is.

    Attributes:
        managers: In the roots, and where documents say that there are others.
        texts: Every document, read.
        elsewhere: Those of the managers that lie outside the roots.
        modules: Around them all.
    """

    managers: tuple[Found, ...]
    texts: tuple[Document, ...]
    elsewhere: tuple[Elsewhere, ...]
    modules: Modules


def inventory(
    roots: Sequence[Root],
    documents: Sequence[Path],
    given: Sequence[Alias] = (),
    held: Sequence[Found] | None = None,
) -> Inventory:
    """Look through the roots, then where the documents lead.

    Args:
        roots: Folders that exist.
        documents: Files or folders.
        given: Further names of managers.
        held: What `within` found in the roots, where it was just asked.
    """
    modules = _around(roots)
    held = inside(roots, modules) if held is None else held
    managers = named_apart(held)
    texts = _texts(managers, roots, documents)
    further = elsewhere(texts, names_of(managers, resolved(given, managers).known), roots)
    if further:
        managers = named_apart(
            (*held, *outside(((one.root, one.path) for one in further), roots, modules))
        )
        texts = _texts(managers, roots, documents)
    return Inventory(managers, texts, further, modules)


def within(roots: Sequence[Root]) -> tuple[Found, ...]:
    """Every manager in the roots, as its folder is called."""
    return inside(roots, _around(roots))


def _texts(
    managers: Sequence[Found], roots: Sequence[Root], named: Sequence[Path]
) -> tuple[Document, ...]:
    """The documents, in a pile: everything that is asked of one is asked of them all."""
    texts = read_documents(managers, roots, named)
    pile_up(texts)
    return texts


def _around(roots: Sequence[Root]) -> Modules:
    return modules_around(tuple(root.folder for root in roots))
