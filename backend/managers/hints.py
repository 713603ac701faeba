"""Lines of documents that a question may be about, found for all questions in one pass.

A question is about few lines of many, and many questions are asked. Each tells as a `Hint` what
such lines hold; what stands at each byte of the documents is looked up in one table of all hints,
instead of each being searched for.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from string import ascii_lowercase, digits
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from backend.managers.documents import Document

_WINDOW = 3
"""Bytes in a row that are looked up together."""

_BITS = 6
_SIGNS = f"\n#%'+-/:<=>\\`|~{ascii_lowercase}"
_DIGIT, _OTHER, _BEYOND = range(len(_SIGNS), len(_SIGNS) + 3)
"""What a digit becomes, any other character of ASCII, and the first of all other bytes."""


def _class(byte: int) -> int:
    char = chr(byte).lower()
    if not char.isascii():
        return _BEYOND + byte % ((1 << _BITS) - _BEYOND)
    if char in digits:
        return _DIGIT
    return _SIGNS.index(char) if char in _SIGNS else _OTHER


_CLASSES = bytes(map(_class, range(256)))
"""What is told apart: few things, since a small table is looked up faster than a large one."""

_LINES = 1024
"""Lines that are looked up together: more memory at once takes longer to get than to fill."""

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

    def marks(self, pile: "_Pile") -> _Marks:
        """By line the bits of the hints that it may hold."""
        return _marks(pile, self, self._hints)

    def looked_up(self, pile: "_Pile") -> _Marks:
        """The same, not remembered."""
        table = self._table.ravel()
        found = [np.bitwise_or.reduceat(table[codes], lines) for lines, codes in pile.windows()]
        return np.concatenate((np.zeros(0, np.uint32), *found))


@dataclass(frozen=True, slots=True, eq=False)
class Hint:
    """What the lines hold that a question may be about: bits of a sieve."""

    sieve: Sieve
    bits: np.uint32

    def __and__(self, other: "Hint") -> "Hint":
        """What a line holds that holds both, of the same sieve."""
        return Hint(self.sieve, self.bits | other.bits)


hint = Sieve().hint
"""A hint of a question that every document is asked."""


class _Pile:
    """Documents, one below the other.

    Attributes:
        ends: Where each begins, by lines, and where the last one ends.
        numbers: By line its number in its document.
    """

    def __init__(self, documents: Sequence[Document]) -> None:
        lengths = [len(document.lines) for document in documents]
        self.ends = np.cumsum([0, *lengths])
        self.numbers = np.arange(1, self.ends[-1] + 1) - np.repeat(self.ends[:-1], lengths)
        texts = (_folded("\n".join(("", *document.lines))) for document in documents)
        self._codes = np.frombuffer(b"".join((*texts, _folded("\n\n"))), np.uint8)

    def windows(self) -> Iterator[tuple[NDArray[np.intp], NDArray[np.intp]]]:
        """Of some lines at a time where each begins, by the line break before it, and each byte."""
        starts = np.flatnonzero(self._codes == _SIGNS.index("\n"))
        count = len(self.numbers)
        for first in range(0, count, _LINES):
            lines = starts[first : min(first + _LINES, count) + 1]
            codes = self._codes[lines[0] : lines[-1] + _WINDOW - 1]
            windows = codes[: 1 - _WINDOW].astype(np.intp)
            for later in (codes[1:-1], codes[2:]):
                windows <<= _BITS
                windows |= later
            yield lines[:-1] - lines[0], windows


_piles: WeakKeyDictionary[Document, tuple[_Pile, int]] = WeakKeyDictionary()
"""Documents to the pile that each lies in, and how many lie above it there."""


def pile_up(documents: Iterable[Document]) -> None:
    """What one of some documents is asked is found for all of them, where they are new."""
    new = [document for document in documents if document not in _piles]
    if new:
        pile = _Pile(new)
        _piles.update((document, (pile, above)) for above, document in enumerate(new))


def hinted(document: Document, hint: Hint) -> Iterator[tuple[int, str]]:
    """Lines that may hold what a hint says, with their numbers, in order; no others hold it."""
    return ((number, document.lines[number - 1]) for number in numbers(document, hint))


def numbers(document: Document, hint: Hint) -> Sequence[int]:
    """Numbers of the same lines."""
    if document not in _piles:
        pile_up((document,))
    pile, above = _piles[document]
    return _numbers(pile, hint)[above]


@lru_cache(maxsize=1024)
def _numbers(pile: _Pile, hint: Hint) -> Sequence[Sequence[int]]:
    """By document the numbers of its lines that may hold what a hint says."""
    held: NDArray[np.bool_] = hint.sieve.marks(pile) & hint.bits == hint.bits
    (found,) = held.nonzero()
    told: list[int] = pile.numbers[found].tolist()
    return [told[begin:end] for begin, end in pairwise(np.searchsorted(found, pile.ends).tolist())]


@lru_cache(maxsize=64)
def _marks(pile: _Pile, sieve: Sieve, _: int) -> _Marks:
    return sieve.looked_up(pile)


def _folded(text: str) -> bytes:
    return text.encode("utf-8", "replace").translate(_CLASSES)
