"""Points as one Qdrant gives them and another takes them: nothing of them is changed."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import orjson

from backend.migration.batches import body_of
from backend.migration.expected import payload_digest
from backend.migration.identity import PointId, key
from backend.migration.rest import Unavailable
from backend.model.migration.manner import Transport

MODULUS = 2**256


@dataclass(frozen=True, slots=True)
class StoredPoint:
    """One point as it is stored.

    Attributes:
        id: An unsigned 64-bit number or a UUID.
        vectors: By name, the unnamed one as ``""``: an array of shape (size,), (rows, size) for a
            multivector, a mapping of `indices` and `values` for a sparse one.
        is_plain: Whether there is the unnamed vector and no other.
        payload: JSON's values.
    """

    id: PointId
    vectors: dict[str, Any]
    is_plain: bool
    payload: dict[str, Any]

    @property
    def order(self) -> bytes:
        """Where it stands among others: numbers before UUIDs, as Qdrant scrolls."""
        return key(self.id)

    @property
    def digest(self) -> int:
        """SHA-256 of id, vectors in 32-bit floats by name, and payload."""
        digest = hashlib.sha256(orjson.dumps(self.id))
        for name in sorted(self.vectors):
            digest.update(orjson.dumps(name))
            for part in _parts(self.vectors[name]):
                digest.update(str(part.shape).encode())
                digest.update(part.tobytes())
        digest.update(payload_digest(self.payload))
        return int.from_bytes(digest.digest(), "big")

    def encoded(self, transport: Transport) -> bytes:
        """The point as an interface takes it; as REST does where gRPC cannot say it."""
        vector = self.vectors[""] if self.is_plain else self.vectors
        return body_of(self.id, vector, self.payload, transport)


def stored(point: Any) -> StoredPoint:
    """The point in an answer.

    Raises:
        Unavailable: It is none.
    """
    try:
        vector = point.get("vector")
        is_plain = isinstance(vector, list)
        named = {"": vector} if is_plain else vector or {}
        vectors = {name: _vector(one) for name, one in named.items()}
        return StoredPoint(checked_id(point["id"]), vectors, is_plain, point.get("payload") or {})
    except (AttributeError, KeyError, TypeError, ValueError):
        raise Unavailable("answered with something that is no point", is_away=False) from None


def checked_id(identity: Any) -> PointId:
    """A point's id in an answer.

    Raises:
        Unavailable: It is none.
    """
    try:
        key(identity)
    except (AttributeError, OverflowError, TypeError, ValueError):
        raise Unavailable("answered with something that is no point's id", is_away=False) from None
    found: PointId = identity
    return found


def digest_of(points: Iterable[StoredPoint]) -> int:
    """Of many points, in any order: the sum of theirs modulo 2^256."""
    return sum(point.digest for point in points) % MODULUS


def ids_digest(ids: Iterable[PointId]) -> bytes:
    """Of which points there are, in their order."""
    return hashlib.blake2b(orjson.dumps(list(ids)), digest_size=16).digest()


def _vector(value: Any) -> Any:
    if isinstance(value, Mapping):
        indices = np.array(value["indices"], np.uint32)
        values = np.array(value["values"], np.float32)
        order = np.argsort(indices, kind="stable")
        return {"indices": indices[order], "values": values[order]}
    vector = np.array(value, np.float32)
    if vector.ndim not in (1, 2):
        raise ValueError("no vector")
    return vector


def _parts(vector: Any) -> tuple[Any, ...]:
    if isinstance(vector, Mapping):
        return vector["indices"], vector["values"]
    return (vector,)
