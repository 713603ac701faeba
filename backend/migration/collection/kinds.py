"""The vectors of a collection: what each name holds, from the settings that Qdrant reports."""

from collections.abc import Iterator
from typing import Any

from backend.migration.rest import Unavailable
from backend.model.migration.preflight import VectorKind

Json = dict[str, Any]


def kinds_of(config: Json) -> tuple[VectorKind, ...]:
    """Every vector that a collection's points may have; the unnamed one is called ``""``.

    Raises:
        Unavailable: These are no settings of a collection.
    """
    try:
        params = config["params"]
        return (*_dense(params.get("vectors") or {}), *_sparse(params.get("sparse_vectors") or {}))
    except (AttributeError, KeyError, TypeError):
        raise Unavailable("answered without the collection's settings", is_away=False) from None


def _dense(vectors: Json) -> Iterator[VectorKind]:
    named = {"": vectors} if isinstance(vectors.get("size"), int) else vectors
    for name, one in sorted(named.items()):
        multi = one.get("multivector_config")
        yield VectorKind(
            name=name,
            kind="multi" if multi else "dense",
            size=one["size"],
            distance=one["distance"],
            datatype=one.get("datatype") or "float32",
            comparator=(multi or {}).get("comparator", ""),
        )


def _sparse(vectors: Json) -> Iterator[VectorKind]:
    for name, one in sorted(vectors.items()):
        settings = one or {}
        yield VectorKind(
            name=name,
            kind="sparse",
            distance="Dot",
            datatype=(settings.get("index") or {}).get("datatype") or "float32",
            modifier=settings.get("modifier") or "none",
        )


def unfit(source: tuple[VectorKind, ...], target: tuple[VectorKind, ...]) -> Iterator[str]:
    """Why points of one collection cannot be written into another; nothing where they can."""
    there = {kind.name: kind for kind in target}
    for kind in source:
        other = there.get(kind.name)
        if other is None:
            yield f"it has no vector {kind.title}"
        elif other.kind != kind.kind:
            yield f"vector {kind.title} is {other.kind} there and {kind.kind} in the source"
        elif other.size != kind.size:
            yield f"vector {kind.title} has {other.size} dimensions there, {kind.size} here"
