"""Where tokens do not tell enough to judge Go's code by them."""

import re
from collections.abc import Iterator

import numpy as np

from backend.managers.checksums import Places
from backend.managers.go_tokens import Cut
from backend.managers.tokens import LITERAL

_NUMBER = re.compile(rb"[1-9][0-9]*|[0-9]+\.[0-9]+|0[0-7]*|0[xX][0-9a-fA-F]+")
_ESCAPE = rb"\\(?:[abfnrtv\\'\"]|[0-7]{3}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})"
_QUOTED = re.compile(
    rb'"(?:[^"\\\n]|%b)*"|\'(?:[\x20-\x26\x28-\x5b\x5d-\x7e]|%b)\'' % (_ESCAPE, _ESCAPE)
)
_FOREIGN = 0x80
"""From here on bytes are of letters beyond ASCII, or of signs that Go has not."""

_BACKSLASH, _RAW, _CHARACTER, _SLASH = map(ord, "\\`'/")
_SHORT = 3
"""Bytes of a character in quotes that is written as it is."""

_NONE: Places = np.zeros(0, np.intp)


def doubts(cut: Cut) -> Iterator[Places]:
    """Places in the text, in any order, of what may not be what its token says."""
    yield cut.begin[cut.normal == 0]
    data = np.frombuffer(cut.text, np.uint8)
    if not cut.text.isascii():
        high = np.flatnonzero(data >= _FOREIGN)
        yield high[np.searchsorted(cut.apart, high, side="right") % 2 == 1]  # in code
    if b"\0" in cut.text:
        yield np.flatnonzero(data == 0)
    yield from _numbers(cut)
    yield from _literals(cut)


def _numbers(cut: Cut) -> Iterator[Places]:
    longer = np.flatnonzero(
        (cut.begun == LITERAL) & (cut.normal == LITERAL) & (cut.end - cut.begin > 1)
    )
    begin, end = cut.begin[longer].tolist(), cut.end[longer].tolist()
    words = [cut.text[first:last] for first, last in zip(begin, end, strict=True)]
    odd = {word for word in {*words} if not _NUMBER.fullmatch(word)}
    yield cut.begin[longer[[word in odd for word in words]]] if odd else _NONE


def _literals(cut: Cut) -> Iterator[Places]:
    data = np.frombuffer(cut.text, np.uint8)
    begin, after = cut.apart[1::2], cut.apart[2::2]
    quote, length = data[begin], after - begin
    plain = (data[after - 1] == quote) & (length > 1) & ((quote != _CHARACTER) | (length == _SHORT))
    escaped = np.flatnonzero(data == _BACKSLASH) if b"\\" in cut.text else _NONE
    pieces = np.searchsorted(cut.apart, escaped, side="right") - 1
    plain[pieces[pieces % 2 == 1] // 2] = False
    plain |= (quote == _SLASH) | (quote == _RAW) & (data[after - 1] == _RAW) & (length > 1)
    odd = np.flatnonzero(~plain)
    yield begin[[at for at in odd.tolist() if not _QUOTED.fullmatch(cut.pieces[2 * at + 1])]]
