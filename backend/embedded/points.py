"""Points as JSON: what was asked for of them, and how they are answered."""

from typing import Any

import qdrant_edge as edge

from backend.embedded.bodies import Chosen, Columns, Json, PointStruct, WithPayload
from backend.embedded.errors import bad_input


def selector(wanted: WithPayload | None, default: bool) -> Any:
    """What the engine is told about the payload to return."""
    if wanted is None:
        return default
    if not isinstance(wanted, Chosen):
        return wanted
    if wanted.exclude is not None:
        return edge.PayloadSelector.Exclude(wanted.exclude)
    return edge.PayloadSelector.Include(wanted.include or [])


def as_json(point: Any) -> Json:
    """A record or a scored point of the engine, as Qdrant answers it."""
    answer: Json = {"id": point.id}
    if isinstance(point, edge.ScoredPoint):
        answer |= {"version": point.version, "score": point.score}
    if point.payload is not None:
        answer["payload"] = point.payload
    if point.vector is not None:
        answer["vector"] = _vector(point.vector)
    if point.order_value is not None:
        answer["order_value"] = point.order_value
    return answer


def from_columns(columns: Columns) -> list[PointStruct]:
    """The points of a columnar batch.

    Raises:
        ApiError: Columns of unequal length.
    """
    count = len(columns.ids)
    vectors: list[Any]
    if isinstance(columns.vectors, dict):
        _same_length(count, *columns.vectors.values())
        vectors = [
            {name: column[row] for name, column in columns.vectors.items()} for row in range(count)
        ]
    else:
        vectors = list(columns.vectors)
    payloads = columns.payloads or [None] * count
    _same_length(count, vectors, payloads)
    # Validated as columns, so the rows need no second look.
    return [
        PointStruct.model_construct(id=id_, vector=vector, payload=payload)
        for id_, vector, payload in zip(columns.ids, vectors, payloads, strict=True)
    ]


def _same_length(count: int, *columns: list[Any]) -> None:
    for column in columns:
        if len(column) != count:
            raise bad_input(f"number of ids and columns must be equal: {count} != {len(column)}")


def _vector(vector: Any) -> Any:
    if isinstance(vector, dict):
        return {name: _vector(each) for name, each in vector.items()}
    if isinstance(vector, edge.SparseVector):
        return {"indices": vector.indices, "values": vector.values}
    return vector
