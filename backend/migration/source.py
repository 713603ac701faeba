"""A source: one file, or every *.json of a folder, streamed in constant memory."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import ijson

from backend.migration.errors import Refused
from backend.migration.filestamp import FileStamp
from backend.migration.jsonstream import JsonStream
from backend.migration.records import Entry, Flaw
from backend.migration.shapes import Recognised, first_line, recognise
from backend.migration.slicing import Unusual, sliced

CHUNK = 65_536
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class _File:
    """One file of a source.

    Attributes:
        name: As text, even where the file system allows names that are none.
        what: Its shape, or why it has none.
    """

    path: Path
    name: str
    what: Recognised | Flaw


class Source:
    """What is to be moved. Opening it recognises its shape and reads no further.

    Attributes:
        name: Absolute path, as text.
        label: Its last part.
        shapes: Names of the shapes in it, joined by `+`.
        metadata: What a file of shape `tasks` says of itself: claims.
        digests: SHA-256 of each file that was read to its end, by name.
    """

    def __init__(self, path: Path) -> None:
        """Look at what is there.

        Raises:
            Refused: Nothing there can be moved, and why.
        """
        path = path.resolve()
        self.name = _text(path)
        self.label = _text(path.name)
        self.digests: dict[str, str] = {}
        if _is_folder(path):
            self._files = _files_of(path)
        else:
            self._files = (_File(path, self.label, _recognised(path)),)
        found = [file.what for file in self._files if isinstance(file.what, Recognised)]
        self.shapes = "+".join(dict.fromkeys(what.shape.name for what in found))
        self.metadata: dict[str, Any] = found[0].metadata if len(self._files) == 1 else {}

    def stamps(self) -> tuple[FileStamp, ...]:
        """Name, size and time of every file."""
        return tuple(_stamp(file) for file in self._files)

    def is_unchanged(self, stamps: Sequence[FileStamp], digests: Mapping[str, str]) -> bool:
        """Whether it still is what it was when it had these stamps and digests.

        A file whose time alone differs (a copy, a `touch`) is read to compare its digest.
        """
        now = self.stamps()
        if [(stamp.name, stamp.size) for stamp in now] != [(s.name, s.size) for s in stamps]:
            return False
        return all(
            new == old or digests.get(new.name) == _digest(file.path)
            for new, old, file in zip(now, stamps, self._files, strict=True)
        )

    @property
    def bytes(self) -> int:
        """Size of all files."""
        return sum(stamp.size for stamp in self.stamps())

    def entries(self) -> Iterator[Entry]:
        """Every entry in order; a file that breaks ends with an entry that says where."""
        index = 0
        for file in self._files:
            if isinstance(file.what, Flaw):
                yield Entry(index, file.name, None, file.what)
                index += 1
                continue
            for number, content in enumerate(self._contents(file, file.what)):
                place = file.name + _within(file.what.prefix, number)
                yield Entry(index, place, file.what.shape, content)
                index += 1

    def _contents(self, file: _File, what: Recognised) -> Iterator[Any]:
        """The records of a file, and a Flaw where it cannot be read on."""
        given = 0
        try:
            for content in self._sliced(file, what):
                given += 1
                yield content
        except (Unusual, OSError):
            yield from islice(self._streamed(file, what), given, None)

    def _sliced(self, file: _File, what: Recognised) -> Iterator[Any]:
        """The same, fast.

        Raises:
            Unusual: The file is none for that way, from some record on.
            OSError: It cannot be read on.
        """
        with file.path.open("rb") as opened:
            stream = JsonStream(opened)
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
            with file.path.open("rb") as opened:
                stream = JsonStream(opened)
                try:
                    # What stands before a break comes out before the error.
                    yield from ijson.items(stream, what.prefix, use_float=not exact, buf_size=CHUNK)
                    self.digests[file.name] = stream.digest
                except ijson.JSONError as error:
                    if "overflow" in str(error):
                        raise _TooLong from None
                    yield _break(error, stream.offset)
        except OSError as error:
            yield Flaw("corrupt", f"it cannot be read on: {error.strerror}")


class _TooLong(Exception):  # noqa: N818  (caught here)
    """A number in the file is beyond 64 bits."""


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError as error:
        raise _unreadable(path, error) from None


def _files_of(folder: Path) -> tuple[_File, ...]:
    files: list[_File] = []
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix == ".json")
    except OSError as error:
        raise _unreadable(folder, error) from None
    for path in paths:
        what: Recognised | Flaw
        try:
            what = _recognised(path)
        except Refused as refusal:
            what = Flaw("unreadable", str(refusal))
        files.append(_File(path, _text(path.name), what))
    if not any(isinstance(file.what, Recognised) for file in files):
        first = next((file.what for file in files), Flaw("unreadable", "it holds no *.json"))
        reason = first.reason if isinstance(first, Flaw) else ""
        raise Refused(
            f"{_text(folder)}: nothing in this folder can be moved: {reason}",
            "name a JSON file or a folder of them",
        )
    return tuple(files)


def _break(error: ijson.JSONError, offset: int) -> Flaw:
    span = f"bytes {max(0, offset - CHUNK)} and {offset}"
    return Flaw("corrupt", f"the file breaks between {span}: {first_line(error)}")


def _within(prefix: str, number: int) -> str:
    """Where a record stands within its file: `: tasks[12]`, `: [12]` or nothing."""
    return f": {prefix.removesuffix('item').rstrip('.')}[{number}]" if prefix else ""


def _text(path: Path | str) -> str:
    return str(path).encode("utf-8", "backslashreplace").decode()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _stamp(file: _File) -> FileStamp:
    try:
        status = file.path.stat()
    except OSError as error:
        raise _unreadable(file.path, error) from None
    return FileStamp(file.name, status.st_size, status.st_mtime_ns)


def _recognised(path: Path) -> Recognised:
    try:
        with path.open("rb") as file:
            if file.read(2) in _UTF_16:
                raise Refused(f"{_text(path)}: found UTF-16 text", "save it as UTF-8")
            file.seek(0)
            return recognise(JsonStream(file), _text(path))
    except OSError as error:
        raise _unreadable(path, error) from None


def _unreadable(path: Path, error: OSError) -> Refused:
    remedy = "name a JSON file or a folder of them"
    if isinstance(error, PermissionError):
        remedy = "let this account read it, or name another source"
    return Refused(f"{_text(path)}: cannot be read: {error.strerror}", remedy)
