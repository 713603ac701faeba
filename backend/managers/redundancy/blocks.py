"""Copied blocks, whatever they are part of: equal runs of tokens, found by rolling hashes.

A run of at least `EXACT` tokens as written is a copy. A run of at least `RENAMED` tokens with
names and literals left out is one too, when the names that stand in the same places correspond.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from backend.managers.reading import Read
from backend.managers.redundancy.correspondence import corresponding
from backend.managers.redundancy.places import site_of
from backend.managers.redundancy.repeats import repeats
from backend.managers.redundancy.shingles import Codes
from backend.managers.source import SourceFile
from backend.managers.tokens import NAME
from backend.model.redundancy import Site

EXACT = 70
"""Tokens of the shortest copy as written: some ten lines."""

RENAMED = 180
"""Tokens of the shortest copy with other names: shorter ones merely have the usual form."""

SAME_NAMES = 0.9
"""Share of names that come again and have to correspond in a copy with other names."""

Runs = NDArray[np.intp]
"""Rows of first place, second place and tokens."""


@dataclass(frozen=True, slots=True)
class Block:
    """One run of tokens that stands in two places.

    Attributes:
        content: What is the same in both: the tokens as written, or their normal form.
        similarity: Share of tokens that are the same as written.
    """

    content: bytes
    sites: tuple[Site, Site]
    similarity: float


class Text:
    """The tokens of all files, imports left out; places are counted through all of them.

    Generated files are left out.

    Attributes:
        raw: Each file's, as written.
        normal: Each file's, names and literals left out.
    """

    def __init__(self, managers: Iterable[Read]) -> None:
        self._files: list[tuple[Read, SourceFile, int]] = []
        self.raw: list[NDArray[np.uint32]] = []
        self.normal: list[NDArray[np.uint8]] = []
        for read in managers:
            for file in read.files:
                last = max((item.line for item in file.imports), default=0)
                start = file.tokens.before(last + 1)
                if len(file.tokens.normal) - start >= EXACT and not file.generated:
                    self._files.append((read, file, start))
                    self.raw.append(file.tokens.raw_codes()[start:])
                    self.normal.append(file.tokens.normal_codes()[start:])
        self._starts = [0, *accumulate(map(len, self.raw))]

    def site(self, start: int, length: int) -> Site:
        """Where a run of tokens stands."""
        number, run = self._at(start, length)
        read, file, imports = self._files[number]
        ends = np.array([imports + run.start, imports + run.stop - 1])
        return site_of(read.name, file, *file.tokens.lines_of(ends).tolist())

    def run(self, start: int, length: int) -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
        """A run of tokens, as written and in normal form."""
        file, run = self._at(start, length)
        return self.raw[file][run], self.normal[file][run]

    def _at(self, start: int, length: int) -> tuple[int, slice]:
        file = bisect_right(self._starts, start) - 1
        begin = start - self._starts[file]
        return file, slice(begin, begin + length)


def blocks(managers: Iterable[Read]) -> Iterator[Block]:
    """Every copied block, as written first; each copy with the one before it."""
    text = Text(managers)
    for first, second, length in _runs(text.raw, EXACT).tolist():
        raw, _ = text.run(first, length)
        yield Block(raw.tobytes(), (text.site(first, length), text.site(second, length)), 1.0)
    for first, second, length in _runs(text.normal, RENAMED).tolist():
        one, normal = text.run(first, length)
        other, _ = text.run(second, length)
        similarity = float((one == other).mean())
        names = normal == NAME
        if similarity < 1 and corresponding(one[names], other[names]) >= SAME_NAMES:
            sites = (text.site(first, length), text.site(second, length))
            yield Block(normal.tobytes(), sites, similarity)


def _runs(texts: Sequence[Codes], shortest: int) -> Runs:
    """Longest equal runs between each place and the next one that begins alike."""
    first, second = repeats(texts, shortest)
    new = np.ones(len(first), np.bool_)
    new[1:] = (np.diff(first) != 1) | (np.diff(second) != 1)
    starts = np.flatnonzero(new)
    lengths = np.diff(starts, append=len(first)) + shortest - 1
    first, second = first[starts], second[starts]
    order = np.lexsort((first, second - first))
    return np.column_stack((first, second, lengths))[order]
