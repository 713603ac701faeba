"""Declarations, statements and elements, each kind of which is shown to the grammar once."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from backend.managers.checksums import Places
from backend.managers.go_grammar import GO
from backend.managers.go_outline.alphabet import NUMBER, STRING, SYMBOLS, among
from backend.managers.go_outline.brackets import (
    ARGUMENTS,
    BLOCK,
    CASES,
    CHANNEL_CASES,
    CONSTANTS,
    FRAMES,
    INTERFACE,
    LINE,
    LITERAL,
    NONE,
    PARAMETERS,
    SHOWN,
    STRUCT,
    TYPE_CASES,
    VARIABLES,
)
from backend.managers.go_outline.declarations import OPENING
from backend.managers.go_outline.groups import Groups
from backend.managers.go_outline.roles import ENDING

LONGEST = 512
"""Symbols of a piece; of a longer one it is not known whether the grammar takes it."""

REMEMBERED = 1 << 17
"""Answers that are kept, about."""

TOGETHER = 8
"""Pieces that the grammar is asked about at once; if it does not take them all, one by one.

They are few, since recovering from an error in many takes longer than asking more often.
"""

_CASES = among("case", "default")
_DECLARATIONS = among("func", "type")
_COMMA, _COLON = SYMBOLS[","], SYMBOLS[":"]
_SWITCHES = (CASES, TYPE_CASES, CHANNEL_CASES)
_FRAMED, _LISTS, _SWITCHING, _BLOCKS, _DECLARING = (1 << bit for bit in range(5))
_BITS = (
    among(*(role for role, frame in FRAMES.items() if frame)) * np.uint8(_FRAMED)
    | among(LITERAL, ARGUMENTS, PARAMETERS) * np.uint8(_LISTS)
    | among(*_SWITCHES) * np.uint8(_SWITCHING)
    | among(*_SWITCHES, BLOCK) * np.uint8(_BLOCKS)
    | among(VARIABLES, CONSTANTS, STRUCT, INTERFACE) * np.uint8(_DECLARING)
)
"""Of roles: what they are; one look tells all."""


def _spread(count: int, seed: int) -> NDArray[np.uint64]:
    """Numbers of 64 bits that look like random ones (SplitMix64, Steele, Lea, Flood 2014)."""
    mixed = np.arange(seed, seed + count, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    return mixed ^ (mixed >> np.uint64(31))


_OF_SYMBOL = _spread(0x100, 1)
_OF_PLACE = _spread(LONGEST, 0x101) | np.uint64(1)

_known: dict[int, bool] = {}
"""Checksums of pieces to whether the grammar takes them."""


def rejected(groups: Groups, roles: NDArray[np.uint8]) -> Iterator[Places]:
    """Tokens, by number, of what the grammar does not take, or cannot be asked about.

    It is asked about each declaration, in blocks about each statement, in lists about each element.

    Args:
        groups: Of the declarations.
        roles: Theirs.
    """
    symbols, previous, outside = groups.symbols.copy(), groups.previous, groups.outside
    symbols[groups.stands] = roles
    role, bits = np.full((2, len(symbols)), [[NONE], [_BITS[NONE]]], np.uint8)
    for of_token, of_group in ((role, roles), (bits, _BITS.take(roles))):
        of_token[outside:] = np.repeat(of_group, groups.size + 1)
    symbols[(symbols == STRING) & (role != STRUCT)] = NUMBER  # but for tags they are the same
    opens = OPENING.take(groups.symbols)
    first = np.concatenate((opens[:1], opens[:-1]))
    first[:outside] |= groups.lined[:outside] & _DECLARATIONS.take(symbols[:outside])
    blocks, lists = bits & _BLOCKS > 0, bits & _LISTS > 0
    ended = groups.lined & (ENDING.take(previous) | (previous == _COLON) & blocks)
    begins = first | ended & (bits & (_BLOCKS | _DECLARING) > 0) | lists & (previous == _COMMA)
    cases = _CASES.take(symbols)
    frame = np.where(blocks & ~cases, np.uint8(BLOCK), role)
    comma = lists & (symbols == _COMMA)
    framed = (bits & _FRAMED > 0) & ~opens
    wrong = (symbols == 0) | comma & begins | (bits & _SWITCHING > 0) & first & ~cases
    yield groups.tokens[framed & wrong]
    kept = np.flatnonzero(framed & ~comma)
    symbols |= (groups.lined & ~begins).astype(np.uint8) * LINE
    starts = np.flatnonzero(begins[kept])
    if len(starts):
        taken = _taken(symbols[kept], starts, frame[kept[starts]])
        yield groups.tokens[kept[starts[~taken]]]


def _taken(
    symbols: NDArray[np.uint8], starts: Places, frames: NDArray[np.uint8]
) -> NDArray[np.bool_]:
    """Whether the grammar takes each of some pieces, which follow each other, in its frame."""
    length = np.diff(starts, append=len(symbols))
    place = np.arange(len(symbols)) - np.repeat(starts, length)
    terms = _OF_SYMBOL.take(symbols) * _OF_PLACE.take(place, mode="clip")
    sums = np.add.reduceat(terms, starts) + _OF_SYMBOL.take(frames)
    codes, first = np.unique(sums, return_index=True)
    kinds = dict(zip(codes.tolist(), first.tolist(), strict=True))
    if len(_known) > REMEMBERED:
        _known.clear()
    new = {code: at for code, at in kinds.items() if code not in _known}
    asked = [
        _framed(frames[at], symbols[starts[at] : starts[at] + length[at]]) for at in new.values()
    ]
    _known.update(zip(new, _answers(asked), strict=True))
    refused = [code for code in kinds if not _known[code]]
    return ~np.isin(sums, np.array(refused, np.uint64)) & (length <= LONGEST)


def _framed(frame: int, symbols: NDArray[np.uint8]) -> bytes:
    shown = b" ".join([SHOWN[symbol] for symbol in symbols.tolist()])
    return FRAMES[frame].replace(b"%", shown)


def _answers(asked: Sequence[bytes]) -> Iterator[bool]:
    """Whether the grammar takes each of some texts, most of which it takes."""
    for first in range(0, len(asked), TOGETHER):
        some = asked[first : first + TOGETHER]
        yield from [True] * len(some) if _takes(*some) else map(_takes, some)


def _takes(*texts: bytes) -> bool:
    """Whether the grammar takes some statements after each other."""
    body = b"package a\nfunc a() {\n%b\n}\n" % b"\n".join(texts)
    return not GO.parse(body).root_node.has_error
