"""Points of a source collection beside what the target returned for their ids."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from backend.migration.collection.points import MODULUS, StoredPoint
from backend.migration.comparison import (
    MISMATCHES_KEPT,
    TOLERANCE,
    CheckName,
    differences,
)
from backend.migration.expected import payload_digest
from backend.model.migration.preflight import VectorKind
from backend.model.migration.proof import Mismatch


class PointComparison:
    """Counts what is as it should be and what is not.

    Attributes:
        compared: Points asked for.
        failed: How many points failed each check; one that is missing fails `presence` alone.
        mismatches: The first few.
        farthest: Largest 1 - cosine seen of each dense vector and each row of a multivector, by
            name; 0 where every one was bit for bit the same.
        seen: How many points had each vector.
        source: Sum of the digests of the points of the source.
        target: The same of what the target returned.
    """

    def __init__(self, kinds: Sequence[VectorKind]) -> None:
        """Compare with a collection whose vectors are these."""
        self._by_direction = {kind.name for kind in kinds if kind.distance == "Cosine"}
        self.compared = 0
        self.failed: Counter[CheckName] = Counter()
        self.mismatches: list[Mismatch] = []
        self.farthest: dict[str, float] = defaultdict(float)
        self.seen: Counter[str] = Counter()
        self.source = 0
        self.target = 0

    @property
    def found(self) -> int:
        """Points that are there."""
        return self.compared - self.failed["presence"]

    def add(self, wanted: Sequence[StoredPoint], returned: Sequence[StoredPoint]) -> None:
        """Compare some points with what the target returned for their ids."""
        self.compared += len(wanted)
        got = {point.id: point for point in returned}
        pairs = [(point, got[point.id]) for point in wanted if point.id in got]
        for point in wanted:
            self.source = (self.source + point.digest) % MODULUS
            if point.id not in got:
                self._differs(point, "presence", "it is not there")
        for point, there in pairs:
            self.target = (self.target + there.digest) % MODULUS
            if payload_digest(point.payload) != payload_digest(there.payload):
                self._differs(point, "payload", "its payload is another")
        self._compare_vectors(pairs)

    def _compare_vectors(self, pairs: Sequence[tuple[StoredPoint, StoredPoint]]) -> None:
        wrong: dict[int, str] = {}
        rows: dict[tuple[str, int], list[tuple[int, Any, Any]]] = defaultdict(list)
        for place, (point, there) in enumerate(pairs):
            self.seen.update(point.vectors.keys())
            odd = point.vectors.keys() ^ there.vectors.keys()
            if odd:
                names = ", ".join(sorted(map(ascii, odd)))
                wrong[place] = f"vectors that only one of the two has: {names}"
            for name in point.vectors.keys() & there.vectors.keys():
                one, other = point.vectors[name], there.vectors[name]
                if isinstance(one, Mapping) or isinstance(other, Mapping):
                    if not _same_sparse(one, other):
                        wrong.setdefault(place, f"sparse vector {name!r} is another")
                elif one.shape != other.shape:
                    wrong.setdefault(
                        place,
                        f"vector {name!r} is of {_sized(other)} there, of {_sized(one)} here",
                    )
                elif not np.array_equal(one, other):
                    rows[name, one.shape[-1]].append((place, one, other))
        for (name, size), unequal in rows.items():
            self._compare_rows(name, size, unequal, wrong)
        for place, detail in wrong.items():
            self._differs(pairs[place][0], "vectors", detail)

    def _compare_rows(
        self, name: str, size: int, unequal: list[tuple[int, Any, Any]], wrong: dict[int, str]
    ) -> None:
        """Dense vectors, and multivectors row by row."""
        owners = [place for place, one, _ in unequal for _ in range(one.size // size)]
        wants = np.concatenate([one.reshape(-1, size) for _, one, _ in unequal]).astype(np.float64)
        gots = np.concatenate([got.reshape(-1, size) for _, _, got in unequal]).astype(np.float64)
        away, stretched = differences(wants, gots)
        self.farthest[name] = max(self.farthest[name], float(away.max()))
        title = f"vector {name!r}" if name else "the vector"
        for row, place in enumerate(owners):
            if not away[row] <= TOLERANCE:
                wrong.setdefault(place, f"{title}: 1 - cosine is {away[row]:.2g}")
            elif name not in self._by_direction and not stretched[row] <= TOLERANCE:
                wrong.setdefault(
                    place, f"{title}: its norm differs by {100 * stretched[row]:.2g} %"
                )

    def _differs(self, point: StoredPoint, check: CheckName, detail: str) -> None:
        self.failed[check] += 1
        if len(self.mismatches) < MISMATCHES_KEPT:
            name = str(point.id)
            self.mismatches.append(
                Mismatch(place=f"point {name}", id=name, point=name, check=check, detail=detail)
            )


def _same_sparse(one: Any, other: Any) -> bool:
    return (
        isinstance(one, Mapping)
        and isinstance(other, Mapping)
        and np.array_equal(one["indices"], other["indices"])
        and np.array_equal(one["values"], other["values"])
    )


def _sized(vector: Any) -> str:
    return " x ".join(map(str, vector.shape)) + " numbers"
