"""Searches: the JSON of `points/query` as the engine's requests."""

from collections.abc import Callable
from typing import Any

import qdrant_edge as edge
from pydantic import TypeAdapter, ValidationError

from backend.embedded.bodies import (
    DEFAULT_LIMIT,
    Json,
    OneVector,
    OrderBy,
    Prefetch,
    QueryPoints,
    Scroll,
    is_point_id,
)
from backend.embedded.errors import from_validation, malformed, not_here
from backend.embedded.filters import to_filter
from backend.embedded.points import selector
from backend.embedded.vectors import VectorSpace

_VECTOR: TypeAdapter[Any] = TypeAdapter(OneVector)
_ORDER: TypeAdapter[OrderBy] = TypeAdapter(OrderBy)
_RRF_K = 2  # Qdrant's DEFAULT_RRF_K (lib/segment/src/common/reciprocal_rank_fusion.rs)
_ELSEWHERE = {
    "recommend": "recommendation queries",
    "discover": "discovery queries",
    "context": "context queries",
    "formula": "formula queries",
    "relevance_feedback": "relevance feedback queries",
}

StoredVector = Callable[[int | str, str], Any]


class QueryBuilder:
    """Builds the engine's request for one collection.

    Args:
        space: The collection's vectors.
        stored: Returns the stored vector of a point, by id and vector name; raises ApiError.
    """

    def __init__(self, space: VectorSpace, stored: StoredVector) -> None:
        self._space = space
        self._stored = stored

    def request(self, body: QueryPoints) -> edge.QueryRequest:
        """The engine's request.

        Raises:
            ApiError: A malformed query, or one that the embedded server does not do.
        """
        return edge.QueryRequest(
            limit=body.limit or DEFAULT_LIMIT,
            offset=body.offset,
            query=self._query(body),
            prefetches=self._prefetches(body),
            with_vector=body.with_vector or False,
            with_payload=selector(body.with_payload, False),
            filter=self._filter(body),
            score_threshold=body.score_threshold,
            params=_params(body.params),
        )

    def _prefetches(self, body: Prefetch) -> list[edge.Prefetch]:
        stages = body.prefetch or []
        return [
            edge.Prefetch(
                limit=stage.limit or DEFAULT_LIMIT,
                query=self._query(stage),
                prefetches=self._prefetches(stage),
                params=_params(stage.params),
                filter=self._filter(stage),
                score_threshold=stage.score_threshold,
            )
            for stage in (stages if isinstance(stages, list) else [stages])
        ]

    def _filter(self, body: Prefetch) -> edge.Filter | None:
        """The filter asked for, less the point itself where the search is by its id."""
        asked = to_filter(body.filter)
        nearest = _nearest(body.query)
        if isinstance(nearest, int | str):
            itself = edge.HasIdCondition({nearest})
            return edge.Filter(must=[asked] if asked else None, must_not=[itself])
        return asked

    def _query(self, body: Prefetch) -> Any:
        if body.lookup_from:
            raise not_here("look-ups in another collection")
        query = body.query
        if query is None:
            return None
        nearest = _nearest(query)
        if nearest is not None:
            if isinstance(query, dict) and query.get("mmr"):
                raise not_here("maximal marginal relevance")
            return self._by_vector(nearest, body.using or "")
        if not isinstance(query, dict):
            raise malformed("query: expected a vector, a point id or an object")
        for kind, build in _OTHER.items():
            if kind in query:
                return build(query[kind])
        for kind, name in _ELSEWHERE.items():
            if kind in query:
                raise not_here(name)
        raise malformed(f"unknown query: {', '.join(query) or 'empty'}")

    def _by_vector(self, nearest: Any, using: str) -> edge.Query:
        if isinstance(nearest, int | str):
            if not is_point_id(nearest):
                raise malformed(f"value {nearest} is not a valid point ID")
            return edge.Query.Nearest(self._stored(nearest, using), using or None)
        try:
            vector = _VECTOR.validate_python(nearest)
        except ValidationError as error:
            raise from_validation(error) from error
        return edge.Query.Nearest(self._space.vector(vector, using), using or None)


def scroll_request(body: Scroll) -> edge.ScrollRequest:
    """The engine's request for a page of points."""
    return edge.ScrollRequest(
        offset=body.offset,
        limit=body.limit or DEFAULT_LIMIT,
        filter=to_filter(body.filter),
        with_payload=selector(body.with_payload, True),
        with_vector=body.with_vector or False,
        order_by=None if body.order_by is None else _order_by(body.order_by),
    )


def _nearest(query: Any) -> Any:
    """The vector or the id searched by; None where the query is of another kind."""
    if isinstance(query, dict):
        return query if "indices" in query else query.get("nearest")
    return query


def _order_by(body: str | Json | OrderBy) -> edge.OrderBy:
    if isinstance(body, str):
        return edge.OrderBy(body)
    try:
        order = body if isinstance(body, OrderBy) else _ORDER.validate_python(body)
    except ValidationError as error:
        raise from_validation(error) from error
    direction = edge.Direction.Desc if order.direction == "desc" else edge.Direction.Asc
    return edge.OrderBy(order.key, direction, order.start_from)


def _fusion(name: str) -> Any:
    if name == "rrf":
        return _rrf({})
    if name == "dbsf":
        return edge.Fusion.Dbsf()
    raise malformed(f"unknown fusion {name}")


def _rrf(body: Json) -> edge.Fusion.Rrf:
    return edge.Fusion.Rrf(body.get("k") or _RRF_K, body.get("weights"))


def _sample(name: str) -> Any:
    if name != "random":
        raise malformed(f"unknown sample {name}")
    return edge.Sample.Random


def _params(body: Json | None) -> edge.SearchParams | None:
    if body is None:
        return None
    return edge.SearchParams(
        hnsw_ef=body.get("hnsw_ef"),
        exact=body.get("exact", False),
        indexed_only=body.get("indexed_only", False),
    )


_OTHER: dict[str, Callable[[Any], Any]] = {
    "order_by": _order_by,
    "fusion": _fusion,
    "rrf": _rrf,
    "sample": _sample,
}
