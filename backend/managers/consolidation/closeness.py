"""How much managers speak of the same: cosines of the words of their functions and types.

A word that n of N managers use weighs ln((1 + N) / (1 + n)), times 1 + ln of how often one uses it.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from backend.managers.reading import Read
from backend.managers.text import words

Vector = Mapping[str, float]


@dataclass(frozen=True)
class Closeness:
    """The word vectors of some managers, each of length 1, or empty where there are no words."""

    vectors: Mapping[str, Vector]

    def between(self, one: str, other: str) -> float:
        """Cosine of two, 0 to 1."""
        few, many = sorted((self.vectors[one], self.vectors[other]), key=len)
        return sum(value * many[word] for word, value in few.items() if word in many)

    def words(self, managers: Iterable[str], most: int = 5) -> tuple[str, ...]:
        """What several speak of most."""
        whole: Counter[str] = Counter()
        for name in managers:
            whole.update(self.vectors[name])
        return tuple(sorted(whole, key=lambda word: (-whole[word], word))[:most])


def closeness(managers: Iterable[Read]) -> Closeness:
    """The vectors of all managers."""
    counts = {
        read.name: Counter(
            word
            for file in read.production
            for name in chain(
                (item.name for item in file.functions), (item.name for item in file.types)
            )
            for word in words(name)
            if len(word) > 2
        )
        for read in managers
    }
    used = Counter(word for count in counts.values() for word in count)
    weight = {word: math.log((1 + len(counts)) / (1 + n)) for word, n in used.items()}
    return Closeness({name: _vector(count, weight) for name, count in counts.items()})


def _vector(count: Counter[str], weight: Mapping[str, float]) -> Vector:
    vector = {word: (1 + math.log(n)) * weight[word] for word, n in count.items() if weight[word]}
    length = math.sqrt(sum(value * value for value in vector.values())) or 1.0
    return {word: value / length for word, value in vector.items()}
