"""What documents say about redundancy: how many managers do it, in how many ways, what share."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain
from string import digits

from backend.managers.documents import REMEMBERED, Document
from backend.managers.hints import hint, hinted
from backend.managers.text import mended, plain, quote
from backend.model.finding import Evidence
from backend.model.redundancy import Claim

_TOPICS = {
    "logging": r"logging|loggers?|logs?|journalisation",
    "configuration": r"config(?:uration)?s?",
    "retry": r"retry|retries|back-?off",
    "validation": r"validation",
    "lifecycle": r"life-?cycle|cycle de vie",
    "health check": r"health|sante",
    "circuit breaker": r"circuit[ -]?breakers?|disjoncteurs?",
    "event bus": r"event[ -]?bus|bus d'evenements",
    "Qdrant client": r"qdrant clients?|clients? qdrant",
}
_NAMING = hint(
    *("log", "journ", "config", "retr", "bac", "valid", "cyc", "hea", "sant", "cui", "sjo", "bus"),
    *("qdr", "dupl", "redo", "redun"),
)
_CLAIMING = _NAMING & hint(*digits)

_TOPIC = re.compile(
    r"^(?:[\W_]|\d+\.)*(?:"
    + "|".join(f"(?P<t{index}>{pattern})" for index, pattern in enumerate(_TOPICS.values()))
    + r")\b"
)
_OF = re.compile(r"\b(\d{1,3}) ?/ ?(\d{1,3}) managers?\b")
_MANY = re.compile(r"\b(\d{1,3})(\+?) (?:managers?|composants?|components?|services?)\b")
_WAYS = re.compile(
    r"\b(\d{1,2})(\+?) (?:[a-z]+ )?(?:systemes?|systems?|stacks?|librar(?:y|ies)|bibliotheques?"
    r"|implementations?|variantes?|variants?|clients?|frameworks?)\b"
)
_DUPLICATED = r"(?:duplicat\w*|duplique\w*|redond\w*|redundan\w*)"
_SHARE = re.compile(
    rf"\b{_DUPLICATED}(?: (?:de |du |of )?code)?[ :*_(=]*(?:environ |about )?[~≈]? ?(\d{{1,3}}) ?%"
    rf"|\b(\d{{1,3}}) ?% (?:de |of )?(?:code )?{_DUPLICATED}"
)
_LIMIT = re.compile(r"[<>≤≥]|\breduc|\bobjecti|\btarget|\bcible")
"""A line of these states a wish or a gain."""


def pattern_claims(documents: Iterable[Document]) -> dict[str, tuple[Claim, ...]]:
    """Lines that begin with a pattern's name and count, by pattern.

    Of the same count in several documents the first is kept.
    """
    found: dict[str, dict[tuple[str, int, int | None], Claim]] = defaultdict(dict)
    for name, claim in chain.from_iterable(map(_claims, documents)):
        if name:
            found[name].setdefault((claim.unit, claim.value, claim.of), claim)
    return {name: tuple(claims.values()) for name, claims in found.items()}


def share_claims(documents: Iterable[Document]) -> tuple[Claim, ...]:
    """Lines that give the percentage of duplicated code; limits and gains left out."""
    found: dict[int, Claim] = {}
    for name, claim in chain.from_iterable(map(_claims, documents)):
        if not name:
            found.setdefault(claim.value, claim)
    return tuple(found.values())


@lru_cache(maxsize=REMEMBERED)
def _claims(document: Document) -> tuple[tuple[str, Claim], ...]:
    """Pattern, empty for the share of duplicated code, and what is claimed of it."""
    found = []
    for number, line in hinted(document, _CLAIMING):
        text = plain(mended(line))
        topic = _TOPIC.match(text)
        if topic and topic.lastgroup:
            claim = _counted(text[topic.end() :], _evidence(document, number, line))
            if claim:
                found.append((list(_TOPICS)[int(topic.lastgroup[1:])], claim))
        share = _SHARE.search(text) if "%" in text else None
        if share and not _LIMIT.search(text):
            value, evidence = int(share[1] or share[2]), _evidence(document, number, line)
            found.append(("", Claim(unit="percent", value=value, evidence=evidence)))
    return tuple(found)


def _counted(text: str, evidence: Evidence) -> Claim | None:
    if found := _OF.search(text):
        return Claim(unit="managers", value=int(found[1]), of=int(found[2]), evidence=evidence)
    if found := _WAYS.search(text):
        more = bool(found[2])
        return Claim(unit="variants", value=int(found[1]), at_least=more, evidence=evidence)
    if found := _MANY.search(text):
        more = bool(found[2])
        return Claim(unit="managers", value=int(found[1]), at_least=more, evidence=evidence)
    return None


def _evidence(document: Document, number: int, line: str) -> Evidence:
    return Evidence(kind="document", path=document.path, line=number, text=quote(mended(line)))
