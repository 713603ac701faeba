"""Phases and activities, and what in code and documents speaks for each of them.

An activity is a capability in a phase, such as the validation of the configuration. The four phases
are the columns of a plan's matrix; over all capabilities they sum up the activities.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from backend.managers.capabilities import Capabilities, Nouns
from backend.managers.documents import REMEMBERED as DOCUMENTS
from backend.managers.documents import Document
from backend.managers.fences import code_in
from backend.managers.hints import hint, hinted
from backend.managers.pretending import pretends
from backend.managers.promises import Promise
from backend.managers.reading import FILES, REMEMBERED, Read
from backend.managers.remembered import EachWhileSame
from backend.managers.source import SourceFile
from backend.managers.text import REMEMBERED as WORDS
from backend.managers.text import plain, quote, words
from backend.model.finding import Evidence

PHASES = ("Planning", "Validation", "Execution", "Monitoring")

Activity = tuple[str, str]
"""A capability and a phase."""

_Weighed = tuple[float, Document, int]
"""What a line of a document weighs, and its number."""

_VERBS = {
    "Planning": "allocate arrange define design estimate forecast plan predict prepare prioritise "
    "prioritize propose recommend resolve schedule suggest",
    "Validation": "analyse analyze approve assert audit check compare confirm debug ensure "
    "inspect lint review test validate verify",
    "Execution": "apply build commit compress connect convert copy create delete deploy disable "
    "dispatch enable execute export generate import install invoke launch merge migrate move "
    "optimize perform process publish push register remove repair restart restore resume rollback "
    "run save send start stop store submit suspend sync trigger uninstall unregister update upload "
    "write",
    "Monitoring": "alert collect detect diagnose log measure monitor notify observe record "
    "report subscribe trace track watch",
}
"""First words of exported names; PowerShell's approved verbs among them.

Setters, as `Set`, `Add` or `Clear`, are left out: every type has some.
"""

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
_SPOKEN_OF = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _SPOKEN.items()))
_SPEAKING = hint(
    *("plan", "sched", "road", "valid", "rif", "aud", "contr", "cut", "plo", "orc", "monito"),
    *("surv", "metric", "metriq", "aler", "obs"),
)

_HEADING = re.compile(r"^#{1,6}\s")
_WORD = re.compile(r"[\w\u0300-\u036f]+")
"""A word, its accents written apart or not."""

HEADING = 1.0
SENTENCE = 0.25
"""What headings and sentences weigh beside an exported function."""

QUOTED = 8
"""Pieces of evidence that one cell shows at the most."""

MOST_SPOKEN = 3.0
"""What all documents of a manager together can weigh for one activity, or for one phase."""

PROMISE = 0.5
"""What a method weighs again that an interface of somebody else asks for."""


def _by_word(table: dict[str, str]) -> dict[str, str]:
    return {word: phase for phase, text in table.items() for word in text.split()}


_VERB_OF = _by_word(_VERBS)
_NOUN_OF = _by_word(_NOUNS)


@dataclass(frozen=True, slots=True)
class Trace:
    """What speaks for one manager in one activity, or in one phase.

    Attributes:
        done: Exported functions and methods.
        promised: Of them, those that an interface of another manager asks for.
        spoken: Weight of its documents, at most `MOST_SPOKEN`.
        evidence: Functions first, then interfaces, then headings and sentences, of these no more
            than a cell shows.
    """

    done: int = 0
    promised: int = 0
    spoken: float = 0.0
    evidence: tuple[Evidence, ...] = ()

    @property
    def score(self) -> float:
        """All of it together."""
        return self.done + PROMISE * self.promised + self.spoken


NO_TRACE = Trace()


@cache
def phase_of(name: str) -> str | None:
    """The phase that a name speaks for, by its words, or None.

    `ValidateConfig` is Validation, `GetMetrics` and `CheckHealth` are Monitoring.
    """
    first, *rest = words(name) or ("",)
    if first in _ASKING:
        asked = next((_NOUN_OF[word] for word in rest if word in _NOUN_OF), None)
        if asked is not None:
            return asked
    return _VERB_OF.get(first) or _NOUN_OF.get(first)


def activity_of(name: str, receiver: str, own: str, nouns: Nouns) -> Activity | None:
    """The activity that a function speaks for, or None where its name says no phase.

    Args:
        name: The function's.
        receiver: The type it belongs to; empty for functions.
        own: The capability that counts where neither of them says one.
        nouns: What words mean.
    """
    phase = phase_of(name)
    return None if phase is None else (nouns.of(name, receiver) or own, phase)


@lru_cache(maxsize=REMEMBERED)
def traces(
    read: Read,
    documents: tuple[Document, ...],
    promises: tuple[Promise, ...],
    capabilities: Capabilities,
) -> Mapping[Activity, Trace]:
    """Activity to what speaks for it, tests and mocks left out.

    Args:
        read: The manager.
        documents: Its own documents.
        promises: Its methods that others' interfaces ask for.
        capabilities: Those of the ecosystem.
    """
    own, nouns = capabilities.own(read.name), capabilities.nouns
    done: dict[Activity, list[Evidence]] = defaultdict(list)
    promised: dict[Activity, list[Evidence]] = defaultdict(list)
    said: dict[Activity, list[_Weighed]] = defaultdict(list)
    for activity, evidence in _functions(read, own, nouns):
        done[activity].append(evidence)
    for promise in promises:
        asked = activity_of(promise.method, promise.receiver, own, nouns)
        if asked is not None:
            promised[asked].append(promise.evidence)
    for document in documents:
        for phase, capability, weight, number in spoken(document, nouns):
            said[capability or own, phase].append((weight, document, number))
    return {
        activity: _trace((read.name, *activity), done[activity], promised[activity], said[activity])
        for activity in sorted({*done, *promised, *said})
    }


@EachWhileSame
def _trace(
    _: tuple[str, str, str],
    done: list[Evidence],
    promised: list[Evidence],
    spoken: list[_Weighed],
) -> Trace:
    lines = sorted(spoken, key=lambda item: -item[0])
    return Trace(
        done=len(done),
        promised=len(promised),
        spoken=min(MOST_SPOKEN, sum(weight for weight, _, _ in lines)),
        evidence=(*done, *promised, *(_evidence(*line) for line in lines[:QUOTED])),
    )


def _evidence(weight: float, document: Document, number: int) -> Evidence:
    kind = "document" if weight == SENTENCE else "heading"
    text = quote(document.lines[number - 1])
    return Evidence(kind=kind, path=document.path, line=number, text=text)


def summed(found: Iterable[Trace]) -> Trace:
    """Several activities' traces as those of one phase."""
    found = list(found)
    if not found:
        return NO_TRACE
    evidence = [item for trace in found for item in trace.evidence]
    return Trace(
        done=sum(trace.done for trace in found),
        promised=sum(trace.promised for trace in found),
        spoken=min(MOST_SPOKEN, sum(trace.spoken for trace in found)),
        evidence=tuple(sorted(evidence, key=lambda item: _RANK.get(item.kind, 0))),
    )


_RANK = {"interface": 1, "heading": 2, "document": 3}


@lru_cache(maxsize=REMEMBERED)
def _functions(read: Read, own: str, nouns: Nouns) -> tuple[tuple[Activity, Evidence], ...]:
    return tuple(_verbs(read, own, nouns))


def _verbs(read: Read, own: str, nouns: Nouns) -> Iterator[tuple[Activity, Evidence]]:
    below = 0 if read.found.path == "." else len(read.found.path)
    for file in read.production:
        if not pretends(file.path[below:]):
            yield from _in_file(file, own, nouns)


@lru_cache(maxsize=FILES)
def _in_file(file: SourceFile, own: str, nouns: Nouns) -> tuple[tuple[Activity, Evidence], ...]:
    found = []
    for function in file.functions:
        if not function.exported or function.tests or pretends(function.receiver):
            continue
        activity = activity_of(function.name, function.receiver, own, nouns)
        if activity is not None:
            owner = f"{function.receiver}." if function.receiver else ""
            kind = "method" if function.receiver else "function"
            text = quote(f"{owner}{function.name}{function.signature}")
            evidence = Evidence(kind=kind, path=file.path, line=function.line, text=text)
            found.append((activity, evidence))
    return tuple(found)


@lru_cache(maxsize=DOCUMENTS)
def spoken(document: Document, nouns: Nouns) -> tuple[tuple[str, str | None, float, int], ...]:
    """Phase, capability, weight and number of every line that speaks of a phase; of no code."""
    return tuple(_sentences(document, nouns))


def _sentences(document: Document, nouns: Nouns) -> Iterator[tuple[str, str | None, float, int]]:
    code = code_in(document)
    for number, line in hinted(document, _SPEAKING):
        if number in code:
            continue
        said = _WORD.findall(line)
        phases = set(filter(None, map(_spoken_of, said)))
        if phases:
            capability = nouns.spoken(said)
            weight = HEADING if _HEADING.match(line) else SENTENCE
            for phase in sorted(phases):
                yield phase, capability, weight, number


@lru_cache(maxsize=WORDS)
def _spoken_of(word: str) -> str | None:
    """The phase that a word of prose speaks of."""
    found = _SPOKEN_OF.fullmatch(plain(word))
    return found.lastgroup if found else None
