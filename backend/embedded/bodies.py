"""The JSON bodies that the routes take. Fields of Qdrant that are not listed are ignored."""

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

_UUID = re.compile(
    r"[0-9a-f]{32}"
    r"|(?:urn:uuid:)?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    r"|\{[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}",
    re.IGNORECASE,
)


def is_point_id(value: int | str) -> bool:
    """True for an unsigned 64-bit integer and for the four spellings of a UUID."""
    if isinstance(value, str):
        return _UUID.fullmatch(value) is not None
    return 0 <= value < 1 << 64


def _checked_id(value: int | str) -> int | str:
    if not is_point_id(value):
        raise PydanticCustomError(
            "point_id",
            "value {value} is not a valid point ID, "
            "valid values are either an unsigned integer or a UUID",
            {"value": str(value)},
        )
    return value


class Body(BaseModel):
    """Strict: no number is read from a string, no flag from a number."""

    model_config = ConfigDict(strict=True, frozen=True)


PointId = Annotated[int | str, AfterValidator(_checked_id)]
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
WithVector = bool | list[str]


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
    with_vector: WithVector | None = None


class Delete(Body):
    """Points to delete: by id, or all that a filter matches."""

    points: list[PointId] | None = None
    filter: Json | None = None


class Count(Body):
    """How many points a filter matches."""

    filter: Json | None = None
    exact: bool = True


class OrderBy(Body):
    """Order of points by a payload field."""

    key: str
    direction: Literal["asc", "desc"] | None = None
    start_from: int | float | str | None = None


class Scroll(Body):
    """A page of points."""

    offset: PointId | None = None
    limit: Annotated[int, Field(ge=1)] = 10
    filter: Json | None = None
    with_payload: WithPayload | None = None
    with_vector: WithVector = False
    order_by: str | OrderBy | None = None


class Prefetch(Body):
    """A stage whose points the next stage searches."""

    prefetch: "list[Prefetch] | Prefetch | None" = None
    query: Any = None
    using: str | None = None
    filter: Json | None = None
    params: Json | None = None
    score_threshold: float | None = None
    limit: Annotated[int, Field(ge=1)] = 10
    lookup_from: Json | None = None


class QueryPoints(Prefetch):
    """A search."""

    offset: Annotated[int, Field(ge=0)] = 0
    with_vector: WithVector = False
    with_payload: WithPayload = False


class QueryBatch(Body):
    """Several searches at once."""

    searches: list[QueryPoints]


class CreateIndex(Body):
    """A payload field to index; the schema is a type's name or its parameters."""

    field_name: str
    field_schema: str | Json | None = None


class Multivector(Body):
    """Several vectors under one name."""

    comparator: Literal["max_sim"]


class VectorParams(Body):
    """What the vectors under one name are."""

    size: Annotated[int, Field(ge=1, le=65536)]
    distance: Literal["Cosine", "Euclid", "Dot", "Manhattan"]
    multivector_config: Multivector | None = None
    datatype: Literal["float32", "float16", "uint8"] | None = None
    on_disk: bool | None = None
    hnsw_config: Json | None = None
    quantization_config: Json | None = None


class SparseParams(Body):
    """What the sparse vectors under one name are."""

    modifier: Literal["none", "idf"] | None = None
    index: Json | None = None


class CreateCollection(Body):
    """A new collection."""

    vectors: Annotated[
        VectorParams | dict[str, VectorParams] | None, Field(union_mode="left_to_right")
    ] = None
    sparse_vectors: dict[str, SparseParams] | None = None
    on_disk_payload: bool = True
    shard_number: Annotated[int, Field(ge=1)] = 1
    hnsw_config: Json | None = None
    optimizers_config: Json | None = None
    wal_config: Json | None = None
    quantization_config: Json | None = None
    strict_mode_config: Json | None = None
    metadata: Json | None = None


class UpdateCollection(Body):
    """Settings to change; what is not named stays as it is."""

    hnsw_config: Json | None = None
    optimizers_config: Json | None = None
    params: Json | None = None
    quantization_config: Json | None = None
    strict_mode_config: Json | None = None
    metadata: Json | None = None
    vectors: Json | None = None
    sparse_vectors: Json | None = None


class CreateAlias(Body):
    """A second name of a collection; moves the name if another collection had it."""

    collection_name: str
    alias_name: str


class DeleteAlias(Body):
    """A second name to forget."""

    alias_name: str


class RenameAlias(Body):
    """A second name to change."""

    old_alias_name: str
    new_alias_name: str


class AliasAction(Body):
    """Exactly one of the three."""

    create_alias: CreateAlias | None = None
    delete_alias: DeleteAlias | None = None
    rename_alias: RenameAlias | None = None


class ChangeAliases(Body):
    """Actions that take effect together or not at all."""

    actions: list[AliasAction]
