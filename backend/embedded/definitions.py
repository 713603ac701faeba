"""The JSON bodies that say what a collection is: its vectors, settings, indexes and aliases."""

from typing import Annotated, Literal

from pydantic import Field

from backend.embedded.bodies import Body, Json


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
    on_disk_payload: bool | None = None
    shard_number: Annotated[int, Field(ge=1)] | None = None
    hnsw_config: Json | None = None
    optimizers_config: Json | None = None
    wal_config: Json | None = None
    quantization_config: Json | None = None
    strict_mode_config: Json | None = None
    metadata: Json | None = None


class ParamsChange(Body):
    """The parameters that may change once a collection exists."""

    replication_factor: Annotated[int, Field(ge=1)] | None = None
    write_consistency_factor: Annotated[int, Field(ge=1)] | None = None
    read_fan_out_factor: int | None = None
    on_disk_payload: bool | None = None


class UpdateCollection(Body):
    """Settings to change; what is not named stays as it is."""

    hnsw_config: Json | None = None
    optimizers_config: Json | None = None
    params: ParamsChange | None = None
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
