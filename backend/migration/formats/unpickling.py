"""Pickles read without ever executing them.

A pickle is a program that names functions and has them called. Here a fixed few may be named:
those that rebuild NumPy arrays and scalars, and Python's own containers. Everything else ends the
reading, with the name of what was met.
"""

import io
import pickle
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from backend.migration.errors import Refused
from backend.migration.formats.format import CANNOT_READ_ON, chosen, opened
from backend.migration.formats.opcodes import Unsafe, check
from backend.migration.plain import plain
from backend.migration.records import Flaw
from backend.migration.shapes import KNOWN_FIELDS, Shape, shape_of
from backend.model.migration.manner import Fields

LARGEST = 2**30
"""Bytes: a pickle can only be read whole, so a larger one is refused rather than fill memory."""

_PIECE = 2**20

_ARRAYS = ("numpy.core.multiarray", "numpy._core.multiarray")
_NUMERIC = ("numpy.core.numeric", "numpy._core.numeric")
_CONTAINERS = ("set", "frozenset", "list", "dict")


class _Array:
    """Stands for `numpy.ndarray`, which would make arrays of any size if it were called."""


def _scalar(kind: Any, content: Any = b"") -> Any:
    """A single number or text of NumPy, of the bytes that stand in the pickle."""
    if not isinstance(kind, np.dtype) or not isinstance(content, bytes | str):
        raise Forbidden("a NumPy scalar without its bytes")
    raw = content.encode("latin-1") if isinstance(content, str) else content
    if kind.hasobject or len(raw) != kind.itemsize:
        raise Forbidden(f"a NumPy scalar of {kind.itemsize:,} bytes, of {len(raw):,}")
    return np.frombuffer(raw, kind)[0]


def _reconstruct(kind: Any, shape: Any, code: Any) -> Any:
    """An empty array, as NumPy's own pickles ask for; its content comes afterwards, and fits."""
    if kind is not _Array or tuple(shape) != (0,):
        raise Forbidden("an array that is not empty at first")
    return np.ndarray((0,), np.dtype(code if isinstance(code, str) else "b"))


def _bytes_only(content: Any = b"", *more: Any) -> Any:
    """`bytearray` of bytes that stand in the pickle; of a number it would take any memory."""
    if not isinstance(content, bytes | bytearray) or more:
        raise Forbidden("a bytearray made of something else than bytes")
    return bytearray(content)


def _latin(text: Any, encoding: Any = "") -> Any:
    """How old protocols write bytes."""
    if not isinstance(text, str) or encoding not in ("latin1", "latin-1"):
        raise Forbidden(f"_codecs.encode to {encoding!r:.20}")
    return text.encode("latin-1")


_GUARDED: Mapping[tuple[str, str], Any] = {
    ("numpy", "ndarray"): _Array,
    ("builtins", "bytearray"): _bytes_only,
    ("_codecs", "encode"): _latin,
    **{(module, "_reconstruct"): _reconstruct for module in _ARRAYS},
    **{(module, "scalar"): _scalar for module in _ARRAYS},
}
"""What is called in the place of what was named, because that could take any memory."""

_ADMITTED = frozenset(
    {
        *((module, "_frombuffer") for module in _NUMERIC),
        ("numpy", "dtype"),
        ("collections", "OrderedDict"),
        ("collections", "defaultdict"),
        *(("builtins", name) for name in _CONTAINERS),
    }
)
_RENAMED = {"__builtin__": "builtins"}
"""What protocols up to 2 call modules."""

_VECTORS = ("vectors", "embeddings", "vector", "embedding")
_IDS = ("ids", "id")


class _Careful(pickle.Unpickler):
    """Admits what carries data and nothing that does anything."""

    def __init__(self, data: bytes) -> None:
        super().__init__(io.BytesIO(data))
        self._left = len(data)

    def find_class(self, module: str, name: str) -> Any:
        module = _RENAMED.get(module, module)
        if (module, name) in _GUARDED:
            return self._counted(_GUARDED[module, name])
        if (module, name) in _ADMITTED:
            found = super().find_class(module, name)
            return self._counted(found) if name in _CONTAINERS else found
        raise Forbidden(f"{module}.{name}")

    def _counted(self, make: Any) -> Any:
        """The same, which copies no more than stands in the pickle: each call is a few bytes."""
        if make is _Array:
            return make

        def counted(*arguments: Any) -> Any:
            self._left -= sum(len(one) for one in arguments if hasattr(one, "__len__"))
            if self._left < 0:
                raise Forbidden("the same content again and again")
            return make(*arguments)

        return counted

    def persistent_load(self, pid: Any) -> Any:
        raise Forbidden(f"a persistent id {pid!r:.40}")


class Forbidden(Exception):  # noqa: N818  (caught here)
    """The pickle asks for something that could do anything."""


class Pickle:
    """A list of objects, or an object of arrays of one length."""

    companions: tuple[Path, ...] = ()

    def __init__(self, path: Path, fields: Fields) -> None:
        """Read it, whole: there is no other way.

        Raises:
            Refused: It is too large, no pickle, asks for something forbidden, or holds no records.
        """
        self._path = path
        self._fields = fields
        held = self._load()
        self.shape = _shape(held, fields, path)
        self._is_columns = isinstance(held, Mapping)

    def contents(self) -> Iterator[Any]:
        """Each record."""
        held = self._load()
        if isinstance(held, list | tuple):
            yield from map(self._record, held)
            return
        columns = {name: column for name, column in held.items() if _is_column(column)}
        rows = len(columns[self.shape.vector_field])
        columns = {name: column for name, column in columns.items() if len(column) == rows}
        for number in range(rows):
            record = self._record({name: column[number] for name, column in columns.items()})
            if isinstance(record, dict):
                record.setdefault(self.shape.id_field, number)
            yield record

    def _record(self, held: Any) -> Any:
        """A record as JSON has it, its vector apart."""
        if not isinstance(held, Mapping):
            return held
        try:
            return {
                name: value if name == self.shape.vector_field else plain(value)
                for name, value in held.items()
            }
        except (TypeError, RecursionError) as error:
            return Flaw("unreadable", f"its payload is none: {error}")

    def place(self, number: int) -> str:
        """`[12]`, as Python counts, or `row 12` of its arrays."""
        return f"row {number}" if self._is_columns else f"[{number}]"

    def _load(self) -> Any:
        try:
            with opened(self._path) as file:
                data = _whole(file)
        except CANNOT_READ_ON as error:
            raise Refused(f"{self._path}: cannot be read on: {error}") from None
        if len(data) > LARGEST:
            raise Refused(
                f"{self._path}: a pickle of more than {LARGEST:,} bytes cannot be read in pieces",
                "write its vectors with numpy.save, or its records as JSON Lines",
            )
        try:
            check(data)
            return _Careful(data).load()
        except Unsafe as unsafe:
            raise Refused(
                f"{self._path}: asks for {unsafe}", "it is damaged, or made to do harm"
            ) from None
        except Forbidden as forbidden:
            hint = "write it as .npy, .jsonl or .parquet with the program that made it"
            if "pandas" in str(forbidden):
                hint = (
                    "save the DataFrame with to_parquet() or to_json(orient='records', lines=True)"
                )
            met = f"asks for {forbidden}, which is not loaded: a pickle can do anything"
            raise Refused(f"{self._path}: {met}", hint) from None
        except MemoryError:
            raise Refused(f"{self._path}: asks for more memory than there is") from None
        except Exception as error:  # noqa: BLE001  (a broken pickle may fail in any way)
            raise Refused(
                f"{self._path}: no pickle that can be read: {type(error).__name__}"
            ) from None


def _whole(file: BinaryIO) -> bytes:
    """What a file holds, or a little more than is taken; memory for what is there alone."""
    pieces: list[bytes] = []
    while piece := file.read(_PIECE):
        pieces.append(piece)
        if len(pieces) * _PIECE > LARGEST:
            break
    return b"".join(pieces)


def _shape(held: Any, fields: Fields, path: Path) -> Shape:
    if isinstance(held, list | tuple):
        records = (record for record in held[:16] if isinstance(record, Mapping))
        shapes = (shape_of(dict(record), fields) for record in records)
        found = next((shape for shape in shapes if shape is not None), None)
        if found is not None:
            return found
    elif isinstance(held, Mapping):
        names = [str(name) for name, column in held.items() if _is_column(column)]
        vectors = chosen(names, fields.vector, _VECTORS, "vector")
        if vectors is not None:
            ids = chosen(names, fields.id, _IDS, "id")
            if ids is not None and len(held[ids]) != len(held[vectors]):
                raise Refused(
                    f"{path}: {ids!r} holds {len(held[ids]):,} ids for {len(held[vectors]):,} "
                    f"vectors in {vectors!r}",
                    "write one id for each vector",
                )
            return Shape("pickle", ids or "id", vectors, fields.payload)
    raise Refused(
        f"{path}: holds {type(held).__name__}, and no records in it",
        f"expected a list of {KNOWN_FIELDS}, or an object of arrays `vectors` and `ids`",
    )


def _is_column(value: Any) -> bool:
    is_array = isinstance(value, np.ndarray) and value.ndim > 0 and value.itemsize > 0
    return isinstance(value, list | tuple) or is_array
