"""A log read on from where the last look ended: bounded, across rotation and truncation."""

import codecs
import os
import time
from dataclasses import dataclass, replace
from pathlib import Path

MOST_BYTES = 2**18
"""Read in one look; a longer log is caught up with over several."""

LONGEST_LINE = 16_384
"""Characters; the rest of a longer line is passed over."""

QUIET = 3.0
"""Seconds without a change after which a line is taken as it stands, its end or not."""

_HEAD = 64
_MARKS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


@dataclass(frozen=True)
class Line:
    r"""One line of a log.

    Attributes:
        number: Counted from 1 in its file.
        text: Bytes that are no text stand there as `\xe9`.
        age: Seconds since it was written at the least: since the file last changed.
    """

    number: int
    text: str
    age: float


@dataclass(frozen=True)
class Cursor:
    """Where the last look ended. The first starts at the beginning of the file.

    Attributes:
        head: The file's first bytes, by which one that was written anew is noticed.
        decoder: State of the decoder; None before the first byte.
        pending: The beginning of a line whose end was not written yet.
        skipping: Whether the rest of an overlong line is being passed over.
        unread: Bytes that were there and were not read yet.
    """

    inode: int = 0
    offset: int = 0
    head: bytes = b""
    encoding: str = "utf-8-sig"
    decoder: tuple[bytes, int] | None = None
    pending: str = ""
    skipping: bool = False
    number: int = 0
    unread: int = 0


@dataclass(frozen=True)
class Look:
    """What one look found.

    Attributes:
        anew: Whether another file stands there now, or the same begun anew.
    """

    cursor: Cursor
    lines: tuple[Line, ...] = ()
    anew: bool = False


def read_on(path: Path, cursor: Cursor, most: int = MOST_BYTES, now: float | None = None) -> Look:
    """The lines that were finished since `cursor`.

    What a rotated file still held is read first, where it stands beside its successor under a
    longer name, as logrotate leaves it.

    Args:
        path: The log.
        cursor: Where the last look ended.
        most: Bytes to read at most.
        now: Seconds since the epoch, instead of the clock's.

    Raises:
        OSError: There is no such file, or it cannot be read.
    """
    now = time.time() if now is None else now
    status = path.stat()
    if cursor.inode and status.st_ino != cursor.inode:
        old = _renamed(path, cursor.inode)
        if old is not None:
            look = _read(old, cursor, most, now)
            if look.cursor.unread or look.lines:
                return look
        return replace(_read(path, Cursor(), most, now), anew=True)
    return _read(path, cursor, most, now)


def _renamed(path: Path, inode: int) -> Path | None:
    """Where the file that had this name stands now."""
    for sibling in path.parent.iterdir():
        if sibling.name.startswith(path.name) and sibling != path:
            try:
                if sibling.stat().st_ino == inode:
                    return sibling
            except OSError:
                continue
    return None


def _read(path: Path, cursor: Cursor, most: int, now: float) -> Look:
    with path.open("rb", buffering=0) as file:
        status = os.fstat(file.fileno())
        head = os.pread(file.fileno(), _HEAD, 0)
        anew = status.st_size < cursor.offset or not head.startswith(cursor.head)
        if anew:
            cursor = Cursor()
        file.seek(cursor.offset)
        chunk = file.read(most)
    if cursor.offset == 0:
        cursor = replace(cursor, encoding=_MARKS.get(chunk[:2], "utf-8-sig"))
    offset = cursor.offset + len(chunk)
    cursor = replace(
        cursor,
        inode=status.st_ino,
        offset=offset,
        head=head,
        unread=max(0, status.st_size - offset),
    )
    return _split(cursor, chunk, max(0.0, now - status.st_mtime), anew=anew)


def _split(cursor: Cursor, chunk: bytes, age: float, *, anew: bool) -> Look:
    decoder = codecs.getincrementaldecoder(cursor.encoding)("backslashreplace")
    if cursor.decoder is not None:
        decoder.setstate(cursor.decoder)
    *ended, pending = (cursor.pending + decoder.decode(chunk)).split("\n")
    lines: list[Line] = []
    skipping, number = cursor.skipping, cursor.number
    for text in ended:
        number += 1
        if not skipping:
            lines.append(Line(number, _shown(text), age))
        skipping = False
    whole = not cursor.unread and age >= QUIET  # reports often end without a line end
    if pending and (whole or len(pending) > LONGEST_LINE):
        if not skipping:
            lines.append(Line(number + 1, _shown(pending), age))
        skipping = True
    cursor = replace(
        cursor,
        decoder=decoder.getstate(),
        pending="" if skipping else pending,
        skipping=skipping,
        number=number,
    )
    return Look(cursor, tuple(lines), anew)


def _shown(text: str) -> str:
    """A line as it ended up on a terminal: of what a progress bar overwrote, the last."""
    return text.rstrip("\r").rpartition("\r")[2][:LONGEST_LINE]
