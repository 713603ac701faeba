"""The tokens of a file: what clones, and what functions use, are looked for in."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

NAME, LITERAL = 1, 2
"""Normal forms of names and of literals; 0 is that of what is none of Go's tokens."""

SHORT = np.dtype(np.uint16)
"""Of line numbers, where none is larger."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of one file, comments and white space left out; packed, one entry each.

    Attributes:
        raw: Checksums of the tokens as written, 32 bits.
        normal: The same when names and literals do not count, 8 bits: `NAME`, `LITERAL`, or one
            code for each keyword, predeclared name and operator.
        lines: Where they begin, 16 bits, or 32 in a file that has more lines.
        before_dots: Names that something is called on, or taken of.
    """

    raw: bytes = b""
    normal: bytes = b""
    lines: bytes = b""
    before_dots: frozenset[str] = frozenset()

    def raw_codes(self) -> NDArray[np.uint32]:
        """`raw`, unpacked."""
        return np.frombuffer(self.raw, np.uint32)

    def normal_codes(self) -> NDArray[np.uint8]:
        """`normal`, unpacked."""
        return np.frombuffer(self.normal, np.uint8)

    def line_numbers(self) -> NDArray[np.unsignedinteger]:
        """`lines`, unpacked."""
        short = len(self.lines) == SHORT.itemsize * len(self.normal)
        return np.frombuffer(self.lines, SHORT if short else np.uint32)

    def runs(self, lines: Iterable[tuple[int, int]]) -> list[slice]:
        """Where the tokens of some runs of lines stand; of each run the first line and the last."""
        bounds = np.array([(first, last + 1) for first, last in lines]).reshape(-1, 2)
        return [slice(*run) for run in np.searchsorted(self.line_numbers(), bounds).tolist()]

    def between(self, first: int, last: int) -> NDArray[np.uint32]:
        """`raw_codes` of one run of lines."""
        (run,) = self.runs([(first, last)])
        return self.raw_codes()[run]


NO_TOKENS = Tokens()
