"""Lines of documents that a question may be about, found for all questions in one pass.

A question is about few lines of many, and many questions are asked. Each tells as a `Hint` what
such lines hold; what stands at each byte of a document is looked up in one table of all hints,
instead of each being searched for.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from backend.managers.documents import REMEMBERED, Document

_WINDOW = 3
"""Bytes in a row that are looked up together."""

_BITS = 7
_FOLDED = bytes(
    ord(chr(byte).lower()) if byte < 1 << _BITS else 11 + byte % 21 for byte in range(256)
)
"""ASCII in lower case; the bytes of other characters become control characters, no line break."""

_Marks = NDArray[np.uint32]


class Sieve:
    """Hints that are looked up together, 32 at most: each has a bit in the table."""

    def __init__(self) -> None:
        self._table = np.zeros((1 << _BITS,) * _WINDOW, np.uint32)
        self._hints = 0

    def hint(self, *pieces: str) -> "Hint":
        """What a line holds: one of some pieces of text, whatever the case of ASCII letters.

        Args:
            pieces: Of each the last three bytes are looked for, so that they should be rare: a line
                that holds them is told, too. A line break stands for the beginning of a line.
        """
        bit = np.uint32(1 << self._hints)
        self._hints += 1
        for piece in pieces:
            self._table[tuple(_folded(piece)[-_WINDOW:])] |= bit
        return Hint(self, bit)

    def marks(self, document: Document) -> _Marks:
        """By a line's number the bits of the hints that it may hold; there is no line 0."""
        return _marks(document, self, self._hints)

    def looked_up(self, document: Document) -> _Marks:
        """The same, not remembered."""
        starts, windows = _windows(document)
        marks = np.zeros(1 + len(starts), np.uint32)
        np.bitwise_or.reduceat(self._table.ravel()[windows], starts, out=marks[1:])
        return marks


@dataclass(frozen=True, slots=True)
class Hint:
    """What the lines hold that a question may be about: bits of a sieve."""

    sieve: Sieve
    bits: np.uint32

    def __and__(self, other: "Hint") -> "Hint":
        """What a line holds that holds both, of the same sieve."""
        return Hint(self.sieve, self.bits | other.bits)


hint = Sieve().hint
"""A hint of a question that every document is asked."""


def hinted(document: Document, hint: Hint) -> Iterator[tuple[int, str]]:
    """Lines that may hold what a hint says, with their numbers, in order; no others hold it."""
    return ((number, document.lines[number - 1]) for number in numbers(document, hint))


def numbers(document: Document, hint: Hint) -> list[int]:
    """Numbers of the same lines."""
    held: NDArray[np.bool_] = hint.sieve.marks(document) & hint.bits == hint.bits
    (found,) = held.nonzero()
    return found.tolist()


@lru_cache(maxsize=REMEMBERED)
def _marks(document: Document, sieve: Sieve, _: int) -> _Marks:
    return sieve.looked_up(document)


@lru_cache(maxsize=1)
def _windows(document: Document) -> tuple[NDArray[np.intp], NDArray[np.uint32]]:
    """Where each line begins, by the line break before it, and what stands at each byte."""
    text = _folded("\n".join(("", *document.lines, "", "")))
    codes = np.frombuffer(text, np.uint8)
    starts = np.flatnonzero(codes == ord("\n"))[: len(document.lines)]
    windows = codes[:-2].astype(np.uint32)
    for later in (codes[1:-1], codes[2:]):
        windows <<= _BITS
        windows |= later
    return starts, windows


def _folded(text: str) -> bytes:
    return text.encode("utf-8", "replace").translate(_FOLDED)
