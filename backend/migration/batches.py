"""Batches: which records travel together, fixed by their place in the source."""

from collections.abc import Iterator
from dataclasses import dataclass

import orjson

from backend.migration.identity import SOURCE_ID, is_kept, original, point_id
from backend.migration.journal import Failure
from backend.migration.records import Entry, Flaw, Record, read_record
from backend.migration.source import Source

_ENCODING = orjson.OPT_SERIALIZE_NUMPY


@dataclass(frozen=True, slots=True)
class Point:
    """A record ready to be sent: its JSON, and what to say of it if the target refuses."""

    record: int
    place: str
    id: str
    body: bytes

    def refused(self, reason: str) -> Failure:
        """The failure of this record at the target."""
        return Failure(
            self.record, self.place, self.id, Flaw("unsendable", f"the target refused it: {reason}")
        )


@dataclass(frozen=True, slots=True)
class Batch:
    """Some records in a row.

    Attributes:
        number: Counts from 0; batch n holds the records from n x size on.
        records: Their indices in the source.
        points: Those that are sent.
        failures: Those that cannot be.
    """

    number: int
    records: range
    points: tuple[Point, ...]
    failures: tuple[Failure, ...]


def batch_count(records: int, size: int) -> int:
    """How many batches these records make."""
    return -(-records // size)


def batches(
    source: Source, size: int, dimension: int, superseded: frozenset[int], done: frozenset[int]
) -> Iterator[Batch]:
    """Every batch that is not done, in order; a done one is read over and not looked into."""
    number = 0
    waiting: list[Entry] = []
    for entry in source.entries():
        if entry.index // size != number:
            if waiting:
                yield _batch(number, waiting, dimension, superseded)
                waiting = []
            number = entry.index // size
        if number not in done:
            waiting.append(entry)
    if waiting:
        yield _batch(number, waiting, dimension, superseded)


def _batch(number: int, entries: list[Entry], dimension: int, superseded: frozenset[int]) -> Batch:
    points: list[Point] = []
    failures: list[Failure] = []
    for entry in entries:
        record = read_record(entry)
        outcome = _outcome(record, dimension)
        if isinstance(outcome, Failure):
            failures.append(outcome)
        elif record.index not in superseded:
            points.append(outcome)
    span = range(entries[0].index, entries[-1].index + 1)
    return Batch(number, span, tuple(points), tuple(failures))


def _outcome(record: Record, dimension: int) -> Point | Failure:
    name = "" if record.id is None else str(record.id)
    flaw = record.flaw_at(dimension)
    if flaw is None:
        try:
            return Point(record.index, record.place, name, encoded(record))
        except TypeError as error:
            flaw = Flaw("unsendable", f"its payload cannot be sent as JSON: {error}")
    return Failure(record.index, record.place, name, flaw)


def encoded(record: Record) -> bytes:
    """The point of a record as JSON, its vector in 32-bit floats.

    Raises:
        TypeError: The payload holds a number that JSON's readers cannot take.
    """
    point = point_id(record.id)
    payload = record.payload
    if not is_kept(record.id, point):
        payload = {**payload, SOURCE_ID: original(record.id)}
    return orjson.dumps(
        {"id": point, "vector": record.vector, "payload": payload}, default=float, option=_ENCODING
    )
