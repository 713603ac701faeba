"""Functions that nearly say the same: an index of shingles, then the longest common subsequence.

What two functions have in common is their longest common subsequence of tokens, names and literals
left out, as a share of the longer one. They are near misses when

- it is at least `ALIKE`, and the names that stand in the same places correspond, one to one: that
  tells a copy with other names from two functions that merely have the usual form; or
- it is at least `EDITED`, and at least `SAME_TEXT` is the same as written: a copy that was edited.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import LCSseq

from backend.managers.reading import Read
from backend.managers.redundancy.correspondence import corresponding
from backend.managers.redundancy.places import function_site
from backend.managers.redundancy.shingles import repeated, windows
from backend.managers.tokens import NAME
from backend.model.redundancy import Site

FEWEST = 50
"""Tokens below which a function is too small to be worth a merge."""

ALIKE, SAME_NAMES = 0.78, 0.82
"""Share in common, and share of its names that correspond, of a copy with other names."""

EDITED, SAME_TEXT = 0.7, 0.66
"""Share in common, and share that is the same as written, of an edited copy."""

SHINGLE = 14
"""Tokens of a shingle: a statement and a half."""

COMMON = 24
"""Functions from which on a shingle is too common to point at any."""

SHARED = 0.12
"""Share of a function's shingles that a candidate has at least."""


@dataclass(frozen=True, slots=True)
class Body:
    """A function's tokens.

    Attributes:
        normal: One character a token, names and literals left out.
        raw: Checksums of the tokens as written.
    """

    site: Site
    normal: str
    raw: NDArray[np.uint32]


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
    """Every Go function of at least `FEWEST` tokens, tests included."""
    for read in managers:
        for file in read.files:
            lines, raw = file.tokens.line_numbers(), file.tokens.raw_codes()
            if not len(lines):
                continue
            bounds = np.array([(item.line, item.end + 1) for item in file.functions]).reshape(-1, 2)
            ranges = np.searchsorted(lines, bounds).tolist()
            for function, (start, end) in zip(file.functions, ranges, strict=True):
                if end - start >= FEWEST:
                    normal = file.tokens.normal[start:end].decode("latin-1")
                    yield Body(function_site(read, file, function), normal, raw[start:end])


def near_misses(found: Sequence[Body]) -> list[Pair]:
    """Pairs of functions that nearly say the same, by number."""
    pairs = []
    for first, second in sorted({*_identical(found), *_candidates(found)}):
        one, other = found[first], found[second]
        common = LCSseq.normalized_similarity(one.normal, other.normal, score_cutoff=EDITED)
        if common:
            names, similarity = _compared(one, other)
            renamed = common >= ALIKE and names >= SAME_NAMES
            if renamed or similarity >= SAME_TEXT:
                pairs.append(Pair(first, second, common, similarity))
    return pairs


def _identical(found: Sequence[Body]) -> Iterator[tuple[int, int]]:
    """Functions that are the same but for names and literals, each with the next `COMMON`."""
    places: dict[str, list[int]] = defaultdict(list)
    for number, body in enumerate(found):
        places[body.normal].append(number)
    for numbers in places.values():
        for index, number in enumerate(numbers):
            yield from ((number, other) for other in numbers[index + 1 : index + COMMON])


def _candidates(found: Sequence[Body]) -> Iterator[tuple[int, int]]:
    """Pairs that share enough shingles that few others have."""
    lengths = np.array([len(body.normal) for body in found], np.intp)
    if len(lengths) < 2:
        return
    codes = np.frombuffer("".join(body.normal for body in found).encode("latin-1"), np.uint8)
    owner = np.repeat(np.arange(len(found), dtype=np.int32), lengths)
    hashes = windows(codes, SHINGLE)
    inside = np.flatnonzero(owner[: len(hashes)] == owner[SHINGLE - 1 :])
    places, number = repeated(hashes, inside)
    met_in = number * len(found) + owner[places]  # in rising order, as `repeated` returns them
    once = met_in[np.append(True, met_in[1:] != met_in[:-1])[: len(met_in)]]
    number, owners = np.divmod(once, len(found))
    rare = np.bincount(number, minlength=1)[number] <= COMMON if len(number) else number > 0
    number, owners = number[rare], owners[rare]
    met = []
    for distance in range(1, COMMON):
        same = number[distance:] == number[:-distance]
        if not same.any():
            break
        met.append(owners[:-distance][same] * len(found) + owners[distance:][same])
    if not met:
        return
    pairs, shared = np.unique(np.concatenate(met), return_counts=True)
    first, second = np.divmod(pairs, len(found))
    shorter = np.minimum(lengths[first], lengths[second])
    enough = shared >= SHARED * shorter
    yield from zip(first[enough].tolist(), second[enough].tolist(), strict=True)


def _compared(one: Body, other: Body) -> tuple[float, float]:
    """The share of names that correspond, and the share of tokens that are the same as written."""
    here, there = _aligned(one.normal, other.normal)
    mine, theirs = one.raw[here], other.raw[there]
    similarity = float((mine == theirs).sum()) / max(len(one.raw), len(other.raw))
    names = np.frombuffer(one.normal.encode("latin-1"), np.uint8)[here] == NAME
    return corresponding(mine[names], theirs[names]), similarity


def _aligned(one: str, other: str) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Places of the longest common subsequence in both."""
    equal = [block for block in LCSseq.opcodes(one, other) if block.tag == "equal"]
    here = [np.arange(block.src_start, block.src_end) for block in equal]
    there = [np.arange(block.dest_start, block.dest_end) for block in equal]
    return np.concatenate(here), np.concatenate(there)
