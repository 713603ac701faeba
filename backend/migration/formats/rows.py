"""What `.npy` files and the members of `.npz` ones have in common: a header, and rows behind it."""

import os
from collections.abc import Iterator
from typing import IO, Any

import numpy as np
from numpy.lib import format as npy

from backend.migration.errors import Refused
from backend.migration.formats.format import CANNOT_READ_ON
from backend.migration.records import Flaw

ID, VECTOR = "id", "vector"
ROWS = 1024
"""Rows that are read at once."""


def read_header(file: IO[bytes], name: str) -> tuple[tuple[int, ...], bool, np.dtype[Any]]:
    """Shape, whether in Fortran's order, and kind of the numbers.

    Raises:
        Refused: There is no such header.
    """
    try:
        version = npy.read_magic(file)
        read = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
        shape, fortran, dtype = read(file)
    except ValueError as error:
        raise Refused(f"{name}: no .npy array: {error}", "write it with numpy.save") from None
    return shape, fortran, dtype


def header(file: IO[bytes], name: str) -> tuple[int, int, np.dtype[Any]]:
    """Rows, columns and kind of a table of numbers.

    Raises:
        Refused: It is none.
    """
    shape, fortran, dtype = read_header(file, name)
    if dtype.hasobject:
        raise Refused(
            f"{name}: holds Python's objects, which are never loaded: they can do anything",
            "expected numbers of shape (records, dimensions): numpy.save(path, "
            "numpy.array(vectors, dtype='float32'))",
        )
    if len(shape) != 2 or dtype.kind not in "fiu" or fortran:
        order = " in Fortran's order" if fortran else ""
        raise Refused(
            f"{name}: holds {dtype} of shape {shape}{order}",
            "expected numbers of shape (records, dimensions) in C's order: numpy.save(path, "
            "numpy.ascontiguousarray(vectors))",
        )
    return int(shape[0]), int(shape[1]), dtype


def blocks_of(
    file: IO[bytes], rows: int, columns: int, dtype: np.dtype[Any]
) -> Iterator["np.ndarray[Any, Any] | Flaw"]:
    """The rows behind a header in 32-bit floats, many at once; a Flaw where the file ends early."""
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
        if whole:
            yield _singles(np.frombuffer(data, dtype, whole * columns).reshape(whole, columns))
        if whole < count:
            yield Flaw("corrupt", f"the file ends {left - whole:,} rows before its header says")
            return
        left -= count


def rows_of(
    file: IO[bytes], rows: int, columns: int, dtype: np.dtype[Any]
) -> Iterator["np.ndarray[Any, Any] | Flaw"]:
    """The same row by row."""
    for block in blocks_of(file, rows, columns, dtype):
        if isinstance(block, Flaw):
            yield block
        else:
            yield from block


def whole_rows(file: IO[bytes], width: int) -> int:
    """How many whole rows stand behind a header that was just read."""
    size = os.fstat(file.fileno()).st_size - file.tell()
    return size // width if width else 0


def _singles(block: "np.ndarray[Any, Any]") -> "np.ndarray[Any, Any]":
    """In 32-bit floats; too large for them is infinity, and told as such."""
    with np.errstate(over="ignore"):
        return block.astype(np.float32)
