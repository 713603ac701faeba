"""NumPy: `.npy` and `.npz`, read row by row; ids and payload in the file or beside it.

Beside `x.npy` may lie `x.ids.npy`, `x.ids.json` or `x.ids.txt` (an id a line), and
`x.payload.jsonl` (an object a line, which may hold the id). In an `.npz` the vectors are the array
named `vectors`, `embeddings` or `vector`, or the only one of two dimensions; `ids` are the ids, and
every other array of one dimension and as many values is a field of the payload. Without ids a row's
number is its id.
"""

import os
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from itertools import chain, islice, repeat
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.lib import format as npy

from backend.migration.errors import Refused
from backend.migration.exact import loads
from backend.migration.formats.format import CANNOT_READ_ON, chosen
from backend.migration.plain import plain
from backend.migration.records import Flaw
from backend.migration.shapes import Shape
from backend.model.migration.manner import Fields

ID, VECTOR = "id", "vector"
ROWS = 1024
"""Rows that are read at once."""

_VECTORS = ("vectors", "embeddings", "vector", "embedding")
_IDS = ("ids", "id")


class NumpyArray:
    """One `.npy` file of two dimensions, with what lies beside it."""

    def __init__(self, path: Path, fields: Fields) -> None:
        """Read its header.

        Raises:
            Refused: It is no array of two dimensions and numbers, or what lies beside it does not
                fit it.
        """
        self._path = path
        with path.open("rb") as file:
            self._rows, self._columns, self._dtype = _header(file, str(path))
            self.rows = min(self._rows, _whole_rows(file, self._width) + 1)
        self._ids = _beside(path, ".ids.npy", ".ids.json", ".ids.txt")
        self._payload = _beside(path, ".payload.jsonl")
        self.companions = tuple(one for one in (self._ids, self._payload) if one is not None)
        self.shape = Shape("npy", fields.id or ID, VECTOR, fields.payload)
        self._given_ids = _ids_of(self._ids, self._rows) if self._ids else None

    @property
    def _width(self) -> int:
        """Bytes of a row."""
        return self._columns * int(self._dtype.itemsize)

    def contents(self) -> Iterator[Any]:
        """Each row with its id and payload."""
        return self.contents_from(0)

    def contents_from(self, first: int) -> Iterator[Any]:
        """The same from one row on; of the payload's lines those before it are read over."""
        with ExitStack() as stack:
            file = stack.enter_context(self._path.open("rb"))
            _header(file, str(self._path))
            file.seek(first * self._width, os.SEEK_CUR)
            payloads: Iterator[Any] = repeat({})
            if self._payload is not None:
                lines = stack.enter_context(self._payload.open("rb"))
                payloads = chain(map(_payload, islice(lines, first, None)), repeat(None))
            rows = _rows(file, self._rows - first, self._columns, self._dtype)
            for number, row in enumerate(rows, first):
                if isinstance(row, Flaw):
                    yield row
                    return
                yield self._record(number, row, next(payloads))

    def _record(self, number: int, row: Any, payload: Any) -> Any:
        if not isinstance(payload, dict):
            return Flaw("unreadable", f"no object in line {number + 1} of its payload file")
        given = payload.get(self.shape.id_field, number)
        identity = given if self._given_ids is None else self._given_ids[number]
        return {**payload, self.shape.id_field: identity, VECTOR: row}

    def place(self, number: int) -> str:
        """`row 12`, counted from 0 as NumPy does."""
        return f"row {number}"


class NumpyArchive:
    """One `.npz` file: vectors, ids and payload fields of as many rows."""

    companions: tuple[Path, ...] = ()

    def __init__(self, path: Path, fields: Fields) -> None:
        """Read the headers of its arrays.

        Raises:
            Refused: It is no archive, or no array in it can be the vectors.
        """
        self._path = path
        try:
            with zipfile.ZipFile(path) as archive:
                heads = dict(_heads(archive))
        except zipfile.BadZipFile as error:
            raise Refused(
                f"{path}: no .npz archive: {error}", "write it with numpy.savez"
            ) from None
        flat = [name for name, (shape, _) in heads.items() if len(shape) == 2]
        vectors = chosen(tuple(heads), fields.vector, _VECTORS, "vector")
        vectors = vectors or (flat[0] if len(flat) == 1 else None)
        if vectors is None or len(heads[vectors][0]) != 2:
            names = ", ".join(f"{name} {shape}" for name, (shape, _) in heads.items())
            raise Refused(
                f"{path}: no array of two dimensions is surely the vectors among {names or 'none'}",
                "name it `vectors`, or say which with --vector-field",
            )
        with zipfile.ZipFile(path) as archive, archive.open(f"{vectors}.npy") as member:
            _header(member, f"{path}: {vectors}")
        self._vectors = vectors
        rows = heads[vectors][0][0]
        self._ids = chosen(tuple(heads), fields.id, _IDS, "id")
        if self._ids is not None and heads[self._ids][0] != (rows,):
            raise Refused(
                f"{path}: {self._ids!r} is of shape {heads[self._ids][0]} for {rows:,} rows of "
                f"{vectors!r}",
                f"write one id for each row: an array of shape ({rows},)",
            )
        columns = [
            name
            for name, (shape, _) in heads.items()
            if shape[:1] == (rows,) and len(shape) == 1 and name != self._ids
        ]
        self._columns = columns if fields.payload is None else [
            name for name in columns if name in fields.payload
        ]  # fmt: skip
        self.shape = Shape("npz", self._ids or ID, VECTOR, fields.payload)

    def contents(self) -> Iterator[Any]:
        """Each row with its id and its fields, all arrays read in step."""
        names = [self._vectors, *([self._ids] if self._ids else []), *self._columns]
        with zipfile.ZipFile(self._path) as archive, ExitStack() as stack:
            streams = [
                _member(stack.enter_context(archive.open(f"{name}.npy")), name) for name in names
            ]
            for number, values in enumerate(zip(*streams, strict=False)):
                flaw = next((value for value in values if isinstance(value, Flaw)), None)
                if flaw is not None:
                    yield flaw
                    return
                record = dict(zip(names[1:], map(plain, values[1:]), strict=True))
                record.setdefault(self.shape.id_field, number)
                yield {**record, VECTOR: values[0]}

    def place(self, number: int) -> str:
        """`row 12`, counted from 0 as NumPy does."""
        return f"row {number}"


def _heads(archive: zipfile.ZipFile) -> Iterator[tuple[str, tuple[tuple[int, ...], np.dtype[Any]]]]:
    for name in archive.namelist():
        if name.endswith(".npy"):
            with archive.open(name) as member:
                shape, _, dtype = _read_header(member, name)
                yield name.removesuffix(".npy"), (shape, dtype)


def _read_header(file: IO[bytes], name: str) -> tuple[tuple[int, ...], bool, np.dtype[Any]]:
    try:
        version = npy.read_magic(file)
        read = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
        shape, fortran, dtype = read(file)
    except ValueError as error:
        raise Refused(f"{name}: no .npy array: {error}", "write it with numpy.save") from None
    return shape, fortran, dtype


def _header(file: IO[bytes], name: str) -> tuple[int, int, np.dtype[Any]]:
    shape, fortran, dtype = _read_header(file, name)
    if len(shape) != 2 or dtype.kind not in "fiu" or fortran:
        order = " in Fortran's order" if fortran else ""
        raise Refused(
            f"{name}: holds {dtype} of shape {shape}{order}",
            "expected numbers of shape (records, dimensions) in C's order: numpy.save(path, "
            "numpy.ascontiguousarray(vectors))",
        )
    return int(shape[0]), int(shape[1]), dtype


def _rows(
    file: IO[bytes], rows: int, columns: int, dtype: np.dtype[Any]
) -> Iterator["np.ndarray[Any, Any] | Flaw"]:
    """The rows behind a header in 32-bit floats; a Flaw where the file ends early."""
    width = columns * dtype.itemsize
    left = rows
    while left:
        count = min(ROWS, left)
        try:
            data = file.read(count * width)
        except CANNOT_READ_ON as error:
            yield Flaw("corrupt", f"it cannot be read on: {error}")
            return
        whole = len(data) // width if width else 0
        yield from _singles(np.frombuffer(data, dtype, whole * columns).reshape(whole, columns))
        if whole < count:
            yield Flaw("corrupt", f"the file ends {left - whole:,} rows before its header says")
            return
        left -= count


def _whole_rows(file: IO[bytes], width: int) -> int:
    """How many whole rows stand behind a header that was just read."""
    size = os.fstat(file.fileno()).st_size - file.tell()
    return size // width if width else 0


def _singles(block: "np.ndarray[Any, Any]") -> "np.ndarray[Any, Any]":
    """In 32-bit floats; too large for them is infinity, and told as such."""
    with np.errstate(over="ignore"):
        return block.astype(np.float32)


def _member(file: IO[bytes], name: str) -> Iterator[Any]:
    """The rows of one array of an archive: arrays of numbers, or single values."""
    shape, _, dtype = _read_header(file, name)
    if len(shape) == 2 and dtype.kind in "fiu":
        return _rows(file, shape[0], shape[1], dtype)
    if len(shape) != 1 or dtype.kind not in "fiubUSmM":
        raise Refused(
            f"{name}: holds {dtype} of shape {shape}",
            "expected numbers, text or times; arrays of Python objects are never loaded",
        )
    return _values(file, shape[0], dtype)


def _values(file: IO[bytes], rows: int, dtype: np.dtype[Any]) -> Iterator[Any]:
    left = rows
    while left:
        count = min(ROWS, left)
        try:
            data = file.read(count * dtype.itemsize)
        except CANNOT_READ_ON as error:
            yield Flaw("corrupt", f"it cannot be read on: {error}")
            return
        whole = len(data) // dtype.itemsize
        yield from np.frombuffer(data, dtype, whole)
        if whole < count:
            yield Flaw("corrupt", "an array of the archive ends early")
            return
        left -= count


def _beside(path: Path, *suffixes: str) -> Path | None:
    stem = path.name.removesuffix(path.suffix)
    there = (path.with_name(stem + suffix) for suffix in suffixes)
    return next((one for one in there if one.is_file()), None)


def _ids_of(path: Path, rows: int) -> Mapping[int, Any] | list[Any]:
    """As many ids as there are rows.

    Raises:
        Refused: There are more or fewer, or it is no list of ids.
    """
    ids: list[Any]
    try:
        if path.name.endswith(".npy"):
            ids = [plain(value) for value in np.load(path, allow_pickle=False)]
        elif path.name.endswith(".json"):
            ids = loads(path.read_bytes())
        else:
            ids = path.read_text("utf-8-sig").splitlines()
    except (ValueError, UnicodeDecodeError) as error:
        raise Refused(f"{path}: no list of ids: {error}") from None
    if not isinstance(ids, list) or len(ids) != rows:
        found = len(ids) if isinstance(ids, list) else "no list of"
        raise Refused(f"{path}: holds {found} ids for {rows} rows", "write one id for each row")
    return ids


def _payload(line: bytes) -> Any:
    try:
        return loads(line)
    except ValueError:
        return None
