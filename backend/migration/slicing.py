"""Records cut out of a JSON stream whole, each for a parser that takes a whole one fast.

What stands between the records is looked at byte by byte, and a whole record never is: only its
quotes, braces and brackets are, to see where it ends. Several times as fast as a parser that
streams. Whatever is unusual is left to that one: `Unusual` says so, and nothing is guessed.
"""

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import orjson

from backend.migration.jsonstream import JsonStream

CHUNK = 65_536
_ARRAYS = {"item": b"", "tasks.item": b"tasks"}
"""Prefixes that are known here: the array itself, or the array under that key of an object."""

_LARGEST = 2.0**63
_STRUCTURE = np.zeros(256, bool)
_STRUCTURE[list(b'"\\{}[]')] = True
_QUOTE, _ESCAPE, _OPEN, _CLOSE = ord('"'), ord("\\"), b"{[", b"}]"
_BLANK = b" \t\r\n"


class Unusual(Exception):  # noqa: N818  (no fault)
    """This is for the parser that streams."""


def sliced(stream: JsonStream, prefix: str) -> Iterator[dict[str, Any]]:
    """The records of an array, in order.

    Raises:
        Unusual: From here on the parser that streams must go on, which looks at everything again:
            no such array, an element that is no object, a number beyond 63 bits, no JSON.
    """
    if prefix not in _ARRAYS:
        raise Unusual
    cutter = _Cutter(_ARRAYS[prefix])
    while data := stream.read(CHUNK):
        yield from map(_record, cutter.cut(data))
    cutter.end()


class _Cutter:
    """Finds whole records in pieces of a stream.

    Attributes:
        skeleton: What stands outside of the records, with one number for all those of an array.
    """

    def __init__(self, key: bytes) -> None:
        self._base = 2 if key else 1
        self._key = key
        self._held = b""
        self._seen = 0  # of what is held, so far as it was looked at
        self._depth = 0
        self._in_string = False
        self._skip_at = -1
        self._text_at = 0
        self._text = b""
        self._from = -1  # where the record begins; -1 outside of one
        self._inside = False
        self._given = False
        self._begun = 0  # where what stands between begins
        self.skeleton = bytearray()

    def cut(self, data: bytes) -> Iterator[bytes]:
        """The records that end in this piece."""
        buffer = self._held + data
        fresh = np.frombuffer(buffer, np.uint8)[self._seen :]
        for at in (np.flatnonzero(_STRUCTURE[fresh]) + self._seen).tolist():
            record = self._step(buffer, at, buffer[at])
            if record is not None:
                yield record
        self._keep(buffer)

    def end(self) -> None:
        """The stream has ended.

        Raises:
            Unusual: What stood around the records is no JSON.
        """
        self.skeleton += self._held
        try:
            orjson.loads(bytes(self.skeleton))
        except orjson.JSONDecodeError:
            raise Unusual from None

    def _step(self, buffer: bytes, at: int, byte: int) -> bytes | None:
        """See one byte of structure; the record that it ends."""
        if self._in_string:
            self._in_text(buffer, at, byte)
        elif byte == _QUOTE:
            self._in_string, self._text_at = True, at
            if self._inside and self._from < 0:
                raise Unusual
        elif byte in _OPEN:
            self._open(buffer, at, byte)
        elif byte in _CLOSE:
            return self._close(buffer, at)
        else:
            raise Unusual
        return None

    def _in_text(self, buffer: bytes, at: int, byte: int) -> None:
        if at == self._skip_at:
            return
        if byte == _ESCAPE:
            self._skip_at = at + 1
        elif byte == _QUOTE:
            self._in_string = False
            if self._depth < self._base:
                self._text = buffer[max(0, self._text_at + 1) : at]

    def _open(self, buffer: bytes, at: int, byte: int) -> None:
        is_list = byte == _OPEN[1]
        self._depth += 1
        if self._inside:
            if self._depth == self._base + 1:
                if is_list:
                    raise Unusual
                self._between(buffer[self._begun : at])
                self._from = at
        elif self._depth == self._base and is_list and self._is_ours():
            self.skeleton += buffer[self._begun : at + 1]
            self._begun, self._inside, self._given = at + 1, True, False

    def _is_ours(self) -> bool:
        return not self._key or self._text == self._key

    def _close(self, buffer: bytes, at: int) -> bytes | None:
        self._depth -= 1
        if not self._inside:
            return None
        if self._depth == self._base:
            record = buffer[self._from : at + 1]
            self._begun, self._from = at + 1, -1
            return record
        if self._depth < self._base:
            if buffer[self._begun : at].strip(_BLANK):
                raise Unusual
            self.skeleton += b"0" if self._given else b""
            self._begun, self._inside = at, False
        return None

    def _between(self, gap: bytes) -> None:
        """What stands before a record: a comma, but for the first."""
        if gap.strip(_BLANK) != (b"," if self._given else b""):
            raise Unusual
        self._given = True

    def _keep(self, buffer: bytes) -> None:
        """Hold what belongs to the record under way, and put away what is between."""
        begin = self._from if self._from >= 0 else self._begun
        if not self._inside:
            self.skeleton += buffer[begin:]
            begin = len(buffer)
            if self._in_string:
                raise Unusual  # a text of the preamble across two pieces
        self._held = buffer[begin:]
        self._seen = len(self._held)
        self._skip_at -= begin
        self._begun = max(0, self._begun - begin)
        self._from = 0 if self._from >= 0 else -1


def _record(text: bytes) -> dict[str, Any]:
    try:
        record: dict[str, Any] = orjson.loads(text)
    except orjson.JSONDecodeError:
        raise Unusual from None
    if not all(map(_is_exact, record.values())):
        raise Unusual
    return record


def _is_exact(value: Any) -> bool:
    """Whether no whole number beyond 63 bits can have become a fraction."""
    if isinstance(value, float):
        return -_LARGEST < value < _LARGEST
    if isinstance(value, list):
        return _are_exact(value)
    if isinstance(value, dict):
        return all(map(_is_exact, value.values()))
    return True


def _are_exact(values: list[Any]) -> bool:
    try:  # numbers alone, as a vector has them, are seen at once
        return math.hypot(*values) < _LARGEST
    except TypeError:
        return all(map(_is_exact, values))
