"""Managers that speak of the same: words of their functions, types and documents.

similarity = cosine of the word vectors. A word that n of N managers use weighs
ln((1 + N) / (1 + n)), times 1 + ln of how often it stands in the names of functions and types, and
in the headings of the manager's own documents where code has the word too. The exported names that
both have stand beside it as a second opinion.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, combinations

from backend.managers.documents import REMEMBERED as DOCUMENTS
from backend.managers.documents import Document
from backend.managers.reading import REMEMBERED, Read
from backend.managers.redundancy.cost import cost
from backend.managers.redundancy.places import is_manager
from backend.managers.remembered import EachWhileSame, WhileSame
from backend.managers.source import Function, Type
from backend.managers.text import plain, shown, words_in
from backend.model.finding import finding_id
from backend.model.redundancy import Group, Site

ALIKE = 0.3
"""Cosine from which two managers are worth a look side by side."""

FEWEST = 20
"""Different words below which a manager says too little to be compared."""

SHOWN = 6
"""Words that are named as what both speak of."""

Vector = dict[str, float]


def overlaps(managers: Iterable[Read], documents: Iterable[Document]) -> Iterator[Group]:
    """Pairs of managers that overlap; tests are left out."""
    own = {read.name: read for read in managers if is_manager(read)}
    told = {name: _named_words(read) for name, read in own.items()}
    paths = {name: shown(read.found.path) for name, read in own.items()}
    exported = {name: _exported(read) for name, read in own.items()}
    about = [document for document in documents if document.manager in own]
    for one, other, parts in _alike(told, about):
        pair = one, other
        yield _group(pair, [paths[name] for name in pair], parts, [exported[name] for name in pair])


@WhileSame
def _alike(
    told: Mapping[str, Mapping[str, int]], documents: Sequence[Document]
) -> tuple[tuple[str, str, Vector], ...]:
    """Two that are alike, and what each shared word adds to that.

    Args:
        told: For each of them how often code has each word; most edits change none.
        documents: Of them.
    """
    counts = _counts(told, documents)
    used = Counter(chain.from_iterable(counts.values()))
    weights = {word: math.log((1 + len(counts)) / (1 + n)) for word, n in used.items()}
    vectors = {name: _vector(count.items(), weights) for name, count in counts.items()}
    pairs = (
        (one, other, _products(vectors[one], vectors[other]))
        for one, other in combinations(vectors, 2)
        if min(len(vectors[one]), len(vectors[other])) >= FEWEST
    )
    return tuple(pair for pair in pairs if sum(pair[2].values()) >= ALIKE)


def _counts(
    told: Mapping[str, Mapping[str, int]], documents: Iterable[Document]
) -> dict[str, Counter[str]]:
    """For each manager, how often it uses each word of three letters or more."""
    counts = {name: Counter(words) for name, words in told.items()}
    known = frozenset(chain.from_iterable(told.values()))
    for document in documents:
        headings = _headings(document)
        counts[document.manager].update({word: n for word, n in headings.items() if word in known})
    return counts


@lru_cache(maxsize=REMEMBERED)
def _named_words(read: Read) -> Mapping[str, int]:
    return _told("\n".join(item.name for item in _named(read)))


@lru_cache(maxsize=REMEMBERED)
def _exported(read: Read) -> frozenset[str]:
    return frozenset(item.name for item in _named(read) if item.exported)


@lru_cache(maxsize=DOCUMENTS)
def _headings(document: Document) -> Mapping[str, int]:
    headings = (line for line in document.lines if line.startswith("#"))
    return _told(plain("\n".join(headings)))


def _told(text: str) -> dict[str, int]:
    return {word: n for word, n in Counter(words_in(text)).items() if len(word) > 2}


def _named(read: Read) -> Iterator[Function | Type]:
    for file in read.production:
        yield from file.functions
        yield from file.types


def _vector(count: Iterable[tuple[str, int]], weights: Vector) -> Vector:
    """Of length 1."""
    vector = {word: (1 + math.log(n)) * weights[word] for word, n in count}
    length = math.sqrt(sum(value * value for value in vector.values())) or 1.0
    return {word: value / length for word, value in vector.items()}


def _products(one: Vector, other: Vector) -> Vector:
    """What each shared word adds to the cosine."""
    return {word: one[word] * other[word] for word in sorted(one.keys() & other.keys())}


@EachWhileSame
def _group(
    pair: tuple[str, str],
    paths: Sequence[str],
    parts: Vector,
    exported: Sequence[frozenset[str]],
) -> Group:
    """Two managers that are alike.

    Args:
        pair: Their names.
        paths: Where they lie.
        parts: What each shared word adds to the cosine.
        exported: The names that each of them exports.
    """
    cosine = sum(parts.values())
    sites = tuple(
        Site(manager=name, path=path, line=0, end=0) for name, path in zip(pair, paths, strict=True)
    )
    telling = sorted(parts, key=lambda word: (-parts[word], word))[:SHOWN]
    names = " ~ ".join(pair)
    shared = len(frozenset.intersection(*exported))
    either = len(frozenset.union(*exported))
    return Group(
        id=finding_id("redundancy", (), f"overlap {names}"),
        kind="overlap",
        name=names,
        sites=sites,
        similarity=round(cosine, 4),
        cost=cost(sites, cosine),
        detail=f"cosine {cosine:.2f} by {', '.join(telling)}; {shared} of {either} exported names",
    )
