"""The four activities, and what in code and documents speaks for each of them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from backend.managers.documents import REMEMBERED as DOCUMENTS
from backend.managers.documents import Document, numbered
from backend.managers.reading import REMEMBERED, Read
from backend.managers.text import plain, quote, words
from backend.model.finding import Evidence

ACTIVITIES = ("Planning", "Validation", "Execution", "Monitoring")

_VERBS = {
    "Planning": "allocate arrange define design estimate forecast plan predict prepare prioritise "
    "prioritize propose recommend resolve schedule suggest",
    "Validation": "analyse analyze approve assert audit check compare confirm debug ensure "
    "inspect lint review test validate verify",
    "Execution": "apply build commit connect convert copy create delete deploy dispatch execute "
    "export import install invoke launch merge migrate move perform process publish push remove "
    "restart restore rollback run save send start stop store submit sync trigger uninstall "
    "update upload write",
    "Monitoring": "alert collect detect diagnose log measure monitor notify observe record "
    "report subscribe trace track watch",
}
"""First words of exported names; PowerShell's approved verbs among them."""

_NOUNS = {
    "Planning": "forecast plan plans priority roadmap schedule",
    "Validation": "compliance conformity validation",
    "Monitoring": "alert alerts health heartbeat metric metrics stats status telemetry",
}
"""Later words that decide where the first one only asks for something."""

_ASKING = frozenset(["check", "get", "has", "health", "is", "list", "new", "show", "with"])

_SPOKEN = {
    "Planning": r"plan(?:s|ning|ned|ifi\w+)?|schedul\w+|roadmap",
    "Validation": r"validat\w+|valid(?:e|er|es)|verifi\w+|audit\w*|controle\w*",
    "Execution": r"execut\w+|deploy\w*|deploie\w*|orchestrat\w+",
    "Monitoring": r"monitor\w*|surveill\w+|metri(?:c|cs|que|ques)|alert\w*|observab\w+",
}
_SPOKEN_OF = re.compile(
    rf"\b(?:{'|'.join(rf'(?P<{name}>{pattern})' for name, pattern in _SPOKEN.items())})\b"
)
_HEADING = re.compile(r"^#{1,6}\s")
_PRETENDED = frozenset(["dummy", "fake", "mock", "stub"])

SENTENCE = 0.25
"""What a sentence weighs beside an exported function; a heading weighs 1."""

MOST_SPOKEN = 3.0
"""What all documents of a manager together can weigh for one activity."""


def _by_word(table: dict[str, str]) -> dict[str, str]:
    return {word: activity for activity, text in table.items() for word in text.split()}


_VERB_OF = _by_word(_VERBS)
_NOUN_OF = _by_word(_NOUNS)


@dataclass(frozen=True, slots=True)
class Trace:
    """What speaks for one manager in one activity.

    Attributes:
        done: Exported functions and methods.
        spoken: Weight of its documents, at most `MOST_SPOKEN`.
        evidence: Functions first, then headings and sentences.
    """

    done: int = 0
    spoken: float = 0.0
    evidence: tuple[Evidence, ...] = ()

    @property
    def score(self) -> float:
        """Both together."""
        return self.done + self.spoken


@cache
def activity_of(name: str) -> str | None:
    """The activity that an exported name speaks for, by its words, or None.

    `ValidateConfig` is Validation, `GetMetrics` and `CheckHealth` are Monitoring.
    """
    first, *rest = words(name) or ("",)
    if first in _ASKING:
        asked = next((_NOUN_OF[word] for word in rest if word in _NOUN_OF), None)
        if asked is not None:
            return asked
    return _VERB_OF.get(first) or _NOUN_OF.get(first)


def traces(read: Read, documents: Iterable[Document]) -> dict[str, Trace]:
    """Activity to what speaks for it, tests and mocks left out.

    Args:
        read: The manager.
        documents: Its own documents.
    """
    done: dict[str, list[Evidence]] = defaultdict(list)
    for activity, evidence in _functions(read):
        done[activity].append(evidence)
    spoken: dict[str, list[tuple[float, Evidence]]] = defaultdict(list)
    for document in documents:
        for activity, weight, evidence in _spoken(document):
            spoken[activity].append((weight, evidence))
    found = {}
    for activity in ACTIVITIES:
        lines = sorted(spoken[activity], key=lambda item: -item[0])
        found[activity] = Trace(
            done=len(done[activity]),
            spoken=min(MOST_SPOKEN, sum(weight for weight, _ in lines)),
            evidence=(*done[activity], *(evidence for _, evidence in lines)),
        )
    return found


@lru_cache(maxsize=REMEMBERED)
def _functions(read: Read) -> tuple[tuple[str, Evidence], ...]:
    return tuple(_verbs(read))


def _verbs(read: Read) -> Iterator[tuple[str, Evidence]]:
    for file in read.production:
        for function in file.functions:
            if not function.exported or _PRETENDED & set(words(function.receiver)):
                continue
            activity = activity_of(function.name)
            if activity is not None:
                owner = f"{function.receiver}." if function.receiver else ""
                kind = "method" if function.receiver else "function"
                text = quote(f"{owner}{function.name}{function.signature}")
                yield activity, Evidence(kind=kind, path=file.path, line=function.line, text=text)


@lru_cache(maxsize=DOCUMENTS)
def _spoken(document: Document) -> tuple[tuple[str, float, Evidence], ...]:
    return tuple(_sentences(document))


def _sentences(document: Document) -> Iterator[tuple[str, float, Evidence]]:
    spoken: dict[int, set[str]] = defaultdict(set)
    for number, found in numbered(_SPOKEN_OF, plain("\n".join(document.lines))):
        spoken[number].add(str(found.lastgroup))
    for number, activities in spoken.items():
        line = document.lines[number - 1]
        heading = _HEADING.match(line) is not None
        for activity in sorted(activities):
            evidence = Evidence(
                kind="heading" if heading else "document",
                path=document.path,
                line=number,
                text=quote(line),
            )
            yield activity, 1.0 if heading else SENTENCE, evidence
