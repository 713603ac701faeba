"""A point in the bytes that Qdrant's gRPC interface takes, straight from an array's own bytes.

Only what an upsert needs, by the field numbers of Qdrant's `points.proto` and the rules of
https://protobuf.dev/programming-guides/encoding/. The generated classes cost 85 MB and two seconds
to import, and a Python object for every value of every payload; this costs neither.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from struct import Struct
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backend.migration.identity import PointId

_DOUBLE = Struct("<d").pack
_READ_DOUBLE = Struct("<d").unpack
_LONGEST = 2**64
_SMALL = [bytes((n,)) if n < 128 else bytes((n & 127 | 128, n >> 7)) for n in range(1 << 14)]
_NULL, _TRUE, _FALSE = b"\x08\x00", b"\x28\x01", b"\x28\x00"
_DEEPEST = 30
"""Objects and lists in one another: readers follow 100 messages, and each of them is three."""

_INT64 = range(-(2**63), 2**63)

_POINTS = b"\x1a"
_ID, _VECTORS, _PAYLOAD = b"\x0a", b"\x22", b"\x1a"
_NUM, _UUID = b"\x08", b"\x12"
_KEY, _VALUE = b"\x0a", b"\x12"
_ONE, _NAMED = b"\x0a", b"\x12"
_FIXED = {1: 8, 5: 4}
"""Bytes of a field, by its kind, where no length stands before it."""

_DENSE, _SPARSE, _MULTI = b"\xaa\x06", b"\xb2\x06", b"\xba\x06"


def upsert(collection: str, points: Iterable[bytes]) -> bytes:
    """An `UpsertPoints` that waits until the points are applied.

    Args:
        collection: Its name.
        points: Each as `point` made it.
    """
    return b"".join([named(collection), b"\x10\x01", *points])


def point(identity: PointId, vector: Any, payload: Mapping[str, Any]) -> bytes:
    """One element of `UpsertPoints.points`, its tag included.

    Args:
        identity: An unsigned number or a UUID.
        vector: An array of shape (dimension,); (rows, dimension) for a multivector; a mapping with
            `indices` and `values` for a sparse one; a mapping of those by name.
        payload: JSON's values.

    Raises:
        TypeError: The payload holds something that cannot be said: what JSON has not, half of a
            surrogate pair, a whole number beyond 63 bits and a sign.
    """
    try:
        return _point(identity, vector, payload)
    except UnicodeEncodeError as error:
        raise TypeError(f"text that is no Unicode: {error.reason}") from None


def _point(identity: PointId, vector: Any, payload: Mapping[str, Any]) -> bytes:
    name = identified(identity)
    parts = [_ID, varint(len(name)), name]
    for field, value in payload.items():
        parts += (_PAYLOAD, *_entry(field, _value(value)))
    if isinstance(vector, np.ndarray) and vector.ndim == 1:
        parts += (dense_prefix(len(vector)), vector.astype("<f4", copy=False).tobytes())
    else:
        parts.append(sized(_VECTORS, _vectors(vector)))
    return b"".join([_POINTS, varint(sum(map(len, parts))), *parts])


def identified(identity: PointId) -> bytes:
    """A `PointId`."""
    if isinstance(identity, int):
        return _NUM + varint(identity)
    return sized(_UUID, identity.encode())


def varint(number: int) -> bytes:
    """A whole number without a sign."""
    if number < len(_SMALL):
        return _SMALL[number]
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)
    return bytes(out)


def sized(tag: bytes, content: bytes) -> bytes:
    """A field with its length before it."""
    return b"".join((tag, varint(len(content)), content))


def _entry(key: str, value: bytes) -> tuple[bytes, bytes]:
    """One entry of a map: its length and its two fields."""
    if not isinstance(key, str):
        raise TypeError(f"a field's name is text, not {type(key).__name__}")
    entry = sized(_KEY, key.encode()) + sized(_VALUE, value)
    return varint(len(entry)), entry


def _value(value: Any, room: int = _DEEPEST) -> bytes:
    """A `Value`, which can say whatever JSON can."""
    if isinstance(value, str):
        return sized(b"\x22", value.encode())
    if value is None:
        return _NULL
    if isinstance(value, bool | np.bool_):
        return _TRUE if value else _FALSE
    if isinstance(value, int | np.integer):
        return _number(int(value))
    return _container(value, room)


def _container(value: Any, room: int) -> bytes:
    """An object, a list, or a fraction."""
    if not room:
        raise TypeError(f"gRPC carries no more than {_DEEPEST} lists in one another")
    if isinstance(value, Mapping):
        fields = (b"\x0a" + b"".join(_entry(k, _value(v, room - 1))) for k, v in value.items())
        return sized(b"\x32", b"".join(fields))
    if isinstance(value, list | tuple | np.ndarray):
        each = (sized(b"\x0a", _value(one, room - 1)) for one in value)
        return sized(b"\x3a", b"".join(each))
    if not isinstance(value, float | np.floating | Decimal):
        raise TypeError(f"JSON has nothing like a {type(value).__name__}")
    number = float(value)
    return b"\x11" + _DOUBLE(number) if math.isfinite(number) else _NULL


def _number(number: int) -> bytes:
    if number not in _INT64:
        raise TypeError(f"gRPC carries no whole number such as {number}")
    return b"\x18" + varint(number % _LONGEST)


def numbered_prefix(size: int, rest: int) -> bytes:
    """Everything of a point that stands before the varint of its number.

    Args:
        size: Bytes of that varint.
        rest: Bytes that follow it.
    """
    name = _ID + varint(len(_NUM) + size) + _NUM
    return _POINTS + varint(len(name) + size + rest) + name


@lru_cache(maxsize=64)
def dense_prefix(dimension: int) -> bytes:
    """Everything of a point's field `vectors` that stands before the floats."""
    floats = 4 * dimension
    data = b"\x0a" + varint(floats)
    dense = _DENSE + varint(len(data) + floats)
    one = _ONE + varint(len(dense) + len(data) + floats)
    whole = _VECTORS + varint(len(one) + len(dense) + len(data) + floats)
    return whole + one + dense + data


def _vectors(vector: Any) -> bytes:
    """A `Vectors`: one without a name, or several by name."""
    if isinstance(vector, np.ndarray) or "indices" in vector:
        return sized(_ONE, _vector(vector))
    named = (b"\x0a" + b"".join(_entry(name, _vector(each))) for name, each in vector.items())
    return sized(_NAMED, b"".join(named))


def _vector(vector: Any) -> bytes:
    if isinstance(vector, Mapping):
        indices = b"".join(varint(int(each)) for each in vector["indices"])
        values = _floats(np.asarray(vector["values"], np.float32))
        return sized(_SPARSE, values + sized(b"\x12", indices))
    if vector.ndim == 2:
        return sized(_MULTI, b"".join(sized(b"\x0a", _floats(row)) for row in vector))
    return sized(_DENSE, _floats(vector))


def _floats(vector: NDArray[np.float32]) -> bytes:
    return sized(b"\x0a", vector.astype("<f4", copy=False).tobytes())


def read_id(message: bytes) -> PointId:
    """The id of what `point` made."""
    for _, inner in fields_of(message):
        for number, content in fields_of(inner):
            if number == 1:
                told = dict(fields_of(content))
                identity: PointId = told[1] if 1 in told else told[2].decode()
                return identity
    raise ValueError("a point without an id")


def read_point(message: bytes) -> tuple[PointId, Any, dict[str, Any]]:
    """What `point` made of an id, one dense vector and a payload.

    Raises:
        ValueError: It is no such point.
    """
    try:
        return _read_point(message)
    except (AttributeError, KeyError, StopIteration, TypeError):
        raise ValueError("these bytes are no point") from None


def _read_point(message: bytes) -> tuple[PointId, Any, dict[str, Any]]:
    identity: PointId | None = None
    vector: Any = None
    payload: dict[str, Any] = {}
    for number, content in fields_of(dict(fields_of(message)).get(3, b"")):
        if number == 1:
            told = dict(fields_of(content))
            identity = told[1] if 1 in told else told[2].decode()
        elif number == 3:
            key, value = _read_entry(content)
            payload[key] = value
        elif number == 4:
            vector = _read_dense(content)
    if identity is None or vector is None:
        raise ValueError("no point with one dense vector")
    return identity, vector, payload


def _read_dense(message: bytes) -> NDArray[np.float32]:
    inner = message
    for number in (1, 101, 1):
        inner = dict(fields_of(inner)).get(number, b"")
    if not inner:
        raise ValueError("no dense vector")
    return np.frombuffer(inner, "<f4")


def _read_entry(message: bytes) -> tuple[str, Any]:
    told = dict(fields_of(message))
    return told.get(1, b"").decode(), read_value(told.get(2, b""))


def read_value(message: bytes) -> Any:
    """A `Value` as JSON has it.

    Raises:
        ValueError: It is none.
    """
    number, content = next(fields_of(message), (1, 0))
    readers: dict[int, Callable[[Any], Any]] = {
        1: lambda _: None,
        2: lambda raw: _READ_DOUBLE(raw)[0],
        3: lambda whole: whole - _LONGEST if whole >= _LONGEST // 2 else whole,
        4: lambda text: text.decode(),
        5: bool,
        6: lambda fields: dict(_read_entry(entry) for _, entry in fields_of(fields)),
        7: lambda items: [read_value(item) for _, item in fields_of(items)],
    }
    return readers[number](content)


def status_of(answer: bytes) -> int:
    """The `UpdateStatus` in a `PointsOperationResponse`."""
    return int(dict(fields_of(dict(fields_of(answer)).get(1, b""))).get(2, 0))


def is_there(answer: bytes) -> bool:
    """What a `CollectionExistsResponse` says."""
    return bool(dict(fields_of(dict(fields_of(answer)).get(1, b""))).get(1, 0))


def named(collection: str) -> bytes:
    """A request that names a collection and nothing else."""
    return sized(b"\x0a", collection.encode())


def fields_of(message: bytes) -> Iterator[tuple[int, Any]]:
    """Number and content of each field, in order; a length-delimited one as bytes.

    Raises:
        ValueError: It is no message.
    """
    at, end = 0, len(message)
    value: Any
    while at < end:
        tag, at = (message[at], at + 1) if message[at] < 128 else read_varint(message, at)
        kind = tag & 7
        if kind == 2:
            is_short = at < end and message[at] < 128
            size, at = (message[at], at + 1) if is_short else read_varint(message, at)
            value, at = message[at : at + size], at + size
        elif kind == 0:
            value, at = read_varint(message, at)
        else:
            size = _FIXED.get(kind, end)
            value, at = message[at : at + size], at + size
        if at > end:
            raise ValueError("these bytes are no message")
        yield tag >> 3, value


def read_varint(message: bytes, at: int) -> tuple[int, int]:
    """A number and where it ends."""
    number = shift = 0
    while at < len(message) and shift < 70:
        byte = message[at]
        number |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return number, at
    raise ValueError("these bytes are no message")
