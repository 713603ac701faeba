"""Tables in Markdown documents, as their lines stand there."""

import re
from dataclasses import dataclass
from functools import lru_cache

from backend.managers.documents import REMEMBERED, Document
from backend.managers.hints import hint, hinted

_BAR = hint("|")
_RULE = re.compile(r"^[\s|:-]+$")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table, its head included.

    Attributes:
        number: Of the line in its document.
        cells: Trimmed.
    """

    number: int
    line: str
    cells: tuple[str, ...]

    def cell(self, at: int) -> str:
        """One cell; empty where the row is too short."""
        return self.cells[at] if at < len(self.cells) else ""


Table = tuple[Row, ...]
"""Lines that follow each other; the rule below the head is left out."""


@lru_cache(maxsize=REMEMBERED)
def tables(document: Document) -> tuple[Table, ...]:
    """Every table of a document; each has at least one row."""
    found: list[list[Row]] = []
    last = 0
    for number, line in hinted(document, _BAR):
        text = line.strip()
        if not text.startswith("|"):
            continue
        if not found or number > last + 1:
            found.append([])
        last = number
        if not _RULE.match(text):
            cells = tuple(cell.strip() for cell in text.strip("|").split("|"))
            found[-1].append(Row(number, line, cells))
    return tuple(tuple(rows) for rows in found if rows)
