"""A chunk of points as they should be beside what the target returned."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np
import orjson
from numpy.typing import NDArray

from backend.migration.expected import Expected, payload_digest
from backend.model.migration.proof import Mismatch

TOLERANCE = 1e-3
"""Largest 1 - cosine of two directions, and largest relative difference of two norms."""

MISMATCHES_KEPT = 20
_DIGEST_MODULUS = 2**256
_Floats = NDArray[np.float64]
_Singles = NDArray[np.float32]
CheckName = Literal["presence", "vectors", "payload"]


class Comparison:
    """Counts what is as it should be and what is not.

    Attributes:
        compared: Points asked for.
        failed: How many failed each check; a point that is missing fails `presence` alone.
        mismatches: The first few.
        farthest: Largest 1 - cosine seen.
    """

    def __init__(self, *, norms: bool) -> None:
        """Compare norms too, where the collection's distance depends on them."""
        self._norms = norms
        self._digest = 0
        self.compared = 0
        self.failed: Counter[CheckName] = Counter()
        self.mismatches: list[Mismatch] = []
        self.farthest = 0.0

    @property
    def digest(self) -> str:
        """Of everything that the target returned, in any order."""
        return f"{self._digest:064x}"

    @property
    def found(self) -> int:
        """Points that are there."""
        return self.compared - self.failed["presence"]

    def add(self, wanted: Expected, returned: Sequence[Mapping[str, Any]]) -> None:
        """Compare some points with what the target returned for their ids."""
        self.compared += len(wanted.compared)
        by_id = {str(point["id"]): point for point in returned}
        rows: list[int] = []
        found: list[Mapping[str, Any]] = []
        for row in wanted.compared:
            got = by_id.get(str(wanted.points[row]))
            if got is None:
                self._differs(wanted, row, "presence", "it is not there")
            else:
                rows.append(row)
                found.append(got)
        dimension = wanted.vectors.shape[1]
        vectors = _vectors([point.get("vector") for point in found], dimension)
        self._compare_payloads(wanted, rows, found, vectors)
        sound = [place for place, vector in enumerate(vectors) if len(vector) == dimension]
        for place in sorted(set(range(len(rows))) - set(sound)):
            detail = f"it has {len(vectors[place])} dimensions"
            self._differs(wanted, rows[place], "vectors", detail)
        if sound:
            got_rows = np.stack([vectors[place] for place in sound])
            self._compare_vectors(wanted, [rows[place] for place in sound], got_rows)

    def _compare_payloads(
        self,
        wanted: Expected,
        rows: Sequence[int],
        found: Sequence[Mapping[str, Any]],
        vectors: Sequence[_Singles],
    ) -> None:
        for row, point, vector in zip(rows, found, vectors, strict=True):
            payload = payload_digest(point.get("payload"))
            self._digest = (self._digest + _digest(point, vector, payload)) % _DIGEST_MODULUS
            if payload != wanted.payloads[row]:
                self._differs(wanted, row, "payload", _payload_detail(point.get("payload")))

    def _compare_vectors(self, wanted: Expected, rows: Sequence[int], got: _Singles) -> None:
        wants = wanted.vectors[rows].astype(np.float64)
        away, stretched = differences(wants, got.astype(np.float64))
        self.farthest = max(self.farthest, float(away.max()))
        is_away, is_stretched = ~(away <= TOLERANCE), ~(stretched <= TOLERANCE) & self._norms
        for place in np.flatnonzero(is_away | is_stretched).tolist():
            if is_away[place]:
                detail = f"1 - cosine is {away[place]:.2g}"
            else:
                detail = f"its norm differs by {100 * stretched[place]:.2g} %"
            self._differs(wanted, rows[place], "vectors", detail)

    def _differs(self, wanted: Expected, row: int, check: CheckName, detail: str) -> None:
        self.failed[check] += 1
        if len(self.mismatches) < MISMATCHES_KEPT:
            self.mismatches.append(
                Mismatch(
                    place=wanted.places[row],
                    id=wanted.ids[row],
                    point=str(wanted.points[row]),
                    check=check,
                    detail=detail,
                )
            )


def differences(wanted: _Floats, got: _Floats) -> tuple[_Floats, _Floats]:
    """How far vectors are from what they should be.

    Args:
        wanted: Rows, (n, dimension).
        got: The same rows as they came back.

    Returns:
        1 - cosine of each pair, from 0 to 2, and the relative difference of their norms; 0 and 0
        for two zero vectors, 1 and infinity where only the wanted one is zero, 1 and 1 where only
        the other one is.
    """
    norms = [np.linalg.norm(rows, axis=1) for rows in (wanted, got)]
    safe = [np.where(norm > 0, norm, 1.0) for norm in norms]
    units = [rows / norm[:, None] for rows, norm in zip((wanted, got), safe, strict=True)]
    cosine = np.clip(np.einsum("nd,nd->n", *units), -1.0, 1.0)
    zeros = [norm == 0 for norm in norms]
    both = zeros[0] & zeros[1]
    away = np.where(both, 0.0, 1.0 - cosine)
    stretched = np.abs(norms[1] - norms[0]) / safe[0]
    return away, np.where(zeros[0] & ~zeros[1], np.inf, stretched)


def _vectors(values: Sequence[Any], dimension: int) -> Sequence[_Singles]:
    """Each as a row of numbers; empty where it is none."""
    try:
        rows = np.array(values, np.float32)
    except (TypeError, ValueError):
        rows = np.empty(0, np.float32)
    if rows.ndim == 2 and rows.shape[1] == dimension:
        return list(rows)
    return [_vector(value) for value in values]


def _vector(value: Any) -> _Singles:
    try:
        vector = np.asarray(value, np.float32)
    except (TypeError, ValueError):
        return np.empty(0, np.float32)
    return vector if vector.ndim == 1 else np.empty(0, np.float32)


def _digest(point: Mapping[str, Any], vector: _Singles, payload: bytes) -> int:
    digest = hashlib.sha256(orjson.dumps(point["id"]))
    digest.update(vector.astype("<f4", copy=False).tobytes())
    digest.update(payload)
    return int.from_bytes(digest.digest(), "big")


def _payload_detail(payload: Any) -> str:
    fields = ", ".join(sorted(map(ascii, payload))[:8]) if isinstance(payload, dict) else ""
    return f"its payload is another; fields there: {fields or 'none'}"
