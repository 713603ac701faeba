"""Which brackets belong to which, and which functions of a file have a body."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from backend.managers.checksums import Places
from backend.managers.go_bodies.alphabet import SYMBOLS, among
from backend.managers.go_tokens import Cut

OPENING = among("(", "[", "{")
CLOSING = among(")", "]", "}")
_STEP = OPENING.astype(np.int16) - CLOSING.astype(np.int16)
_CLOSED_BY = np.zeros(0x100, np.uint8)
_CLOSED_BY[[SYMBOLS[one] for one in "([{"]] = [SYMBOLS[one] for one in ")]}"]
_DECLARING = among("func", "type", "var", "const", "import", "package")
_OF_TYPES = among("struct", "interface")
_DEEPEST = 0xFE
"""Brackets in each other; one more than in that many still has a number of 8 bits."""


@dataclass(frozen=True, slots=True, eq=False)
class Nesting:
    """The brackets of some files; behind the last that pair there are none.

    Attributes:
        depth: Of tokens: brackets around them; of an opening bracket it counts itself.
        first: Opening brackets of bodies, by token, rising.
        last: Closing ones.
        wrong: Brackets closed by another kind, by token.
    """

    depth: NDArray[np.uint8]
    first: Places
    last: Places
    wrong: Places


def nesting(cut: Cut, symbols: NDArray[np.uint8], lined: NDArray[np.bool_]) -> Nesting:
    """The brackets of some files, and which of them are bodies of functions that are not empty.

    A body is in the first braces, but for those of types, behind a `func` that begins a line
    outside of all brackets.

    Args:
        cut: The files.
        symbols: Their tokens.
        lined: Which of these begin a line.
    """
    step = _STEP.take(symbols)
    depth = np.cumsum(step, dtype=np.int32)
    for first, last in pairwise(np.searchsorted(cut.begin, cut.files).tolist()):
        step[first + _paired(depth[first:last] - (depth[first - 1] if first else 0)) : last] = 0
    deep = np.cumsum(step, dtype=np.uint8)
    at = np.flatnonzero(step)
    paired = at[np.argsort(deep[at] + (step[at] < 0), kind="stable")]
    opening, closing = paired[::2], paired[1::2]
    mixed = _CLOSED_BY[symbols[opening]] != symbols[closing]
    wrong = np.concatenate((opening[mixed], closing[mixed]))
    outer = slice(np.count_nonzero(deep[opening] == 1))
    opening, closing = opening[outer], closing[outer]
    declaring = np.flatnonzero(_DECLARING.take(symbols) & lined & (deep == 0))
    bodies = _bodies(symbols, declaring, opening)
    first, last = opening[bodies], closing[bodies]
    whole = (symbols[last] == SYMBOLS["}"]) & (last > first + 1)
    return Nesting(deep, first[whole], last[whole], wrong)


def _paired(depth: NDArray[np.int32]) -> int:
    """How many tokens of a file, from its begin on, have brackets that pair."""
    if not len(depth) or (depth[-1] == 0 and depth.min() == 0 and depth.max() <= _DEEPEST):
        return len(depth)
    wrong = np.flatnonzero((depth < 0) | (depth > _DEEPEST))
    outside = np.flatnonzero(depth[: wrong[0] if len(wrong) else None] == 0)
    return int(outside[-1]) + 1 if len(outside) else 0


def _bodies(symbols: NDArray[np.uint8], declaring: Places, opening: Places) -> Places:
    """Which of some brackets are those of bodies, by number."""
    braces = (symbols[opening] == SYMBOLS["{"]) & ~_OF_TYPES[symbols[opening - 1]]
    numbers = np.flatnonzero(braces)
    behind = np.searchsorted(declaring, opening[numbers])
    first = np.diff(behind, prepend=0) > 0
    of_functions: Places = numbers[first][symbols[declaring[behind[first] - 1]] == SYMBOLS["func"]]
    return of_functions
