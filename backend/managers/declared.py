"""Responsibility matrices in Markdown documents: what is declared, beside what is found.

A matrix has managers in its rows and activities in its columns, or the other way round; an activity
is a phase, or a capability in a phase, `configuration/Validation`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from backend.managers.documents import REMEMBERED, Document
from backend.managers.hints import hint, numbers
from backend.managers.names import Names
from backend.managers.tables import Row, Table, tables
from backend.managers.text import mended, plain, quote
from backend.model.finding import Evidence

_ACTIVITY = {
    "Planning": re.compile(r"^plan"),
    "Validation": re.compile(r"^valid"),
    "Execution": re.compile(r"^ex.{1,2}cution"),
    "Monitoring": re.compile(r"^(monitor|surveill|suivi)"),
}
_NAMING = hint("plan", "valid", "cut", "monito", "surv", "suivi")
_MANAGERS = re.compile(r"\b(manager|gestionnaire)s?\b")
_SCORE = re.compile(r"\b(srp|score)\b")
_OF_TEN = re.compile(r"\b(\d{1,2}(?:[.,]\d{1,2})?) ?/ ?10\b")
_LETTERS = re.compile(r"^[*_` ]*([RACI](?:\s*[/,+]\s*[RACI])*)[*_` ]*$", re.IGNORECASE)
_FEWEST = 2
"""Columns of activities, or of managers, that make a table a matrix."""


@dataclass(frozen=True, slots=True)
class Declared:
    """One row of a declared matrix.

    Attributes:
        manager: As the document calls it.
        letters: Activity to letter, `R/A` where several stand in one cell.
        score: Of 10, where the row gives one.
    """

    manager: str
    letters: Mapping[str, str]
    score: float | None
    evidence: Evidence


def declared_rows(documents: Iterable[Document], names: Names) -> Iterator[Declared]:
    """Rows of every table with at least two activities as columns, or two managers as columns.

    Other people's matrices look the same: a table with activities as columns counts where its head
    says that it is about managers, or one of its rows names one. Of a table the other way round
    each letter is a row.
    """
    for document in documents:
        yield from _turned(document, names)
        for about, rows in _matrices(document):
            if _MANAGERS.search(about) or any(names.named(row.manager) for row in rows):
                yield from rows


@lru_cache(maxsize=REMEMBERED)
def _matrices(document: Document) -> tuple[tuple[str, tuple[Declared, ...]], ...]:
    """Tables with at least two activities as columns: what the first column holds, and rows."""
    found = []
    for table in _about_activities(document):
        heads = ((at, _columns(row.cells)) for at, row in enumerate(table))
        head, columns = next(((at, named) for at, named in heads if named), (0, {}))
        if columns:
            rows = (_row(row, columns, document.path) for row in table[head + 1 :])
            about = plain(mended(table[head].cells[0]))
            found.append((about, tuple(row for row in rows if row is not None)))
    return tuple(found)


@lru_cache(maxsize=REMEMBERED)
def _turned(document: Document, names: Names) -> tuple[Declared, ...]:
    """The letters of tables whose columns are managers and whose rows are activities."""
    found: list[Declared] = []
    for table in _about_activities(document):
        columns: dict[int, str] = {}
        for row in table:
            if len(columns) < _FEWEST:
                columns = _managers(row.cells, names)
            elif activity := _activity(row.cells[0]):
                evidence = _evidence(document.path, row)
                letters = ((name, _letter(row.cell(at))) for at, name in columns.items())
                found += [
                    Declared(name, {activity: letter}, None, evidence)
                    for name, letter in letters
                    if letter
                ]
    return tuple(found)


def _about_activities(document: Document) -> Iterator[Table]:
    """Tables that may name an activity."""
    naming = frozenset(numbers(document, _NAMING))
    return (table for table in tables(document) if any(row.number in naming for row in table))


def _managers(cells: Sequence[str], names: Names) -> dict[int, str]:
    """Index to the manager that a head names there."""
    named = ((at, names.short(cell.strip("*_` "))) for at, cell in enumerate(cells) if at)
    return {at: name for at, name in named if name}


def _activity(text: str) -> str | None:
    """The phase that a title begins with, with the capability before a slash; None for others."""
    capability, slash, phase = plain(mended(text)).strip("*_` ").rpartition("/")
    for name, pattern in _ACTIVITY.items():
        if pattern.match(phase.strip()) and (capability.strip() or not slash):
            return f"{capability.strip()}{slash}{name}"
    return None


def _letter(cell: str) -> str | None:
    """`R`, or `R/A` where several stand in one cell; None where it is no letter."""
    found = _LETTERS.match(cell)
    return re.sub(r"\s*[/,+]\s*", "/", found[1].upper()) if found else None


def _evidence(path: str, row: Row) -> Evidence:
    return Evidence(kind="declared", path=path, line=row.number, text=quote(mended(row.line)))


def _columns(cells: Sequence[str]) -> dict[int, str]:
    """Index to activity, or to `score`; nothing where it is another table's head."""
    columns = {}
    for index, cell in enumerate(cells[1:], start=1):
        activity = _activity(cell)
        if activity is not None:
            columns[index] = activity
        elif _SCORE.search(plain(mended(cell))):
            columns[index] = "score"
    activities = set(columns.values()) - {"score"}
    return columns if len(activities) >= _FEWEST else {}


def _row(row: Row, columns: Mapping[int, str], path: str) -> Declared | None:
    letters, score = {}, None
    for index, column in columns.items():
        cell = row.cell(index)
        if column == "score":
            of_ten = _OF_TEN.search(cell)
            score = float(of_ten[1].replace(",", ".")) if of_ten else None
        elif letter := _letter(cell):
            letters[column] = letter
    name = row.cells[0].strip("*_` ")
    if not name or not letters:
        return None
    return Declared(name, letters, score, _evidence(path, row))
