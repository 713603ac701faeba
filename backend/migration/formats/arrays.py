"""NumPy's `.npy`, read row by row or in blocks; ids and payload may lie beside it.

Beside `x.npy` may lie `x.ids.npy`, `x.ids.json` or `x.ids.txt` (an id a line), and
`x.payload.jsonl` (an object a line, which may hold the id). Without ids a row's number is its id.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import chain, islice, repeat
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backend.migration.errors import Refused
from backend.migration.exact import loads
from backend.migration.formats.rows import ID, VECTOR, blocks_of, header, rows_of, whole_rows
from backend.migration.plain import plain
from backend.migration.records import Flaw
from backend.migration.shapes import Shape
from backend.model.migration.manner import Fields


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
            self._rows, self._columns, self._dtype = header(file, str(path))
            self.rows = min(self._rows, whole_rows(file, self._width) + 1)
        self._ids = _beside(path, ".ids.npy", ".ids.json", ".ids.txt")
        self._payload = _beside(path, ".payload.jsonl")
        self.companions = tuple(one for one in (self._ids, self._payload) if one is not None)
        self.shape = Shape("npy", fields.id or ID, VECTOR, fields.payload)
        self._given_ids = _ids_of(self._ids, self._rows) if self._ids else None
        self.is_bare = self._payload is None and _are_numbers(self._given_ids)

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
            header(file, str(self._path))
            file.seek(first * self._width, os.SEEK_CUR)
            payloads: Iterator[Any] = repeat({})
            if self._payload is not None:
                lines = stack.enter_context(self._payload.open("rb"))
                payloads = chain(map(_payload, islice(lines, first, None)), repeat(None))
            rows = rows_of(file, self._rows - first, self._columns, self._dtype)
            for number, row in enumerate(rows, first):
                if isinstance(row, Flaw):
                    yield row
                    return
                yield self._record(number, row, next(payloads))

    def blocks(self) -> Iterator[tuple[NDArray[np.uint64], NDArray[np.float32]] | Flaw]:
        """Ids and vectors of many rows at once; of a bare array alone."""
        with self._path.open("rb") as file:
            header(file, str(self._path))
            first = 0
            for block in blocks_of(file, self._rows, self._columns, self._dtype):
                if isinstance(block, Flaw):
                    yield block
                    return
                end = first + len(block)
                ids = range(first, end) if self._given_ids is None else self._given_ids[first:end]
                yield np.array(ids, np.uint64), block
                first = end

    def _record(self, number: int, row: Any, payload: Any) -> Any:
        if not isinstance(payload, dict):
            return Flaw("unreadable", f"no object in line {number + 1} of its payload file")
        given = payload.get(self.shape.id_field, number)
        identity = given if self._given_ids is None else self._given_ids[number]
        return {**payload, self.shape.id_field: identity, VECTOR: row}

    def place(self, number: int) -> str:
        """`row 12`, counted from 0 as NumPy does."""
        return f"row {number}"


def _beside(path: Path, *suffixes: str) -> Path | None:
    stem = path.name.removesuffix(path.suffix)
    there = (path.with_name(stem + suffix) for suffix in suffixes)
    return next((one for one in there if one.is_file()), None)


def _ids_of(path: Path, rows: int) -> list[Any]:
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


def _are_numbers(ids: list[Any] | None) -> bool:
    """Whether each can be the number of a point; so are those of the rows."""
    return ids is None or all(type(one) is int and 0 <= one < 2**64 for one in ids)


def _payload(line: bytes) -> Any:
    try:
        return loads(line)
    except ValueError:
        return None
