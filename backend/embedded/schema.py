"""What a collection's vectors are: its configuration as Qdrant reports it, and as the engine's."""

from collections.abc import Iterable
from typing import Any

import qdrant_edge as edge

from backend.embedded.bodies import Body, Json
from backend.embedded.definitions import (
    CreateCollection,
    SparseParams,
    UpdateCollection,
    VectorChange,
    VectorParams,
)
from backend.embedded.errors import bad_input, not_here

# Qdrant 1.19's own defaults (config/config.yaml), reported as it reports them.
_HNSW = {
    "m": 16,
    "ef_construct": 100,
    "full_scan_threshold": 10000,
    "max_indexing_threads": 0,
    "on_disk": False,
}
_OPTIMIZERS = {
    "deleted_threshold": 0.2,
    "vacuum_min_vector_number": 1000,
    "default_segment_number": 0,
    "max_segment_size": None,
    "memmap_threshold": None,
    "indexing_threshold": 10000,
    "flush_interval_sec": 5,
    "max_optimization_threads": None,
}
_WAL = {"wal_capacity_mb": 32, "wal_segments_ahead": 0, "wal_retain_closed": 1}

_DATATYPES = {
    "float32": edge.VectorStorageDatatype.Float32,
    "float16": edge.VectorStorageDatatype.Float16,
    "uint8": edge.VectorStorageDatatype.Uint8,
}


_MAX_SIM = edge.MultiVectorConfig(edge.MultiVectorComparator.MaxSim)


def new_config(body: CreateCollection) -> Json:
    """The configuration of a new collection, in the shape of Qdrant's `CollectionConfig`.

    Raises:
        ApiError: It asks for what the embedded server does not do.
    """
    if not body.vectors and not body.sparse_vectors:
        raise not_here("collections without vectors")
    _refuse_quantization(body, *_each(body.vectors))
    if (body.shard_number or 1) > 1:
        raise not_here("several shards")
    params: Json = {
        "vectors": _reported(body.vectors),
        "sparse_vectors": _reported(body.sparse_vectors),
        "shard_number": 1,
        "replication_factor": 1,
        "write_consistency_factor": 1,
        "on_disk_payload": body.on_disk_payload is not False,
    }
    if params["sparse_vectors"] is None:
        del params["sparse_vectors"]
    config: Json = {
        "params": params,
        "hnsw_config": _HNSW | _named(body.hnsw_config),
        "optimizer_config": _OPTIMIZERS | _named(body.optimizers_config),
        "wal_config": _WAL | _named(body.wal_config),
        "quantization_config": None,
    }
    if body.strict_mode_config:
        config["strict_mode_config"] = body.strict_mode_config
    if body.metadata:
        config["metadata"] = body.metadata
    return config


def changed_config(config: Json, body: UpdateCollection) -> Json:
    """The configuration with the settings of a PATCH in it.

    The engine builds no index here, so index settings are kept and reported, not acted on.

    Raises:
        ApiError: It asks for what the embedded server does not do, or names no vector.
    """
    _refuse_quantization(body, *_each(body.vectors))
    changed = config | {
        "hnsw_config": config["hnsw_config"] | _named(body.hnsw_config),
        "optimizer_config": config["optimizer_config"] | _named(body.optimizers_config),
        "params": config["params"] | _named(body.params),
    }
    for name in ("strict_mode_config", "metadata"):
        settings = getattr(body, name)
        if settings:
            changed[name] = config.get(name, {}) | settings
    for name, change in (body.vectors or {}).items():
        changed["params"]["vectors"] = _changed_vectors(changed["params"]["vectors"], name, change)
    return changed


def engine_config(params: Json) -> edge.EdgeConfig:
    """The engine's configuration for the `params` of a collection."""
    dense = {name: _dense(each) for name, each in dense_params(params).items()}
    sparse = {name: _sparse(each) for name, each in sparse_params(params).items()}
    return edge.EdgeConfig(
        vectors=dense or None,
        sparse_vectors=sparse or None,
        on_disk_payload=params["on_disk_payload"],
    )


def dense_params(params: Json) -> dict[str, VectorParams]:
    """Dense vectors by name; the unnamed one is called ``""``, as in the engine."""
    vectors = params["vectors"] or {}
    named = {"": vectors} if "size" in vectors else vectors
    return {name: VectorParams(**each) for name, each in named.items()}


def sparse_params(params: Json) -> dict[str, SparseParams]:
    """Sparse vectors by name."""
    named = params.get("sparse_vectors") or {}
    return {name: SparseParams(**each) for name, each in named.items()}


def _named(settings: Body | None) -> Json:
    """The settings that a body names."""
    return settings.model_dump(exclude_none=True) if settings else {}


def _reported(vectors: Any) -> Any:
    if isinstance(vectors, dict):
        return {name: _reported(each) for name, each in vectors.items()}
    return vectors and _named(vectors)


def _changed_vectors(vectors: Json, name: str, change: VectorChange) -> Json:
    if name == "" and "size" in vectors:
        return vectors | _named(change)
    if name not in vectors:
        raise bad_input(f"Not existing vector name error: {name}")
    return vectors | {name: vectors[name] | _named(change)}


def _each(vectors: Any) -> Iterable[Any]:
    if isinstance(vectors, dict):
        return vectors.values()
    return [vectors] if vectors else []


def _refuse_quantization(*bodies: Any) -> None:
    if any(body.quantization_config for body in bodies):
        raise not_here("quantization")


def _dense(params: VectorParams) -> edge.EdgeVectorParams:
    return edge.EdgeVectorParams(
        size=params.size,
        distance=getattr(edge.Distance, params.distance),
        on_disk=params.on_disk,
        multivector_config=_MAX_SIM if params.multivector_config else None,
        datatype=_DATATYPES[params.datatype] if params.datatype else None,
    )


def _sparse(params: SparseParams) -> edge.EdgeSparseVectorParams:
    return edge.EdgeSparseVectorParams(
        modifier=edge.Modifier.Idf if params.modifier == "idf" else None
    )
