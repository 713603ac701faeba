"""Which functions may nearly say the same: an index of shingles that few of them have."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from backend.managers.redundancy.shingles import Hashes, Numbers, batches, windows
from backend.managers.redundancy.spans import begins, spans

SHINGLE = 14
"""Tokens of a shingle: a statement and a half."""

FREQUENT = 24
"""Functions from which on a shingle is too common to point at any."""

SHARED = 0.12
"""Share of a function's tokens, those that begin a shingle again left out, that begin one of a
candidate's."""

_AT_A_TIME = 1 << 16
"""Shingles that are counted at a time, about: as many as a processor's cache holds."""

_PAIRED = 1 << 14
"""Shingles whose owners are paired at a time: all pairs of a large tree take too much memory."""

Owners = NDArray[np.integer]
"""Numbers of functions, or as many others."""


def candidates(texts: Sequence[bytes], common: float) -> Iterator[tuple[int, int]]:
    """Pairs that share enough shingles that few others have, by number, the lesser first.

    Args:
        texts: Functions of at least `SHINGLE` tokens, one byte each, names and literals left out.
        common: Share of both that they have to have in common: too short a one has not.
    """
    lengths = np.array([len(text) for text in texts], np.intp)
    owners, further, held = _rare(texts)
    different = held + SHINGLE - 1
    for first, second, shared in _met(owners, further, len(texts)):
        enough = shared >= SHARED * np.minimum(different[first], different[second])
        shorter = np.minimum(lengths[first], lengths[second])
        enough &= 2 * shorter >= common * (lengths[first] + lengths[second])
        yield from zip(first[enough].tolist(), second[enough].tolist(), strict=True)


def _rare(texts: Sequence[bytes]) -> tuple[Numbers, NDArray[np.int8], Owners]:
    """Shingles of at least two functions and at most `FREQUENT`.

    Returns:
        The functions that have one, shingle by shingle, rising within each; for each of these how
        many come after it that have the same shingle; and for each function of all how many
        different shingles it has.
    """
    bits = np.uint64(len(texts).bit_length())
    low = (np.uint64(1) << bits) - np.uint64(1)
    owners, further = [np.zeros(0, np.int32)], [np.zeros(0, np.int8)]
    held = np.zeros(len(texts), np.int64)
    for some in _by_shingle(_keys(texts, bits), low):
        keys = some[begins(some)]
        owner = (keys & low).astype(np.int32)
        held += np.bincount(owner, minlength=len(texts))
        first = begins(keys >> bits)
        often = np.diff(first, append=len(keys))
        rare = np.flatnonzero((often > 1) & (often <= FREQUENT))
        first, often = first[rare], often[rare]
        places = spans(first, often)
        owners.append(owner[places])
        further.append((np.repeat(first + often - 1, often) - places).astype(np.int8))
    return np.concatenate(owners), np.concatenate(further), held


def _keys(texts: Sequence[bytes], bits: np.uint64) -> Hashes:
    """Shingles and whose they are in one number, rising: the greater part of a hash, and the owner.

    Args:
        texts: As for `candidates`.
        bits: That an owner's number takes; hashes of 64 less that hardly ever meet by chance.
    """
    keys = np.empty(sum(len(text) - SHINGLE + 1 for text in texts), np.uint64)
    before, filled = 0, 0
    for _, some in batches(texts):
        numbers = np.arange(before, before + len(some), dtype=np.uint64)
        before += len(some)
        owners = np.repeat(numbers, [len(text) for text in some])
        hashes = windows(np.frombuffer(b"".join(some), np.uint8), SHINGLE, np.uint64)
        own = owners[: len(hashes)] == owners[SHINGLE - 1 :]
        found = (hashes[own] >> bits << bits) | owners[: len(hashes)][own]
        keys[filled : filled + len(found)] = found
        filled += len(found)
    keys.sort()
    return keys


def _by_shingle(keys: Hashes, low: np.uint64) -> Iterator[Hashes]:
    """Some keys at a time, all of one shingle together; `low` are the bits of the owner."""
    start = 0
    while start < len(keys):
        last = keys[min(start + _AT_A_TIME, len(keys)) - 1] | low
        end = int(np.searchsorted(keys, last, side="right"))
        yield keys[start:end]
        start = end


def _met(
    owners: Numbers, further: NDArray[np.int8], count: int
) -> Iterator[tuple[Owners, Owners, Owners]]:
    """Owners of the same shingles, pair by pair: first, second, and how many they share.

    Args:
        owners: Of shingles, as `_rare` returns them.
        further: Owners of the same shingle that come after each.
        count: Of owners.
    """
    share = np.cumsum(np.bincount(owners, minlength=count)) // _PAIRED
    of = share.astype(np.uint16)[owners]
    order = np.argsort(of, kind="stable")
    owners = owners.astype(np.min_scalar_type(count * count))  # small numbers are sorted sooner
    for rows in np.split(order, begins(of[order])[1:]):
        many = further[rows]
        pairs = np.repeat(owners[rows] * count, many)
        pairs += owners[spans(rows + 1, many)]
        pairs.sort()
        new = begins(pairs)
        yield *np.divmod(pairs[new], count), np.diff(new, append=len(pairs))
