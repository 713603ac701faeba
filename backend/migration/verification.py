"""Verification: a source read once more and set beside what the target returns."""

import asyncio
import hashlib
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from backend.migration.checks import judged
from backend.migration.comparison import TOLERANCE, Comparison
from backend.migration.errors import Refused, Stopped
from backend.migration.expected import Expectation, Expected, expected_points
from backend.migration.insisting import Insist
from backend.migration.parity import NEAREST, SEARCHES, Parity, Query
from backend.migration.reading import FileReader
from backend.migration.rest import CollectionMissing, PointsRefused
from backend.migration.scope import Scope
from backend.migration.target import Space, Target
from backend.migration.tasks import together
from backend.model.migration.proof import Verification

CHUNK = 256
"""Points asked for in one request."""

SETTLE_SECONDS = 1.0
SETTLE_CHECKS = 60
"""How often a target is asked whether deferred points are visible and its index is built."""


@dataclass
class _Seen:
    """What the pass over the source has seen so far."""

    comparison: Comparison
    parity: Parity | None
    expected: int = 0

    def add(self, chunk: Expected) -> None:
        self.expected += len(chunk.points)
        if self.parity is not None:
            self.parity.add([str(point) for point in chunk.points], chunk.vectors)


@dataclass(frozen=True)
class Verifier:
    """Compares one source with one target; memory does not grow with either.

    Attributes:
        reader: Of the source; this is the last that is asked of it.
        insist: Repeats what may be answered later.
        sleep: Waits so many seconds; raises Stopped where the wait is cut short.
    """

    reader: FileReader
    target: Target
    scope: Scope
    insist: Insist
    sleep: Callable[[float], Awaitable[None]]
    is_stopped: Callable[[], bool] = field(default=lambda: False)
    workers: int = 5

    async def verify(self) -> Verification:
        """The whole comparison.

        Raises:
            Refused: There is no such collection, or one of another dimension.
            Stopped: As asked.
            TargetAway: It was silent for too long.
            CollectionMissing: It was deleted meanwhile.
        """
        began = time.monotonic()
        space = await self._settled()
        exact, _ = await self.insist(self.target.count)
        queries = await self._queries()
        seen = _Seen(Comparison(norms=space.distance != "Cosine"), Parity(queries, space.distance))
        await self._compare(space.dimension, seen)
        # What else is in the collection may be nearer than anything of the source.
        recall = seen.parity.recall() if seen.parity and exact == seen.expected else None
        checks = judged(
            self.scope,
            self.reader.source.digests,
            space,
            seen.comparison,
            exact=exact,
            expected=seen.expected,
            recall=recall,
        )
        return Verification(
            run=self.scope.run,
            at=datetime.now(UTC),
            seconds=round(time.monotonic() - began, 3),
            source=self.reader.source.name,
            to=self.target.url,
            collection=self.scope.name,
            distance=space.distance,
            datatype=space.datatype,
            tolerance=TOLERANCE,
            sample=None if self.scope.drawn() is None else self.scope.sample,
            expected=seen.expected,
            target_exact=exact,
            recall=recall,
            source_digest=source_digest(self.reader.source.digests),
            target_digest=seen.comparison.digest,
            passed=all(check.passed is not False for check in checks),
            checks=checks,
            mismatches=tuple(seen.comparison.mismatches),
        )

    async def _settled(self) -> Space:
        """What the collection is, once it is at rest, as far as it tells; a minute at most."""
        space = await self._space()
        for _ in range(SETTLE_CHECKS):
            if not space.deferred and space.status != "yellow":
                break
            await self.sleep(SETTLE_SECONDS)
            space = await self._space()
        return space

    async def _space(self) -> Space:
        space, _ = await self.insist(self.target.space)
        if space is None:
            raise Refused(
                f"{self.target.url} has no collection {self.scope.name}",
                "`passerelle migrate run` makes it",
            )
        if space.dimension != self.scope.dimension:
            raise Refused(
                f"collection {self.scope.name} takes vectors of {space.dimension} dimensions, "
                f"most of the source have {self.scope.dimension}",
                "name the collection that this source was moved into",
            )
        return space

    async def _queries(self) -> list[Query]:
        points, _ = await self.insist(lambda: self.target.some(SEARCHES))
        vectors = [point["vector"] for point in points if isinstance(point.get("vector"), list)]

        async def query(vector: list[float]) -> Query:
            found, _ = await self.insist(lambda: self.target.search(vector, NEAREST))
            return Query(vector, found)

        try:
            return [await query(vector) for vector in vectors]
        except (CollectionMissing, PointsRefused):  # before 1.10 there is no such question
            return []

    async def _compare(self, dimension: int, seen: _Seen) -> None:
        left_out = frozenset(self.scope.left_out)
        what = Expectation(dimension, left_out, self.scope.drawn(), CHUNK)
        chunks = self.reader.read(expected_points, what)
        reading = asyncio.Lock()

        async def work() -> None:
            while True:
                async with reading:
                    chunk = await asyncio.to_thread(next, chunks, None)
                if chunk is None:
                    return
                if self.is_stopped():
                    raise Stopped
                seen.add(chunk)
                if chunk.compared:
                    seen.comparison.add(chunk, await self._returned(chunk))

        try:
            async with together() as group:
                for _ in range(self.workers):
                    group.create_task(work())
        finally:
            chunks.close()
            self.reader.close()

    async def _returned(self, chunk: Expected) -> list[dict[str, Any]]:
        ids = [chunk.points[row] for row in chunk.compared]
        returned, _ = await self.insist(lambda: self.target.retrieve(ids))
        return returned


def source_digest(digests: Mapping[str, str]) -> str:
    """One digest for all files of a source, whatever order they were read in."""
    lines = (f"{digest}  {name}\n" for name, digest in sorted(digests.items()))
    return hashlib.sha256("".join(lines).encode()).hexdigest()
