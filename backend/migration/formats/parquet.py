"""Parquet, row group by row group; needs pyarrow, the extra `passerelle[parquet]`."""

from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any

from backend.migration.errors import Refused
from backend.migration.formats.format import chosen
from backend.migration.plain import plain
from backend.migration.records import Flaw
from backend.migration.shapes import Shape
from backend.model.migration.manner import Fields

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
            file = arrow.ParquetFile(path)
            schema = file.schema_arrow
        except (OSError, ValueError) as error:
            raise Refused(f"{path}: no Parquet file: {str(error).splitlines()[0]}") from None
        lists = [name for name in schema.names if _is_list_of_numbers(schema.field(name).type)]
        vectors = chosen(lists, fields.vector, _VECTORS, "vector")
        vectors = vectors or (lists[0] if len(lists) == 1 else None)
        if vectors is None:
            raise Refused(
                f"{path}: no column of lists is surely the vectors among {', '.join(schema.names)}",
                "name it `vector`, or say which with --vector-field",
            )
        ids = chosen(schema.names, fields.id, _IDS, "id")
        self._path = path
        self.rows: int = file.metadata.num_rows
        self._firsts = _firsts(file.metadata)
        self.shape = Shape("parquet", ids or "id", vectors, fields.payload)

    def contents(self) -> Iterator[Any]:
        """Each row, its values as JSON has them."""
        return self.contents_from(0)

    def contents_from(self, first: int) -> Iterator[Any]:
        """The same from one row on; row groups before it are not read."""
        number = first
        try:
            file = _arrow(self._path).ParquetFile(self._path)
            group = max(0, bisect_right(self._firsts, first) - 1)
            before = self._firsts[group] if self._firsts else 0
            groups = list(range(group, len(self._firsts)))
            for batch in file.iter_batches(batch_size=ROWS, row_groups=groups):
                skipped = min(batch.num_rows, first - before)
                before += skipped
                for row in _rows(batch.slice(skipped)):
                    yield row if isinstance(row, Flaw) else self._record(row, number)
                    number += 1
        except (OSError, ValueError) as error:
            yield Flaw("corrupt", f"it cannot be read on: {str(error).splitlines()[0]}")

    def _record(self, row: dict[str, Any], number: int) -> Any:
        try:
            record = {
                name: value if name == self.shape.vector_field else plain(value)
                for name, value in row.items()
            }
        except TypeError as error:
            return Flaw("unreadable", f"its payload is none: {error}")
        record.setdefault(self.shape.id_field, number)
        return record

    def place(self, number: int) -> str:
        """`row 12 (row group 1, row 2 of it)`, each counted from 0."""
        group = bisect_right(self._firsts, number) - 1
        if group < 0:
            return f"row {number}"
        return f"row {number} (row group {group}, row {number - self._firsts[group]} of it)"


def _is_list_of_numbers(kind: Any) -> bool:
    from pyarrow import types  # noqa: PLC0415  (an extra, 100 MB)

    lists = (types.is_list, types.is_large_list, types.is_fixed_size_list)
    if not any(is_one(kind) for is_one in lists):
        return False
    return bool(types.is_floating(kind.value_type) or types.is_integer(kind.value_type))


def _rows(batch: Any) -> Iterator[Any]:
    """The rows of a batch as Python's values; a Flaw for one that has none in Python."""
    batch = _in_microseconds(batch)
    try:
        rows = batch.to_pylist()
    except (ValueError, OverflowError):
        for number in range(batch.num_rows):
            try:
                yield from batch.slice(number, 1).to_pylist()
            except (ValueError, OverflowError) as error:
                yield Flaw("unreadable", f"a value that cannot be read: {error}")
    else:
        yield from rows


def _in_microseconds(batch: Any) -> Any:
    """The same with no time finer than Python's, which Qdrant's are not either."""
    import pyarrow  # noqa: PLC0415

    for place, field in enumerate(batch.schema):
        kind, coarse = field.type, None
        if pyarrow.types.is_timestamp(kind) and kind.unit == "ns":
            coarse = pyarrow.timestamp("us", kind.tz)
        elif kind == pyarrow.time64("ns"):
            coarse = pyarrow.time64("us")
        elif kind == pyarrow.duration("ns"):
            coarse = pyarrow.duration("us")
        if coarse is not None:
            column = batch.column(place).cast(coarse, safe=False)
            batch = batch.set_column(place, field.name, column)
    return batch


def _firsts(metadata: Any) -> list[int]:
    """The first row of each row group."""
    rows = (metadata.row_group(group).num_rows for group in range(metadata.num_row_groups))
    return list(accumulate(rows, initial=0))[:-1]


def _arrow(path: Path) -> Any:
    try:
        from pyarrow import parquet  # noqa: PLC0415  (an extra, 100 MB)
    except ImportError:
        raise Refused(
            f"{path}: Parquet needs pyarrow", "pip install 'passerelle[parquet]'"
        ) from None
    return parquet
