"""The known shapes of a vector file, recognised by what is in it and not by its name."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import ijson

from backend.migration.depth import Shallow
from backend.migration.errors import Refused
from backend.model.migration.manner import NO_FIELDS, Fields

KNOWN_SHAPES = (
    'known shapes: an object with a list "tasks" of {TaskId, Vector, …}; '
    "a list of {id, embedding, …}; a list of {id, vector, …}, or one such object"
)
_RECORDS_LOOKED_AT = 16


KNOWN_FIELDS = "{TaskId, Vector, …}, {id, embedding, …} or {id, vector, …}"


@dataclass(frozen=True)
class Shape:
    """How one shape names things.

    Attributes:
        name: `tasks`, `embeddings` or `vectors`.
        id_field: Field that holds a record's id.
        vector_field: Field that holds its vector.
        payload_fields: Fields that become the payload; None for all others.
    """

    name: str
    id_field: str
    vector_field: str
    payload_fields: tuple[str, ...] | None = None

    def named(self, fields: Fields) -> "Shape":
        """The same with what people say over it."""
        return Shape(
            self.name,
            fields.id or self.id_field,
            fields.vector or self.vector_field,
            fields.payload,
        )


TASKS = Shape("tasks", "TaskId", "Vector")
EMBEDDINGS = Shape("embeddings", "id", "embedding")
VECTORS = Shape("vectors", "id", "vector")
_BY_VECTOR_FIELD = {shape.vector_field: shape for shape in (EMBEDDINGS, VECTORS)}


def shapes_by_vector_field(fields: Fields) -> dict[str, Shape]:
    """Vector field to shape, the one that people named included."""
    if fields.vector is None:
        return {name: shape.named(fields) for name, shape in _BY_VECTOR_FIELD.items()}
    known = _BY_VECTOR_FIELD.get(fields.vector, Shape("named", "id", fields.vector))
    return {fields.vector: known.named(fields)}


def shape_of(record: dict[str, Any], fields: Fields) -> Shape | None:
    """The shape of one object by its fields; None where none of its fields is known."""
    for shape in (*shapes_by_vector_field(fields).values(), TASKS.named(fields)):
        if shape.vector_field in record and (fields.id or shape.id_field in record):
            return shape
    return None


@dataclass(frozen=True)
class Recognised:
    """What a file turned out to be.

    Attributes:
        prefix: Where its records stand, in ijson's notation.
        metadata: What shape `tasks` says of itself ahead of its records: claims.
    """

    shape: Shape
    prefix: str
    metadata: dict[str, Any] = field(default_factory=dict)


def recognise(stream: Shallow, name: str, fields: Fields = NO_FIELDS) -> Recognised:
    """The shape of one file, read only as far as needed.

    Raises:
        Refused: With what was found instead, and the shapes that are known.
    """
    events = ijson.parse(stream)
    try:
        _, first, _ = next(events)
        if first == "start_map":
            found = _in_object(events, fields)
        elif first == "start_array":
            found = _in_list(events, fields)
        else:
            found = f"a single {first}"
    except (ijson.JSONError, StopIteration) as error:
        found = f"no JSON ({first_line(error)})"
    if isinstance(found, Recognised):
        return found
    raise Refused(f"{name}: found {found}", KNOWN_SHAPES)


def first_line(error: BaseException) -> str:
    """The parser's verdict without the piece of the file it appends."""
    text = error.args[0] if error.args else ""
    text = text.decode(errors="replace") if isinstance(text, bytes) else str(text)
    return text.split("\n")[0].rstrip(".") or "it is empty"


def _in_object(events: Iterator[tuple[str, str, Any]], fields: Fields) -> Recognised | str:
    by_field = shapes_by_vector_field(fields)
    keys: list[str] = []
    metadata: dict[str, Any] = {}
    for prefix, event, value in events:
        if event == "map_key" and prefix == "":
            keys.append(value)
        elif event == "start_array" and prefix == "tasks":
            return Recognised(TASKS.named(fields), "tasks.item", metadata)
        elif event == "start_array" and prefix in by_field:
            return Recognised(by_field[prefix], "")
        elif prefix.startswith("metadata.") and event in ("string", "number"):
            metadata[prefix.removeprefix("metadata.")] = value
    return f"an object with {_named(keys)}"


def _in_list(events: Iterator[tuple[str, str, Any]], fields: Fields) -> Recognised | str:
    by_field = shapes_by_vector_field(fields)
    keys: list[str] = []
    seen = 0
    for prefix, event, value in events:
        if event == "map_key" and prefix == "item":
            keys.append(value)
        if event == "start_array" and prefix.removeprefix("item.") in by_field:
            return Recognised(by_field[prefix.removeprefix("item.")], "item")
        seen += prefix == "item" and event != "map_key" and not event.startswith("start_")
        if seen == _RECORDS_LOOKED_AT:
            break
    if not seen:
        return "an empty list"
    return f"a list of objects with {_named(keys)}" if keys else "a list without objects"


def _named(keys: list[str]) -> str:
    distinct = list(dict.fromkeys(keys))
    more = ", …" if len(distinct) > 8 else ""
    listed = ", ".join(ascii(key) for key in distinct[:8])
    return f"the fields {listed}{more}" if distinct else "no fields"
