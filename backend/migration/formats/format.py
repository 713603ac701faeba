"""What every format has in common."""

import gzip
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO, Protocol, cast, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from backend.migration.errors import Refused
from backend.migration.records import Flaw
from backend.migration.shapes import Shape

GZIP = b"\x1f\x8b"
CANNOT_READ_ON = (OSError, EOFError, zlib.error)
"""What reading raises where a file, compressed or not, breaks off."""


class Format(Protocol):
    """One file whose records are read one by one. Opening it recognises its shape alone.

    Attributes:
        shape: How its records name things.
        companions: Files that lie beside it and belong to it: ids, payloads.
    """

    shape: Shape
    companions: tuple[Path, ...]

    def contents(self) -> Iterator[Any]:
        """Each record as an object, its vector a list or an array; a Flaw where it is none.

        A parser that has the record's own bytes gives a Found that holds them.
        """
        ...

    def place(self, number: int) -> str:
        """Where a record stands within the file, such as `line 12`."""
        ...


@runtime_checkable
class Seekable(Format, Protocol):
    """A format that is read from any record on without what stands before it.

    Attributes:
        rows: How many entries it gives, the one that says where it breaks off included.
    """

    rows: int

    def contents_from(self, first: int) -> Iterator[Any]:
        """The same as `contents` from one of them on."""
        ...


@runtime_checkable
class Blocked(Seekable, Protocol):
    """A format that also gives many records at once.

    Attributes:
        is_bare: Whether its records are numbered and hold a vector each, and nothing else; of no
            other are there blocks.
    """

    is_bare: bool

    def blocks(self) -> Iterator[tuple[NDArray[np.uint64], NDArray[np.float32]] | Flaw]:
        """The same as `contents`: ids of shape (rows,), vectors of shape (rows, dimension)."""
        ...


def is_gzip(path: Path) -> bool:
    """Whether a file is compressed: by what is in it, not by its name."""
    with path.open("rb") as file:
        return file.read(2) == GZIP


def opened(path: Path) -> BinaryIO:
    """A file to read, decompressed where it is gzip."""
    return cast("BinaryIO", gzip.open(path, "rb")) if is_gzip(path) else path.open("rb")


def plain_suffix(path: Path) -> str:
    """The suffix that tells the format: `.jsonl` of `a.jsonl.gz`."""
    return (path.with_suffix("") if path.suffix.lower() == ".gz" else path).suffix.lower()


def chosen(names: Sequence[str], wanted: str | None, known: Sequence[str], what: str) -> str | None:
    """The field that is meant: the one asked for, or the first known one that is there.

    Raises:
        Refused: The one asked for is not there.
    """
    if wanted is not None:
        if wanted not in names:
            raise Refused(f"no {what} field {wanted!r}; there are {', '.join(names) or 'none'}")
        return wanted
    return next((name for name in known if name in names), None)
