"""How many there are: what documents state, number against number, beside what was counted.

A number is taken for one of the whole where a line says so: `26/26 managers` and `20 of 26
managers` speak of 26, `Total managers: 26`, `all 26 managers`, `1,200 lines in total`. Managers are
so often told without such a word (`the 26 managers`) that a number counts too where two lines state
it. Numbers with a `+` behind them, and those in drawn trees, are of a part or a guess; files and
lines of documents are no source. In a manager's own documents everything but managers is told of
that manager.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from string import digits

from backend.managers.documents import REMEMBERED, Document
from backend.managers.hints import hint, hinted
from backend.managers.text import mended, plain, quote
from backend.managers.troubles import QUOTED
from backend.model.counts import Count, CountClaim
from backend.model.ecosystem import Manager
from backend.model.finding import Evidence, Finding, Severity, finding_id

_NOUNS = {
    "managers": "managers?|gestionnaires?",
    "files": "(?:source )?files?|fichiers?(?: source)?",
    "lines": "lines?(?: of code)?|lignes?(?: de code)?",
    "functions": "functions?|fonctions?",
    "types": "types?",
    "interfaces": "interfaces?",
    "packages": "packages?",
    "tests": "tests?",
}
_NUMBER = r"(?P<n>\d(?<![\d.,/+-]\d)(?:\d{0,2}(?:[, ]\d{3})+|\d{0,6}))"
"""What may not stand before it comes behind its first digit: `re` skips to digits, not to gaps."""

_NOUN = "|".join(f"(?P<{name}>{noun})" for name, noun in _NOUNS.items())
_BEFORE = re.compile(rf"{_NUMBER} (?:(?!of |de )[a-z-]+ )?(?:{_NOUN})\b")
_AFTER = re.compile(rf"\b(?:{_NOUN})\b[^\d|:]{{0,25}}: ?{_NUMBER}\b(?!\+| ?[%/.,]\d?)")
_COLON = re.compile(r": ?\d")
_SHARE = re.compile(
    r"\b\d{1,4} ?(?:/|of|sur|out of) ?(?:the |les )?(?P<n>\d{1,4}) managers?\b"
    r"|\bmanagers?[^\d|:]{0,25}: ?\d{1,4} ?/ ?(?P<m>\d{1,4})\b"
)
_TOTAL = re.compile(r"\b(?:total|totaux|nombre de|number of)\b")
_ALL = re.compile(r"\b(?:all(?: the| of the)?|every one of the|tous les|l'ensemble des) $")
_PAPER = re.compile(r"\b(?:documents?|documentation|markdown|readme)\b")
_WRITTEN = frozenset({"files", "lines"})
_DRAWN = re.compile(r"^[\s>]*[│├└]")
_COUNTING = hint(*digits) & hint(
    *("manag", "gestionnai", "file", "fichie", "line", "ligne", "func", "fonc", "type", "interfa"),
    *("packag", "test"),
)
_BLANK = r"(?:[*_`]|[^\S\n])"
_HINT = re.compile(
    rf"[\d:](?:(?<=:){_BLANK}*\d|(?<=\d){_BLANK}+(?:[^\s\d]+{_BLANK}+)?"
    "(?:manager|gestionnaire|source|file|fichier|line|ligne|function|fonction|type|interface"
    "|package|test))"
)
"""What a line that counts holds, marked up or not."""

_MARKUP = re.compile(r"[*_`]+")

_MANY = 2
"""The smallest number that is one of many."""

_AGREED = 2
"""Lines that have to state a number of managers where none of them says that these are all."""

_Says = tuple[str, int, bool, Evidence]
"""What, how many, whether the line says that these are all, and where."""


def counts(
    managers: Sequence[Manager], packages: int, documents: Iterable[Document]
) -> tuple[Count, ...]:
    """Everything that documents count, those of the whole ecosystem first.

    Args:
        managers: With what was counted in them.
        packages: How many packages of Go there are.
        documents: Read.
    """
    facts = {"": _whole(managers, packages), **{one.name: _own(one) for one in managers}}
    said: dict[tuple[str, str], dict[int, list[tuple[bool, Evidence]]]] = {}
    for document in documents:
        for what, number, whole, evidence in counted_in(document):
            manager = "" if what == "managers" else document.manager
            by_number = said.setdefault((manager, what), defaultdict(list))
            by_number[number].append((whole, evidence))
    found = []
    for (manager, what), numbers in sorted(said.items()):
        claims = sorted(_claims(numbers, what), key=lambda one: (-one.lines, -one.value))
        if claims:
            counted = facts.get(manager, {}).get(what)
            found.append(Count(what=what, manager=manager, counted=counted, claims=tuple(claims)))
    return tuple(found)


def count_findings(found: Iterable[Count]) -> Iterator[Finding]:
    """One for each count that documents contradict, or contradict each other about."""
    for one in found:
        wrong = [claim for claim in one.claims if claim.value != one.counted]
        if not wrong or one.counted is None:
            continue
        numbers = [f"{claim.value:,}" for claim in one.claims]
        told = numbers[0] if len(numbers) == 1 else f"{', '.join(numbers[:-1])} or {numbers[-1]}"
        of = f" of {one.manager}" if one.manager else ""
        yield Finding(
            id=finding_id("claim", (one.manager or "ecosystem", one.what), "count"),
            kind="claim",
            severity=Severity.LOOK,
            subjects=(one.manager or "ecosystem", one.what),
            summary=f"Documents count {told} {one.what}{of}; there are {one.counted:,}",
            remedy="Correct the documents, or say in them what they count.",
            claim="; ".join(
                f"{claim.value:,} in {claim.lines} {'line' if claim.lines == 1 else 'lines'}"
                for claim in one.claims
            ),
            fact=f"{one.counted:,} counted",
            evidence=tuple(claim.evidence[0] for claim in one.claims)[:QUOTED],
        )


def _claims(
    numbers: Mapping[int, Sequence[tuple[bool, Evidence]]], what: str
) -> Iterator[CountClaim]:
    for number, places in numbers.items():
        agreed = what == "managers" and len(places) >= _AGREED
        if agreed or any(whole for whole, _ in places):
            ordered = sorted(
                (evidence for _, evidence in places), key=lambda item: (item.path, item.line)
            )
            yield CountClaim(value=number, lines=len(ordered), evidence=tuple(ordered[:QUOTED]))


@lru_cache(maxsize=REMEMBERED)
def counted_in(document: Document) -> tuple[_Says, ...]:
    """What a document counts, line by line."""
    found = []
    for number, line in hinted(document, _COUNTING):
        if _DRAWN.match(line) or not _HINT.search(line.lower()):
            continue
        text = _MARKUP.sub("", plain(mended(line)))
        evidence = None
        for what, value, whole in _in_line(text):
            evidence = evidence or Evidence(
                kind="document", path=document.path, line=number, text=quote(mended(line))
            )
            found.append((what, value, whole, evidence))
    return tuple(found)


def _in_line(text: str) -> Iterator[tuple[str, int, bool]]:
    """What a line counts; of several numbers of one thing the first."""
    shares = [*_SHARE.finditer(text)]
    numbers = [(_BEFORE, match) for match in _BEFORE.finditer(text)]
    if _COLON.search(text):
        numbers += [(_AFTER, match) for match in _AFTER.finditer(text)]
    if not (shares or numbers):
        return
    told: set[str] = set(_WRITTEN) if _PAPER.search(text) else set()
    for share in shares:
        if "managers" not in told:
            told.add("managers")
            yield "managers", int(share["n"] or share["m"]), True
    total = _TOTAL.search(text) is not None
    for pattern, match in numbers:
        what = next(name for name in _NOUNS if match[name])
        value = int(re.sub(r"\D", "", match["n"]))
        whole = total or _ALL.search(text[: match.start()]) is not None
        stated = what == "managers" and pattern is _BEFORE
        if what not in told and value >= _MANY and (whole or stated):
            told.add(what)
            yield what, value, whole


def _whole(managers: Sequence[Manager], packages: int) -> dict[str, int | None]:
    tests = [one.metrics.tests for one in managers if one.metrics.tests is not None]
    return {
        "managers": sum(one.is_manager for one in managers),
        "files": sum(one.files for one in managers),
        "lines": sum(one.lines for one in managers),
        "functions": sum(one.functions for one in managers),
        "types": sum(one.types for one in managers),
        "interfaces": sum(one.interfaces for one in managers),
        "packages": packages,
        "tests": sum(tests) if tests else None,
    }


def _own(manager: Manager) -> dict[str, int | None]:
    return {
        "files": manager.files,
        "lines": manager.lines,
        "functions": manager.functions,
        "types": manager.types,
        "interfaces": manager.interfaces,
        "tests": manager.metrics.tests,
    }
