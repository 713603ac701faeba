"""Go source cut into tokens: all of a file at once, or of several, instead of one by one."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, starmap
from string import ascii_letters, digits
from sys import intern
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from backend.managers.checksums import Places, checksum, checksums
from backend.managers.tokens import LITERAL, NAME, Tokens, packed_lines

_APART = re.compile(
    rb"(//[^\n]*+|/\*.*?\*/|`[^`]*+`?|\"(?:[^\"\\\n]++|\\.)*+\"?|'(?:[^'\\\n]++|\\.)*+'?)",
    re.DOTALL,
)
"""Comments, and literals in quotes: what stands in them is no code."""

_GENERATED = re.compile(rb"^// Code generated .* DO NOT EDIT\.\r?$", re.MULTILINE)

_WORDS = """
break case chan const continue default defer else fallthrough for func go goto if import interface
map package range return select struct switch type var
any bool byte error float32 float64 int int32 int64 rune string uint uint32 uint64
append cap close copy delete len make new panic recover nil true false
"""
_SIGNS = """
:= <- ... && || ++ -- << <<= >> >>= &^ &^= -= += *= /= %= &= |= ^= == != <= >=
( ) [ ] { } . , ; : = < > ! + - * / % & | ^ ~
"""
_FIXED = (*_WORDS.split(), *_SIGNS.split())
_OWN = range(3, 3 + len(_FIXED))
FORMS = dict(zip(_FIXED, _OWN, strict=True))
"""Normal forms of keywords, predeclared names and signs."""

_DOT = FORMS["."]
_CODES = np.array([0, 0, 0, *map(checksum, _FIXED)], np.uint32)
"""Checksums by normal form."""

_SHIFT = next(n for n in range(25, 0, -1) if len({*(_CODES[3:] >> n).tolist()}) == len(_OWN))
"""Bits of these checksums that are not needed to tell them apart."""

_FORMS = np.zeros(1 << 32 - _SHIFT, np.uint8)
"""Normal forms by the other bits; of the word that has them, where it is one of these."""

_FORMS[_CODES[3:] >> _SHIFT] = _OWN

_SLASH = ord("/")
_BLANK, _WORD, _SIGN = range(3)
_QUOTED = 0xFF
_LETTERS = frozenset((*ascii_letters.encode(), *b"_", *range(0x80, 0x100)))
_DIGITS = frozenset(digits.encode())


def _kind(byte: int) -> int:
    if byte in b" \t\r\n":
        return _BLANK
    return _WORD if byte in _LETTERS | _DIGITS else _SIGN


def _begun(byte: int) -> int:
    """The normal form of what begins with a byte and has none of its own."""
    if byte in _LETTERS:
        return NAME
    if byte in b"`\"'":
        return _QUOTED
    return LITERAL if byte in _DIGITS or byte in b"." else 0


_KINDS = bytes(map(_kind, range(0x100)))
_BEGUN = bytes(map(_begun, range(0x100)))
_JOINED = np.zeros(1 << 16, np.bool_)
"""Whether what begins with one byte, a sign or a number, goes on with what begins with another."""

for _whole in (*_SIGNS.split(), *(f"{digit}.{digit}" for digit in digits)):
    for _one, _other in pairwise(_whole.encode()):
        _JOINED[_one << 8 | _other] = True


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """Some Go files, cut into tokens together.

    Attributes:
        text: The files after each other, a line's end behind each.
        files: Where files begin, and where the last ends.
        pieces: Of the text: code, and every second one a comment or a literal in quotes.
        apart: Where pieces begin.
        begin: Where tokens begin.
        end: Where they end; those in quotes are told with one byte.
        breaks: Where lines end.
        lines: Of the tokens, from 1, counted through all files.
        raw: As in `Tokens`.
        normal: As in `Tokens`.
        begun: `normal` as if no word had a form of its own.
    """

    text: bytes
    files: Places
    pieces: Sequence[bytes]
    apart: Places
    begin: Places
    end: Places
    breaks: Places
    lines: NDArray[np.intp]
    raw: NDArray[np.uint32]
    normal: NDArray[np.uint8]
    begun: NDArray[np.uint8]

    @property
    def quoted(self) -> NDArray[np.bool_]:
        """Which tokens are literals in quotes; in the order of the pieces that they are."""
        return np.equal(self.begun, _QUOTED)


def cut_go(sources: Sequence[bytes]) -> Cut:
    """Some Go files cut into tokens, whatever bytes they hold.

    Of several small files together that takes little more than of one.
    """
    pieces = _pieces(sources)
    text = b"".join(pieces)
    lengths = np.fromiter(map(len, pieces), np.intp, len(pieces))
    apart = np.cumsum(lengths) - lengths
    begin, end = _places(text, apart, lengths)
    breaks = np.flatnonzero(np.frombuffer(text, np.uint8) == ord("\n"))
    passed = np.bincount(np.searchsorted(begin, breaks), minlength=len(begin) + 1)
    lines = 1 + np.cumsum(passed[:-1])
    raw, normal, begun = _codes(text, pieces, begin, end)
    files = np.cumsum([0, *(len(source) + 1 for source in sources)])
    return Cut(text, files, pieces, apart, begin, end, breaks, lines, raw, normal, begun)


def go_tokens(made: Cut) -> list[Tokens]:
    """The tokens of each file."""
    text, begin, end, lines, normal = made.text, made.begin, made.end, made.lines, made.normal
    dotted = (normal[1:] == _DOT) & (lines[1:] == lines[:-1])  # a name ends its line's statement
    named = np.flatnonzero(dotted & (made.begun[:-1] == NAME))
    places = zip(begin[named].tolist(), end[named].tolist(), strict=True)
    names = [text[first:last] for first, last in places]
    return [
        Tokens(
            made.raw[tokens].tobytes(),
            normal[tokens].tobytes(),
            packed_lines(lines[tokens] - above),
            frozenset(intern(name.decode("utf-8", "replace")) for name in {*names[own]}),
        )
        for tokens, own, above in zip(
            _shares(begin, made.files),
            _shares(begin[named], made.files),
            np.searchsorted(made.breaks, made.files[:-1]).tolist(),
            strict=True,
        )
    ]


def is_generated(source: bytes) -> bool:
    """Whether a Go file says that a program wrote it: nobody keeps it by hand."""
    return b"// Code generated" in source and _GENERATED.search(source) is not None


def _pieces(sources: Iterable[bytes]) -> list[bytes]:
    """Files after each other, a line's end behind each: code, and every second piece none."""
    pieces = [b""]
    for source in sources:
        code, *others = _APART.split(source)
        pieces[-1] += code
        pieces += others
        pieces[-1] += b"\n"
    return pieces


def _places(text: bytes, apart: Places, lengths: Places) -> tuple[Places, Places]:
    """Where tokens begin, and where they end; those in quotes are told with one byte."""
    data = np.frombuffer(text, np.uint8)
    kinds = np.frombuffer(text.translate(_KINDS), np.uint8)
    kinds = kinds * np.repeat(np.arange(len(apart)) % 2 == 0, lengths)
    others = apart[1::2]
    kinds[others[data[others] != _SLASH]] = _SIGN
    within = (kinds[1:] == _WORD) & (kinds[:-1] == _WORD)
    first, last = kinds != _BLANK, kinds != _BLANK
    first[1:] &= ~within
    last[:-1] &= ~within
    begin, end = np.flatnonzero(first), np.flatnonzero(last) + 1
    begun = data[begin].astype(np.uint16)
    apart = np.ones(len(begin) + 1, np.bool_)
    apart[1:-1] = ~_JOINED.take(begun[:-1] << 8 | begun[1:]) | (end[:-1] < begin[1:])
    return begin[apart[:-1]], end[apart[1:]]


def _codes(
    text: bytes, pieces: Sequence[bytes], begin: Places, end: Places
) -> tuple[NDArray[np.uint32], NDArray[np.uint8], NDArray[np.uint8]]:
    """`raw` and `normal` of `Tokens`, and the latter as if no word had a form of its own."""
    raw = checksums(text, begin, end)
    begun = np.frombuffer(text.translate(_BEGUN), np.uint8)[begin]
    own = _FORMS.take(raw >> _SHIFT)
    normal = np.where(_CODES.take(own) == raw, own, begun)
    quoted = begun == _QUOTED
    normal[quoted] = LITERAL
    raw[quoted] = [crc32(piece) for piece in pieces[1::2] if piece[0] != _SLASH]
    return raw, normal, begun


def _shares(places: Places, bounds: Places) -> Iterator[slice]:
    """Those of some rising places that lie between each two bounds."""
    return starmap(slice, pairwise(np.searchsorted(places, bounds).tolist()))
