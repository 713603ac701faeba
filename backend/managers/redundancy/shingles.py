"""Runs of tokens as numbers: hashes of every window of some texts."""

from collections.abc import Iterable, Iterator, Sequence, Sized
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

_FACTORS = np.array(
    [
        *(0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB, 0xD6E8FEB86659FD93),
        *(0xC2B2AE3D27D4EB4F, 0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53, 0x2545F4914F6CDD1D),
        0xDB4F0B9175AE2165,
    ],
    np.uint64,
)
"""One for each doubling of a window; odd, so that nothing is lost modulo 2^32 or 2^64."""

_AT_A_TIME = 1 << 15
"""Codes that are hashed at a time: as many as a processor's cache holds."""

Codes = NDArray[np.integer]
Hashes = NDArray[np.uint64]
Numbers = NDArray[np.int32]
"""Places, or whatever else there are as many of at most: numbers below 2^31."""

Text = TypeVar("Text", bound=Sized)
Unsigned = TypeVar("Unsigned", np.uint32, np.uint64)


def windows(codes: Codes, length: int, kind: type[Unsigned]) -> NDArray[Unsigned]:
    """A hash of each run of `length` codes; entry i is of the run that begins at i.

    That of a run is made of those of its halves, so all are there after log2(`length`) steps; as
    in Karp, Miller and Rosenberg (1972).

    Args:
        codes: Of any text.
        length: At most 256.
        kind: In how many bits.
    """
    if len(codes) < length:
        return np.zeros(0, kind)
    factors = _FACTORS.astype(kind)
    hashes: NDArray[Unsigned] = codes * factors[0]
    for number, step in enumerate(_steps(length), start=1):
        first = hashes[:-step] * factors[number]
        first += hashes[step:]
        hashes = first
    return hashes


def least(hashes: NDArray[Unsigned], width: int) -> NDArray[Unsigned]:
    """The least of each run of `width` hashes; entry i is of the run that begins at i."""
    for step in _steps(width):
        hashes = np.minimum(hashes[:-step], hashes[step:])
    return hashes


def batches(texts: Iterable[Text]) -> Iterator[tuple[int, Sequence[Text]]]:
    """Texts, about as many at a time as are hashed fastest, and the codes that stand before."""
    start, some, size = 0, list[Text](), 0
    for text in texts:
        some.append(text)
        size += len(text)
        if size >= _AT_A_TIME:
            yield start, some
            start, some, size = start + size, [], 0
    if some:
        yield start, some


def _steps(length: int) -> Iterator[int]:
    """By how much a window is made longer at a time, from 1 on: twice as long, and what is left."""
    size = 1
    while size < length:
        step = min(size, length - size)
        yield step
        size += step
