"""Batches: which records travel together, fixed by their place in the source."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import numpy as np
import orjson

from backend.migration import protobuf
from backend.migration.blocks import Block
from backend.migration.done import Failure
from backend.migration.identity import SOURCE_ID, PointId, is_kept, original, point_id
from backend.migration.letters import kept_bytes, kept_content
from backend.migration.packing import packed
from backend.migration.records import Entry, Flaw, Record, read_record
from backend.migration.shapes import VECTORS, Shape
from backend.migration.source import Source
from backend.model.migration.manner import Transport

_ENCODING = orjson.OPT_SERIALIZE_NUMPY


@dataclass(frozen=True, slots=True)
class Point:
    """A record ready to be sent: its bytes, and what to say of it if the target refuses.

    Attributes:
        shape: How its record names id and vector.
        offset: The byte at which that begins in its file, where that is known.
    """

    record: int
    place: str
    id: str
    body: bytes
    shape: Shape = VECTORS
    offset: int | None = None

    def __reduce__(self) -> tuple[type["Point"], tuple[Any, ...]]:
        # Several times as fast as what a frozen class with slots is pickled by, point by point.
        return Point, (self.record, self.place, self.id, self.body, self.shape, self.offset)

    def refused(self, reason: str) -> Failure:
        """The failure of this record at the target."""
        flaw = Flaw("unsendable", f"the target refused it: {reason}")
        return Failure(self.record, self.place, self.id, flaw, self._kept(), self.offset)

    def _kept(self) -> str:
        """The record that this point was, as far as it was sent."""
        try:
            point, vector, payload = decoded(self.body)
        except (KeyError, TypeError, ValueError):
            return kept_bytes(self.body)
        identity = payload.pop(SOURCE_ID, point)
        return kept_content(
            {self.shape.id_field: identity, self.shape.vector_field: vector, **payload},
            is_sent=True,
        )


@dataclass(frozen=True, slots=True)
class Batch:
    """Some records in a row.

    Attributes:
        number: Counts from 0; batch n holds the records from n x size on.
        records: Their indices in the source.
        points: Those that are sent.
        failures: Those that cannot be.
        digest: Of what was read; None where the source as a whole has one.
    """

    number: int
    records: range
    points: tuple[Point, ...]
    failures: tuple[Failure, ...]
    digest: bytes | None = None


def batch_count(records: int, size: int) -> int:
    """How many batches these records make."""
    return -(-records // size)


@dataclass(frozen=True)
class Cut:
    """How a source is cut into batches.

    Attributes:
        size: Records in each.
        dimension: Records of another fail.
        superseded: Records that are not sent because a later one becomes the same point.
        done: Batches that were acknowledged before.
        transport: The interface whose bytes the points are made of.
    """

    size: int
    dimension: int
    superseded: frozenset[int] = frozenset()
    done: frozenset[int] = frozenset()
    transport: Transport = "rest"


def batches(source: Source, cut: Cut) -> Iterator[Batch]:
    """Every batch that is not done, in order; a done one is read over and not looked into."""
    return _made(source.pieces(), cut)


def stretch(source: Source, numbers: range, cut: Cut) -> Iterator[Batch]:
    """The batches of these numbers, without reading what stands before them.

    Raises:
        Refused: The source can be read from its beginning alone.
    """
    span = range(numbers.start * cut.size, numbers.stop * cut.size)
    return _made(source.part(span), cut)


def _made(pieces: Iterable[Entry | Block], cut: Cut) -> Iterator[Batch]:
    making = _Making(cut)
    for piece in _within_batches(pieces, cut.size):
        if piece.index // cut.size != making.number:
            yield from making.made()
            making = _Making(cut, piece.index // cut.size)
        if making.number not in cut.done:
            making.add(piece)
    yield from making.made()


def _within_batches(pieces: Iterable[Entry | Block], size: int) -> Iterator[Entry | Block]:
    """The same, each of one batch alone."""
    for piece in pieces:
        if isinstance(piece, Block):
            yield from piece.parts(size)
        else:
            yield piece


class _Making:
    """A batch that is being made: of each record at once what is sent of it, and no more is kept.

    Attributes:
        number: Of the batch.
    """

    def __init__(self, cut: Cut, number: int = 0) -> None:
        self.number = number
        self._cut = cut
        self._points: list[Point] = []
        self._failures: list[Failure] = []
        self._records = range(0)

    def made(self) -> Iterator[Batch]:
        """The batch; none where nothing was added."""
        if self._records:
            points, failures = tuple(self._points), tuple(self._failures)
            yield Batch(self.number, self._records, points, failures)

    def add(self, piece: Entry | Block) -> None:
        """Add what comes next in the source."""
        end = piece.index + (len(piece) if isinstance(piece, Block) else 1)
        self._records = range(self._records.start if self._records else piece.index, end)
        for outcome in self._outcomes(piece):
            if isinstance(outcome, Failure):
                self._failures.append(outcome)
            elif outcome.record not in self._cut.superseded:
                self._points.append(outcome)

    def _outcomes(self, piece: Entry | Block) -> Iterable[Point | Failure]:
        if isinstance(piece, Entry):
            return (self._outcome(piece),)
        if self._is_sound(piece):
            return _points(piece)
        return map(self._outcome, piece.entries())

    def _is_sound(self, block: Block) -> bool:
        """Whether every row is a point whose bytes can be made together."""
        return (
            self._cut.transport == "grpc"
            and block.vectors.shape[1] == self._cut.dimension
            and bool(np.isfinite(block.vectors).all())
        )

    def _outcome(self, entry: Entry) -> Point | Failure:
        record = read_record(entry)
        name = "" if record.id is None else str(record.id)
        flaw = record.flaw_at(self._cut.dimension)
        if flaw is None:
            try:
                body = encoded(record, self._cut.transport)
                shape = entry.shape or VECTORS
                return Point(record.index, record.place, name, body, shape, entry.offset)
            except TypeError as error:
                flaw = Flaw("unsendable", f"its payload cannot be sent: {error}")
        return Failure(record.index, record.place, name, flaw, entry.kept(), entry.offset)


def _points(block: Block) -> Iterator[Point]:
    bodies = packed(block.ids, block.vectors)
    rows = zip(block.places(), block.ids.tolist(), bodies, strict=True)
    for index, (place, identity, body) in enumerate(rows, block.index):
        yield Point(index, place, str(identity), body, block.shape)


def identified(record: Record) -> tuple[PointId, dict[str, Any]]:
    """The point that a record becomes: its id, and its payload as it is written."""
    point = point_id(record.id)
    payload = record.payload
    if not is_kept(record.id, point):
        payload = {**payload, SOURCE_ID: original(record.id)}
    return point, payload


def encoded(record: Record, transport: Transport) -> bytes:
    """The point of a record as one interface takes it, its vector in 32-bit floats.

    Raises:
        TypeError: The payload holds something that neither interface can say.
    """
    point, payload = identified(record)
    return body_of(point, record.vector, payload, transport)


def body_of(
    identity: PointId, vector: Any, payload: Mapping[str, Any], transport: Transport
) -> bytes:
    """A point as one interface takes it; as JSON, for REST, where gRPC cannot say it.

    gRPC carries no whole number from 2^63 on, and nothing nested as deeply as JSON may be.

    Args:
        identity: An unsigned number or a UUID.
        vector: Whatever `protobuf.point` takes.
        payload: JSON's values.
        transport: The interface.

    Raises:
        TypeError: The payload holds something that neither can say.
    """
    if transport == "grpc":
        with suppress(TypeError):
            return protobuf.point(identity, vector, payload)
    return orjson.dumps(
        {"id": identity, "vector": vector, "payload": payload}, default=float, option=_ENCODING
    )


def decoded(body: bytes) -> tuple[PointId, Any, dict[str, Any]]:
    """Id, vector and payload of a point, from what `encoded` made of it.

    Raises:
        ValueError: The bytes are none of a point with one dense vector.
    """
    if not body.startswith(b"{"):
        return protobuf.read_point(body)
    told = orjson.loads(body)
    return told["id"], told["vector"], told["payload"]


def id_of(body: bytes) -> PointId:
    """The id of a point, from what `encoded` made of it, and nothing else of it."""
    if not body.startswith(b"{"):
        return protobuf.read_id(body)
    begin, end = len(b'{"id":'), body.find(b',"vector":')
    whole = not body.startswith(b'{"id":') or end < 0
    identity: PointId = orjson.loads(body)["id"] if whole else orjson.loads(body[begin:end])
    return identity
