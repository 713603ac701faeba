"""What preflight remembers of every record, in a few dozen bytes each."""

from array import array
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from backend.migration.identity import PointId, foreign_id, point_id
from backend.migration.records import FlawKind, Record

_UUID = 16
"""Bytes of one."""

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

    A record whose id is a number costs 17 bytes, another 24 and the bytes of its id as written
    besides; nothing here grows with the vectors.

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
        self._indices = array("I")
        self._dimensions = array("I")
        self._is_text = bytearray()
        self._points = array("Q")  # a number, or a place among the texts
        self._uuids = bytearray()
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
        self._indices.append(record.index)
        self._dimensions.append(_UNFIT if record.flaw else len(record.vector))
        point = point_id(record.id)
        self._is_text.append(isinstance(point, str))
        if isinstance(point, int):
            self._points.append(point)
            return
        self._points.append(len(self._written_ends))
        self._uuids += UUID(point).bytes
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
        found: list[Shared] = []
        for is_text in (False, True):
            groups = _equal(self._keys(is_text))
            positions = self._positions(is_text) if groups else np.empty(0, np.intp)
            found += (Shared(self._records(positions[group])) for group in groups)
        return _by_first(found)

    def foreign_shared(self) -> list[Shared]:
        """The same under the rule of the original writer of shape `tasks`."""
        points = (self.foreign_point(record) for record in self._indices)
        found = np.fromiter(points, np.uint64, len(self._indices))
        return _by_first([Shared(self._records(group)) for group in _equal(found)])

    def fit(self, shared: Shared, dimension: int) -> list[int]:
        """Those of the records that can become a point of this dimension."""
        dimensions = [self._dimensions[self._position(record)] for record in shared.records]
        return [r for r, d in zip(shared.records, dimensions, strict=True) if d == dimension]

    def distinct(self, dimension: int | None = None) -> int:
        """Distinct points of all records, or of those fit for this dimension."""
        return sum(_distinct(self._keys(is_text, dimension)) for is_text in (False, True))

    def written_id(self, record: int) -> str:
        """A record's id as written in the source."""
        position = self._position(record)
        point = self._points[position]
        if not self._is_text[position]:
            return str(point)
        start = self._written_ends[point - 1] if point else 0
        text = self._written[start : self._written_ends[point]]
        return text.decode("utf-8", "surrogatepass")

    def point(self, record: int) -> PointId:
        """A record's point id."""
        position = self._position(record)
        point = self._points[position]
        if not self._is_text[position]:
            return point
        return str(UUID(bytes=bytes(self._uuids[point * _UUID : (point + 1) * _UUID])))

    def foreign_point(self, record: int) -> int:
        """A record's point id under the original writer's rule."""
        return foreign_id(self.written_id(record), record)

    def _position(self, record: int) -> int:
        return bisect_left(self._indices, record)

    def _positions(self, is_text: bool) -> NDArray[np.intp]:
        """Where the records with ids of one kind stand."""
        return np.flatnonzero(np.frombuffer(self._is_text, np.bool_) == is_text)

    def _keys(self, is_text: bool, dimension: int | None = None) -> NDArray[Any]:
        """What tells points of one kind apart, of all of them or of those of a dimension."""
        points = np.frombuffer(self._points, np.uint64)
        wanted = np.frombuffer(self._is_text, np.bool_) == is_text
        if dimension is not None:
            wanted &= np.asarray(self._dimensions) == dimension
        if not wanted.all():
            points = points[wanted]
        return np.frombuffer(self._uuids, f"S{_UUID}")[points] if is_text else points

    def _records(self, positions: NDArray[Any]) -> tuple[int, ...]:
        return tuple(self._indices[position] for position in positions.tolist())


def _equal(keys: NDArray[Any]) -> list[NDArray[np.intp]]:
    """Positions of equal keys, where there are several; few of them take little memory."""
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    is_same = ordered[1:] == ordered[:-1]
    edges = np.flatnonzero(np.diff(np.r_[False, is_same, False]))
    return [order[start : end + 1] for start, end in edges.reshape(-1, 2).tolist()]


def _by_first(found: list[Shared]) -> list[Shared]:
    return sorted(found, key=lambda shared: shared.records[0])


def _distinct(keys: NDArray[Any]) -> int:
    ordered = np.sort(keys)  # np.unique would hold two copies more
    return len(ordered) and int(np.count_nonzero(ordered[1:] != ordered[:-1])) + 1
