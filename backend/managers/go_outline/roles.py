"""What brackets are for, as far as what stands before and in them tells.

A guess is enough: where it is wrong, the grammar does not take what stands for the brackets, or
not what stands in them, and the body stays in the file.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backend.managers.checksums import Places
from backend.managers.go_outline.alphabet import NUMBER, STRING, SYMBOLS, among
from backend.managers.go_outline.brackets import (
    ANY_LENGTH,
    ANY_TYPE,
    ARGUMENTS,
    ASSERTED,
    BLOCK,
    CASES,
    CHANNEL_CASES,
    CONSTANTS,
    INDEX,
    INTERFACE,
    KEY,
    LITERAL,
    MADE,
    NAMED,
    NAMED_INDEX,
    NO_BRACES,
    NO_CALL,
    NO_INDEX,
    ONE,
    PARAMETERS,
    SLICE,
    STRUCT,
    TYPE_CASES,
    UNKNOWN,
    VARIABLES,
)
from backend.managers.go_outline.declarations import OPENING
from backend.managers.go_outline.groups import Groups
from backend.managers.tokens import NAME

_COMMA, _COLON, _DOTS, _TYPE = (1 << bit for bit in range(4))
_TELLING = np.zeros(0x100, np.uint8)
for _word, _bit in ((",", _COMMA), (":", _COLON), ("...", _DOTS), ("type", _TYPE)):
    _TELLING[SYMBOLS[_word]] = _bit

ENDING = among(
    NAME, STRING, NUMBER, "nil", "break", "continue", "fallthrough", "return", "++", ")", "]", "}"
)
"""What a statement may end with where its line does."""

_CONTROL = among("if", "for", "switch", "select")
_CALLED_LIKE_TYPES = among("make", "new")
_OF_TYPES = among("struct", "interface")
_ENDING_TYPES = among(NAME, "]", "}", ",")
_LOOKED_BACK = 4
_ELIDED = 3
"""How deep literals without types may stand in each other."""

_NO_PLACE: Places = np.array([-1], np.intp)

_Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    """What there is to guess by, of each group.

    Attributes:
        opened: Its opening bracket.
        before: Symbols before it in the group that it stands in, the nearest first.
        held: Which of the telling symbols it holds.
        size: How many tokens stand in it.
        named: Whether that is one name.
        spread: Whether its closing bracket begins a line.
        outside: Whether it stands in no other brackets.
    """

    opened: NDArray[np.uint8]
    before: tuple[NDArray[np.uint8], ...]
    held: NDArray[np.uint8]
    size: Places
    named: _Flags
    spread: _Flags
    outside: _Flags

    def holds(self, bit: int) -> _Flags:
        return self.held & bit > 0

    def follows(self, word: str, back: int = 1) -> _Flags:
        return np.equal(self.before[back - 1], SYMBOLS[word])

    def is_opened(self, bracket: str) -> _Flags:
        return np.equal(self.opened, SYMBOLS[bracket])


def roles(groups: Groups) -> NDArray[np.uint8]:
    """The role of each group."""
    seen = _seen(groups)
    found = np.zeros(len(groups.begins), np.uint8)
    _round(seen, found)
    _square(seen, found)
    _curly(seen, found, groups)
    return found


def _seen(groups: Groups) -> _Seen:
    symbols = groups.symbols
    padded = np.concatenate((np.zeros(_LOOKED_BACK, np.uint8), symbols, np.zeros(1, np.uint8)))
    at = groups.stands + _LOOKED_BACK
    first = padded[groups.begins + _LOOKED_BACK + 1]
    return _Seen(
        symbols[groups.begins],
        tuple(padded[at - back] for back in range(1, _LOOKED_BACK + 1)),
        np.bitwise_or.reduceat(_TELLING.take(symbols), groups.begins),
        groups.size,
        (groups.size == 1) & (first == NAME),
        groups.spread,
        groups.stands < groups.outside,
    )


def _round(seen: _Seen, found: NDArray[np.uint8]) -> None:
    own = seen.is_opened("(")
    found[own] = ONE
    found[own & (seen.holds(_COMMA) | seen.holds(_DOTS))] = ARGUMENTS
    found[own & _CALLED_LIKE_TYPES[seen.before[0]]] = MADE
    found[own & seen.follows(".")] = ASSERTED
    found[own & seen.follows("var") & seen.spread] = VARIABLES
    found[own & seen.follows("const") & seen.spread] = CONSTANTS
    found[own & (seen.follows("func") | seen.follows(")") & seen.follows("func", 2))] = PARAMETERS
    found[own & seen.outside] = PARAMETERS
    found[own & seen.named] = NAMED
    found[own & (seen.size == 0)] = NO_CALL
    found[own & (seen.before[0] == NAME) & ~_of_list(seen) & ~seen.outside] = ARGUMENTS
    found[own & seen.follows(".") & (seen.size == 1) & seen.holds(_TYPE)] = ANY_TYPE


def _square(seen: _Seen, found: NDArray[np.uint8]) -> None:
    own = seen.is_opened("[")
    found[own & ~seen.holds(_COMMA)] = INDEX
    found[own & seen.holds(_COLON)] = SLICE
    found[own & seen.follows("map")] = KEY
    found[own & seen.named] = NAMED_INDEX
    found[own & seen.holds(_DOTS)] = UNKNOWN
    found[own & seen.holds(_DOTS) & (seen.size == 1)] = ANY_LENGTH
    found[own & (seen.size == 0)] = NO_INDEX


def _curly(seen: _Seen, found: NDArray[np.uint8], groups: Groups) -> None:
    own, at, symbols = seen.is_opened("{"), groups.stands, groups.symbols
    ended = groups.lined & ENDING.take(groups.previous)
    start = _latest(np.flatnonzero(ended | OPENING.take(symbols)), at)
    control = _latest(np.flatnonzero(_CONTROL.take(symbols)), at)
    function = _latest(np.flatnonzero(symbols == SYMBOLS["func"]), at)
    block = _latest(at[own & ~_OF_TYPES[seen.before[0]]], at - 1)
    header = control >= start
    of_function = (function >= start) & (function > block)
    typed = ~header | _of_listed_type(seen)
    literal = own & ~of_function & typed & _ENDING_TYPES[seen.before[0]] & ~ended[at]
    found[own] = BLOCK
    keyword = np.where(own & header & ~of_function, symbols[control], 0)
    any_type = _latest(at[found == ANY_TYPE], at)
    found[keyword == SYMBOLS["switch"]] = CASES
    found[(keyword == SYMBOLS["switch"]) & (any_type > control)] = TYPE_CASES
    found[keyword == SYMBOLS["select"]] = CHANNEL_CASES
    found[literal] = LITERAL
    found[own & seen.follows("struct")] = STRUCT
    found[own & seen.follows("interface")] = INTERFACE
    _elided(np.flatnonzero(own & (OPENING[seen.before[0]] | seen.follows(":"))), found, groups)
    found[own & (seen.size == 0)] = NO_BRACES


def _of_listed_type(seen: _Seen) -> _Flags:
    """Which braces follow a type like `[]T`, `[]*T`, `[]p.T` or `[]struct{…}`."""
    of_type = seen.follows("struct", 2) | seen.follows("interface", 2)
    return _of_list(seen) | seen.follows("}") & of_type


def _of_list(seen: _Seen) -> _Flags:
    """Which brackets follow a type like `[]T`, `[]*T`, or `[]p.T`."""
    return np.equal(seen.before[0], NAME) & (
        seen.follows("]", 2)
        | seen.follows("*", 2) & seen.follows("]", 3)
        | seen.follows(".", 2) & seen.follows("]", 4)
    )


def _elided(asked: Places, found: NDArray[np.uint8], groups: Groups) -> None:
    """Braces without a type are literals where they stand in one."""
    around = np.searchsorted(groups.begins, groups.stands[asked], side="right") - 1
    asked, around = asked[around >= 0], around[around >= 0]
    for _ in range(_ELIDED):
        found[asked[found[around] == LITERAL]] = LITERAL


def _latest(places: Places, at: Places) -> Places:
    """The last of some rising places up to each of others, or -1."""
    return np.concatenate((_NO_PLACE, places))[np.searchsorted(places, at, side="right")]
