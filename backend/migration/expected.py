"""What should be at the target: every record that becomes a point, with what it must look like."""

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

import orjson

from backend.migration.batches import encoded
from backend.migration.identity import PointId
from backend.migration.records import Vector, read_record
from backend.migration.source import Source


@dataclass(frozen=True, slots=True)
class Expected:
    """A point as its record says.

    Attributes:
        place: Where the record stands.
        id: As written in the source.
        payload: Digest of the payload.
        compared: Whether the target is asked about it.
    """

    place: str
    id: str
    point: PointId
    vector: Vector
    payload: bytes
    compared: bool


def expected_points(
    source: Source,
    dimension: int,
    left_out: Collection[int],
    sample: Collection[int] | None = None,
) -> Iterator[Expected]:
    """Every point that should have arrived, in the order of the source.

    Args:
        source: Read to its end, so that its digests are of what was compared.
        dimension: Of the collection; records of another cannot be there.
        left_out: Records that did not become a point: superseded ones, refused ones.
        sample: Records to compare; None for every one.
    """
    for entry in source.entries():
        record = read_record(entry)
        if record.flaw_at(dimension) is not None or record.index in left_out:
            continue
        try:
            point = orjson.loads(encoded(record))
        except TypeError:
            continue  # it could not be sent either
        yield Expected(
            record.place,
            str(record.id),
            point["id"],
            record.vector,
            payload_digest(point["payload"]),
            sample is None or record.index in sample,
        )


def payload_digest(payload: Any) -> bytes:
    """Equal where payloads are equal, whatever the order of their fields."""
    return hashlib.sha256(orjson.dumps(payload or {}, option=orjson.OPT_SORT_KEYS)).digest()
