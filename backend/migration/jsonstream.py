"""JSON as people really write it, made readable for a strict streaming parser."""

import hashlib
import re
from typing import BinaryIO

BOM = b"\xef\xbb\xbf"
_TOKEN = re.compile(rb'\\.|"|-?Infinity|NaN', re.DOTALL)
_ESCAPE = re.compile(rb"\\.", re.DOTALL)
_NULL = b"null"
_UNFINISHED_WORD = re.compile(rb"-?[A-Za-z]{0,8}\Z")


class ByteStream:
    """Reads a file without its byte order mark, and keeps the digest of what was read.

    Attributes:
        offset: Bytes of the file read so far.
    """

    def __init__(self, file: BinaryIO) -> None:
        """Read nothing yet.

        Args:
            file: At its beginning.
        """
        self._file = file
        self._sha = hashlib.sha256()
        self.offset = 0

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes read so far, in hexadecimal."""
        return self._sha.hexdigest()

    def read(self, size: int = 65_536) -> bytes:
        """About `size` bytes; empty at the end of the file."""
        raw = self._file.read(size)
        if not self.offset and raw.startswith(BOM):
            self._count(BOM)
            raw = raw.removeprefix(BOM) or self._file.read(size)
        self._count(raw)
        return raw

    def _count(self, raw: bytes) -> None:
        self._sha.update(raw)
        self.offset += len(raw)


class JsonStream(ByteStream):
    """The same without NaN and Infinity.

    Python writes those bare words though JSON has none for them, and a strict parser stops at
    the first. Outside strings each becomes `null`; inside strings nothing changes. Holds one
    chunk in memory.
    """

    def __init__(self, file: BinaryIO) -> None:
        """Read nothing yet.

        Args:
            file: At its beginning.
        """
        super().__init__(file)
        self._held = b""
        self._in_string = False

    def read(self, size: int = 65_536) -> bytes:
        """About `size` bytes; empty at the end of the file."""
        while raw := super().read(size):
            data = self._held + raw
            end = _safe_end(data)
            self._held = data[end:]
            if end:
                return self._without_words(data[:end])
        rest, self._held = self._held, b""
        return self._without_words(rest)

    def _without_words(self, data: bytes) -> bytes:
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
            return _NULL
        return token


def _safe_end(data: bytes) -> int:
    """Where `data` can be cut without dividing a bare word or an escape."""
    word = _UNFINISHED_WORD.search(data, max(0, len(data) - 9))
    end = word.start() if word else len(data)
    backslashes = end - len(data[:end].rstrip(b"\\"))
    return end - backslashes % 2
