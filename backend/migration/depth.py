"""JSON that is nested deeper than anything people write is not followed to its bottom.

The parser that streams keeps the path to where it stands, at every level: memory that grows with
the square of the depth, so that 200 kB of brackets take more than a machine has.
"""

import re

import ijson

from backend.migration.jsonstream import JsonStream

DEEPEST = 1_000
"""Objects and arrays in one another."""

_TEXT = re.compile(rb'"(?:[^"\\]++|\\.)*+("?)', re.DOTALL)
_REST_OF_TEXT = re.compile(rb'(?:[^"\\]++|\\.)*+("?)', re.DOTALL)
_BRACKETS = re.compile(rb"[\[{]++|[\]}]++")


class TooDeep(ijson.JSONError):  # type: ignore[misc]
    """There is more in one another than is followed."""


class Shallow:
    """A stream of JSON that breaks off where it becomes too deep."""

    def __init__(self, stream: JsonStream) -> None:
        self._stream = stream
        self._in_text = False
        self._depth = 0

    def read(self, size: int = 65_536) -> bytes:
        """The stream's next bytes.

        Raises:
            TooDeep: They go too deep.
        """
        data = self._stream.read(size)
        bare = self._without_texts(data)
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
