"""Pages of points as Qdrant's gRPC interface tells them, read from its bytes.

By the field numbers of Qdrant's `points.proto`. Vectors stay the bytes that came, so that a page
costs little more than its payloads do.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from backend.migration.collection.points import StoredPoint, checked_id
from backend.migration.identity import PointId
from backend.migration.protobuf import (
    fields_of,
    identified,
    named,
    read_value,
    read_varint,
    sized,
    varint,
)
from backend.migration.rest import Unavailable

_OFFSET, _LIMIT, _WITH_PAYLOAD, _WITH_VECTORS = b"\x1a", b"\x20", b"\x32", b"\x3a"
_ENABLE = b"\x08\x01"
_DENSE, _SPARSE, _MULTI = 101, 102, 103
_UNLIKE_FRACTIONS = 2.0**63


class Inexact(Exception):  # noqa: N818  (a verdict, not a fault)
    """A page may not be what is stored: gRPC has no whole number beyond 63 bits and a sign."""


def scroll(collection: str, offset: PointId | None, limit: int) -> bytes:
    """A `ScrollPoints` that asks for whole points in the order of their ids.

    Args:
        collection: Its name.
        offset: The id to begin with; None for the first of all.
        limit: Points at most.
    """
    parts = [named(collection)]
    if offset is not None:
        parts.append(sized(_OFFSET, identified(offset)))
    parts += (_LIMIT, varint(limit), sized(_WITH_PAYLOAD, _ENABLE), sized(_WITH_VECTORS, _ENABLE))
    return b"".join(parts)


def page(answer: bytes) -> tuple[list[StoredPoint], PointId | None]:
    """The points of a `ScrollResponse`, and where the next page begins.

    Raises:
        Inexact: They may not be told exactly, or in the way of an older release.
        Unavailable: It is no such answer.
    """
    points: list[StoredPoint] = []
    following: PointId | None = None
    try:
        for number, content in fields_of(answer):
            if number == 1:
                following = _id(content)
            elif number == 2:
                points.append(_point(content))
    except RecursionError:
        raise Inexact("a payload nested too deeply") from None
    except (AttributeError, KeyError, TypeError, ValueError):
        raise Unavailable("answered with something that is no point", is_away=False) from None
    return points, following


def _point(message: bytes) -> StoredPoint:
    identity: PointId | None = None
    payload: dict[str, Any] = {}
    vectors: dict[str, Any] = {}
    is_plain = False
    for number, content in fields_of(message):
        if number == 1:
            identity = _id(content)
        elif number == 2:
            name, value = _entry(content)
            payload[name] = _exact(read_value(value))
        elif number == 4:
            (kind, inner), *_ = fields_of(content)
            is_plain = kind == 1
            vectors = {"": _vector(inner)} if is_plain else dict(_named(inner))
    if identity is None:
        raise ValueError("a point without an id")
    return StoredPoint(identity, vectors, is_plain, payload)


def _id(message: bytes) -> PointId:
    told = dict(fields_of(message))
    return checked_id(told[2].decode() if 2 in told else told.get(1, 0))


def _entry(message: bytes) -> tuple[str, bytes]:
    """Key and value of a map's entry."""
    told = dict(fields_of(message))
    return told.get(1, b"").decode(), told.get(2, b"")


def _named(message: bytes) -> Iterator[tuple[str, Any]]:
    for _, content in fields_of(message):
        name, vector = _entry(content)
        yield name, _vector(vector)


def _vector(message: bytes) -> Any:
    """A `VectorOutput`: an array, or indices and values."""
    told = dict(fields_of(message))
    if _DENSE in told:
        return _floats(told[_DENSE])
    if _MULTI in told:
        return np.stack([_floats(row) for _, row in fields_of(told[_MULTI])])
    if _SPARSE in told:
        return _sparse(told[_SPARSE])
    raise Inexact("a vector as older releases tell it")


def _floats(message: bytes) -> Any:
    """The packed 32-bit floats of field 1."""
    return np.frombuffer(dict(fields_of(message)).get(1, b""), "<f4")


def _sparse(message: bytes) -> Any:
    packed = dict(fields_of(message)).get(2, b"")
    numbers: list[int] = []
    at = 0
    while at < len(packed):
        number, at = read_varint(packed, at)
        numbers.append(number)
    indices, values = np.array(numbers, np.uint32), _floats(message)
    order = np.argsort(indices, kind="stable")
    return {"indices": indices[order], "values": values[order]}


def _exact(value: Any) -> Any:
    """The same value.

    Raises:
        Inexact: A fraction of it is as large as only whole numbers are that gRPC has not.
    """
    if isinstance(value, float) and value >= _UNLIKE_FRACTIONS:
        raise Inexact(f"{value:.0f} may have been a whole number")
    if isinstance(value, dict):
        for each in value.values():
            _exact(each)
    elif isinstance(value, list):
        for each in value:
            _exact(each)
    return value
