"""Point ids: which point a record becomes, and which records become the same one."""

import json
import re
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

SOURCE_ID = "_source_id"
"""Payload field that keeps an id which Qdrant could not take as it was."""

NAMESPACE = NAMESPACE_URL
"""Namespace of the uuid5 ids: the one that qdrant/migration uses, so that both tools agree."""

_UUID = re.compile(
    r"(?:urn:uuid:)?(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})", re.IGNORECASE
)

PointId = int | str


def point_id(source_id: Any) -> PointId:
    """The point id of a source id.

    Unsigned 64-bit integers and UUIDs stay themselves. Any other text becomes uuid5 of that
    text; any other JSON value (a negative number, a fraction) uuid5 of `json:` and its JSON.
    """
    if isinstance(source_id, int) and not isinstance(source_id, bool) and 0 <= source_id < 2**64:
        return source_id
    if isinstance(source_id, str):
        if _UUID.fullmatch(source_id):
            return str(UUID(source_id))
        return str(uuid5(NAMESPACE, source_id))
    return str(uuid5(NAMESPACE, f"json:{json.dumps(source_id, default=float)}"))


def original(source_id: Any) -> Any:
    """The id as the payload keeps it: a number too long for 64 bits as text."""
    if isinstance(source_id, int) and not -(2**63) <= source_id < 2**64:
        return str(source_id)
    return source_id


def is_kept(source_id: Any, point: PointId) -> bool:
    """Whether the point's id still says what the source's said."""
    return source_id == point or (isinstance(source_id, str) and bool(_UUID.fullmatch(source_id)))


def key(point: PointId) -> bytes:
    """Seventeen bytes that differ where point ids differ."""
    if isinstance(point, int):
        return b"i" + point.to_bytes(16, "big")
    return b"u" + UUID(point).bytes


def foreign_id(task_id: Any, index: int) -> int:
    """The point id that the original writer of shape `tasks` makes.

    Its rule: take the dots out of TaskId; if only digits remain, the first eight of them as a
    number, else the record's place in the file.
    """
    digits = str(task_id).replace(".", "")
    return int(digits[:8]) if digits.isdigit() and digits.isascii() else index
