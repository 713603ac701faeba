"""Runs of tokens as numbers: hashes of every window, and which windows occur twice."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

_BASE = 0x9E3779B97F4A7C15
_MASK = (1 << 64) - 1
_INVERSE = pow(_BASE, -1, 1 << 64)
_MIXERS = (0xBF58476D1CE4E5B9, 0x94D049BB133111EB)

_CHUNK = 1 << 17
"""Windows that are hashed at a time: large trees are not to cost many times their size."""

_PARTS, _BUCKETS = 4, 20
"""Bits of a hash that say with which others it is sorted, and that tell most of those apart."""

_NONE = 255
"""In place of the former bits: no run begins there."""

Codes = NDArray[np.integer]
Hashes = NDArray[np.uint64]
Numbers = NDArray[np.int32]
"""Places, or whatever else there are as many of at most: numbers below 2^31."""


def windows(codes: Codes, length: int) -> Hashes:
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


def repeated(texts: Sequence[Codes], length: int) -> Iterator[tuple[Numbers, Numbers]]:
    """The places at which a run of `length` codes begins that begins elsewhere too.

    Args:
        texts: No run goes from one into the next.
        length: Codes of a run.

    Yields:
        Some of those places at a time, in the order of their runs' hashes: places, counted through
        all texts and ordered by hash and then as they stand, and the number of each one's hash,
        counted up from 0 each time.
    """
    hashes, part_of = _hashed(texts, length)
    for part in range(1 << _PARTS):
        places = np.flatnonzero(part_of == part)
        yield _repeated(hashes[places], places.astype(np.int32))


def _hashed(texts: Sequence[Codes], length: int) -> tuple[Hashes, NDArray[np.uint8]]:
    """For each place the hash of the run that begins there, and its part; `_NONE` where none is."""
    count = sum(map(len, texts))
    hashes, part_of = np.zeros(count, np.uint64), np.full(count, _NONE, np.uint8)
    for start, some in _batches(texts):
        found = windows(np.concatenate(some), length)
        owner = np.repeat(np.arange(len(some), dtype=np.int32), list(map(len, some)))
        inside = np.flatnonzero(owner[: len(found)] == owner[length - 1 :])
        hashes[start : start + len(found)] = found
        part_of[start + inside] = found[inside] >> np.uint64(64 - _PARTS)
    return hashes, part_of


def _batches(texts: Iterable[Codes]) -> Iterator[tuple[int, Sequence[Codes]]]:
    """Texts, about `_CHUNK` codes at a time, and how many codes stand before them."""
    start, some, size = 0, list[Codes](), 0
    for text in texts:
        some.append(text)
        size += len(text)
        if size >= _CHUNK:
            yield start, some
            start, some, size = start + size, [], 0
    if some:
        yield start, some


def _repeated(hashes: Hashes, places: Numbers) -> tuple[Numbers, Numbers]:
    perhaps = _perhaps_repeated(hashes)
    hashes, places = hashes[perhaps], places[perhaps]
    order = np.argsort(hashes, kind="stable")
    hashes, places = hashes[order], places[order]
    new = np.ones(len(hashes) + 1, np.bool_)
    new[1:-1] = hashes[1:] != hashes[:-1]
    often = ~(new[:-1] & new[1:])
    return places[often], np.cumsum(new[:-1][often], dtype=np.int32) - np.int32(1)


def _perhaps_repeated(hashes: Hashes) -> NDArray[np.bool_]:
    """Which to keep, without most of those that are the only ones: sorting is dear."""
    buckets = (hashes << np.uint64(_PARTS) >> np.uint64(64 - _BUCKETS)).astype(np.intp)
    return np.bincount(buckets, minlength=1 << _BUCKETS)[buckets] > 1


def _mixed(codes: Codes) -> Hashes:
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
