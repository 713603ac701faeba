"""A source: one file, or every *.json of a folder, streamed in constant memory."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import ijson

from backend.migration.errors import Refused
from backend.migration.jsonstream import JsonStream
from backend.migration.records import Entry, Flaw
from backend.migration.shapes import Recognised, first_line, recognise

CHUNK = 65_536


@dataclass(frozen=True)
class FileStamp:
    """By what a changed file is noticed without reading it."""

    name: str
    size: int
    modified_ns: int


class Source:
    """What is to be moved. Opening it recognises its shape and reads no further.

    Attributes:
        path: Absolute.
        shapes: Names of the shapes in it, joined by `+`.
        metadata: What a file of shape `tasks` says of itself: claims.
        digests: SHA-256 of each file that was read to its end, by name.
    """

    def __init__(self, path: Path) -> None:
        """Look at what is there.

        Raises:
            Refused: Nothing there can be moved, and why.
        """
        self.path = path.resolve()
        self.digests: dict[str, str] = {}
        self._files: list[tuple[Path, Recognised | Flaw]] = []
        if self.path.is_dir():
            self._look_into_folder()
        else:
            self._files.append((self.path, _recognised(self.path)))
        found = [what for _, what in self._files if isinstance(what, Recognised)]
        self.shapes = "+".join(dict.fromkeys(what.shape.name for what in found))
        self.metadata: dict[str, Any] = found[0].metadata if len(self._files) == 1 else {}

    def stamps(self) -> tuple[FileStamp, ...]:
        """Name, size and time of every file."""
        return tuple(_stamp(path) for path, _ in self._files)

    def is_unchanged(self, stamps: Sequence[FileStamp], digests: Mapping[str, str]) -> bool:
        """Whether it still is what it was when it had these stamps and digests.

        A file whose time alone differs (a copy, a `touch`) is read to compare its digest.
        """
        now = self.stamps()
        if [(stamp.name, stamp.size) for stamp in now] != [(s.name, s.size) for s in stamps]:
            return False
        return all(
            new == old or digests.get(new.name) == _digest(path)
            for new, old, (path, _) in zip(now, stamps, self._files, strict=True)
        )

    @property
    def bytes(self) -> int:
        """Size of all files."""
        return sum(stamp.size for stamp in self.stamps())

    def entries(self) -> Iterator[Entry]:
        """Every entry in order; a file that breaks ends with an entry that says where."""
        index = 0
        for path, what in self._files:
            if isinstance(what, Flaw):
                yield Entry(index, path.name, None, what)
                index += 1
                continue
            for number, content in enumerate(self._contents(path, what)):
                place = path.name + _within(what.prefix, number)
                yield Entry(index, place, what.shape, content)
                index += 1

    def _look_into_folder(self) -> None:
        refusals: list[str] = []
        for path in sorted(self.path.glob("*.json")):
            try:
                self._files.append((path, _recognised(path)))
            except Refused as refusal:
                refusals.append(str(refusal))
                self._files.append((path, Flaw("unreadable", str(refusal))))
        if len(refusals) == len(self._files):
            reason = f": {refusals[0]}" if refusals else ", it holds no *.json"
            raise Refused(f"{self.path}: nothing in this folder can be moved{reason}")

    def _contents(self, path: Path, what: Recognised) -> Iterator[Any]:
        given = 0
        stream = None
        try:
            with path.open("rb") as file:
                stream = JsonStream(file)
                for content in _items(stream, what.prefix, exact=False):
                    given += 1
                    yield content
        except ijson.JSONError as error:
            if "overflow" in str(error):
                yield from self._exact_contents(path, what, given)
            else:
                yield _break(error, stream)
            return
        except OSError as error:
            yield Flaw("corrupt", f"cannot be read on: {error.strerror}")
            return
        self.digests[path.name] = stream.digest

    def _exact_contents(self, path: Path, what: Recognised, skip: int) -> Iterator[Any]:
        """Read again with numbers of any length: slower, and without machine limits."""
        with path.open("rb") as file:
            stream = JsonStream(file)
            try:
                yield from islice(_items(stream, what.prefix, exact=True), skip, None)
            except ijson.JSONError as error:
                yield _break(error, stream)
            else:
                self.digests[path.name] = stream.digest


def _items(stream: JsonStream, prefix: str, *, exact: bool) -> Iterator[Any]:
    """The values below `prefix`; those before a break in the file come out before the error."""
    found = ijson.sendable_list()
    parser = ijson.items_coro(found, prefix, use_float=not exact)
    broken: ijson.JSONError | None = None
    while broken is None:
        chunk = stream.read(CHUNK)
        try:
            if chunk:
                parser.send(chunk)
            else:
                parser.close()
        except ijson.JSONError as error:
            broken = error
        yield from found
        if not chunk:
            break
        found.clear()
    if broken is not None:
        raise broken


def _break(error: ijson.JSONError, stream: JsonStream | None) -> Flaw:
    end = stream.offset if stream else 0
    start = max(0, end - CHUNK)
    return Flaw("corrupt", f"the file breaks between bytes {start} and {end}: {first_line(error)}")


def _within(prefix: str, number: int) -> str:
    if not prefix:
        return ""
    return f": {prefix.removesuffix('.item').removesuffix('item')}[{number}]"


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _stamp(path: Path) -> FileStamp:
    try:
        status = path.stat()
    except OSError as error:
        raise Refused(f"{path}: cannot be read: {error.strerror}", "name another source") from None
    return FileStamp(path.name, status.st_size, status.st_mtime_ns)


def _recognised(path: Path) -> Recognised:
    try:
        with path.open("rb") as file:
            start = file.read(2)
            if start in (b"\xff\xfe", b"\xfe\xff"):
                raise Refused(f"{path}: found UTF-16 text", "save it as UTF-8")
            file.seek(0)
            return recognise(JsonStream(file), str(path))
    except OSError as error:
        raise Refused(
            f"{path}: cannot be read: {error.strerror}", "name a file or a folder"
        ) from None
