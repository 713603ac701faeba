"""Functions that nearly say the same: an index of shingles, then the longest common subsequence.

What two functions have in common is their longest common subsequence of tokens, names and literals
left out, as a share of both (Dice): what was added to one of them counts half. Only runs of several
tokens count: shorter ones meet by chance within what differs. They are near misses when

- what they have in common, and the names in the same places that correspond, one to one, make at
  least `RENAMED`: that tells a copy with other names from two functions that merely have the usual
  form; or
- at least `SAME_TEXT` is the same as written: a copy that was edited.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rapidfuzz.distance import Indel

from backend.managers.redundancy.alignment import Alignment
from backend.managers.redundancy.bodies import Body
from backend.managers.redundancy.candidates import FREQUENT, candidates

COMMON = 0.75
"""Share of the longest common subsequence below which nothing more is looked at."""

RENAMED, OF_NAMES = 0.81, 0.2
"""Mean of the share in common and of the names that correspond, and the weight of the latter."""

SAME_TEXT = 0.66
"""Share that is the same as written."""

_ALIGNED = 256
"""Pairs that are aligned at a time."""


class Pair(NamedTuple):
    """Two bodies, by their numbers.

    Attributes:
        common: Share of tokens in common, names and literals left out.
        similarity: Share that is the same as written.
    """

    first: int
    second: int
    common: float
    similarity: float


def near_misses(found: Sequence[Body]) -> Iterator[Pair]:
    """Pairs of functions that nearly say the same, by number."""
    texts = [body.normal for body in found]
    likely = dict.fromkeys((*_identical(texts), *candidates(texts, COMMON)))
    alike = [
        (first, second)
        for first, second in sorted(likely)
        if Indel.normalized_similarity(texts[first], texts[second], score_cutoff=COMMON)
    ]
    for start in range(0, len(alike), _ALIGNED):
        some = alike[start : start + _ALIGNED]
        alignment = Alignment([(found[first], found[second]) for first, second in some])
        for number, (first, second) in enumerate(some):
            similarity = alignment.similarity[number]
            if similarity >= SAME_TEXT or _renamed(alignment, number):
                yield Pair(first, second, alignment.common[number], similarity)


def _identical(texts: Sequence[bytes]) -> Iterator[tuple[int, int]]:
    """Functions that are the same but for names and literals, each with the next `FREQUENT`."""
    places: dict[bytes, list[int]] = defaultdict(list)
    for number, text in enumerate(texts):
        places[text].append(number)
    for numbers in places.values():
        for index, number in enumerate(numbers[:-1], start=1):
            yield from ((number, other) for other in numbers[index : index + FREQUENT - 1])


def _renamed(alignment: Alignment, number: int) -> bool:
    """Whether enough is in common, and enough names correspond; few pairs' names are looked at."""
    common = (1 - OF_NAMES) * alignment.common[number]
    if OF_NAMES + common < RENAMED:
        return False
    return OF_NAMES * alignment.corresponding(number) + common >= RENAMED
