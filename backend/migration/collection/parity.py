"""Search parity of two Qdrants: what the target finds beside an exact search in the source."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

import numpy as np

from backend.migration.collection.points import StoredPoint
from backend.migration.parity import NEAREST
from backend.model.migration.preflight import VectorKind

SEARCHES = 10
"""Of each vector: an exact search makes the source look at every point."""

Json = dict[str, Any]
Ask = Callable[[Json], Awaitable[list[Json]]]
_TIE = 1e-4
_SMALLER_IS_NEARER = ("Euclid", "Manhattan")


def searches(kind: VectorKind, points: Sequence[StoredPoint]) -> list[Json]:
    """Queries by the vectors of some points, as Qdrant takes them."""
    vectors = [point.vectors[kind.name] for point in points if kind.name in point.vectors]
    return [_query(kind.name, vector) for vector in vectors[:SEARCHES]]


async def recall(kind: VectorKind, queries: Sequence[Json], source: Ask, target: Ask) -> float:
    """Mean share of the source's exact nearest that the target finds; 1 where there are none.

    A point that ties with the last of the exact ones counts as one of them.
    """
    shares = []
    for query in queries:
        exact = await source({**query, "params": {"exact": True}})
        shares.append(_share(exact, await target(query), kind.distance))
    return float(np.mean(shares)) if shares else 1.0


def _query(name: str, vector: Any) -> Json:
    if isinstance(vector, Mapping):
        wanted: Any = {key: array.tolist() for key, array in vector.items()}
    else:
        wanted = vector.tolist()
    query: Json = {"query": wanted, "limit": NEAREST}
    return {**query, "using": name} if name else query


def _share(exact: Sequence[Json], found: Sequence[Json], distance: str) -> float:
    if not exact:
        return 1.0
    sign = -1.0 if distance in _SMALLER_IS_NEARER else 1.0
    last = sign * float(exact[-1]["score"])
    enough = last - _TIE * max(1.0, abs(last))
    ids = {point["id"] for point in exact}
    hits = sum(point["id"] in ids or sign * float(point["score"]) >= enough for point in found)
    return min(1.0, hits / len(exact))
