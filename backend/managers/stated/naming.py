"""Managers, interfaces and source files that documents name.

A manager is named by a heading, by the first words of a list's item, or in a column of managers.
What stands below a heading that names one, or in its own documents, is said of that manager:
`Interfaces: ConfigManager`, `Modules: config.go, validation.go`, a column of either, and
`type … interface` in a block of Go.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache

from backend.managers.documents import REMEMBERED, Document
from backend.managers.fences import TICKS
from backend.managers.hints import Hint, hint, hinted, numbers
from backend.managers.names import Names
from backend.managers.stated.said import Said, line_of
from backend.managers.tables import Table, tables
from backend.managers.text import mended, plain
from backend.model.stated import Subject

_HEADING = re.compile(r"^(#{1,6})[\s#]+(?P<title>.*)")
_ITEM = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s+(?:\[.\]\s+)?(?P<title>[*`]*[A-Za-z].*)")
_ORNAMENT = re.compile(r"^(?:[\W_]|\d+(?:\.\d+)*[.)]?(?=\s))+")
"""Numbers, emoji and marks in front of a title."""

_FOLDER = re.compile(r"(?:[a-z0-9]+-)+manager\b(?!-)")
_MANAGER = re.compile(rf"{_FOLDER.pattern}|[A-Z][A-Za-z0-9]*Manager\b")
"""A manager's name; within a manager's documents `XManager` is mostly a type of its own."""

_ENDS = re.compile(r"[*_`]*\s*(?:$|[:(–—]|-\s)")
"""What follows a name that is a title and not the beginning of a sentence."""

_FENCE = re.compile(r"^\s*(?:```|~~~)")
_LISTED = re.compile(
    r"^[\s>*+\d.-]*[*_`]*(?:(?P<interface>interfaces?)|(?P<module>modules?|files?|fichiers?))\b"
    r"[^:|`,.]{0,20}:[*_` ]*(?P<names>\S.*)",
    re.IGNORECASE,
)
_LISTING = hint(":") & hint("interfa", "modul", "file", "fichie")
_DECLARING = hint("type") & hint("interfa")
_HEADED = hint("\n#")
_CALLED = hint("manag")

_DECLARED = re.compile(r"^\s*type\s+(?P<name>[A-Z]\w*)\s+interface\b")
_COLUMNS: dict[Subject, re.Pattern[str]] = {
    "manager": re.compile(r"^(managers?|gestionnaires?)$"),
    "interface": re.compile(r"^(?:public )?interfaces?\b"),
    "module": re.compile(r"^(modules?|files?|fichiers?)\b"),
}
_ASIDE = re.compile(r"\([^)]*\)")
_NAMES: dict[Subject, re.Pattern[str]] = {
    "interface": re.compile(r"`[A-Z]\w+`|[*_]*[A-Z]\w*[A-Z]\w*[*_]*"),
    "module": re.compile(r"[*_`]*[\w./-]*\w\.(?:go|psm?1|psd1|py|[jt]sx?|mjs)[*_`]*"),
}
"""How a name looks: of an interface in code, or with several capitals; other words are prose."""


@lru_cache(maxsize=REMEMBERED)
def named(document: Document, names: Names) -> tuple[Said, ...]:
    """Everything that a document names, line by line; the same thing may come again."""
    return (*_in_lines(document, names), *_in_tables(document, names))


def _in_lines(document: Document, names: Names) -> Iterator[Said]:
    titled = {*numbers(document, _CALLED), *numbers(document, names.hint)}
    listed = _matching(document, _LISTING, _LISTED)
    declared = _matching(document, _DECLARING, _DECLARED)
    headed = numbers(document, _HEADED) if listed or declared else ()
    fences = [number for number, line in hinted(document, TICKS) if _FENCE.match(line)]
    above: list[tuple[int, str]] = []
    for number in sorted(titled.union(listed, declared, headed)):
        line = document.lines[number - 1]
        holder = above[-1][1] if above else document.manager
        if bisect_right(fences, number) % 2:
            if number in declared:
                name = declared[number]["name"]
                yield Said("interface", holder, name, line_of(document, number))
        elif line.startswith("#") and (heading := _HEADING.match(line)):
            depth = len(heading[1])
            above = [one for one in above if one[0] < depth]
            manager = ""
            if number in titled:
                title = _title(heading["title"])
                manager = _known(title, names)
                yield from _manager(document, number, title, manager)
            above.append((depth, manager or (above[-1][1] if above else document.manager)))
        elif number in listed:
            what: Subject = "interface" if listed[number]["interface"] else "module"
            for name in _names(what, listed[number]["names"]) if holder else ():
                yield Said(what, holder, name, line_of(document, number))
        elif number in titled and (item := _ITEM.match(line)):
            title = _title(item["title"])
            yield from _manager(document, number, title, _known(title, names))


def _matching(document: Document, hint: Hint, pattern: re.Pattern[str]) -> dict[int, re.Match[str]]:
    """Number to what a pattern finds at the beginning of a line that may hold a hint."""
    found = ((number, pattern.match(line)) for number, line in hinted(document, hint))
    return {number: match for number, match in found if match}


def _in_tables(document: Document, names: Names) -> Iterator[Said]:
    for table in tables(document):
        columns = _columns(table)
        if columns.get(0) != "manager":
            continue
        for row in table[1:]:
            title = _title(row.cells[0])
            manager = _known(title, names)
            yield from _manager(document, row.number, title, manager)
            for at, what in columns.items():
                if at and manager:
                    for name in _names(what, row.cell(at)):
                        yield Said(what, manager, name, line_of(document, row.number))


def _columns(table: Table) -> dict[int, Subject]:
    heads = [plain(mended(cell)).strip("*_` ") for cell in table[0].cells]
    return {
        at: what
        for at, head in enumerate(heads)
        for what, pattern in _COLUMNS.items()
        if pattern.match(head)
    }


def _title(text: str) -> str:
    title = mended(text)
    ornament = _ORNAMENT.match(title)
    return title[ornament.end() if ornament else 0 :].strip()


def _known(title: str, names: Names) -> str:
    """The manager that a title is called after; empty where it is of something else."""
    return names.leading(title) or ""


def _manager(document: Document, number: int, title: str, known: str) -> Iterator[Said]:
    found = (_FOLDER if document.manager else _MANAGER).match(title)
    name = known or (found.group() if found and _ENDS.match(title, found.end()) else "")
    if name:
        yield Said("manager", "", name, line_of(document, number))


def _names(what: Subject, text: str) -> Iterator[str]:
    """Names with commas between them, up to the first words that are none."""
    for part in re.split(r",| et | and ", _ASIDE.sub("", mended(text))):
        name = part.strip().rstrip(".")
        if not _NAMES[what].fullmatch(name):
            return
        yield name.strip("*_`")
