"""Payload indexes: Qdrant's schema of a field as the engine's, and back."""

from typing import Any

import qdrant_edge as edge

from backend.embedded.bodies import Json
from backend.embedded.errors import malformed, not_here

_TYPES = {
    "keyword": edge.PayloadSchemaType.Keyword,
    "integer": edge.PayloadSchemaType.Integer,
    "float": edge.PayloadSchemaType.Float,
    "geo": edge.PayloadSchemaType.Geo,
    "text": edge.PayloadSchemaType.Text,
    "bool": edge.PayloadSchemaType.Bool,
    "datetime": edge.PayloadSchemaType.Datetime,
    "uuid": edge.PayloadSchemaType.Uuid,
}


def to_engine(schema: str | Json | None) -> Any:
    """The engine's type for a field's schema.

    Raises:
        ApiError: An unknown type, or parameters beyond the type.
    """
    if isinstance(schema, dict):
        kind = schema.get("type")
        if any(value is not None for name, value in schema.items() if name != "type"):
            raise not_here("parameters of payload indexes; give the type alone")
    else:
        kind = schema
    if kind not in _TYPES:
        raise malformed(f"field_schema: expected one of {', '.join(_TYPES)}, got {kind}")
    return _TYPES[kind]


def as_json(index: Any) -> Json:
    """A field's index, as Qdrant reports it."""
    kind = next(name for name, each in _TYPES.items() if each == index.data_type)
    return {"data_type": kind, "points": index.points}
