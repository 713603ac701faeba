"""Parquet, row group by row group; needs pyarrow, the extra `passerelle[parquet]`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from backend.migration.errors import Refused
from backend.migration.formats.format import chosen
from backend.migration.records import Flaw
from backend.migration.shapes import Shape
from backend.model.migration import Fields

ROWS = 1024
_VECTORS = ("vector", "embedding", "vectors", "embeddings", "Vector")
_IDS = ("id", "ids", "TaskId")


class Parquet:
    """One Parquet file with a column of lists of numbers."""

    companions: tuple[Path, ...] = ()

    def __init__(self, path: Path, fields: Fields) -> None:
        """Read its schema.

        Raises:
            Refused: pyarrow is not there, the file is none, or no column holds vectors.
        """
        arrow = _arrow(path)
        try:
            schema = arrow.ParquetFile(path).schema_arrow
        except (OSError, ValueError) as error:
            raise Refused(f"{path}: no Parquet file: {str(error).splitlines()[0]}") from None
        lists = [
            name
            for name in schema.names
            if str(schema.field(name).type).startswith(("list", "fixed"))
        ]
        vectors = chosen(lists, fields.vector, _VECTORS, "vector")
        vectors = vectors or (lists[0] if len(lists) == 1 else None)
        if vectors is None:
            raise Refused(
                f"{path}: no column of lists is surely the vectors among {', '.join(schema.names)}",
                "name it `vector`, or say which with --vector-field",
            )
        ids = chosen(schema.names, fields.id, _IDS, "id")
        self._path = path
        self.shape = Shape("parquet", ids or "id", vectors, fields.payload)

    def contents(self) -> Iterator[Any]:
        """Each row; its vector as an array of 32-bit floats."""
        number = 0
        try:
            for batch in _arrow(self._path).ParquetFile(self._path).iter_batches(batch_size=ROWS):
                for record in batch.to_pylist():
                    record.setdefault(self.shape.id_field, number)
                    vector = record.get(self.shape.vector_field)
                    if isinstance(vector, list) and vector and None not in vector:
                        record[self.shape.vector_field] = np.array(vector, np.float32)
                    number += 1
                    yield record
        except (OSError, ValueError) as error:
            yield Flaw("corrupt", f"it cannot be read on: {str(error).splitlines()[0]}")

    def place(self, number: int) -> str:
        """`row 12`, counted from 0."""
        return f"row {number}"


def _arrow(path: Path) -> Any:
    try:
        from pyarrow import parquet  # noqa: PLC0415  (an extra, 100 MB)
    except ImportError:
        raise Refused(
            f"{path}: Parquet needs pyarrow", "pip install 'passerelle[parquet]'"
        ) from None
    return parquet
