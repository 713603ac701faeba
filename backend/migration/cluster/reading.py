"""A source for Ray Data: each of its tasks reads one stretch of batches."""

import pickle
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import pyarrow as pa
import ray
from ray.data import Datasource, ReadTask
from ray.data.block import BlockMetadata

from backend.migration.batches import Batch, Cut
from backend.migration.cluster.desk import Over, Trouble, TroubleKind
from backend.migration.cluster.places import Place
from backend.migration.errors import Refused, SourceAway

COLUMN = "batch"
"""The only column of the tables: a `Batch` in each cell."""

_AT_ONCE = 16
"""Batches in a table that goes on to be written while the next is read."""


class BatchSource(Datasource):  # type: ignore[misc]
    """The batches that are left of a source."""

    def __init__(self, place: Place, cut: Cut, stretches: Sequence[range], desk: Any) -> None:
        """Read these stretches, as long as the desk is not over."""
        self._place = place
        self._cut = cut
        self._stretches = stretches
        self._desk = desk

    def estimate_inmemory_data_size(self) -> int | None:
        """Unknown, which Ray can live with."""
        return None

    def get_read_tasks(self, parallelism: int, *_: Any, **__: Any) -> list[ReadTask]:
        """A task for each stretch, however many Ray asks for."""
        return [self._task(stretch) for stretch in self._stretches]

    def _task(self, numbers: range) -> ReadTask:
        size = self._cut.size
        span = range(numbers.start * size, numbers.stop * size)
        cut = replace(self._cut, superseded=self._cut.superseded.intersection(span))
        metadata = BlockMetadata(
            num_rows=len(numbers), size_bytes=None, input_files=None, exec_stats=None
        )
        return ReadTask(_reader(self._place.part(numbers), numbers, cut, self._desk), metadata)


def _reader(place: Place, numbers: range, cut: Cut, desk: Any) -> Callable[[], Iterator[pa.Table]]:
    def read() -> Iterator[pa.Table]:
        if ray.get(desk.is_over.remote()):
            raise Over
        cells: list[bytes] = []
        try:
            for batch in place.batches(numbers, cut):
                cells.append(pickle.dumps(batch, protocol=pickle.HIGHEST_PROTOCOL))
                if len(cells) == _AT_ONCE:
                    yield _table(cells)
                    cells = []
        except (SourceAway, Refused) as error:
            kind: TroubleKind = "silent" if isinstance(error, SourceAway) else "denied"
            ray.get(desk.complain.remote(Trouble(numbers.start, kind, str(error))))
            raise Over from None
        if cells:
            yield _table(cells)

    return read


def batches_in(table: pa.Table) -> Iterator[Batch]:
    """The batches of a table that was read so."""
    if not table.num_rows:  # a task that read nothing makes a table without columns
        return
    for cell in table.column(COLUMN).to_pylist():
        batch: Batch = pickle.loads(cell)  # noqa: S301  (our own task wrote it)
        yield batch


def _table(cells: list[bytes]) -> pa.Table:
    return pa.table({COLUMN: pa.array(cells, pa.large_binary())})
