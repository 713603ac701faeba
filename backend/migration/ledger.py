"""What preflight remembers of every record, in a few dozen bytes each."""

from array import array
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backend.migration.identity import PointId, foreign_id, key, point_id, point_of
from backend.migration.records import FlawKind, Record

_KEY_BYTES = 17
_UNFIT = 2**32 - 1
"""Stands in place of the dimension of a record that can become no point."""


@dataclass(frozen=True)
class Shared:
    """One point id and the records that would all become it, by index, ascending."""

    records: tuple[int, ...]

    @property
    def lost(self) -> int:
        """Records that an upsert by id replaces with a later one."""
        return len(self.records) - 1


class Ledger:
    """Ids and dimensions of the records seen.

    A record with an id costs 17 bytes for its point, 20 for numbers and the bytes of its id as
    written; nothing here grows with the vectors.

    Attributes:
        count: Records seen, those without an id included.
        zero_vectors: Records whose vector is all zeros.
        flaws: Records that can become no point whatever the dimension, by kind.
        first_flaws: The first of each kind: where it stands and why.
    """

    def __init__(self) -> None:
        self.count = 0
        self.zero_vectors = 0
        self.flaws: Counter[FlawKind] = Counter()
        self.first_flaws: dict[FlawKind, str] = {}
        self._keys = bytearray()
        self._indices = array("Q")
        self._dimensions = array("I")
        self._written = bytearray()
        self._written_ends = array("Q")

    def add(self, record: Record) -> None:
        """Remember one record; they come in order."""
        self.count += 1
        if record.flaw is not None:
            self.flaws[record.flaw.kind] += 1
            self.first_flaws.setdefault(record.flaw.kind, f"{record.place}: {record.flaw.reason}")
        elif not record.vector.any():
            self.zero_vectors += 1
        if record.id is None:
            return
        point = point_id(record.id)
        self._keys += key(point)
        self._indices.append(record.index)
        self._dimensions.append(_UNFIT if record.flaw else len(record.vector))
        if isinstance(point, str):  # a number is written as it is
            self._written += str(record.id).encode("utf-8", "surrogatepass")
        self._written_ends.append(len(self._written))

    @property
    def identified(self) -> int:
        """Records that have an id."""
        return len(self._indices)

    @property
    def dimensions(self) -> dict[int, int]:
        """Records by dimension, the most frequent (then the larger) first, without flawed ones."""
        values, counts = np.unique(np.asarray(self._dimensions), return_counts=True)
        found = zip(values.tolist(), counts.tolist(), strict=True)
        of_fit = [pair for pair in found if pair[0] != _UNFIT]
        return dict(sorted(of_fit, key=lambda pair: (-pair[1], -pair[0])))

    def shared(self) -> list[Shared]:
        """Points that several records would become, by their first record."""
        return [Shared(self._records(group)) for group in _equal(self._point_keys())]

    def foreign_shared(self) -> list[Shared]:
        """The same under the rule of the original writer of shape `tasks`."""
        points = (self.foreign_point(record) for record in self._indices)
        found = np.fromiter(points, np.uint64, len(self._indices))
        return [Shared(self._records(group)) for group in _equal(found)]

    def fit(self, shared: Shared, dimension: int) -> list[int]:
        """Those of the records that can become a point of this dimension."""
        dimensions = [self._dimensions[self._position(record)] for record in shared.records]
        return [r for r, d in zip(shared.records, dimensions, strict=True) if d == dimension]

    def distinct(self, dimension: int | None = None) -> int:
        """Distinct points of all records, or of those fit for this dimension."""
        keys = self._point_keys()
        if dimension is not None:
            fit = np.asarray(self._dimensions) == dimension
            keys = keys if fit.all() else keys[fit]
        ordered = np.sort(keys)  # np.unique would hold two copies more
        return len(ordered) and int(np.count_nonzero(ordered[1:] != ordered[:-1])) + 1

    def written_id(self, record: int) -> str:
        """A record's id as written in the source."""
        point = self.point(record)
        if isinstance(point, int):
            return str(point)
        position = self._position(record)
        start = self._written_ends[position - 1] if position else 0
        text = self._written[start : self._written_ends[position]]
        return text.decode("utf-8", "surrogatepass")

    def point(self, record: int) -> PointId:
        """A record's point id."""
        position = self._position(record)
        return point_of(bytes(self._keys[position * _KEY_BYTES : (position + 1) * _KEY_BYTES]))

    def foreign_point(self, record: int) -> int:
        """A record's point id under the original writer's rule."""
        return foreign_id(self.written_id(record), record)

    def _position(self, record: int) -> int:
        return bisect_left(self._indices, record)

    def _point_keys(self) -> NDArray[np.bytes_]:
        return np.frombuffer(self._keys, dtype=f"S{_KEY_BYTES}")

    def _records(self, positions: NDArray[Any]) -> tuple[int, ...]:
        return tuple(self._indices[position] for position in positions.tolist())


def _equal(keys: NDArray[Any]) -> list[NDArray[Any]]:
    """Positions of equal keys, where there are several, by the first of each group."""
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    ends = np.append(starts[1:], len(order))
    several = ends - starts > 1
    groups = [order[start:end] for start, end in zip(starts[several], ends[several], strict=True)]
    return sorted(groups, key=lambda group: int(group[0]))
