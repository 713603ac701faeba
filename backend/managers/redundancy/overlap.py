"""Managers that speak of the same: words of their functions, types and documents.

similarity = cosine of the word vectors. A word that n of N managers use weighs
ln((1 + N) / (1 + n)), times 1 + ln of how often it stands in the names of functions and types, and
in the headings of the manager's own documents where code has the word too. The exported names that
both have stand beside it as a second opinion.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import combinations

from backend.managers.documents import REMEMBERED as DOCUMENTS
from backend.managers.documents import Document
from backend.managers.reading import REMEMBERED, Read
from backend.managers.redundancy.cost import cost
from backend.managers.redundancy.places import is_manager
from backend.managers.source import Function, Type
from backend.managers.text import plain, shown, words
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
    own = [read for read in managers if is_manager(read)]
    counts = _counts(own, documents)
    for one, other, parts in _alike(tuple(tuple(count.items()) for count in counts)):
        names = _exported(own[one]), _exported(own[other])
        shared, either = frozenset.intersection(*names), frozenset.union(*names)
        yield _group((own[one], own[other]), parts, len(shared), len(either))


@lru_cache(maxsize=2)
def _alike(counts: tuple[tuple[tuple[str, int], ...], ...]) -> tuple[tuple[int, int, Vector], ...]:
    """Numbers of two that are alike, and what each shared word adds to that.

    Args:
        counts: How often each of them uses each word; most edits change none.
    """
    used = Counter(word for count in counts for word, _ in count)
    weights = {word: math.log((1 + len(counts)) / (1 + n)) for word, n in used.items()}
    vectors = [_vector(count, weights) for count in counts]
    pairs = (
        (one, other, _products(vectors[one], vectors[other]))
        for one, other in combinations(range(len(counts)), 2)
        if min(len(vectors[one]), len(vectors[other])) >= FEWEST
    )
    return tuple(pair for pair in pairs if sum(pair[2].values()) >= ALIKE)


def _counts(own: list[Read], documents: Iterable[Document]) -> list[Counter[str]]:
    """For each manager, how often it uses each word of three letters or more."""
    counts = {read.name: Counter(_named_words(read)) for read in own}
    known = frozenset(word for count in counts.values() for word in count)
    for document in documents:
        if document.manager in counts:
            headings = _headings(document)
            counts[document.manager].update(
                {word: n for word, n in headings.items() if word in known}
            )
    return list(counts.values())


@lru_cache(maxsize=REMEMBERED)
def _named_words(read: Read) -> Mapping[str, int]:
    return _told(item.name for item in _named(read))


@lru_cache(maxsize=REMEMBERED)
def _exported(read: Read) -> frozenset[str]:
    return frozenset(item.name for item in _named(read) if item.exported)


@lru_cache(maxsize=DOCUMENTS)
def _headings(document: Document) -> Mapping[str, int]:
    return _told(plain(line) for line in document.lines if line.startswith("#"))


def _told(texts: Iterable[str]) -> Counter[str]:
    return Counter(word for text in texts for word in words(text) if len(word) > 2)


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


def _group(pair: tuple[Read, Read], parts: Vector, shared: int, either: int) -> Group:
    cosine = sum(parts.values())
    sites = tuple(
        Site(manager=read.name, path=shown(read.found.path), line=0, end=0) for read in pair
    )
    telling = sorted(parts, key=lambda word: (-parts[word], word))[:SHOWN]
    names = " ~ ".join(read.name for read in pair)
    return Group(
        id=finding_id("redundancy", (), f"overlap {names}"),
        kind="overlap",
        name=names,
        sites=sites,
        similarity=round(cosine, 4),
        cost=cost(sites, cosine),
        detail=f"cosine {cosine:.2f} by {', '.join(telling)}; {shared} of {either} exported names",
    )
