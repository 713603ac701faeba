"""What should be at the target: every record that becomes a point, with what it must look like."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from backend.migration.batches import identified
from backend.migration.identity import PointId
from backend.migration.records import Record, read_record
from backend.migration.source import Source

_SORTED = orjson.OPT_SORT_KEYS | orjson.OPT_SERIALIZE_NUMPY


@dataclass(frozen=True)
class Expectation:
    """Which records are expected to have become points.

    Attributes:
        dimension: Of the collection; records of another cannot be there.
        left_out: Records that did not become a point: superseded ones, refused ones.
        sample: Records to compare; None for every one.
        chunk: Points that come at once.
    """

    dimension: int
    left_out: frozenset[int] = frozenset()
    sample: frozenset[int] | None = None
    chunk: int = 256


@dataclass(frozen=True)
class Expected:
    """Points as their records say, in columns of equal length.

    Attributes:
        places: Where the records stand.
        ids: As written in the source.
        points: Ids of the points.
        vectors: A row for each, in 32-bit floats.
        payloads: Digests of the payloads.
        compared: Rows that are to be compared, ascending.
    """

    places: tuple[str, ...]
    ids: tuple[str, ...]
    points: tuple[PointId, ...]
    vectors: NDArray[np.float32]
    payloads: tuple[bytes, ...]
    compared: tuple[int, ...]


def expected_points(source: Source, what: Expectation) -> Iterator[Expected]:
    """Every point that should have arrived, in the order of the source.

    The source is read to its end, so that its digests are of what was compared.
    """
    waiting: list[tuple[Record, PointId, bytes]] = []
    for entry in source.entries():
        record = read_record(entry)
        if record.flaw_at(what.dimension) is not None or record.index in what.left_out:
            continue
        try:
            point, payload = identified(record)
            waiting.append((record, point, payload_digest(payload)))
        except TypeError:
            continue  # it could not be sent either
        if len(waiting) == what.chunk:
            yield _columns(waiting, what.sample)
            waiting = []
    if waiting:
        yield _columns(waiting, what.sample)


def _columns(rows: list[tuple[Record, PointId, bytes]], sample: frozenset[int] | None) -> Expected:
    records, points, payloads = zip(*rows, strict=True)
    return Expected(
        places=tuple(record.place for record in records),
        ids=tuple(str(record.id) for record in records),
        points=points,
        vectors=np.stack([record.vector for record in records]),
        payloads=payloads,
        compared=tuple(
            row for row, record in enumerate(records) if sample is None or record.index in sample
        ),
    )


def payload_digest(payload: Any) -> bytes:
    """Equal where payloads are equal, whatever the order of their fields.

    Raises:
        TypeError: It holds what JSON has not.
    """
    return hashlib.sha256(orjson.dumps(payload or {}, default=float, option=_SORTED)).digest()
