"""One JSON document: its records, whatever stands around them."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import ijson

from backend.migration.depth import Shallow
from backend.migration.digest import steady, touched
from backend.migration.formats.format import CANNOT_READ_ON, opened
from backend.migration.jsonstream import ByteStream, JsonStream
from backend.migration.opening import why
from backend.migration.records import Flaw, Found
from backend.migration.shapes import first_line
from backend.migration.slicing import Unusual, sliced

CHUNK = 65_536
_BREAK_SHOWN = 4096
"""Bytes that are kept of a file where it breaks."""


class Document:
    """The records of one file, read once.

    Attributes:
        digest: SHA-256 of the file once it was read to its end; None before, and where it breaks.
    """

    def __init__(self, path: Path, prefix: str) -> None:
        """Read nothing yet.

        Args:
            path: The file.
            prefix: Where its records stand, in ijson's notation.
        """
        self._path = path
        self._prefix = prefix
        self.digest: str | None = None

    def contents(self) -> Iterator[Any]:
        """Each record, and a Flaw where the file cannot be read on."""
        given = end = 0
        before = touched(self._path)
        try:
            for found in self._sliced():
                given += 1
                end = found.offset + len(found.raw)
                yield found
        except (Unusual, *CANNOT_READ_ON):
            is_next = True
            for content in islice(self._streamed(), given, None):
                broken = isinstance(content, Flaw) and is_next
                yield self._around(end, content) if broken else content
                is_next = False
            if self.digest is not None:
                self.digest = steady(self._path, before, self.digest)

    def _sliced(self) -> Iterator[Found]:
        """The same, fast.

        Raises:
            Unusual: The file is none for that way, from some record on.
            OSError: It cannot be read on.
        """
        with opened(self._path) as file:
            stream = ByteStream(file)
            yield from sliced(stream, self._prefix)
            self.digest = stream.digest

    def _streamed(self) -> Iterator[Any]:
        """The same, whatever is in it."""
        given = 0
        try:
            for content in self._parsed(exact=False):
                given += 1
                yield content
        except _TooLong:
            yield from islice(self._parsed(exact=True), given, None)

    def _parsed(self, *, exact: bool) -> Iterator[Any]:
        """The same with numbers of the machine, or slower and exact.

        Raises:
            _TooLong: A number does not fit the machine's.
        """
        try:
            with opened(self._path) as file:
                stream = JsonStream(file)
                try:
                    # What stands before a break comes out before the error.
                    yield from ijson.items(
                        Shallow(stream), self._prefix, use_float=not exact, buf_size=CHUNK
                    )
                    self.digest = stream.digest
                except ijson.JSONError as error:
                    if "overflow" in str(error):
                        raise _TooLong from None
                    yield _break(error, stream.offset)
        except CANNOT_READ_ON as error:
            yield Flaw("corrupt", f"it cannot be read on: {why(error)}")

    def _around(self, offset: int, flaw: Flaw) -> Found | Flaw:
        """The break of the file, with what stands behind its last whole record."""
        try:
            with opened(self._path) as file:
                file.seek(offset)
                raw = file.read(_BREAK_SHOWN)
        except CANNOT_READ_ON:
            return flaw
        return Found(flaw, offset, raw, is_whole=False)


class _TooLong(Exception):  # noqa: N818  (caught here)
    """A number in the file is beyond 64 bits."""


def _break(error: ijson.JSONError, offset: int) -> Flaw:
    span = f"bytes {max(0, offset - CHUNK)} and {offset}"
    return Flaw("corrupt", f"the file breaks between {span}: {first_line(error)}")
