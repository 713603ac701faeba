"""Verification of a collection against another one: every point by its id, from both sides."""

import random
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from backend.migration.checks import LEAST_RECALL, count_check, payload_check, presence_check
from backend.migration.collection.comparison import PointComparison
from backend.migration.collection.kinds import kinds_of, unfit
from backend.migration.collection.parity import recall, searches
from backend.migration.collection.points import StoredPoint, digest_of, ids_digest, stored
from backend.migration.collection.source import Reader
from backend.migration.comparison import TOLERANCE
from backend.migration.errors import Refused, Stopped
from backend.migration.identity import PointId
from backend.migration.parity import NEAREST
from backend.migration.proving import Proving
from backend.migration.ranges import Range
from backend.migration.rest import CollectionMissing, PointsRefused
from backend.migration.target import Space
from backend.migration.tasks import together
from backend.model.migration.preflight import VectorKind
from backend.model.migration.proof import Check, Verification

SETTLE_SECONDS = 1.0
SETTLE_CHECKS = 60
"""How often a target is asked whether deferred points are visible and its index is built."""


@dataclass
class Drift:
    """What of a source is not as it was when its ranges were fixed.

    Attributes:
        ids: Ranges that hold other points.
        contents: Ranges whose points are the same and have other vectors or payloads than when
            they were moved.
        looked_at: Ranges that were read.
        before: Points when the ranges were fixed.
        now: Qdrant's exact count at the end.
    """

    before: int
    ids: int = 0
    contents: int = 0
    looked_at: int = 0
    now: int | None = None

    @property
    def told(self) -> str:
        """What changed, in one sentence; empty where nothing did."""
        parts = []
        if self.now is not None and self.now != self.before:
            parts.append(f"it held {self.before:,} points at first and {self.now:,} at the end")
        if self.ids:
            parts.append(f"{self.ids:,} of {self.looked_at:,} ranges hold other points")
        if self.contents:
            parts.append(f"{self.contents:,} of {self.looked_at:,} ranges hold other contents")
        return ", ".join(parts)


@dataclass(frozen=True)
class CollectionVerifier:
    """Compares one collection with another; memory grows with neither.

    Attributes:
        name: Of the source, as reports call it.
        ranges: What the source is read in.
        size: Points in each but the last.
        moved: Digest of each range's content when it was moved, where it was.
    """

    reader: Reader
    name: str
    kinds: tuple[VectorKind, ...]
    ranges: Iterable[Range]
    size: int
    total: int
    moved: Mapping[int, bytes]
    proving: Proving
    drift: Drift
    sampled: list[StoredPoint] = field(default_factory=list)

    async def verify(self) -> Verification:
        """The whole comparison.

        Raises:
            Refused: There is no such collection at the target, or one of other vectors.
            Stopped: As asked.
            TargetAway: One of the two was silent for too long.
        """
        began = time.monotonic()
        proving = self.proving
        space = await self._settled()
        there = kinds_of(space.config or {})
        exact, _ = await proving.insist(proving.target.count)
        comparison = PointComparison(there)
        await self._compare(comparison)
        self.drift.now = await self.reader.count()
        recalls = [check async for check in self._recalls(exact)]
        scope = proving.scope
        checks = (
            presence_check(comparison),
            count_check(scope.before, self.total, exact, space.deferred),
            _vectors_check(self.kinds, there, comparison),
            payload_check(comparison),
            *(check for _, check in recalls),
            self._source_check(),
        )
        shares = [share for share, _ in recalls if share is not None]
        return Verification(
            run=scope.run,
            at=datetime.now(UTC),
            seconds=round(time.monotonic() - began, 3),
            source=self.name,
            to=proving.target.url,
            collection=scope.name,
            distance=", ".join(sorted({kind.distance for kind in self.kinds})),
            datatype=", ".join(sorted({kind.datatype for kind in there})),
            tolerance=TOLERANCE,
            sample=None if self._drawn() is None else scope.sample,
            expected=self.total,
            target_exact=exact,
            recall=min(shares) if shares else None,
            source_digest=f"{comparison.source:064x}",
            target_digest=f"{comparison.target:064x}",
            passed=all(check.passed is not False for check in checks),
            checks=checks,
            mismatches=tuple(comparison.mismatches),
        )

    async def _settled(self) -> Space:
        """What the target is, once it is at rest, as far as it tells; a minute at most."""
        space = await self._space()
        for _ in range(SETTLE_CHECKS):
            if not space.deferred and space.status != "yellow":
                break
            await self.proving.sleep(SETTLE_SECONDS)
            space = await self._space()
        return space

    async def _space(self) -> Space:
        target = self.proving.target
        space, _ = await self.proving.insist(target.whole)
        if space is None:
            raise Refused(
                f"{target.url} has no collection {self.proving.scope.name}",
                "`passerelle migrate run` makes it",
            )
        for reason in unfit(self.kinds, kinds_of(space.config or {})):
            raise Refused(
                f"collection {self.proving.scope.name} is another one than the source: {reason}",
                "name the collection that this source was moved into",
            )
        return space

    def _drawn(self) -> frozenset[int] | None:
        """The places of the points to compare; None for every one."""
        sample = self.proving.scope.sample
        if sample is None or sample >= self.total:
            return None
        return frozenset(random.Random(0).sample(range(self.total), sample))

    def _wanted(self) -> Iterator[tuple[Range, frozenset[int] | None]]:
        """The ranges to read, each with the places in it that are compared; None for all."""
        drawn = self._drawn()
        for one in self.ranges:
            first = one.number * self.size
            if drawn is None:
                yield one, None
                continue
            rows = frozenset(row for row in range(one.points) if first + row in drawn)
            if rows:
                yield one, rows

    async def _compare(self, comparison: PointComparison) -> None:
        wanted = self._wanted()

        async def work() -> None:
            for one, rows in wanted:
                if self.proving.is_stopped():
                    raise Stopped
                points = await self.reader.read(one)
                self._look(one, points)
                if rows is not None:
                    points = [point for row, point in enumerate(points) if row in rows]
                if not points:
                    continue
                comparison.add(points, await self._returned([point.id for point in points]))

        async with together() as group:
            for _ in range(self.proving.workers):
                group.create_task(work())

    async def _returned(self, ids: Sequence[PointId]) -> list[StoredPoint]:
        async def ask() -> list[StoredPoint]:
            return [stored(point) for point in await self.proving.target.retrieve(ids)]

        returned, _ = await self.proving.insist(ask)
        return returned

    def _look(self, one: Range, points: Sequence[StoredPoint]) -> None:
        """See whether a range is what it was, and keep some of its points to search by."""
        drift = self.drift
        drift.looked_at += 1
        moved = self.moved.get(one.number)
        if ids_digest(point.id for point in points) != one.ids:
            drift.ids += 1
        elif moved is not None and moved != digest_of(points).to_bytes(32, "big"):
            drift.contents += 1
        dice = random.Random(one.number)
        room = max(2, 40 // max(1, -(-self.total // self.size)))
        if len(self.sampled) < 200:
            self.sampled.extend(dice.sample(list(points), min(room, len(points))))

    async def _recalls(self, exact: int) -> Any:
        """Each vector's mean recall and the check of it."""
        for kind in self.kinds:
            queries = searches(kind, self.sampled)
            title = f" by vector {kind.name}" if kind.name else ""
            if exact != self.total or not queries:
                detail = f"not comparable{title}: the collection is empty or holds other points too"
                yield None, Check(name="recall", passed=None, detail=detail)
                continue
            try:
                share = await recall(kind, queries, self.reader.query, self._query)
            except (CollectionMissing, PointsRefused, Refused) as reason:
                detail = f"not comparable{title}: {reason}"
                yield None, Check(name="recall", passed=None, detail=detail)
                continue
            yield (
                share,
                Check(
                    name="recall",
                    checked=len(queries),
                    passed=share >= LEAST_RECALL,
                    detail=f"recall@{NEAREST}{title} is {share:.3f} against exact searches in the "
                    f"source, at least {LEAST_RECALL} is asked for",
                ),
            )

    async def _query(self, body: dict[str, Any]) -> list[dict[str, Any]]:
        found, _ = await self.proving.insist(lambda: self.proving.target.query(body))
        return found

    def _source_check(self) -> Check:
        told = self.drift.told
        detail = f"written to meanwhile: {told}" if told else "nobody wrote to the source meanwhile"
        failed = self.drift.ids + self.drift.contents
        return Check(name="source", failed=failed, passed=not told, detail=detail)


def _vectors_check(
    kinds: Sequence[VectorKind], there: Sequence[VectorKind], comparison: PointComparison
) -> Check:
    distances = {kind.name: kind.distance for kind in there}
    told = [_told(kind, distances.get(kind.name, ""), comparison) for kind in kinds]
    failed = comparison.failed["vectors"]
    return Check(
        name="vectors",
        checked=comparison.found,
        failed=failed,
        passed=failed == 0 if comparison.found else None,
        detail="; ".join(told) + f"; allowed are {TOLERANCE:g}",
    )


def _told(kind: VectorKind, distance: str, comparison: PointComparison) -> str:
    title = f"{kind.name}: " if kind.name else ""
    points = f" of {comparison.seen[kind.name]:,} points"
    if kind.kind == "sparse":
        return f"{title}indices and values{points} are compared exactly"
    farthest = comparison.farthest.get(kind.name, 0.0)
    what = "rows" if kind.kind == "multi" else "vectors"
    how = "directions only, as Cosine stores unit vectors" if distance == "Cosine" else "norms too"
    return f"{title}1 - cosine is at most {farthest:.1e} in {what}{points}, {how}"
