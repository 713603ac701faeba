"""What documents say about dependencies: arrows, sentences, lists, drawings, tables.

A table counts where its first column names managers and another is headed by dependencies.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

from backend.managers.dependencies import Edge
from backend.managers.diagrams import Drawn, drawn, mermaid
from backend.managers.documents import REMEMBERED, Document
from backend.managers.fences import code_in
from backend.managers.hints import hint, hinted, numbers
from backend.managers.names import Names
from backend.managers.tables import tables
from backend.managers.text import mended, plain, quote
from backend.model.finding import Evidence

Chain = tuple[str, ...]

_ARROW = re.compile(r"→|➜|⇒|--?>|=>|(?<!─)──*+[►▶>]")
_NAME = re.compile(r"[\w-]+")
_NEEDS = re.compile(
    r"\b(?:depends? on|depend de|requires?|requiert|necessite|uses?|utilise|relies on"
    r"|s'appuie sur|integrates with)\b|\bdepend(?:encies|ances)[^\S\n]*:"
)
_POINTING = hint("→", "➜", "⇒", "->", "=>", "►", "▶", "─>")
_NEEDING = hint("depen", "req", "cessit", "use", "ilise", "reli", "s'a", "integr")
_LISTING = hint("\n#") & hint("depen", "integra")

_HEADING = re.compile(r"^#{1,6}\s")
_DEPENDENCIES = re.compile(r"^#{1,6}\s.*\b(?:depend|integration)", re.IGNORECASE)
_COLUMN = re.compile(
    r"^(?:dependenc|dependances?\b|depends? on\b|depend de\b|requires?\b|requiert\b)"
)
_ITEM = re.compile(r"^\s*(?:[-*+]|\d+\.)\s+(?:\[.\]\s+)?[*_`]*(?=\w)")


def document_edges(documents: Iterable[Document], names: Names) -> Iterator[Edge]:
    """Edges that documents claim, each line's text as evidence."""
    for document in documents:
        yield from _edges(document, names)


def declared_cycles(
    documents: Iterable[Document], names: Names
) -> Iterator[tuple[Chain, Evidence]]:
    """Closed chains of arrows, `a → b → c → a`, from their first name in the alphabet on.

    In a closed chain names may be short: `integrated` stands for `integrated-manager`.
    """
    for document in documents:
        yield from _cycles(document, names)


@lru_cache(maxsize=REMEMBERED)
def _edges(document: Document, names: Names) -> tuple[Edge, ...]:
    said = {*_claimed(document, names), *drawn(document, names), *_tabled(document, names)}
    return tuple(
        (source, target, _evidence(document, number, document.lines[number - 1]))
        for number, source, target in sorted(said)
    )


def _tabled(document: Document, names: Names) -> Iterator[Drawn]:
    """Managers in a column of dependencies, needed by the one that the row is of."""
    for head, *rows in tables(document):
        columns = [
            at for at, cell in enumerate(head.cells) if at and _COLUMN.search(plain(mended(cell)))
        ]
        for row in rows if columns else ():
            source = names.leading(mended(row.cells[0]).strip("*_` "))
            for target in {name for at in columns for name in names.within(row.cell(at))}:
                if source and target != source:
                    yield row.number, source, target


def _listed(document: Document) -> Iterator[int]:
    """Numbers of the lines below a heading about dependencies."""
    code = code_in(document)
    for number, line in hinted(document, _LISTING):
        if number not in code and _HEADING.match(line) and _DEPENDENCIES.match(plain(line)):
            for at, below in enumerate(document.lines[number:], start=number + 1):
                if at not in code and _HEADING.match(below):
                    break
                yield at


@lru_cache(maxsize=REMEMBERED)
def _cycles(document: Document, names: Names) -> tuple[tuple[Chain, Evidence], ...]:
    found: list[tuple[Chain, Evidence]] = []
    for number, line in hinted(document, _POINTING):
        parts = [_NAME.findall(part) for part in _ARROW.split(line)]
        if len(parts) <= 2:
            continue
        chain = [names.short(part[0]) if len(part) == 1 else None for part in parts]
        known = tuple(name for name in chain[:-1] if name is not None)
        if chain[0] == chain[-1] and len(set(known)) == len(chain) - 1:
            first = known.index(min(known))
            found.append((known[first:] + known[:first], _evidence(document, number, line)))
    return tuple(found)


def _claimed(document: Document, names: Names) -> Iterator[Drawn]:
    """What lines claim that name managers, those of Mermaid's charts left out."""
    charts = (range(block.start + 1, block.stop + 1) for block in mermaid(document))
    naming = frozenset(numbers(document, names.hint)).difference(*charts)
    for number, source, target in _in_lines(document, naming, names) if naming else ():
        if source and target and source != target:
            yield number, source, target


def _in_lines(
    document: Document, naming: frozenset[int], names: Names
) -> Iterator[tuple[int, str | None, str | None]]:
    """Number, source and target of what arrows, sentences and lists claim; of a line one of them.

    Args:
        document: Whose lines are looked at.
        naming: Numbers of those that name managers.
        names: What managers are called.
    """
    lines = document.lines
    split = {
        at: _ARROW.split(lines[at - 1]) for at in naming.intersection(numbers(document, _POINTING))
    }
    pointing = {at: parts for at, parts in split.items() if len(parts) > 1}
    for at, parts in pointing.items():
        for left, right in pairwise(parts):
            yield at, _last(names.within(left)), _first(names.within(right))
    asked = naming.intersection(numbers(document, _NEEDING)).difference(pointing)
    needing = {at: needs for at in asked if (needs := _NEEDS.search(plain(lines[at - 1])))}
    for at, needs in needing.items():
        source = _last(names.within(needs.string[: needs.start()])) or document.manager
        yield from ((at, source, target) for target in names.within(needs.string[needs.end() :]))
    if document.manager:
        for at in naming.intersection(_listed(document)).difference(pointing, needing):
            if item := _ITEM.match(lines[at - 1]):
                yield at, document.manager, names.leading(lines[at - 1][item.end() :])


def _first(names: Iterator[str]) -> str | None:
    return next(names, None)


def _last(names: Iterator[str]) -> str | None:
    return next(iter(list(names)[::-1]), None)


def _evidence(document: Document, number: int, line: str) -> Evidence:
    return Evidence(kind="document", path=document.path, line=number, text=quote(line))
