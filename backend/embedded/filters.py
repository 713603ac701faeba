"""Qdrant's JSON filters as the engine's."""

from collections.abc import Callable
from typing import Any

import qdrant_edge as edge

from backend.embedded.bodies import Json, checked_id
from backend.embedded.errors import malformed


def to_filter(body: Json | None) -> edge.Filter | None:
    """The engine's filter for a JSON filter; None for none.

    Raises:
        ApiError: A condition that Qdrant does not have, or that lacks a field.
    """
    if body is None:
        return None
    unknown = body.keys() - {"must", "should", "must_not", "min_should"}
    if unknown:
        raise malformed(f"unknown field `{min(unknown)}` in a filter")
    least = body.get("min_should")
    return edge.Filter(
        must=_conditions(body.get("must")),
        should=_conditions(body.get("should")),
        must_not=_conditions(body.get("must_not")),
        min_should=least
        and edge.MinShould(_conditions(least.get("conditions")) or [], least["min_count"]),
    )


def _conditions(body: Json | list[Json] | None) -> list[Any] | None:
    if body is None:
        return None
    return [_condition(each) for each in (body if isinstance(body, list) else [body])]


def _condition(body: Json) -> Any:
    try:
        for kind, build in _CONDITIONS.items():
            if kind in body:
                return build(body)
        if "key" in body:
            return _field(body)
        return to_filter(body)
    except (KeyError, AttributeError) as error:
        raise malformed(f"a filter condition lacks {error}") from error


def _nested(body: Json) -> Any:
    nested = body["nested"]
    return edge.NestedCondition(nested["key"], to_filter(nested["filter"]) or edge.Filter())


def _field(body: Json) -> Any:
    """A condition on a payload field; of several kinds at once all must hold."""
    parts = {
        name: build(body[name]) for name, build in _FIELD.items() if body.get(name) is not None
    }
    if not parts:
        raise malformed(f"the condition on `{body['key']}` says nothing about it")
    return edge.FieldCondition(body["key"], **parts)


def _match(body: Json) -> Any:
    for kind, build in _MATCH.items():
        if kind in body:
            return build(body[kind])
    raise malformed(f"unknown match: {', '.join(body) or 'empty'}")


def _range(body: Json) -> Any:
    bounds = {name: body.get(name) for name in ("gte", "gt", "lte", "lt")}
    dated = any(isinstance(bound, str) for bound in bounds.values())
    return (edge.RangeDateTime if dated else edge.RangeFloat)(**bounds)


def _geo_point(body: Json) -> Any:
    return edge.GeoPoint(body["lon"], body["lat"])


def _ring(body: Json) -> list[Any]:
    return [_geo_point(point) for point in body["points"]]


_CONDITIONS: dict[str, Callable[[Json], Any]] = {
    "is_empty": lambda body: (
        _field(body) if "key" in body else edge.IsEmptyCondition(body["is_empty"]["key"])
    ),
    "is_null": lambda body: (
        _field(body) if "key" in body else edge.IsNullCondition(body["is_null"]["key"])
    ),
    "has_id": lambda body: edge.HasIdCondition({checked_id(each) for each in body["has_id"]}),
    "has_vector": lambda body: edge.HasVectorCondition(body["has_vector"]),
    "nested": _nested,
}

_FIELD: dict[str, Callable[[Any], Any]] = {
    "match": _match,
    "range": _range,
    "geo_bounding_box": lambda body: edge.GeoBoundingBox(
        _geo_point(body["top_left"]), _geo_point(body["bottom_right"])
    ),
    "geo_radius": lambda body: edge.GeoRadius(_geo_point(body["center"]), body["radius"]),
    "geo_polygon": lambda body: edge.GeoPolygon(
        _ring(body["exterior"]), [_ring(ring) for ring in body.get("interiors") or []]
    ),
    "values_count": lambda body: edge.ValuesCount(**body),
    "is_empty": bool,
    "is_null": bool,
}

_MATCH: dict[str, Callable[[Any], Any]] = {
    "value": edge.MatchValue,
    "text": edge.MatchText,
    "text_any": edge.MatchTextAny,
    "phrase": edge.MatchPhrase,
    "any": edge.MatchAny,
    "except": edge.MatchExcept,
}
