"""A source: one file, or every file of a folder that may hold vectors, streamed."""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from backend.migration.blocks import Block
from backend.migration.digest import digest_of, steady, touched
from backend.migration.document import Document
from backend.migration.errors import Refused
from backend.migration.filestamp import FileStamp
from backend.migration.formats.format import Blocked, Format, Seekable, is_gzip
from backend.migration.opening import File, as_text, files_of, unreadable
from backend.migration.records import Entry, Flaw, Found
from backend.migration.shapes import Recognised, Shape
from backend.model.migration.manner import NO_FIELDS, Fields

T = TypeVar("T")


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
        self.name = as_text(path)
        self.label = as_text(path.name)
        self.digests: dict[str, str] = {}
        self._files = files_of(path, fields)
        found = [file.what for file in self._files if not isinstance(file.what, Flaw)]
        self.shapes = "+".join(dict.fromkeys(what.shape.name for what in found))
        only = found[0] if len(self._files) == 1 and found else None
        self.metadata: dict[str, Any] = only.metadata if isinstance(only, Recognised) else {}

    def stamps(self) -> tuple[FileStamp, ...]:
        """Name, size and time of every file, those that lie beside others included."""
        return tuple(_stamp(file) for file in self._all())

    def _all(self) -> Iterator[File]:
        for file in self._files:
            yield file
            if not isinstance(file.what, Recognised | Flaw):
                for beside in file.what.companions:
                    yield File(beside, as_text(beside.name), file.what)

    def is_unchanged(self, stamps: Sequence[FileStamp], digests: Mapping[str, str]) -> bool:
        """Whether it still is what it was when it had these stamps and digests.

        A file whose time alone differs (a copy, a `touch`) is read to compare its digest.
        """
        now = self.stamps()
        if [(stamp.name, stamp.size) for stamp in now] != [(s.name, s.size) for s in stamps]:
            return False
        return all(
            new == old or digests.get(new.name) == digest_of(file.path)
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

    def _pieces(self, file: File, first: int) -> Iterator[Entry | Block]:
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

    def _seekable(self) -> Iterator[tuple[File, int]]:
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

    def _placed(self, file: File, what: Recognised | Format) -> Iterator[tuple[str, Any]]:
        """The records of a file, each with where it stands."""
        name = _unpacked(file)
        if isinstance(what, Recognised):
            document = Document(file.path, what.prefix)
            for number, content in enumerate(document.contents()):
                yield name + _within(what.prefix, number), content
            if document.digest is not None:
                self.digests[file.name] = document.digest
            return
        for number, content in enumerate(self._noted(file, what, what.contents())):
            yield f"{name}: {what.place(number)}", content

    def _noted(self, file: File, what: Format, contents: Iterator[T]) -> Iterator[T]:
        """The same contents; after the last of them the digests of what was read are kept."""
        paths = (file.path, *what.companions)
        before = [touched(path) for path in paths]
        yield from contents
        for path, stamp in zip(paths, before, strict=True):
            with suppress(OSError, EOFError, zlib.error):  # it was told where it broke off
                self.digests[as_text(path.name)] = steady(path, stamp, digest_of(path))


def _entry(index: int, place: str, shape: Shape, one: Any) -> Entry:
    """An entry, with its own bytes where the parser gave them."""
    if isinstance(one, Found):
        return Entry(index, place, shape, one.content, one.offset, one.raw, one.is_whole)
    return Entry(index, place, shape, one)


def _unpacked(file: File) -> str:
    """The file's name; of a compressed one it says that places are of what it is unpacked to."""
    with suppress(OSError):
        if is_gzip(file.path):
            return f"{file.name} (unpacked)"
    return file.name


def _within(prefix: str, number: int) -> str:
    """Where a record stands within its file: `: tasks[12]`, `: [12]` or nothing."""
    return f": {prefix.removesuffix('item').rstrip('.')}[{number}]" if prefix else ""


def _stamp(file: File) -> FileStamp:
    try:
        status = file.path.stat()
    except OSError as error:
        raise unreadable(file.path, error) from None
    return FileStamp(file.name, status.st_size, status.st_mtime_ns)
