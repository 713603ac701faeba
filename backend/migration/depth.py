"""JSON that is nested deeper, or counts further, than anything people write is not followed.

The parser that streams keeps the path to where it stands, at every level: memory that grows with
the square of the depth, so that 200 kB of brackets take more than a machine has. Of a number that
has more digits than Python reads it crashes the process.
"""

import re

import ijson

from backend.migration.jsonstream import JsonStream

DEEPEST = 1_000
"""Objects and arrays in one another."""

MOST_DIGITS = 4_000
"""In one number; Python itself reads 4,300."""

_TEXT = re.compile(rb'"(?:[^"\\]++|\\.)*+("?)', re.DOTALL)
_REST_OF_TEXT = re.compile(rb'(?:[^"\\]++|\\.)*+("?)', re.DOTALL)
_BRACKETS = re.compile(rb"[\[{]++|[\]}]++")
_EACH_DIGIT_A_ZERO = bytes.maketrans(b"123456789", b"000000000")


class TooDeep(ijson.JSONError):  # type: ignore[misc]
    """There is more in one another than is followed."""


class TooManyDigits(ijson.JSONError):  # type: ignore[misc]
    """A number has more digits than are read."""


class Shallow:
    """A stream of JSON that breaks off where it becomes too deep, or a number too long."""

    def __init__(self, stream: JsonStream) -> None:
        self._stream = stream
        self._in_text = False
        self._depth = 0
        self._digits = b""

    def read(self, size: int = 65_536) -> bytes:
        """The stream's next bytes.

        Raises:
            TooDeep: They go too deep.
            TooManyDigits: There are too many in one number.
        """
        data = self._stream.read(size)
        bare = self._without_texts(data)
        self._count_digits(bare)
        opened = bare.count(b"[") + bare.count(b"{")
        closed = bare.count(b"]") + bare.count(b"}")
        if self._depth + opened > DEEPEST:
            self._follow(bare)
        self._depth += opened - closed
        return data

    def _without_texts(self, data: bytes) -> bytes:
        at = 0
        if self._in_text and (rest := _REST_OF_TEXT.match(data)):
            at = rest.end()
            self._in_text = not rest[1]
        bare = _TEXT.sub(self._left, data[at:])
        if bare.endswith(b'"'):
            self._in_text = True
        return bare

    def _count_digits(self, bare: bytes) -> None:
        digits = self._digits + bare.translate(_EACH_DIGIT_A_ZERO)
        if b"0" * (MOST_DIGITS + 1) in digits:
            raise TooManyDigits(f"more than {MOST_DIGITS:,} digits in one number")
        self._digits = digits[len(digits.rstrip(b"0")) :]

    @staticmethod
    def _left(text: re.Match[bytes]) -> bytes:
        """Nothing of a text, but of one without an end its beginning."""
        return b"" if text[1] else b'"'

    def _follow(self, bare: bytes) -> None:
        depth = self._depth
        for run in _BRACKETS.finditer(bare):
            is_opening = run[0][:1] in b"[{"
            depth += len(run[0]) if is_opening else -len(run[0])
            if depth > DEEPEST:
                raise TooDeep(f"more than {DEEPEST:,} objects and lists in one another")
