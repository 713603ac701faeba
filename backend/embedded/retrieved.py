"""Points as the gRPC interface answers them."""

from typing import Any
from uuid import UUID

from qdrant_client import grpc as messages

from backend.embedded.bodies import Json

_KINDS = {
    bool: "bool_value", int: "integer_value", float: "double_value", str: "string_value",
}  # fmt: skip
_INT64 = range(-(2**63), 2**63)


def retrieved(point: Json) -> Any:
    """A `RetrievedPoint` of a point as REST answers it."""
    answer = messages.RetrievedPoint(id=point_id(point["id"]))
    for name, value in (point.get("payload") or {}).items():
        answer.payload[name].CopyFrom(_value(value))
    if point.get("vector") is not None:
        answer.vectors.CopyFrom(_vectors(point["vector"]))
    return answer


def point_id(identity: int | str | UUID) -> Any:
    """A `PointId`."""
    if isinstance(identity, int):
        return messages.PointId(num=identity)
    return messages.PointId(uuid=str(identity))


def _vectors(vector: Any) -> Any:
    if isinstance(vector, dict):
        named = {name: _vector(each) for name, each in vector.items()}
        return messages.VectorsOutput(vectors=messages.NamedVectorsOutput(vectors=named))
    return messages.VectorsOutput(vector=_vector(vector))


def _vector(vector: Any) -> Any:
    if isinstance(vector, dict):
        return messages.VectorOutput(sparse=messages.SparseVector(**vector))
    if vector and isinstance(vector[0], list):
        rows = [messages.DenseVector(data=row) for row in vector]
        return messages.VectorOutput(multi_dense=messages.MultiDenseVector(vectors=rows))
    return messages.VectorOutput(dense=messages.DenseVector(data=vector))


def _value(value: Any) -> Any:
    """A payload's value; a whole number beyond 63 bits and a sign becomes a fraction, as there."""
    if isinstance(value, dict):
        fields = {name: _value(each) for name, each in value.items()}
        return messages.Value(struct_value=messages.Struct(fields=fields))
    if isinstance(value, list):
        return messages.Value(list_value=messages.ListValue(values=map(_value, value)))
    if value is None:
        return messages.Value(null_value=messages.NullValue.NULL_VALUE)
    if isinstance(value, int) and not isinstance(value, bool) and value not in _INT64:
        value = float(value)
    return messages.Value(**{_KINDS[type(value)]: value})
