"""Go source as tokens: what clones, and what functions use, are looked for in."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from sys import intern
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

_TOKEN = re.compile(
    rb"[ \t\r]*+(?://[^\n]*+)?+("
    # what is frequent first: alternatives are tried one after the other
    rb"[A-Za-z_\x80-\xff][\w\x80-\xff]*+"
    rb"|\n[ \t\r\n]*+|[(),{}\[\];]|\.(?![.\d])|\"[^\"\\\n]*+\""
    rb"|/\*.*?\*/"
    rb"|`[^`]*+`|\"(?:\\.|[^\"\\\n])*+\"|'(?:\\.|[^'\\\n])*+'"
    rb"|\.?\d[\w.]*+"
    rb"|:=|<-|\.\.\.|&&|\|\||\+\+|--|<<=?|>>=?|&\^=?|[-+*/%&|^=!<>]=|[^ \t\r])",
    re.DOTALL,
)
_GENERATED = re.compile(rb"^// Code generated .* DO NOT EDIT\.\r?$", re.MULTILINE)

_WORDS = (
    b"break case chan const continue default defer else fallthrough for func go goto if import "
    b"interface map package range return select struct switch type var "
    b"any bool byte error float32 float64 int int32 int64 rune string uint uint32 uint64 "
    b"append cap close copy delete len make new panic recover nil true false "
    b":= <- ... && || ++ -- << <<= >> >>= &^ &^= -= += *= /= %= &= |= ^= == != <= >= "
    b"( ) [ ] { } . , ; : = < > ! + - * / % & | ^ ~"
).split()
_OTHER, NAME, LITERAL = range(3)
_NORMAL, _KEPT, _BREAKS = np.uint64(32), np.uint64(1 << 40), np.uint64(41)
_LINE = np.dtype(np.uint16)
_FIXED = {word: code for code, word in enumerate(_WORDS, start=3)}


REMEMBERED = 1 << 16
"""Different tokens that are kept from file to file, about."""

_SHORT = 64
"""Bytes of the longest of them: longer ones hardly come twice."""


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
        short = len(self.lines) == _LINE.itemsize * len(self.normal)
        return np.frombuffer(self.lines, _LINE if short else np.uint32)

    def runs(self, lines: Iterable[tuple[int, int]]) -> list[slice]:
        """Where the tokens of some runs of lines stand; of each run the first line and the last."""
        bounds = np.array([(first, last + 1) for first, last in lines]).reshape(-1, 2)
        return [slice(*run) for run in np.searchsorted(self.line_numbers(), bounds).tolist()]

    def between(self, first: int, last: int) -> NDArray[np.uint32]:
        """`raw_codes` of one run of lines."""
        (run,) = self.runs([(first, last)])
        return self.raw_codes()[run]


NO_TOKENS = Tokens()


def go_tokens(source: bytes) -> Tokens:
    """The tokens of a Go file."""
    tokens = _TOKEN.findall(source + b"\n")  # a comment ends with its line
    about = np.fromiter(map(_ABOUT.__getitem__, tokens), np.uint64, len(tokens))
    if len(_ABOUT) > REMEMBERED:
        _ABOUT.clear()
    breaks = (about >> _BREAKS).astype(np.uint32)
    lines = 1 + np.cumsum(breaks, dtype=np.uint32) - breaks
    kept = np.flatnonzero(about & _KEPT)
    about = about[kept]
    normal = (about >> _NORMAL).astype(np.uint8)
    begun = lines[kept]
    if begun.max(initial=0) <= np.iinfo(_LINE).max:
        begun = begun.astype(_LINE)
    dots = np.flatnonzero(normal[1:] == _FIXED[b"."])
    before = {tokens[place] for place in kept[dots].tolist()}
    return Tokens(
        about.astype(np.uint32).tobytes(),
        normal.tobytes(),
        begun.tobytes(),
        frozenset(intern(name.decode("utf-8", "replace")) for name in before if _is_name(name)),
    )


def is_generated(source: bytes) -> bool:
    """Whether a Go file says that a program wrote it: nobody keeps it by hand."""
    return b"// Code generated" in source and _GENERATED.search(source) is not None


class _About(dict[bytes, int]):
    """Token to all that is told of it, packed; worked out where it is met first.

    From the lowest bit: 32 of its checksum, 8 of its normal form, whether it is kept, line ends.
    """

    def __missing__(self, token: bytes) -> int:
        kept = not token.startswith((b"\n", b"/*"))
        code = crc32(token) | _normal(token) << 32 | kept << 40 | token.count(b"\n") << 41
        if len(token) <= _SHORT:
            self[token] = code
        return code


_ABOUT = _About()


@cache
def checksum(word: str) -> int:
    """The code that a word has in `Tokens.raw`."""
    return crc32(word.encode())


def _normal(token: bytes) -> int:
    code = _FIXED.get(token)
    if code is not None:
        return code
    if _is_name(token):
        return NAME
    first = token[:1]
    if first.isdigit() or first in b"`\"'" or token[1:2].isdigit():
        return LITERAL
    return _OTHER


def _is_name(token: bytes) -> bool:
    first = token[:1]
    return first.isalpha() or first == b"_" or first >= b"\x80"
