"""A chunk of points as they should be beside what the target returned."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np
import orjson
from numpy.typing import NDArray

from backend.migration.expected import Expected, payload_digest
from backend.model.migration import Mismatch

TOLERANCE = 1e-3
"""Largest 1 - cosine of two directions, and largest relative difference of two norms."""

MISMATCHES_KEPT = 20
_DIGEST_MODULUS = 2**256
_Floats = NDArray[np.float64]
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

    def add(self, chunk: Sequence[Expected], returned: Sequence[Mapping[str, Any]]) -> None:
        """Compare some points with what the target returned for their ids."""
        self.compared += len(chunk)
        by_id = {str(point["id"]): point for point in returned}
        pairs: list[tuple[Expected, Mapping[str, Any], _Floats]] = []
        for want in chunk:
            got = by_id.get(str(want.point))
            if got is None:
                self._differs(want, "presence", "it is not there")
                continue
            vector = _vector(got.get("vector"))
            self._digest = (self._digest + _digest(got, vector)) % _DIGEST_MODULUS
            if payload_digest(got.get("payload")) != want.payload:
                self._differs(want, "payload", _payload_detail(got.get("payload")))
            if vector.shape != want.vector.shape:
                self._differs(want, "vectors", f"it has {vector.size} dimensions")
                continue
            pairs.append((want, got, vector))
        if pairs:
            self._compare_vectors([want for want, _, _ in pairs], [v for _, _, v in pairs])

    def _compare_vectors(self, wanted: Sequence[Expected], got: Sequence[_Floats]) -> None:
        wants = np.stack([want.vector for want in wanted]).astype(np.float64)
        away, stretched = differences(wants, np.stack(got))
        self.farthest = max(self.farthest, float(away.max()))
        for want, angle, stretch in zip(wanted, away.tolist(), stretched.tolist(), strict=True):
            if not angle <= TOLERANCE:
                self._differs(want, "vectors", f"1 - cosine is {angle:.2g}")
            elif self._norms and not stretch <= TOLERANCE:
                self._differs(want, "vectors", f"its norm differs by {100 * stretch:.2g} %")

    def _differs(self, want: Expected, check: CheckName, detail: str) -> None:
        self.failed[check] += 1
        if len(self.mismatches) < MISMATCHES_KEPT:
            self.mismatches.append(
                Mismatch(
                    place=want.place, id=want.id, point=str(want.point), check=check, detail=detail
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


def _vector(value: Any) -> _Floats:
    try:
        vector = np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError):
        return np.empty(0)
    return vector if vector.ndim == 1 else np.empty(0)


def _digest(point: Mapping[str, Any], vector: _Floats) -> int:
    digest = hashlib.sha256(orjson.dumps(point["id"]))
    digest.update(vector.astype("<f4").tobytes())
    digest.update(payload_digest(point.get("payload")))
    return int.from_bytes(digest.digest(), "big")


def _payload_detail(payload: Any) -> str:
    fields = ", ".join(sorted(map(ascii, payload))[:8]) if isinstance(payload, dict) else ""
    return f"its payload is another; fields there: {fields or 'none'}"
