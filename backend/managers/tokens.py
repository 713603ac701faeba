"""The tokens of a file: what clones, and what functions use, are looked for in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

NAME, LITERAL = 1, 2
"""Normal forms of names and of literals; 0 is that of what is none of Go's tokens."""

_SHORT, _LONG = np.dtype(np.uint16), np.dtype(np.uint32)
"""Of numbers of tokens, the former where none is larger."""

_MOST = 1 << 8 * _SHORT.itemsize


def _kind(tokens: int) -> np.dtype[np.unsignedinteger]:
    return _SHORT if tokens < _MOST else _LONG


def packed_lines(lines: NDArray[np.integer]) -> bytes:
    """Rising line numbers of tokens as `Tokens.lines`: there are more tokens than lines."""
    ends = np.cumsum(np.bincount(lines, minlength=1))
    return ends.astype(_kind(len(lines))).tobytes()


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of one file, comments and white space left out; packed.

    Attributes:
        raw: Checksums of the tokens as written, 32 bits.
        normal: The same when names and literals do not count, 8 bits: `NAME`, `LITERAL`, or one
            code for each keyword, predeclared name and operator.
        lines: How many begin up to the end of each line, from line 0 on; 16 bits, or 32 in a file
            that has more.
        before_dots: Names that something is called on, or taken of.
    """

    raw: bytes = b""
    normal: bytes = b""
    lines: bytes = bytes(_SHORT.itemsize)
    before_dots: frozenset[str] = frozenset()

    def raw_codes(self) -> NDArray[np.uint32]:
        """`raw`, unpacked."""
        return np.frombuffer(self.raw, np.uint32)

    def normal_codes(self) -> NDArray[np.uint8]:
        """`normal`, unpacked."""
        return np.frombuffer(self.normal, np.uint8)

    def lines_of(self, places: NDArray[np.integer]) -> NDArray[np.intp]:
        """The lines in which some tokens begin, from 1; they are given by number."""
        return np.searchsorted(self.ends(), places, side="right")

    def runs(self, lines: Iterable[tuple[int, int]]) -> list[slice]:
        """Where the tokens of some runs of lines stand; of each run the first line and the last."""
        return [slice(*run) for run in self.bounds(lines).tolist()]

    def bounds(self, lines: Iterable[tuple[int, int]]) -> NDArray[np.intp]:
        """Where the same begin, and where they end: a row for each run."""
        places = np.array([(first - 1, last) for first, last in lines], np.intp).reshape(-1, 2)
        return self.ends().take(places, mode="clip").astype(np.intp)

    def before(self, line: int) -> int:
        """How many tokens begin before a line."""
        ends = self.ends()
        return int(ends[min(line, len(ends)) - 1])

    def between(self, first: int, last: int) -> NDArray[np.uint32]:
        """`raw_codes` of one run of lines."""
        (run,) = self.runs([(first, last)])
        return self.raw_codes()[run]

    def ends(self) -> NDArray[np.unsignedinteger]:
        """`lines`, unpacked."""
        return np.frombuffer(self.lines, _kind(len(self.normal)))


class Joined:
    """The tokens of several files, one file after the other: much is found faster in all at once.

    Attributes:
        raw: Checksums of the tokens as written.
    """

    def __init__(self, files: Sequence[Tokens]) -> None:
        self.raw = np.frombuffer(b"".join(tokens.raw for tokens in files), np.uint32)
        ends = [tokens.ends() for tokens in files]
        counts = np.array([len(tokens.normal) for tokens in files], np.intp)
        lines = np.array([len(some) for some in ends], np.intp)
        self._starts = np.cumsum(lines) - lines
        self._ends = np.concatenate(ends) + np.repeat(np.cumsum(counts) - counts, lines)

    def lines_of(self, places: NDArray[np.integer]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """The numbers of the files that some tokens stand in, and the lines there."""
        found = np.searchsorted(self._ends, places, side="right")
        files = np.searchsorted(self._starts, found, side="right") - 1
        return files, found - self._starts[files]


NO_TOKENS = Tokens()
