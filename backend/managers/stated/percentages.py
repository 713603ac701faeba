"""Percentages that documents state, and of what.

A line states what its words speak of, a table's cell what its head, its own words and its row's
title do; each number counts for the manager that the line or the row names, else for the one whose
document it is. Wishes and gains are left out: limits (`> 90 %`), ranges, `+13 %`, objectives, boxes
without a tick. What share of the code is duplicated is read with the redundancy, by
`redundancy.claims`.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from backend.managers.documents import REMEMBERED, Document
from backend.managers.hints import hint, hinted
from backend.managers.names import Names
from backend.managers.remembered import WhileSame
from backend.managers.stated.said import line_of
from backend.managers.tables import Row, Table, tables
from backend.managers.text import mended, plain
from backend.managers.troubles import QUOTED
from backend.model.finding import Evidence
from backend.model.stated import ShareClaim

DUPLICATED = "duplicated code"
COVERAGE = "test coverage"
PASSED = "tests that pass"
INTERFACE = "interface implemented"
DOCUMENTED = "documented"
MIGRATION = "migration"
OPERATION = "managers in operation"
PROGRESS = "progress"
OTHER = "other"

_PERCENT = re.compile(
    r"(?P<value>\d(?<![\w.,/<>≤≥+-]\d)(?<![<>≤≥+-] \d)\d{0,2}(?:[.,]\d{1,2})?) ?%"
    r"(?![\w%])(?! ?(?:-|–|to|a) ?\d)"
)
"""What may not stand before it comes behind its first digit: `re` skips to digits, not to gaps."""

_OF_A_HUNDRED = hint("%")
_WISH = re.compile(
    r"\b(?:objecti\w*|targets?|cibles?|goals?|visee?s?|seuil|threshold|minim\w*|maxim\w*|above|below"
    r"|at least|au moins|must|should|doi(?:t|vent)|reduc\w*|gain\w*|amelior\w*|improve\w*|faster"
    r"|plus rapide|increase\w*|weight|poids)\b|→|->|⇢"
)
_UNTICKED = re.compile(r"^\s*(?:[-*+] )?(?:\[ \]|☐|â˜)")
"""An open box; `â˜` is what a wrong encoding makes of it."""

_PHASE = re.compile(r"^[\W_]*phase \d[^:%]*:[^:%]*[✅☑✔]")
"""A phase's title with a tick, whatever the title speaks of."""

_ALIKE = (
    r"(?<!non[ -])(?<!not )(?<!pas )"
    r"(?:standard|common|commun|unifi|harmoni|conform|compl[iy]|implement|respect|cover|couv)"
)
"""Beginnings of what is said of an interface that all managers share, denied nowhere."""

_WORDS = {
    DUPLICATED: r"duplicat|duplique|redond|redundan",
    COVERAGE: r"^(?!.*\bdoc(?!.*\btest)).*\b(?:coverage|couverture)\b",
    PASSED: r"\btests?\b.*\b(?:pass|reuss|succes|success)|\b(?:taux de (?:succes|reussite)"
    r"|(?:pass|success) rate)\b",
    INTERFACE: rf"\bmanagerinterface\b|\binterfaces?\b.{{0,30}}\b{_ALIKE}"
    rf"|\b{_ALIKE}\w* .{{0,30}}\binterfaces?\b(?!\.)",
    DOCUMENTED: r"\bdocumentation\b|\bdocumente|\bdocumented\b|\bgo ?docs?\b",
    MIGRATION: r"\bmigra",
    OPERATION: r"\bmanagers?\b.*\b(?:operation|actif|active|fonctionnel|functional|integr|valid)",
    PROGRESS: r"\bprogress|\bavancement\b|\betat\b|\bstatut?s?\b|\bcomplet|\btermine|\bimplement"
    r"|\bacheve|\bdone\b|\bready\b|\bintegre|\boperation",
}
_TOPIC = {name: re.compile(pattern) for name, pattern in _WORDS.items()}

TOPICS = (*_WORDS, OTHER)
"""Everything that a percentage can be of, the most telling first."""

_Says = tuple[str, str, float, Evidence]
"""What, whose, percent, and where."""


@WhileSame
def percentages(
    documents: Sequence[Document], names: Names
) -> Mapping[tuple[str, str], tuple[ShareClaim, ...]]:
    """What and whose to the numbers stated, what most lines state first; duplication left out."""
    said: dict[tuple[str, str], dict[float, list[Evidence]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for document in documents:
        for what, manager, value, evidence in percentages_in(document, names):
            said[what, manager][value].append(evidence)
    return {key: tuple(_claims(numbers)) for key, numbers in sorted(said.items())}


def _claims(numbers: Mapping[float, list[Evidence]]) -> Iterator[ShareClaim]:
    for value, lines in sorted(numbers.items(), key=lambda item: (-len(item[1]), -item[0])):
        lines.sort(key=lambda item: (item.path, item.line))
        yield ShareClaim(value=value, lines=len(lines), evidence=tuple(lines[:QUOTED]))


@lru_cache(maxsize=REMEMBERED)
def percentages_in(document: Document, names: Names) -> tuple[_Says, ...]:
    """The percentages that a document states, line by line."""
    found: list[_Says] = []
    in_tables = {row.number: (row, table) for table in tables(document) for row in table}
    for number, line in hinted(document, _OF_A_HUNDRED):
        row = in_tables.get(number)
        for what, manager, value in _in_row(*row, names) if row else _in_line(line, names):
            if what != DUPLICATED:
                evidence = line_of(document, number)
                found.append((what, manager or document.manager, value, evidence))
    return tuple(found)


def _in_line(line: str, names: Names) -> Iterator[tuple[str, str, float]]:
    text = plain(mended(line))
    stated = [] if _UNTICKED.match(line) else _stated(text)
    if stated:
        what = _topic(text)
        manager = next(names.within(line), "")
        yield from ((what, manager, value) for value in stated)


def _in_row(row: Row, table: Table, names: Names) -> Iterator[tuple[str, str, float]]:
    title = mended(row.cells[0])
    manager = next(names.within(title), "")
    for at, cell in enumerate(row.cells):
        if "%" not in cell:
            continue
        head = plain(mended(table[0].cell(at))) if row is not table[0] else ""
        text = plain(mended(cell))
        for value in _stated(text) if not _WISH.search(head) else ():
            yield _topic(f"{text} {plain(title)}", head), manager, value


def _stated(text: str) -> list[float]:
    """The percentages of a text that states no wish."""
    found = (float(said["value"].replace(",", ".")) for said in _PERCENT.finditer(text))
    stated = [value for value in found if value <= 100]
    return [] if stated and _WISH.search(text) else stated


def _topic(*texts: str) -> str:
    """What the first text that speaks of anything speaks of."""
    if _PHASE.match(texts[0]):
        return PROGRESS
    return next(
        (name for text in texts for name, pattern in _TOPIC.items() if pattern.search(text)), OTHER
    )
