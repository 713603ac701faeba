"""The known shapes of a vector file, recognised by what is in it and not by its name."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import ijson

from backend.migration.errors import Refused
from backend.migration.jsonstream import JsonStream

KNOWN = (
    'an object with a list "tasks" of {TaskId, Vector, …}',
    "a list of {id, embedding, …}",
    "a list of {id, vector, …}, or one such object",
)
_RECORDS_LOOKED_AT = 16


@dataclass(frozen=True)
class Shape:
    """How one shape names things.

    Attributes:
        name: `tasks`, `embeddings` or `vectors`.
        id_field: Field that holds a record's id.
        vector_field: Field that holds its vector.
    """

    name: str
    id_field: str
    vector_field: str


TASKS = Shape("tasks", "TaskId", "Vector")
EMBEDDINGS = Shape("embeddings", "id", "embedding")
VECTORS = Shape("vectors", "id", "vector")
_BY_VECTOR_FIELD = {shape.vector_field: shape for shape in (EMBEDDINGS, VECTORS)}


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


def recognise(stream: JsonStream, name: str) -> Recognised:
    """The shape of one file, read only as far as needed.

    Raises:
        Refused: With what was found instead, and the shapes that are known.
    """
    events = ijson.parse(stream)
    try:
        _, first, _ = next(events)
        if first == "start_map":
            found = _in_object(events)
        elif first == "start_array":
            found = _in_list(events)
        else:
            found = f"a single {first}"
    except (ijson.JSONError, StopIteration) as error:
        found = f"no JSON ({first_line(error)})"
    if isinstance(found, Recognised):
        return found
    raise Refused(f"{name}: found {found}", f"known shapes: {'; '.join(KNOWN)}")


def first_line(error: BaseException) -> str:
    """The parser's verdict without the piece of the file it appends."""
    text = error.args[0] if error.args else ""
    text = text.decode(errors="replace") if isinstance(text, bytes) else str(text)
    return text.split("\n")[0].rstrip(".") or "it is empty"


def _in_object(events: Iterator[tuple[str, str, Any]]) -> Recognised | str:
    keys: list[str] = []
    metadata: dict[str, Any] = {}
    for prefix, event, value in events:
        if event == "map_key" and prefix == "":
            keys.append(value)
        elif event == "start_array" and prefix == "tasks":
            return Recognised(TASKS, "tasks.item", metadata)
        elif event == "start_array" and prefix in _BY_VECTOR_FIELD:
            return Recognised(_BY_VECTOR_FIELD[prefix], "")
        elif prefix.startswith("metadata.") and event in ("string", "number"):
            metadata[prefix.removeprefix("metadata.")] = value
    return f"an object with {_named(keys)}"


def _in_list(events: Iterator[tuple[str, str, Any]]) -> Recognised | str:
    keys: list[str] = []
    seen = 0
    for prefix, event, value in events:
        if event == "map_key" and prefix == "item":
            keys.append(value)
        if event == "start_array" and prefix.removeprefix("item.") in _BY_VECTOR_FIELD:
            return Recognised(_BY_VECTOR_FIELD[prefix.removeprefix("item.")], "item")
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
