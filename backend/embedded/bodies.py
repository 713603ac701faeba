"""The JSON bodies about points. Fields of Qdrant that are not listed are ignored.

As in Qdrant, null says the same as leaving an optional field out.
"""

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AliasChoices, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

_UUID = re.compile(
    r"[0-9a-f]{32}"
    r"|(?:urn:uuid:)?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    r"|\{[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}",
    re.IGNORECASE,
)


def is_point_id(value: Any) -> bool:
    """True for an unsigned 64-bit integer and for the four spellings of a UUID."""
    if isinstance(value, str):
        return _UUID.fullmatch(value) is not None
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1 << 64


def checked_id(value: int | str) -> int | str:
    """A point's id.

    Raises:
        PydanticCustomError: Anything else; a ValueError.
    """
    if not is_point_id(value):
        raise PydanticCustomError(
            "point_id",
            "value {value} is not a valid point ID, "
            "valid values are either an unsigned integer or a UUID",
            {"value": str(value)},
        )
    return value


class Body(BaseModel):
    """Strict: no number is read from a string, no flag from a number; numbers are finite."""

    model_config = ConfigDict(strict=True, frozen=True, allow_inf_nan=False)


PointId = Annotated[int | str, AfterValidator(checked_id)]
Component = Annotated[float, Field(allow_inf_nan=False)]
Dense = list[Component]


class Sparse(Body):
    """A sparse vector: as many values as indices, no index twice."""

    indices: list[Annotated[int, Field(ge=0, lt=1 << 32)]]
    values: Dense


# From left to right because a plain list, by far the most common, then costs one attempt.
OneVector = Annotated[Dense | list[Dense] | Sparse, Field(union_mode="left_to_right")]
Vectors = Annotated[Dense | list[Dense] | dict[str, OneVector], Field(union_mode="left_to_right")]
Payload = dict[str, Any]
Json = dict[str, Any]


class Chosen(Body):
    """Some of the payload."""

    include: list[str] | None = None
    exclude: list[str] | None = None


WithPayload = bool | list[str] | Chosen
WithVector = Annotated[
    bool | list[str] | None, Field(validation_alias=AliasChoices("with_vector", "with_vectors"))
]
Limit = Annotated[int, Field(ge=1, lt=1 << 64)]

DEFAULT_LIMIT = 10


class PointStruct(Body):
    """A point as it is written."""

    id: PointId
    vector: Vectors
    payload: Payload | None = None


class Columns(Body):
    """Points as columns: the n-th of each belong together."""

    ids: list[PointId]
    vectors: list[Dense] | list[list[Dense]] | dict[str, list[OneVector]]
    payloads: list[Payload | None] | None = None


class Upsert(Body):
    """Points to write, as a list or as columns."""

    points: list[PointStruct] | None = None
    batch: Columns | None = None
    update_filter: Json | None = None
    update_mode: Literal["upsert", "insert_only", "update_only"] | None = None


class Retrieve(Body):
    """Points by id."""

    ids: list[PointId]
    with_payload: WithPayload | None = None
    with_vector: WithVector = None


class Delete(Body):
    """Points to delete: by id, or all that a filter matches."""

    points: list[PointId] | None = None
    filter: Json | None = None


class Count(Body):
    """How many points a filter matches."""

    filter: Json | None = None
    exact: bool | None = None


class OrderBy(Body):
    """Order of points by a payload field."""

    key: str
    direction: Literal["asc", "desc"] | None = None
    start_from: int | float | str | None = None


class Scroll(Body):
    """A page of points."""

    offset: PointId | None = None
    limit: Limit | None = None
    filter: Json | None = None
    with_payload: WithPayload | None = None
    with_vector: WithVector = None
    order_by: str | OrderBy | None = None


class Prefetch(Body):
    """A stage whose points the next stage searches."""

    prefetch: "list[Prefetch] | Prefetch | None" = None
    query: Any = None
    using: str | None = None
    filter: Json | None = None
    params: Json | None = None
    score_threshold: float | None = None
    limit: Limit | None = None
    lookup_from: Json | None = None


class QueryPoints(Prefetch):
    """A search."""

    offset: Annotated[int, Field(ge=0, lt=1 << 64)] | None = None
    with_vector: WithVector = None
    with_payload: WithPayload | None = None


class QueryBatch(Body):
    """Several searches at once."""

    searches: list[QueryPoints]
