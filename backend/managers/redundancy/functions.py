"""Functions that nearly say the same: an index of shingles, then the longest common subsequence.

What two functions have in common is their longest common subsequence of tokens, names and literals
left out, as a share of both (Dice): what was added to one of them counts half. Only runs of at
least `RUN` tokens count: shorter ones meet by chance within what differs. They are near misses when

- what they have in common, and the names in the same places that correspond, one to one, make at
  least `RENAMED`: that tells a copy with other names from two functions that merely have the usual
  form; or
- at least `SAME_TEXT` is the same as written: a copy that was edited.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Indel, LCSseq

from backend.managers.reading import Read
from backend.managers.redundancy.correspondence import corresponding
from backend.managers.redundancy.places import function_site
from backend.managers.redundancy.shingles import Numbers, repeated
from backend.managers.source import Function, SourceFile
from backend.managers.tokens import NAME
from backend.model.redundancy import Site

FEWEST = 50
"""Tokens below which a function is too small to be worth a merge."""

RUN = 5
"""Tokens in a row that do not meet by chance."""

COMMON = 0.75
"""Share of the longest common subsequence below which nothing more is looked at."""

RENAMED, OF_NAMES = 0.81, 0.2
"""Mean of the share in common and of the names that correspond, and the weight of the latter."""

SAME_TEXT = 0.66
"""Share that is the same as written."""

SHINGLE = 14
"""Tokens of a shingle: a statement and a half."""

FREQUENT = 24
"""Functions from which on a shingle is too common to point at any."""

SHARED = 0.12
"""Share of a function's tokens, those that begin a shingle again left out, that begin one of a
candidate's."""


AT_A_TIME = 1 << 16
"""Shingles whose owners are paired at a time: all pairs of a large tree are too many."""

Owners = NDArray[np.int64]
"""Numbers of functions, or as many others."""


@dataclass(frozen=True, slots=True)
class Body:
    """A function's tokens.

    Attributes:
        where: Its manager and its file.
        normal: One character a token, names and literals left out.
        raw: Checksums of the tokens as written.
    """

    where: tuple[Read, SourceFile]
    function: Function
    normal: str
    raw: NDArray[np.uint32]

    @property
    def site(self) -> Site:
        """Where it stands."""
        return function_site(*self.where, self.function)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two bodies, by their numbers.

    Attributes:
        common: Share of tokens in common, names and literals left out.
        similarity: Share that is the same as written.
    """

    first: int
    second: int
    common: float
    similarity: float


def bodies(managers: Iterable[Read]) -> Iterator[Body]:
    """Every Go function of at least `FEWEST` tokens, tests included, generated files left out."""
    for read in managers:
        for file in read.files:
            if file.generated or not file.tokens.raw:
                continue
            raw = file.tokens.raw_codes()
            runs = file.tokens.runs((item.line, item.end) for item in file.functions)
            for function, run in zip(file.functions, runs, strict=True):
                if run.stop - run.start >= FEWEST:
                    normal = file.tokens.normal[run].decode("latin-1")
                    yield Body((read, file), function, normal, raw[run])


def near_misses(found: Sequence[Body]) -> list[Pair]:
    """Pairs of functions that nearly say the same, by number."""
    pairs = []
    for first, second in sorted({*_identical(found), *_candidates(found)}):
        one, other = found[first], found[second]
        if Indel.normalized_similarity(one.normal, other.normal, score_cutoff=COMMON):
            common, names, similarity = _compared(one, other)
            renamed = OF_NAMES * names + (1 - OF_NAMES) * common >= RENAMED
            if renamed or similarity >= SAME_TEXT:
                pairs.append(Pair(first, second, common, similarity))
    return pairs


def _identical(found: Sequence[Body]) -> Iterator[tuple[int, int]]:
    """Functions that are the same but for names and literals, each with the next `FREQUENT`."""
    places: dict[str, list[int]] = defaultdict(list)
    for number, body in enumerate(found):
        places[body.normal].append(number)
    for numbers in places.values():
        for index, number in enumerate(numbers):
            yield from ((number, other) for other in numbers[index + 1 : index + FREQUENT])


def _candidates(found: Sequence[Body]) -> Iterator[tuple[int, int]]:
    """Pairs that share enough shingles that few others have."""
    lengths = np.array([len(body.normal) for body in found], np.intp)
    if len(lengths) < 2:
        return
    number, owners, again = _rare(found, lengths)
    different = lengths - again
    for first, second, shared in _met(number, owners, len(found)):
        enough = shared >= SHARED * np.minimum(different[first], different[second])
        yield from zip(first[enough].tolist(), second[enough].tolist(), strict=True)


def _rare(found: Sequence[Body], lengths: Owners) -> tuple[Numbers, Numbers, Owners]:
    """Shingles of at least two functions and at most `FREQUENT`.

    Returns:
        The shingles' numbers, rising, once for each function that has one; these functions, rising
        within a shingle; and for each function how often it has any shingle again.
    """
    codes = [np.frombuffer(body.normal.encode("latin-1"), np.uint8) for body in found]
    ends = np.cumsum(lengths)
    numbers, owners, count = [np.zeros(0, np.int32)], [np.zeros(0, np.int32)], 0
    again = np.zeros(len(found), np.intp)
    for places, number in repeated(codes, SHINGLE):
        held = np.searchsorted(ends, places, side="right").astype(np.int32)
        new = np.ones(len(held), np.bool_)
        new[1:] = (number[1:] != number[:-1]) | (held[1:] != held[:-1])
        again += np.bincount(held[~new], minlength=len(found))
        often = np.bincount(number[new], minlength=1)[number]
        rare = new & (often > 1) & (often <= FREQUENT)
        numbers.append(number[rare] + np.int32(count))
        owners.append(held[rare])
        count += int(number[-1]) + 1 if len(number) else 0
    return np.concatenate(numbers), np.concatenate(owners), again


def _met(number: Numbers, owners: Numbers, count: int) -> Iterator[tuple[Owners, Owners, Owners]]:
    """Owners of the same shingles, pair by pair: first, second, and how many they share.

    Args:
        number: Of shingles, rising; at most `FREQUENT` are the same.
        owners: Of each, rising among those of one shingle.
        count: Of owners.
    """
    share = (np.cumsum(np.bincount(owners, minlength=count)) // AT_A_TIME).astype(np.uint16)[owners]
    order = np.argsort(share, kind="stable")
    for rows in np.split(order, np.flatnonzero(np.diff(share[order])) + 1):
        met, left = [], rows
        for distance in range(1, FREQUENT):
            left = left[left + distance < len(number)]
            left = left[number[left] == number[left + distance]]
            met.append(owners[left] * np.int64(count) + owners[left + distance])
        pairs, shared = np.unique(np.concatenate(met), return_counts=True)
        yield *np.divmod(pairs, count), shared


def _compared(one: Body, other: Body) -> tuple[float, float, float]:
    """The share in common, of names that correspond, and of tokens that are the same as written."""
    here, there = _aligned(one.normal, other.normal)
    mine, theirs = one.raw[here], other.raw[there]
    both = (len(one.raw) + len(other.raw)) / 2
    names = np.frombuffer(one.normal.encode("latin-1"), np.uint8)[here] == NAME
    similarity = float((mine == theirs).sum()) / both
    return len(here) / both, corresponding(mine[names], theirs[names]), similarity


def _aligned(one: str, other: str) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Places of what two have in common, in both."""
    here, there = [np.zeros(0, np.intp)], [np.zeros(0, np.intp)]
    for block in LCSseq.opcodes(one, other):
        if block.tag == "equal" and block.src_end - block.src_start >= RUN:
            here.append(np.arange(block.src_start, block.src_end))
            there.append(np.arange(block.dest_start, block.dest_end))
    return np.concatenate(here), np.concatenate(there)
