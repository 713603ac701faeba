"""Responsibility matrices in Markdown documents: what is declared, beside what is found.

A matrix has managers in its rows and activities in its columns, or the other way round; an activity
is a phase, or a capability in a phase, `configuration/Validation`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from backend.managers.documents import REMEMBERED, Document
from backend.managers.names import Names
from backend.managers.text import plain, quote
from backend.model.finding import Evidence

_ACTIVITY = {
    "Planning": re.compile(r"^plan"),
    "Validation": re.compile(r"^valid"),
    "Execution": re.compile(r"^ex.{1,2}cution"),
    "Monitoring": re.compile(r"^(monitor|surveill|suivi)"),
}
_MANAGERS = re.compile(r"\b(manager|gestionnaire)s?\b")
_SCORE = re.compile(r"\b(srp|score)\b")
_OF_TEN = re.compile(r"\b(\d{1,2}(?:[.,]\d{1,2})?) ?/ ?10\b")
_LETTERS = re.compile(r"^[*_` ]*([RACI](?:\s*[/,+]\s*[RACI])*)[*_` ]*$", re.IGNORECASE)
_RULE = re.compile(r"^[\s|:-]+$")


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


@dataclass(frozen=True, slots=True)
class _Table:
    """A table with at least two of the activities as columns.

    Attributes:
        about: What its first column holds, as its head says.
    """

    about: str
    rows: list[Declared]


def declared_rows(documents: Iterable[Document], names: Names) -> Iterator[Declared]:
    """Rows of every table with at least two activities as columns, or two managers as columns.

    Other people's matrices look the same: a table with activities as columns counts where its head
    says that it is about managers, or one of its rows names one. Of a table the other way round
    each letter is a row.
    """
    for document in documents:
        yield from _turned(document, names)
        for table in _tables(document):
            if _MANAGERS.search(table.about) or any(names.named(r.manager) for r in table.rows):
                yield from table.rows


@lru_cache(maxsize=REMEMBERED)
def _tables(document: Document) -> tuple[_Table, ...]:
    found: list[_Table] = []
    columns: dict[int, str] = {}
    for number, line in enumerate(document.lines, start=1):
        cells = _cells(line)
        if not cells:
            columns = {}
        elif not columns:
            columns = _columns(cells)
            if columns:
                found.append(_Table(plain(mended(cells[0])), []))
        elif not _RULE.match(line):
            row = _row(cells, columns, document.path, number, line)
            if row is not None:
                found[-1].rows.append(row)
    return tuple(found)


@lru_cache(maxsize=REMEMBERED)
def _turned(document: Document, names: Names) -> tuple[Declared, ...]:
    """The letters of tables whose columns are managers and whose rows are activities."""
    found: list[Declared] = []
    columns: dict[int, str] = {}
    for number, line in enumerate(document.lines, start=1):
        cells = _cells(line)
        if not cells:
            columns = {}
        elif not columns:
            named = {at: cell.strip("*_` ") for at, cell in enumerate(cells) if at}
            columns = {at: cell for at, cell in named.items() if cell and names.short(cell)}
            columns = columns if len(columns) > 1 else {}
        elif activity := _activity(cells[0]):
            evidence = _evidence(document.path, number, line)
            for at, manager in columns.items():
                letter = _letter(cells[at] if at < len(cells) else "")
                if letter:
                    name = names.short(manager) or manager
                    found.append(Declared(name, {activity: letter}, None, evidence))
    return tuple(found)


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


def _evidence(path: str, number: int, line: str) -> Evidence:
    return Evidence(kind="declared", path=path, line=number, text=quote(mended(line)))


def _cells(line: str) -> list[str]:
    """The cells of a table's line; none where it is no such line."""
    text = line.strip()
    return [cell.strip() for cell in text.strip("|").split("|")] if text.startswith("|") else []


def _columns(cells: list[str]) -> dict[int, str]:
    """Index to activity, or to `score`; nothing where it is another table's head."""
    columns = {}
    for index, cell in enumerate(cells[1:], start=1):
        activity = _activity(cell)
        if activity is not None:
            columns[index] = activity
        elif _SCORE.search(plain(mended(cell))):
            columns[index] = "score"
    activities = set(columns.values()) - {"score"}
    return columns if len(activities) > 1 else {}


def _row(
    cells: list[str], columns: dict[int, str], path: str, number: int, line: str
) -> Declared | None:
    letters, score = {}, None
    for index, column in columns.items():
        cell = cells[index] if index < len(cells) else ""
        if column == "score":
            of_ten = _OF_TEN.search(cell)
            score = float(of_ten[1].replace(",", ".")) if of_ten else None
        elif letter := _letter(cell):
            letters[column] = letter
    name = cells[0].strip("*_` ")
    if not name or not letters:
        return None
    return Declared(name, letters, score, _evidence(path, number, line))


def mended(text: str) -> str:
    """UTF-8 that was read as Windows-1252 or Windows-1254, read again; other text as it is."""
    if text.isascii():
        return text
    for codec in ("cp1252", "cp1254"):
        try:
            return text.encode(codec).decode("utf-8")
        except UnicodeError:
            continue
    return text
