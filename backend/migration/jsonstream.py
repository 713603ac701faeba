"""JSON as people really write it, made readable for a strict streaming parser."""

import hashlib
import re
from collections import deque
from typing import BinaryIO

BOM = b"\xef\xbb\xbf"
_TOKEN = re.compile(rb'\\.|"|-?Infinity|NaN', re.DOTALL)
_ESCAPE = re.compile(rb"\\.", re.DOTALL)
_NULL = b"null"
_UNFINISHED_WORD = re.compile(rb"-?[A-Za-z]{0,8}\Z")


class JsonStream:
    """Reads a JSON file without its byte order mark and without NaN and Infinity.

    Python writes those bare words though JSON has none for them, and a strict parser stops at
    the first. Outside strings each becomes `null`; inside strings nothing changes. Holds one
    chunk in memory.

    Attributes:
        offset: Bytes of the file read so far.
        given: Bytes given out so far; they differ where a bare word was replaced.
    """

    def __init__(self, file: BinaryIO, *, remembers: bool = False) -> None:
        """Read nothing yet.

        Args:
            file: At its beginning.
            remembers: Keep what was replaced until `original` was asked for what stands behind it.
        """
        self._file = file
        self._held = b""
        self._in_string = False
        self._sha = hashlib.sha256()
        self._replacements: deque[tuple[int, bytes]] = deque(maxlen=None if remembers else 0)
        self._ahead = 0
        self._shift = 0
        self.offset = 0
        self.given = 0

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes read so far, in hexadecimal."""
        return self._sha.hexdigest()

    def read(self, size: int = 65_536) -> bytes:
        """About `size` bytes; empty at the end of the file."""
        if not size:
            return b""
        while raw := self._file.read(size):
            self._sha.update(raw)
            if not self.offset and raw.startswith(BOM):
                raw = raw.removeprefix(BOM)
                self._ahead = len(BOM)
                self.offset = len(BOM)
            data = self._held + raw
            self.offset += len(raw)
            end = _safe_end(data)
            self._held = data[end:]
            if end:
                return self._give(data[:end])
        rest, self._held = self._held, b""
        return self._give(rest)

    def original(self, begin: int, text: bytes) -> tuple[int, bytes]:
        """Where something that was given out stands in the file, and as what.

        Asked for from the front to the back: what stands before is forgotten.

        Args:
            begin: Bytes that were given out before it.
            text: What was given out.

        Returns:
            Its offset in the file, and its own bytes.
        """
        while self._replacements and self._replacements[0][0] < begin:
            _, word = self._replacements.popleft()
            self._ahead += len(word) - len(_NULL)
        at = 0
        parts: list[bytes] = []
        for place, word in self._replacements:
            if place >= begin + len(text):
                break
            parts += (text[at : place - begin], word)
            at = place - begin + len(_NULL)
        return begin + self._ahead, b"".join((*parts, text[at:]))

    def _give(self, data: bytes) -> bytes:
        self._shift = self.given
        given = self._without_literals(data)
        self.given += len(given)
        return given

    def _without_literals(self, data: bytes) -> bytes:
        if b"NaN" in data or b"Infinity" in data:
            return _TOKEN.sub(self._replaced, data)
        plain = _ESCAPE.sub(b"", data) if b"\\" in data else data
        self._in_string ^= plain.count(b'"') % 2 == 1
        return data

    def _replaced(self, found: re.Match[bytes]) -> bytes:
        token = found[0]
        if token == b'"':
            self._in_string = not self._in_string
        elif token[:1] != b"\\" and not self._in_string:
            self._replacements.append((self._shift + found.start(), token))
            self._shift += len(_NULL) - len(token)
            return _NULL
        return token


def _safe_end(data: bytes) -> int:
    """Where `data` can be cut without dividing a bare word or an escape."""
    word = _UNFINISHED_WORD.search(data, max(0, len(data) - 9))
    end = word.start() if word else len(data)
    backslashes = end - len(data[:end].rstrip(b"\\"))
    return end - backslashes % 2
