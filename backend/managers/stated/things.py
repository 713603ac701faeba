"""Everything that documents and manifests state to be there, held against the code."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain
from pathlib import Path

from backend.managers.calls import Call
from backend.managers.documents import Document
from backend.managers.elsewhere import repository
from backend.managers.manifests import unknown_managers
from backend.managers.names import Names
from backend.managers.remembered import EachWhileSame
from backend.managers.stated.dependencies import stated_dependencies
from backend.managers.stated.import_paths import Paths
from backend.managers.stated.inside import Code
from backend.managers.stated.naming import named
from backend.managers.stated.said import Said, Verdict, stated, together
from backend.managers.survey import Survey, distinct_roots
from backend.managers.text import shown
from backend.model.finding import Evidence
from backend.model.stated import Stated

Told = tuple[Said, tuple[Evidence, ...]]
"""One thing, and every line that names it."""


def stated_things(seen: Survey, calls: Sequence[Call], roots: Sequence[Path]) -> tuple[Stated, ...]:
    """Managers, interfaces, source files, import paths and dependencies, each once.

    Args:
        seen: What was read.
        calls: Who calls whom.
        roots: Documents outside the managers are taken to lie beside the first.
    """
    present = distinct_roots(roots)
    paths = Paths(seen.modules, seen.resolver, present[0].folder if present else Path.cwd())
    tops = [top for root in present for top in repository(root.folder)]
    return (
        *_named(seen, tops),
        *_paths(seen.texts, paths),
        *stated_dependencies(
            seen.dependencies, calls, tuple(unknown_managers(seen.read, seen.names))
        ),
    )


@lru_cache(maxsize=2)
def _said(texts: tuple[Document, ...], names: Names) -> tuple[Told, ...]:
    return tuple(together(chain.from_iterable(named(text, names) for text in texts)))


def _named(seen: Survey, tops: Sequence[Path]) -> Iterator[Stated]:
    said = _said(seen.texts, seen.names)
    code = Code(seen.read, {one.name for one, _ in said}, tops)
    managers = _managers(seen)
    for one, lines in said:
        known = managers.get(one.name) if one.what == "manager" else None
        yield _stated((one.what, one.manager, one.name), one, lines, known or code.verdict(one))


@EachWhileSame
def _stated(
    _: tuple[str, str, str], one: Said, lines: tuple[Evidence, ...], verdict: Verdict
) -> Stated:
    return stated(one, lines, verdict)


@lru_cache(maxsize=2)
def _paths(texts: tuple[Document, ...], paths: Paths) -> tuple[Stated, ...]:
    told = together(chain.from_iterable(map(paths.said, texts)))
    return tuple(stated(one, lines, paths.verdict(one)) for one, lines in told)


def _managers(seen: Survey) -> dict[str, Verdict]:
    """Every manager by name; those that documents alone led to are elsewhere."""
    outside = {(one.root.folder, one.path) for one in seen.elsewhere}
    found = {}
    for read in seen.read:
        path = shown(read.found.path)
        where = Evidence(kind="folder", path=path, line=0, text=read.name)
        if (read.found.root.folder, read.found.path) in outside:
            folder = f"{shown(read.found.root.given)}/{path}"
            found[read.name] = Verdict("elsewhere", f"outside the roots: {folder}", (where,))
        else:
            found[read.name] = Verdict("exists", f"{path}/", (where,))
    return found
