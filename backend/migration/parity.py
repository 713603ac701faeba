"""Search parity: what the target finds beside an exact search in the source."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backend.migration.target import Distance

NEAREST = 10
SEARCHES = 20
_Floats = NDArray[np.float32]
_TIE = 1e-4
"""Two scores that differ by less, relatively, are one: 32-bit sums depend on their order."""


@dataclass(frozen=True)
class Query:
    """One search and what the target answered to it.

    Attributes:
        vector: What was searched for.
        answered: Ids and scores of the target's nearest points.
    """

    vector: Sequence[float]
    answered: Sequence[Mapping[str, Any]]


class Parity:
    """An exact search for several queries at once, over vectors that stream by.

    Memory is that of the queries and their nearest points, whatever the size of the source.
    """

    def __init__(self, queries: Sequence[Query], distance: Distance) -> None:
        self._queries = queries
        self._distance = distance
        self._wanted = np.array([query.vector for query in queries], np.float32)
        self._scores = np.empty((len(queries), 0), np.float32)
        self._ids = np.empty((len(queries), 0), object)

    def add(self, ids: Sequence[str], vectors: _Floats) -> None:
        """See some points of the source: `vectors` has a row for each of `ids`."""
        if not self._queries:
            return
        scores = np.hstack([self._scores, closeness(self._wanted, vectors, self._distance)])
        names = np.array([*ids, None], object)[:-1]  # of objects, never of fixed-length text
        every = np.hstack([self._ids, np.broadcast_to(names, (len(self._queries), len(ids)))])
        best = np.argsort(-scores, axis=1, kind="stable")[:, :NEAREST]
        self._scores = np.take_along_axis(scores, best, axis=1)
        self._ids = np.take_along_axis(every, best, axis=1)

    def recall(self) -> float | None:
        """Mean share of the exact nearest that the target found; None where nothing was seen.

        A point that ties with the last of the exact ones counts as one of them.
        """
        if not self._queries or not self._scores.shape[1]:
            return None
        shares = [
            _share(query.answered, set(ids), float(scores[-1]), self._distance)
            for query, ids, scores in zip(self._queries, self._ids, self._scores, strict=True)
        ]
        return float(np.mean(shares))


def closeness(queries: _Floats, vectors: _Floats, distance: Distance) -> _Floats:
    """How near vectors are to queries, larger is nearer: (queries, vectors)."""
    if distance == "Manhattan":
        rows = [-np.abs(vectors - query).sum(axis=1) for query in queries]
        return np.array(rows, np.float32)
    if distance == "Euclid":
        rows = [-np.linalg.norm(vectors - query, axis=1) for query in queries]
        return np.array(rows, np.float32)
    if distance == "Cosine":
        queries, vectors = _units(queries), _units(vectors)
    product: _Floats = queries @ vectors.T
    return product


def _units(rows: _Floats) -> _Floats:
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    units: _Floats = (rows / np.where(norms > 0, norms, 1)).astype(np.float32)
    return units


def _share(
    answered: Sequence[Mapping[str, Any]], exact: set[Any], last: float, distance: Distance
) -> float:
    sign = -1.0 if distance in ("Euclid", "Manhattan") else 1.0
    enough = last - _TIE * max(1.0, abs(last))
    hits = sum(
        str(point["id"]) in exact or sign * float(point.get("score", -np.inf)) >= enough
        for point in answered
    )
    return min(1.0, hits / len(exact))
