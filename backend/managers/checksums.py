"""Checksums of words, 32 bits: of one, or of all that stand in a file at once.

Eight bytes at a time are mixed in and multiplied by an odd number, as FxHash does, and the upper
half is taken. Of a word longer than `LONGEST` bytes only these and the length count.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

LONGEST = 64
"""Bytes of a word that count."""

_STEP = 8
_FACTOR = 0x9E3779B97F4A7C15
"""2^64 over the golden ratio, whose bits are spread evenly."""

_WHOLE = (1 << 64) - 1
_OWN = np.array([_WHOLE >> 8 * max(0, _STEP - n) for n in range(LONGEST + 1)], np.uint64)
"""Those of eight bytes that are a word's own, by how many are left of it."""

Places = NDArray[np.intp]
"""Places in bytes."""


@cache
def checksum(word: str) -> int:
    """The checksum of one word."""
    data = word.encode()
    code = len(data)
    for at in range(0, min(len(data), LONGEST), _STEP):
        code = (code ^ int.from_bytes(data[at : at + _STEP], "little")) * _FACTOR & _WHOLE
    return code >> 32


def checksums(text: bytes, begin: Places, end: Places) -> NDArray[np.uint32]:
    """Those of the words that begin and end in some places of a text; none of them is empty."""
    padded, factor = text + bytes(_STEP), np.uint64(_FACTOR)
    eight: NDArray[np.uint64] = np.ndarray((len(text) + 1,), "<u8", padded, strides=(1,))
    codes = (end - begin).astype(np.uint64)
    left = np.minimum(end - begin, LONGEST)
    codes = (codes ^ (eight[begin] & _OWN[left])) * factor
    longer = np.flatnonzero(left > _STEP)
    at, left = begin[longer], left[longer]
    while len(longer):
        at, left = at + _STEP, left - _STEP
        codes[longer] = (codes[longer] ^ (eight[at] & _OWN[left])) * factor
        more = left > _STEP
        longer, at, left = longer[more], at[more], left[more]
    upper: NDArray[np.uint32] = (codes >> np.uint64(32)).astype(np.uint32)
    return upper
