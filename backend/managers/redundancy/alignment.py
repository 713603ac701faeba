"""What functions have in common, token by token: of many pairs at a time."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from rapidfuzz.distance import LCSseq

from backend.managers.redundancy.bodies import Body
from backend.managers.redundancy.correspondence import corresponding
from backend.managers.redundancy.spans import spans
from backend.managers.tokens import NAME

RUN = 5
"""Tokens in a row that do not meet by chance."""


class Alignment:
    """The longest common subsequences of some pairs, runs below `RUN` left out.

    Attributes:
        common: For each pair the share of tokens in common, names and literals left out.
        similarity: For each pair the share that is the same as written.
    """

    def __init__(self, pairs: Sequence[tuple[Body, Body]]) -> None:
        sides = [body for side in zip(*pairs, strict=True) for body in side]
        lengths = np.array([len(body.raw) for body in sides])
        starts = np.cumsum(lengths) - lengths
        number, one, other, size = np.array([*_runs(pairs)], np.intp).reshape(-1, 4).T
        here = spans(starts[number] + one, size)
        there = spans(starts[number + len(pairs)] + other, size)
        raw = np.concatenate([body.raw for body in sides])
        self._names = np.frombuffer(b"".join(body.normal for body in sides), np.uint8)[here] == NAME
        self._here, self._there = raw[here], raw[there]
        same = np.repeat(number, size)[self._here == self._there]
        both = lengths.reshape(2, -1).mean(axis=0)
        counts = np.bincount(number, size, len(pairs))
        self._ends = np.cumsum(counts, dtype=np.intp)
        self.common: list[float] = (counts / both).tolist()
        self.similarity: list[float] = (np.bincount(same, minlength=len(pairs)) / both).tolist()

    def corresponding(self, number: int) -> float:
        """The share of the names in the same places of a pair that correspond."""
        start, end = self._ends[number - 1] if number else 0, self._ends[number]
        names = start + np.flatnonzero(self._names[start:end])
        return corresponding(self._here[names], self._there[names])


def _runs(pairs: Iterable[tuple[Body, Body]]) -> Iterator[tuple[int, int, int, int]]:
    """Runs in common: the pair's number, where they begin in both, and their tokens."""
    for number, (one, other) in enumerate(pairs):
        if one.normal == other.normal:
            yield number, 0, 0, len(one.normal)
            continue
        for block in LCSseq.opcodes(one.normal, other.normal).as_matching_blocks():
            if block.size >= RUN:
                yield number, block.a, block.b, block.size
