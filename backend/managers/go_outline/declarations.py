"""Where functions and structs are declared in Go files, and what is in which brackets."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from backend.managers.checksums import Places
from backend.managers.go_outline.alphabet import STRING, SYMBOLS, among
from backend.managers.go_tokens import Cut
from backend.managers.tokens import NAME

OPENING = among("(", "[", "{")
CLOSING = among(")", "]", "}")
_STEP = OPENING.astype(np.int16) - CLOSING.astype(np.int16)
_CLOSED_BY = np.zeros(0x100, np.uint8)
_CLOSED_BY[[SYMBOLS[one] for one in "([{"]] = [SYMBOLS[one] for one in ")]}"]
_DECLARING = among("func", "type", "var", "const", "import", "package")
_OF_TYPES = among("struct", "interface")
_COMPLETE = among(STRING, ")", "}")
_FUNC, _TYPE, _STRUCT, _PACKAGE, _OPEN, _CLOSE = (
    SYMBOLS[word] for word in ("func", "type", "struct", "package", "{", "}")
)
_DEEPEST = 0xFE
"""Brackets in each other; one more than in that many still has a number of 8 bits."""


@dataclass(frozen=True, slots=True, eq=False)
class Declarations:
    """Functions with a body and structs, each begun by a line; of tokens their numbers.

    Attributes:
        start: Their first tokens, `func` or `type`; rising.
        opening: The opening brackets of bodies, and of structs.
        closing: Their last tokens.
        apart: Whether nothing else can be meant by the lines that they stand in.
        depth: Of all tokens: brackets around them; of an opening bracket it counts itself.
        wrong: Brackets closed by another kind.
        paired: Of files: whether all brackets pair; behind the last that do none are known.
    """

    start: Places
    opening: Places
    closing: Places
    apart: NDArray[np.bool_]
    depth: NDArray[np.uint8]
    wrong: Places
    paired: Sequence[bool]


def declarations(cut: Cut, symbols: NDArray[np.uint8], lined: NDArray[np.bool_]) -> Declarations:
    """The declarations in some files.

    Args:
        cut: The files.
        symbols: Their tokens.
        lined: Which of these begin a line; and `True` behind the last.
    """
    step = _STEP.take(symbols)
    depth = np.cumsum(step, dtype=np.int32)
    paired: list[bool] = []
    for first, last in pairwise(np.searchsorted(cut.begin, cut.files).tolist()):
        end = first + _paired(depth[first:last] - (depth[first - 1] if first else 0))
        paired.append(end == last)
        step[end:last] = 0
    deep = np.cumsum(step, dtype=np.uint8)
    at = np.flatnonzero(step)
    pairs = at[np.argsort(deep[at] + (step[at] < 0), kind="stable")]
    opening, closing = pairs[::2], pairs[1::2]
    mixed = _CLOSED_BY[symbols[opening]] != symbols[closing]
    wrong = np.concatenate((opening[mixed], closing[mixed]))
    outer = np.flatnonzero((deep[opening] == 1) & (symbols[opening] == _OPEN) & ~mixed)
    opening, closing = opening[outer], closing[outer]
    keywords = np.flatnonzero(_DECLARING.take(symbols) & lined[:-1] & (deep == 0))
    start, chosen = _declared(symbols, keywords, opening)
    opening, closing = opening[chosen], closing[chosen]
    before = symbols[start - 1]
    clause = (before == NAME) & (symbols[start - 2] == _PACKAGE)
    apart = (_COMPLETE[before] | clause) & lined[closing + 1]
    return Declarations(start, opening, closing, apart, deep, wrong, paired)


def _paired(depth: NDArray[np.int32]) -> int:
    """How many tokens of a file, from its begin on, have brackets that pair."""
    if not len(depth) or (depth[-1] == 0 and depth.min() == 0 and depth.max() <= _DEEPEST):
        return len(depth)
    wrong = np.flatnonzero((depth < 0) | (depth > _DEEPEST))
    outside = np.flatnonzero(depth[: wrong[0] if len(wrong) else None] == 0)
    return int(outside[-1]) + 1 if len(outside) else 0


def _declared(
    symbols: NDArray[np.uint8], keywords: Places, opening: Places
) -> tuple[Places, Places]:
    """Where declarations begin, and which of some braces are theirs, by number.

    A body is in the first braces behind `func` but for those of types, a struct in those of
    `type … struct`.
    """
    behind = np.searchsorted(keywords, opening)
    inner = np.flatnonzero(behind)
    start = keywords[behind[inner] - 1]
    before = symbols[opening[inner] - 1]
    of_type = _OF_TYPES[before]
    bodies = np.flatnonzero(~of_type & (symbols[start] == _FUNC))
    bodies = bodies[np.diff(start[bodies], prepend=-1) > 0]
    structs = np.flatnonzero(
        (before == _STRUCT)
        & (symbols[start] == _TYPE)
        & (symbols[start + 1] == NAME)
        & (opening[inner] == start + 3)
    )
    chosen = np.sort(np.concatenate((bodies, structs)))
    return start[chosen], inner[chosen]
