"""Where a run of tokens stands again, as winnowing finds it.

The least hash of the parts of a run is its fingerprint (Schleimer, Wilkerson and Aiken 2003): equal
runs have equal ones, and neighbours mostly share theirs. Only runs whose fingerprint comes twice
are hashed whole, and they are few.
"""

from collections.abc import Sequence
from math import ceil

import numpy as np

from backend.managers.redundancy.shingles import Codes, Hashes, Numbers, batches, least, windows
from backend.managers.redundancy.spans import Places, begins, spans

PART = 2 / 3
"""Length of the parts as a share of the run's: longer ones come less often twice by chance, but
more of them are fingerprints."""


def repeats(texts: Sequence[Codes], length: int) -> tuple[Numbers, Numbers]:
    """Where a run of `length` codes begins, and where the same begins next, without overlap.

    Args:
        texts: No run goes from one into the next.
        length: Codes of a run, at most 256.

    Returns:
        The former places, rising, and for each the latter; counted through all texts. Places whose
        next one is nearer than `length` are left out.
    """
    places = _perhaps_repeated(texts, length)
    here, there = _equal(_hashes(texts, length, places))
    following = np.zeros(len(places), np.int32)
    following[here] = places[there]
    apart = following - places >= length
    return places[apart], following[apart]


def _perhaps_repeated(texts: Sequence[Codes], length: int) -> Numbers:
    """Places, rising, at which a run begins whose fingerprint comes twice."""
    part = ceil(PART * length)
    width = length - part + 1
    first, prints = [np.zeros(0, np.int32)], [np.zeros(0, np.uint32)]
    for start, some in batches(texts):
        found = least(windows(np.concatenate(some), part, np.uint32), width)
        new = begins(found)
        first.append((start + new).astype(np.int32))
        prints.append(found[new])
    starts = np.concatenate(first)
    ends = np.cumsum([len(text) for text in texts], dtype=np.int32)
    lengths = np.diff(starts, append=ends[-1:])
    twice = lengths > width  # neighbours of more than one part that is the same
    for numbers in _equal(np.concatenate(prints).astype(np.uint64) << np.uint64(32)):
        twice[numbers] = True
    places = spans(starts[twice], lengths[twice]).astype(np.int32)
    return places[places + length <= ends[np.searchsorted(ends, places, side="right")]]


def _hashes(texts: Sequence[Codes], length: int, places: Numbers) -> Hashes:
    """The hash of each run that begins at some places, which rise."""
    found, last = [np.zeros(0, np.uint64)], 0
    for start, some in batches(texts):
        end = np.int32(start + sum(map(len, some)))
        first, last = last, int(np.searchsorted(places, end))  # of one type: or all are copied
        if first < last:
            whole = windows(np.concatenate(some), length, np.uint64)
            found.append(whole[places[first:last] - start])
    return np.concatenate(found)


def _equal(hashes: Hashes) -> tuple[Places, Places]:
    """The number of each hash that comes again, and of the next one that is equal.

    The greater part of a hash and its number in one are sorted several times as fast as numbers by
    their hashes; that leaves next to nothing to the sort that is exact.
    """
    bits = np.uint64(len(hashes).bit_length())
    keys = (hashes >> bits << bits) | np.arange(len(hashes), dtype=np.uint64)
    keys.sort()
    order = (keys & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.intp)
    order = order[np.argsort(hashes[order], kind="stable")]
    here, there = order[:-1], order[1:]
    same = hashes[here] == hashes[there]
    return here[same], there[same]
