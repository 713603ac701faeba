"""Runs of tokens as numbers: hashes of every window, and which windows occur twice."""

import numpy as np
from numpy.typing import NDArray

_BASE = 0x9E3779B97F4A7C15
_MASK = (1 << 64) - 1
_INVERSE = pow(_BASE, -1, 1 << 64)
_MIXERS = (0xBF58476D1CE4E5B9, 0x94D049BB133111EB)

_CHUNK = 1 << 20
"""Windows that are hashed at a time: large trees are not to cost many times their size."""

_PARTS, _BUCKETS = 4, 18
"""Bits of a hash that say with which others it is sorted, and that tell most of those apart."""

Hashes = NDArray[np.uint64]
Places = NDArray[np.intp]


def windows(codes: NDArray[np.integer], length: int) -> Hashes:
    """A hash of each run of `length` codes; entry i is of the run that begins at i.

    Polynomial modulo 2^64 over mixed codes, by prefix sums, as in Karp and Rabin (1987).
    """
    hashes = np.zeros(max(0, len(codes) - length + 1), np.uint64)
    longest = min(len(codes), _CHUNK + length - 1)
    powers, inverse = _powers(_BASE, longest), _powers(_INVERSE, longest)
    for start in range(0, len(hashes), _CHUNK):
        terms = _mixed(codes[start : start + longest])
        terms *= powers[: len(terms)]
        sums = np.concatenate((np.zeros(1, np.uint64), np.cumsum(terms, dtype=np.uint64)))
        found = sums[length:] - sums[:-length]
        hashes[start : start + len(found)] = found * inverse[: len(found)]
    return hashes


def repeated(hashes: Hashes, at: Places) -> tuple[Places, NDArray[np.intp]]:
    """The places in `at` whose hash occurs there more than once.

    Returns:
        Those places ordered by hash and then as in `at`, and the number of each one's hash,
        counted up from 0.
    """
    places, numbers, count = [at[:0]], [at[:0]], 0
    part_of = (hashes[at] >> np.uint64(64 - _PARTS)).astype(np.uint8)
    for part in range(1 << _PARTS):
        found, number = _repeated(hashes, at[part_of == part])
        places.append(found)
        numbers.append(number + count)
        count += int(number[-1]) + 1 if len(number) else 0
    return np.concatenate(places), np.concatenate(numbers)


def _repeated(hashes: Hashes, at: Places) -> tuple[Places, NDArray[np.intp]]:
    at = _perhaps_repeated(hashes, at)
    order = at[np.argsort(hashes[at], kind="stable")]
    values = hashes[order]
    new = np.ones(len(order), np.bool_)
    new[1:] = values[1:] != values[:-1]
    number = np.cumsum(new) - 1
    often = np.bincount(number, minlength=1)[number] > 1 if len(order) else new
    kept = number[often]
    fresh = np.ones(len(kept), np.bool_)
    fresh[1:] = kept[1:] != kept[:-1]
    return order[often], np.cumsum(fresh) - 1


def _perhaps_repeated(hashes: Hashes, at: Places) -> Places:
    """The places without most of those whose hash is the only one: sorting is dear."""
    buckets = (hashes[at] << np.uint64(_PARTS) >> np.uint64(64 - _BUCKETS)).astype(np.intp)
    return at[np.bincount(buckets, minlength=1 << _BUCKETS)[buckets] > 1]


def _mixed(codes: NDArray[np.integer]) -> Hashes:
    """Codes spread over 64 bits, by the finalizer of SplitMix64."""
    value = codes.astype(np.uint64) + np.uint64(_BASE)
    for shift, factor in zip((30, 27), _MIXERS, strict=True):
        value = (value ^ (value >> np.uint64(shift))) * np.uint64(factor)
    return value ^ (value >> np.uint64(31))


def _powers(base: int, count: int) -> Hashes:
    """base^0, base^1, … modulo 2^64."""
    factors = np.full(count, base & _MASK, np.uint64)
    factors[:1] = 1
    return np.cumprod(factors, dtype=np.uint64)
