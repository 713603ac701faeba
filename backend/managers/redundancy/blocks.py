"""Copied blocks, whatever they are part of: equal runs of tokens, found by rolling hashes.

A run of at least `EXACT` tokens as written is a copy. A run of at least `RENAMED` tokens with
names and literals left out is one too, when the names that stand in the same places correspond.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backend.managers.reading import Read
from backend.managers.redundancy.correspondence import corresponding
from backend.managers.redundancy.places import site_of
from backend.managers.redundancy.shingles import repeated, windows
from backend.managers.source import SourceFile
from backend.managers.tokens import NAME
from backend.model.redundancy import Site

EXACT = 70
"""Tokens of the shortest copy as written: some ten lines."""

RENAMED = 180
"""Tokens of the shortest copy with other names: shorter ones merely have the usual form."""

SAME_NAMES = 0.9
"""Share of names that come again and have to correspond in a copy with other names."""

Owners = NDArray[np.int32]
"""Number of the file that each token stands in."""

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
    """The tokens of all files one after the other, imports left out."""

    def __init__(self, managers: Iterable[Read]) -> None:
        self._files: list[tuple[Read, SourceFile]] = []
        raw, normal, lines, lengths = [], [], [], [0]
        for read in managers:
            for file in read.files:
                numbers = file.tokens.line_numbers()
                first = max((item.line for item in file.imports), default=0) + 1
                start = int(np.searchsorted(numbers, first))
                if len(numbers) - start >= EXACT:
                    self._files.append((read, file))
                    lengths.append(len(numbers) - start)
                    raw.append(file.tokens.raw_codes()[start:])
                    normal.append(file.tokens.normal_codes()[start:])
                    lines.append(numbers[start:])
        self._starts = np.cumsum(lengths)
        empty = np.zeros(0, np.uint32)
        self.raw = np.concatenate((empty, *raw))
        self.normal = np.concatenate((np.zeros(0, np.uint8), *normal))
        self._lines = np.concatenate((empty, *lines))
        self.owner: Owners = np.repeat(np.arange(len(self._files), dtype=np.int32), lengths[1:])

    def site(self, start: int, length: int) -> Site:
        """Where a run of tokens stands."""
        read, file = self._files[int(self.owner[start])]
        end = int(self._lines[start + length - 1])
        return site_of(read, file, int(self._lines[start]), end)


def blocks(managers: Iterable[Read]) -> Iterator[Block]:
    """Every copied block, as written first; each copy with the one before it."""
    text = Text(managers)
    for first, second, length in _runs(text.raw, text.owner, EXACT).tolist():
        content = text.raw[first : first + length].tobytes()
        yield Block(content, (text.site(first, length), text.site(second, length)), 1.0)
    for first, second, length in _runs(text.normal, text.owner, RENAMED).tolist():
        here, there = slice(first, first + length), slice(second, second + length)
        one, other = text.raw[here], text.raw[there]
        similarity = float((one == other).mean())
        names = text.normal[here] == NAME
        if similarity < 1 and corresponding(one[names], other[names]) >= SAME_NAMES:
            content = text.normal[here].tobytes()
            sites = (text.site(first, length), text.site(second, length))
            yield Block(content, sites, similarity)


def _runs(codes: NDArray[np.integer], owner: Owners, shortest: int) -> Runs:
    """Longest equal runs between each place and the next one that begins alike."""
    hashes = windows(codes, shortest)
    inside = np.flatnonzero(owner[: len(hashes)] == owner[shortest - 1 :])
    places, number = repeated(hashes, inside)
    alike = number[1:] == number[:-1]
    first, second = places[:-1][alike], places[1:][alike]
    apart = (second - first >= shortest) | (owner[first] != owner[second])
    first, second = first[apart], second[apart]
    order = np.lexsort((first, second - first))
    first, second = first[order], second[order]
    if not len(first):
        return np.zeros((0, 3), np.intp)
    begins = np.ones(len(first), np.bool_)
    begins[1:] = (np.diff(first) != 1) | (np.diff(second) != 1)
    starts = np.flatnonzero(begins)
    lengths = np.diff(np.append(starts, len(first))) + shortest - 1
    return np.column_stack((first[starts], second[starts], lengths))
