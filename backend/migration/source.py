"""A source: one file, or every file of a folder that may hold vectors, streamed."""

import hashlib
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import ijson

from backend.migration.blocks import Block
from backend.migration.depth import Shallow
from backend.migration.errors import Refused
from backend.migration.filestamp import FileStamp
from backend.migration.formats.format import (
    CANNOT_READ_ON,
    Blocked,
    Format,
    Seekable,
    is_gzip,
    opened,
    plain_suffix,
)
from backend.migration.formats.recognising import SOURCES, SUFFIXES, belongs_to, format_of
from backend.migration.jsonstream import ByteStream, JsonStream
from backend.migration.records import Entry, Flaw, Found
from backend.migration.shapes import Recognised, Shape, first_line, recognise
from backend.migration.slicing import Unusual, sliced
from backend.model.migration.manner import NO_FIELDS, Fields

T = TypeVar("T")
CHUNK = 65_536
_DIGESTED = 2**20
_BREAK_SHOWN = 4096
"""Bytes that are kept of a file where it breaks."""

CHANGED = "changed while it was read; then"
"""Stands before the digest of a file where nobody knows what was read: it equals no other one."""

Touched = tuple[int, int] | None
_NAME_ONE = f"name a file or a folder of them: {SOURCES}"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class _File:
    """One file of a source.

    Attributes:
        name: As text, even where the file system allows names that are none.
        what: Its shape, how it is read where it is no JSON document, or why it cannot be.
    """

    path: Path
    name: str
    what: Recognised | Format | Flaw


class Source:
    """What is to be moved. Opening it recognises its shape and reads no further.

    Attributes:
        name: Absolute path, as text.
        label: Its last part.
        shapes: Names of the shapes in it, joined by `+`.
        metadata: What a file of shape `tasks` says of itself: claims.
        digests: SHA-256 of each file that was read to its end, by name.
    """

    def __init__(self, path: Path, fields: Fields = NO_FIELDS) -> None:
        """Look at what is there.

        Args:
            path: A file or a folder.
            fields: What its fields are, over what is recognised.

        Raises:
            Refused: Nothing there can be moved, and why.
        """
        path = path.resolve()
        self.name = _text(path)
        self.label = _text(path.name)
        self.digests: dict[str, str] = {}
        if _is_folder(path):
            self._files = _files_of(path, fields)
        else:
            self._files = (_File(path, self.label, _recognised(path, fields)),)
        found = [file.what for file in self._files if not isinstance(file.what, Flaw)]
        self.shapes = "+".join(dict.fromkeys(what.shape.name for what in found))
        only = found[0] if len(self._files) == 1 and found else None
        self.metadata: dict[str, Any] = only.metadata if isinstance(only, Recognised) else {}

    def stamps(self) -> tuple[FileStamp, ...]:
        """Name, size and time of every file, those that lie beside others included."""
        return tuple(_stamp(file) for file in self._all())

    def _all(self) -> Iterator[_File]:
        for file in self._files:
            yield file
            if not isinstance(file.what, Recognised | Flaw):
                for beside in file.what.companions:
                    yield _File(beside, _text(beside.name), file.what)

    def is_unchanged(self, stamps: Sequence[FileStamp], digests: Mapping[str, str]) -> bool:
        """Whether it still is what it was when it had these stamps and digests.

        A file whose time alone differs (a copy, a `touch`) is read to compare its digest.
        """
        now = self.stamps()
        if [(stamp.name, stamp.size) for stamp in now] != [(s.name, s.size) for s in stamps]:
            return False
        return all(
            new == old or digests.get(new.name) == _digest(file.path)
            for new, old, file in zip(now, stamps, self._all(), strict=True)
        )

    @property
    def bytes(self) -> int:
        """Size of all files."""
        return sum(stamp.size for stamp in self.stamps())

    @property
    def is_bare(self) -> bool:
        """Whether there is nothing to parse in it: numbers and vectors as machines have them."""
        return all(isinstance(f.what, Blocked) and f.what.is_bare for f in self._files)

    def entries(self) -> Iterator[Entry]:
        """Every entry in order; a file that breaks ends with an entry that says where."""
        for piece in self.pieces():
            if isinstance(piece, Block):
                yield from piece.entries()
            else:
                yield piece

    def pieces(self) -> Iterator[Entry | Block]:
        """The same, many at once where a file has them so."""
        index = 0
        for file in self._files:
            for piece in self._pieces(file, index):
                yield piece
                index += len(piece) if isinstance(piece, Block) else 1

    def _pieces(self, file: _File, first: int) -> Iterator[Entry | Block]:
        """Those of one file, whose first entry has this index."""
        what = file.what
        if isinstance(what, Flaw):
            yield Entry(first, file.name, None, what)
        elif isinstance(what, Blocked) and what.is_bare:
            row = 0
            for one in self._noted(file, what, what.blocks()):
                if isinstance(one, Flaw):
                    place = f"{file.name}: {what.place(row)}"
                    yield Entry(first + row, place, what.shape, one)
                else:
                    yield Block(first + row, file.name, row, what.shape, *one)
                    row += len(one[0])
        else:
            for index, (place, one) in enumerate(self._placed(file, what), first):
                yield _entry(index, place, what.shape, one)

    @property
    def rows(self) -> int:
        """How many entries it has, by what its files say of themselves.

        Raises:
            Refused: One of them says so only once it is read.
        """
        return sum(rows for _, rows in self._seekable())

    def part(self, span: range) -> Iterator[Entry]:
        """The entries of these indices, without reading those before them.

        Raises:
            Refused: There is a file whose records can be read from its beginning alone.
        """
        index = 0
        for file, rows in self._seekable():
            first, last = max(span.start - index, 0), min(span.stop - index, rows)
            if first < last and isinstance(file.what, Seekable):
                contents = islice(file.what.contents_from(first), last - first)
                for number, one in enumerate(contents, first):
                    place = f"{file.name}: {file.what.place(number)}"
                    yield _entry(index + number, place, file.what.shape, one)
            elif first < last and isinstance(file.what, Flaw):
                yield Entry(index, file.name, None, file.what)
            index += rows

    def _seekable(self) -> Iterator[tuple[_File, int]]:
        """Each file and how many entries it has."""
        for file in self._files:
            if isinstance(file.what, Flaw):
                yield file, 1
            elif isinstance(file.what, Seekable):
                yield file, file.what.rows
            else:
                raise Refused(
                    f"{file.name}: can only be read from its beginning on",
                    "write it as .npy or Parquet, or leave --engine ray away",
                )

    def _placed(self, file: _File, what: Recognised | Format) -> Iterator[tuple[str, Any]]:
        """The records of a file, each with where it stands."""
        name = _unpacked(file)
        if isinstance(what, Recognised):
            for number, content in enumerate(self._contents(file, what)):
                yield name + _within(what.prefix, number), content
            return
        for number, content in enumerate(self._noted(file, what, what.contents())):
            yield f"{name}: {what.place(number)}", content

    def _noted(self, file: _File, what: Format, contents: Iterator[T]) -> Iterator[T]:
        """The same contents; after the last of them the digests of what was read are kept."""
        paths = (file.path, *what.companions)
        before = [_touched(path) for path in paths]
        yield from contents
        for path, stamp in zip(paths, before, strict=True):
            with suppress(OSError, EOFError, zlib.error):  # it was told where it broke off
                self._note(path, stamp, _digest(path))

    def _note(self, path: Path, before: Touched, digest: str | None) -> None:
        """Keep the digest of a file that was read more than once, if it was the same each time."""
        if digest is not None:
            is_same = before == _touched(path)
            self.digests[_text(path.name)] = digest if is_same else f"{CHANGED} {digest}"

    def _contents(self, file: _File, what: Recognised) -> Iterator[Any]:
        """The records of a file, and a Flaw where it cannot be read on."""
        given = end = 0
        before = _touched(file.path)
        try:
            for found in self._sliced(file, what):
                given += 1
                end = found.offset + len(found.raw)
                yield found
        except (Unusual, *CANNOT_READ_ON):
            is_next = True
            for content in islice(self._streamed(file, what), given, None):
                broken = isinstance(content, Flaw) and is_next
                yield _around(file.path, end, content) if broken else content
                is_next = False
            self._note(file.path, before, self.digests.get(file.name))

    def _sliced(self, file: _File, what: Recognised) -> Iterator[Found]:
        """The same, fast.

        Raises:
            Unusual: The file is none for that way, from some record on.
            OSError: It cannot be read on.
        """
        with opened(file.path) as document:
            stream = ByteStream(document)
            yield from sliced(stream, what.prefix)
            self.digests[file.name] = stream.digest

    def _streamed(self, file: _File, what: Recognised) -> Iterator[Any]:
        """The same, whatever is in it."""
        given = 0
        try:
            for content in self._parsed(file, what, exact=False):
                given += 1
                yield content
        except _TooLong:
            yield from islice(self._parsed(file, what, exact=True), given, None)

    def _parsed(self, file: _File, what: Recognised, *, exact: bool) -> Iterator[Any]:
        """The same with numbers of the machine, or slower and exact.

        Raises:
            _TooLong: A number does not fit the machine's.
        """
        try:
            with opened(file.path) as document:
                stream = JsonStream(document)
                try:
                    # What stands before a break comes out before the error.
                    items = ijson.items(
                        Shallow(stream), what.prefix, use_float=not exact, buf_size=CHUNK
                    )
                    yield from items
                    self.digests[file.name] = stream.digest
                except ijson.JSONError as error:
                    if "overflow" in str(error):
                        raise _TooLong from None
                    yield _break(error, stream.offset)
        except CANNOT_READ_ON as error:
            yield Flaw("corrupt", f"it cannot be read on: {_why(error)}")


class _TooLong(Exception):  # noqa: N818  (caught here)
    """A number in the file is beyond 64 bits."""


def _entry(index: int, place: str, shape: Shape, one: Any) -> Entry:
    """An entry, with its own bytes where the parser gave them."""
    if isinstance(one, Found):
        return Entry(index, place, shape, one.content, one.offset, one.raw, one.is_whole)
    return Entry(index, place, shape, one)


def _unpacked(file: _File) -> str:
    """The file's name; of a compressed one it says that places are of what it is unpacked to."""
    with suppress(OSError):
        if is_gzip(file.path):
            return f"{file.name} (unpacked)"
    return file.name


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError as error:
        raise _unreadable(path, error) from None


def _files_of(folder: Path, fields: Fields) -> tuple[_File, ...]:
    files: list[_File] = []
    try:
        paths = sorted(path for path in folder.iterdir() if _may_hold_vectors(path))
    except OSError as error:
        raise _unreadable(folder, error) from None
    for path in paths:
        what: Recognised | Format | Flaw
        try:
            what = _recognised(path, fields)
        except Refused as refusal:
            what = Flaw("unreadable", f"{refusal}{_lonely(path)}")
        files.append(_File(path, _text(path.name), what))
    if all(isinstance(file.what, Flaw) for file in files):
        kinds = ", ".join(f"*{suffix}" for suffix in SUFFIXES)
        first = next((file.what for file in files), Flaw("unreadable", f"it holds no {kinds}"))
        reason = first.reason if isinstance(first, Flaw) else ""
        raise Refused(f"{_text(folder)}: nothing in this folder can be moved: {reason}", _NAME_ONE)
    return tuple(files)


def _lonely(path: Path) -> str:
    array = belongs_to(path)
    return f"; by its name it belongs to {array.name}, which is not there" if array else ""


def _may_hold_vectors(path: Path) -> bool:
    array = belongs_to(path)
    return plain_suffix(path) in SUFFIXES and (array is None or not array.is_file())


def _break(error: ijson.JSONError, offset: int) -> Flaw:
    span = f"bytes {max(0, offset - CHUNK)} and {offset}"
    return Flaw("corrupt", f"the file breaks between {span}: {first_line(error)}")


def _around(path: Path, offset: int, flaw: Flaw) -> Found | Flaw:
    """The break of a file, with what stands behind its last whole record."""
    try:
        with opened(path) as file:
            file.seek(offset)
            raw = file.read(_BREAK_SHOWN)
    except CANNOT_READ_ON:
        return flaw
    return Found(flaw, offset, raw, is_whole=False)


def _within(prefix: str, number: int) -> str:
    """Where a record stands within its file: `: tasks[12]`, `: [12]` or nothing."""
    return f": {prefix.removesuffix('item').rstrip('.')}[{number}]" if prefix else ""


def _text(path: Path | str) -> str:
    return str(path).encode("utf-8", "backslashreplace").decode()


def _digest(path: Path) -> str:
    """SHA-256 of what a file holds, decompressed where it is gzip."""
    digest = hashlib.sha256()
    with opened(path) as file:
        while data := file.read(_DIGESTED):
            digest.update(data)
    return digest.hexdigest()


def _touched(path: Path) -> Touched:
    """Size and time of a file; None where it has neither."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns


def _why(error: BaseException) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _stamp(file: _File) -> FileStamp:
    try:
        status = file.path.stat()
    except OSError as error:
        raise _unreadable(file.path, error) from None
    return FileStamp(file.name, status.st_size, status.st_mtime_ns)


def _recognised(path: Path, fields: Fields) -> Recognised | Format:
    try:
        found = format_of(path, fields)
        if found is not None:
            return found
        with opened(path) as file:
            if file.read(2) in _UTF_16:
                raise Refused(f"{_text(path)}: found UTF-16 text", "save it as UTF-8")
            file.seek(0)
            return recognise(Shallow(JsonStream(file)), _text(path), fields)
    except (EOFError, zlib.error) as error:
        raise Refused(f"{_text(path)}: cannot be read: {error}", _NAME_ONE) from None
    except OSError as error:
        raise _unreadable(path, error) from None


def _unreadable(path: Path, error: OSError) -> Refused:
    remedy = _NAME_ONE
    if isinstance(error, PermissionError):
        remedy = "let this account read it, or name another source"
    return Refused(f"{_text(path)}: cannot be read: {_why(error)}", remedy)
