"""The JSON bodies that say what a collection is: its vectors, settings, indexes and aliases."""

from typing import Annotated, Literal

from pydantic import Field

from backend.embedded.bodies import Body, Json


class CreateIndex(Body):
    """A payload field to index; the schema is a type's name or its parameters."""

    field_name: str
    field_schema: str | Json | None = None


Count = Annotated[int, Field(ge=0)]


class Hnsw(Body):
    """Settings of the graph index."""

    m: Count | None = None
    ef_construct: Count | None = None
    full_scan_threshold: Count | None = None
    max_indexing_threads: Count | None = None
    on_disk: bool | None = None
    payload_m: Count | None = None


class Optimizers(Body):
    """Settings of the optimizers."""

    deleted_threshold: Annotated[float, Field(ge=0, le=1)] | None = None
    vacuum_min_vector_number: Count | None = None
    default_segment_number: Count | None = None
    max_segment_size: Count | None = None
    memmap_threshold: Count | None = None
    indexing_threshold: Count | None = None
    flush_interval_sec: Count | None = None
    max_optimization_threads: Count | Literal["auto"] | None = None


class Wal(Body):
    """Settings of the log of updates."""

    wal_capacity_mb: Count | None = None
    wal_segments_ahead: Count | None = None
    wal_retain_closed: Count | None = None


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
    hnsw_config: Hnsw | None = None
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
    hnsw_config: Hnsw | None = None
    optimizers_config: Optimizers | None = None
    wal_config: Wal | None = None
    quantization_config: Json | None = None
    strict_mode_config: Json | None = None
    metadata: Json | None = None


class ParamsChange(Body):
    """The parameters that may change once a collection exists."""

    replication_factor: Annotated[int, Field(ge=1)] | None = None
    write_consistency_factor: Annotated[int, Field(ge=1)] | None = None
    read_fan_out_factor: int | None = None
    on_disk_payload: bool | None = None


class VectorChange(Body):
    """What may change about the vectors under one name."""

    hnsw_config: Hnsw | None = None
    quantization_config: Json | None = None
    on_disk: bool | None = None


class UpdateCollection(Body):
    """Settings to change; what is not named stays as it is."""

    hnsw_config: Hnsw | None = None
    optimizers_config: Optimizers | None = None
    params: ParamsChange | None = None
    quantization_config: Json | None = None
    strict_mode_config: Json | None = None
    metadata: Json | None = None
    vectors: dict[str, VectorChange] | None = None


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
