"""The responsibility (SRP) score, 0 to 10: how far a manager has one reason to change.

score = 10 x sum of weight x value over the parts that can be measured, the weights being scaled
so that they add up to 1. Values lie between 0 (scattered) and 1 (single-minded):

- topic, 0.30: square root of the mean cosine between the word vectors of any two functions. A
  function's words are those of its name, its receiver and its signature; a word weighs
  1 + ln((1 + N) / (1 + n)) where n of N managers use it. A mean over *pairs* is free of the bias
  by which a small sample looks coherent.
- structure, 0.25: the chance that two random declarations of Go (types, free functions) hang
  together, by signatures, bodies, fields, or by being methods of one type.
- phase, 0.20: 1 - entropy of its exported functions over the four activities / ln 4.
- reach, 0.15: 1 / (1 + repositories it imports / 8), the standard library left out.
- size, 0.10: 1 / (1 + exported functions / 60).

Only what stands outside tests counts. The parts follow conceptual cohesion (Marcus and
Poshyvanyk, 2005) and LCOM4; the weights are a choice, not calibrated to anybody's scores.
"""

import math
import operator
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from backend.managers.activities import PHASES, phase_of
from backend.managers.cohesion import component_sizes
from backend.managers.imports import is_standard
from backend.managers.reading import REMEMBERED, Read
from backend.managers.remembered import EachWhileSame, WhileSame, once_a_file
from backend.managers.source import Function, SourceFile
from backend.managers.text import words_in
from backend.model.ecosystem import Score, ScorePart

FEWEST = 3
"""Functions below which there is too little code to judge."""

_ENTRIES = frozenset({"main", "init"})


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """How much each word tells managers apart; the same object as long as none changes."""

    of: Mapping[str, float]


def word_weights(managers: Iterable[Read]) -> Weights:
    """1 for a word that all managers use, more where few do."""
    return _weights([_words(read) for read in managers])


@WhileSame
def _weights(used: Sequence[frozenset[str]]) -> Weights:
    count = Counter(chain.from_iterable(used))
    return Weights({word: 1 + math.log((1 + len(used)) / (1 + n)) for word, n in count.items()})


@lru_cache(maxsize=REMEMBERED)
def _words(read: Read) -> frozenset[str]:
    return frozenset[str]().union(*map(_words_of_all, read.production))


@once_a_file
def _words_of_all(file: SourceFile) -> frozenset[str]:
    return frozenset[str]().union(*_words_of_each(file))


@lru_cache(maxsize=REMEMBERED)
def responsibility(read: Read, weights: Weights) -> Score | None:
    """The score of one manager, or None where it has fewer than `FEWEST` functions."""
    functions = [one for file in read.production for one in _functions(file)]
    if len(functions) < FEWEST:
        return None
    exported = [function for function in functions if function.exported]
    measured = (
        (0.30, _topic(read.name, _vocabulary(read), weights)),
        (0.25, _structure(read)),
        (0.20, _phase(exported)),
        (0.15, _reach(read)),
        (0.10, _size(exported)),
    )
    whole = sum(weight for weight, part in measured if part is not None)
    parts = tuple(
        part.model_copy(update={"weight": weight / whole})
        for weight, part in measured
        if part is not None
    )
    value = 10 * sum(part.weight * part.value for part in parts)
    return Score(value=round(value, 2), parts=parts)


def _functions(file: SourceFile) -> Iterator[Function]:
    """Those whose names say something: where a program starts says nothing of its purpose."""
    for function in file.functions:
        if function.receiver or function.name not in _ENTRIES:
            yield function


def _vocabulary(read: Read) -> list[Mapping[str, int]]:
    """The words of each function and how often it has them."""
    return list(chain.from_iterable(map(_words_of_each, read.production)))


@once_a_file
def _words_of_each(file: SourceFile) -> Sequence[Mapping[str, int]]:
    return [
        _counted(words_in(f"{function.name} {function.receiver} {function.signature}"))
        for function in _functions(file)
    ]


def _counted(words: Iterable[str]) -> dict[str, int]:
    """A `Counter`, which takes longer to be made than so few words to be counted."""
    count: dict[str, int] = {}
    for word in words:
        count[word] = count.get(word, 0) + 1
    return count


def _part(name: str, value: float, detail: str) -> ScorePart:
    return ScorePart(name=name, value=round(value, 4), weight=0.0, detail=detail)


@EachWhileSame
def _topic(_: str, functions: Sequence[Mapping[str, int]], weights: Weights) -> ScorePart:
    whole: dict[str, float] = defaultdict(float)
    for function in functions:
        vector = [n * weights.of[word] for word, n in function.items()]
        length = math.sqrt(sum(map(operator.mul, vector, vector))) or 1.0
        for word, value in zip(function, vector, strict=True):
            whole[word] += value / length
    n = len(functions)
    squared = sum(value * value for value in whole.values())
    cosine = min(1.0, max(0.0, (squared - n) / (n * (n - 1))))
    frequent = sorted(whole, key=lambda word: (-whole[word], word))[:5]
    detail = f"mean cosine {cosine:.2f} over {n} functions; {', '.join(frequent)}"
    return _part("topic", math.sqrt(cosine), detail)


@lru_cache(maxsize=REMEMBERED)
def _structure(read: Read) -> ScorePart | None:
    sizes = component_sizes(read.production)
    total = sum(sizes)
    if not total:
        return None
    chance = sum(size * size for size in sizes) / total**2
    detail = f"{total} declarations in {len(sizes)} groups, the largest of {max(sizes)}"
    return _part("structure", chance, detail)


def _phase(exported: list[Function]) -> ScorePart | None:
    count = Counter(filter(None, (phase_of(function.name) for function in exported)))
    total = count.total()
    if not total:
        return None
    entropy = -sum(n / total * math.log(n / total) for n in count.values())
    detail = ", ".join(f"{activity} {count[activity]}" for activity in PHASES)
    return _part("phase", 1 - entropy / math.log(len(PHASES)), detail)


def _reach(read: Read) -> ScorePart | None:
    files = [file for file in read.production if file.language == "Go"]
    if not files:
        return None
    paths = {item.path for file in files for item in file.imports if not is_standard(item.path)}
    outer = {_repository(path) for path in paths}
    return _part("reach", 1 / (1 + len(outer) / 8), f"imports {len(outer)} repositories")


def _repository(path: str) -> str:
    elements = path.split("/")
    return "/".join(elements[:3]) if "." in elements[0] else elements[0]


def _size(exported: list[Function]) -> ScorePart:
    n = len(exported)
    return _part("size", 1 / (1 + n / 60), f"{n} exported functions")
