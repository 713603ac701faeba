"""Records cut out of a JSON stream whole, each for a parser that takes a whole one fast.

Several times as fast as a parser that streams, and safe: no beginning of a JSON object is itself
one, so that a piece which parses is the record. Whatever is unusual is left to the other parser:
`Unusual` says so, and nothing is guessed.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import orjson

from backend.migration.exact import is_exact, loads
from backend.migration.jsonstream import ByteStream
from backend.migration.records import Found

CHUNK = 131_072

LONGEST = 4 * 2**20
"""Bytes of one record, or of what stands around them all, from which on the other parser goes on.

It needs no whole one at once, so that a record without an end neither fills memory nor is looked
for to the end of the file.
"""

_OPEN, _CLOSE = ord("{"), ord("]")
_GAP = re.compile(rb"[ \t\r\n]*(,?)[ \t\r\n]*")
_LIST = re.compile(rb"[ \t\r\n]*\[")
_TASKS = re.compile(rb'"tasks"[ \t\r\n]*:[ \t\r\n]*\[')
_STRUCTURE = re.compile(rb'"(?:[^"\\]++|\\.)*+("?)|[{}\[\]]', re.DOTALL)
"""A text, to the end of the buffer where it has no end yet, or a bracket.

Possessive (`*+`): nothing is looked at a second time.
"""
_STEP = {b"{": 1, b"[": 1, b"}": -1, b"]": -1}


class Unusual(Exception):  # noqa: N818  (no fault)
    """This is for the parser that streams."""


def sliced(stream: ByteStream, prefix: str) -> Iterator[Found]:
    """The records of an array, in order, each with its own bytes.

    Args:
        stream: Read from its beginning to its end.
        prefix: `item` for an array that is everything, `tasks.item` for one in an object.

    Raises:
        Unusual: From here on the parser that streams must go on, which looks at everything again:
            no such array, an element that is no object or longer than `LONGEST`, no JSON.
    """
    buffer = stream.read(CHUNK)
    before = stream.offset - len(buffer)  # bytes of the file that stand before the buffer
    at = _begin(buffer, prefix)
    around = buffer[:at]
    is_first = True
    while True:
        gap = _GAP.match(buffer, at)
        start = gap.end() if gap else at
        is_apart = bool(gap and gap[1]) != is_first
        end, record = _cut(buffer, start) if is_apart else (-1, None)
        if end > 0:
            yield Found(record, before + start, buffer[start:end])
            at, is_first = end, False
        elif start < len(buffer) and buffer[start] == _CLOSE and not (gap and gap[1]):
            break
        elif start < len(buffer) and not (is_apart and buffer[start] == _OPEN):
            raise Unusual
        else:
            left = len(buffer) - at
            # As much again each time: what has no end yet is looked at a few times, not at each
            # chunk anew.
            more = stream.read(max(CHUNK, left)) if left < LONGEST else b""
            if not more:
                raise Unusual
            buffer, before, at = buffer[at:] + more, before + at, 0
    _finish(stream, around + (b"" if is_first else b"0") + buffer[start:])


def _begin(buffer: bytes, prefix: str) -> int:
    """Where the array's first element may stand."""
    if prefix == "item":
        found = _LIST.match(buffer)
        if found:
            return found.end()
    elif prefix == "tasks.item":
        for found in _TASKS.finditer(buffer):
            if _depth(buffer[: found.start()]) == 1:
                return found.end()
    raise Unusual


def _depth(text: bytes) -> int:
    """How many objects and arrays are open at its end; -1 within a text."""
    depth = 0
    for token in _STRUCTURE.finditer(text):
        if token[1] == b"":
            return -1
        depth += _STEP.get(token[0], 0)
    return depth


def _cut(buffer: bytes, start: int) -> tuple[int, dict[str, Any] | None]:
    """Where the object that begins here ends, and what it is; -1 where none does, or not yet.

    Raises:
        Unusual: It is for the other parser.
    """
    end = _end(buffer, start)
    if end > 0:
        with suppress(orjson.JSONDecodeError):
            record = orjson.loads(buffer[start:end])
            if is_exact(record):
                return end, record
    end = _end_among_texts(buffer, start)
    return end, _said(buffer[start:end]) if end > 0 else None


def _end(buffer: bytes, start: int) -> int:
    """Where as many braces are closed as were opened, those in texts among them; -1 nowhere."""
    depth, opening, end = 0, start, start
    while end := buffer.find(b"}", end) + 1:
        while 0 <= opening < end:
            depth += 1
            opening = buffer.find(b"{", opening + 1)
        depth -= 1
        if not depth:
            return end
    return -1


def _end_among_texts(buffer: bytes, start: int) -> int:
    """The same without those in texts."""
    depth = 0
    for token in _STRUCTURE.finditer(buffer, start):
        depth += _STEP.get(token[0], 0)
        if depth == 0:
            return token.end() if buffer[start] == _OPEN else -1
    return -1


def _finish(stream: ByteStream, around: bytes) -> None:
    """Read what stands behind the array, and see that it is JSON, and one such array alone."""
    rest = bytearray(around)
    while more := stream.read(CHUNK):
        rest += more
        if len(rest) > LONGEST:
            raise Unusual
    _said(bytes(rest))
    if rest.count(b'"tasks"', len(around)):
        raise Unusual


def _said(text: bytes) -> Any:
    """What a piece of JSON says.

    Raises:
        Unusual: It is no JSON.
    """
    try:
        return loads(text)
    except ValueError:
        raise Unusual from None
