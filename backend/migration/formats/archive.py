"""NumPy's `.npz`: vectors, ids and payload in one archive, all read in step.

The vectors are the array named `vectors`, `embeddings` or `vector`, or the only one of two
dimensions; `ids` are the ids, and every other array of one dimension and as many values is a field
of the payload. Without ids a row's number is its id.
"""

import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any

import numpy as np

from backend.migration.errors import Refused
from backend.migration.formats.format import CANNOT_READ_ON, chosen
from backend.migration.formats.rows import ID, ROWS, VECTOR, header, read_header, rows_of
from backend.migration.plain import plain
from backend.migration.records import Flaw
from backend.migration.shapes import Shape
from backend.model.migration.manner import Fields

_VECTORS = ("vectors", "embeddings", "vector", "embedding")
_IDS = ("ids", "id")


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
            header(member, f"{path}: {vectors}")
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
        """`row 12 of vectors`, an array's name, counted from 0 as NumPy does."""
        return f"row {number} of {self._vectors}"


def _heads(archive: zipfile.ZipFile) -> Iterator[tuple[str, tuple[tuple[int, ...], np.dtype[Any]]]]:
    for name in archive.namelist():
        if name.endswith(".npy"):
            with archive.open(name) as member:
                shape, _, dtype = read_header(member, name)
                yield name.removesuffix(".npy"), (shape, dtype)


def _member(file: IO[bytes], name: str) -> Iterator[Any]:
    """The rows of one array of an archive: arrays of numbers, or single values."""
    shape, _, dtype = read_header(file, name)
    if len(shape) == 2 and dtype.kind in "fiu":
        return rows_of(file, shape[0], shape[1], dtype)
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
