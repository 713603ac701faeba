"""A collection of another Qdrant, as the engine moves it."""

import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from backend.migration.aliases import Aliases
from backend.migration.batches import Batch, Cut, Point
from backend.migration.breaker import Breaker
from backend.migration.collection.carrying import make_aliases, make_indexes
from backend.migration.collection.kinds import kinds_of, unfit
from backend.migration.collection.outlook import Outlook, look, outlook_findings
from backend.migration.collection.points import StoredPoint, digest_of
from backend.migration.collection.proof import CollectionVerifier, Drift
from backend.migration.collection.sameness import is_same
from backend.migration.collection.source import CollectionSource, Reader
from backend.migration.errors import Refused, SourceAway, Stopped, TargetAway
from backend.migration.findings import finding
from backend.migration.insisting import Insist
from backend.migration.journal import Journal
from backend.migration.persistence import Persistence
from backend.migration.preflight import Survey
from backend.migration.proving import Proving
from backend.migration.ranges import Range
from backend.migration.rest import Rest
from backend.migration.supply import Ahead, Supply
from backend.migration.target import Space, Target
from backend.model.finding import Finding, Severity
from backend.model.migration.manner import Transport
from backend.model.migration.preflight import Preflight
from backend.model.migration.proof import Verification

if TYPE_CHECKING:
    from backend.migration.calls import Calls  # loads 22 MB

T = TypeVar("T")


def insisting(persistence: Persistence) -> Insist:
    """Repeats requests to a source; gives up in its name."""

    async def insist(request: Callable[[], Awaitable[T]]) -> tuple[T, int]:
        try:
            return await persistence.insist(request)
        except TargetAway as away:
            raise SourceAway(str(away)) from None

    return insist


class Collection:
    """A source of points: ranges of ids, fixed in the journal, are read several at once."""

    def __init__(
        self,
        source: CollectionSource,
        rest: Rest,
        journal: Journal,
        *,
        give_up_after: float,
        sleep: Callable[[float], Awaitable[None]],
        with_aliases: bool = False,
        calls: "Calls | None" = None,
    ) -> None:
        """Prepare; nothing is asked yet.

        Args:
            source: What is moved.
            rest: Requests to it.
            journal: Of the run.
            give_up_after: Seconds without an answer from it.
            sleep: Waits so many seconds; raises Stopped where the wait is cut short.
            with_aliases: Make its aliases at the target, too.
            calls: The same Qdrant over gRPC, where that answers.
        """
        self._source = source
        self._journal = journal
        self._persistence = Persistence(give_up_after, sleep, self._retried, breaker=Breaker())
        self._reader = Reader(rest, source.collection, insisting(self._persistence))
        self._with_aliases = with_aliases
        self._calls = calls
        self._outlook: Outlook | None = None
        self._is_same = False
        self._drift: Drift | None = None
        self._told: list[Finding] = []
        row = journal.row
        self._size: int = row["batch_size"]
        self._workers: int = row["workers"]

    @property
    def is_away(self) -> bool:
        """Whether it gives no answer now."""
        return self._persistence.is_away

    async def begin(self, rest: Rest, collection: str, insist: Insist, *, in_place: bool) -> None:
        """Find out which collection is meant, and that it is not the one to write into.

        Raises:
            Refused: It is, or it is not there.
        """
        outlook = await self._look()
        self._journal.set_moved_from(outlook.collection)
        self._told = []
        if not await self._same(rest, insist):
            return
        means = (await insist(Aliases(rest).all))[0].get(collection)
        if collection == outlook.collection or (in_place and means == outlook.collection):
            which = "" if collection == outlook.collection else f", by the alias {collection}"
            raise Refused(
                f"source and target are the same collection: {outlook.collection} at "
                f"{self._reader.rest.url}{which}",
                "name another with --collection; nothing was changed",
            )
        if means == outlook.collection:
            self._told.append(
                finding(
                    "replaced",
                    Severity.LOOK,
                    collection,
                    f"alias {collection} means the source itself; afterwards it means a copy of "
                    "it, and what is written to the source meanwhile is not in the copy",
                    "stop writing until the run is finished; the source is kept",
                )
            )

    async def survey(
        self, model: Space | None, collection: str, is_stopped: Callable[[], bool]
    ) -> Survey:
        """Fix the ranges: every id is asked for once, without vectors and payloads."""
        began = time.monotonic()
        outlook = await self._look()
        ranges = self._journal.ranges
        ranges.forget()
        points = number = 0
        async for bounds in self._reader.walk(self._size):
            if is_stopped():
                raise Stopped
            ranges.add(number, bounds)
            number += len(bounds)
            points += sum(bound.points for bound in bounds)
        written_into = None if self._is_staged else model
        found = (
            *self._told,
            *outlook_findings(self._source, outlook, written_into, collection),
            *self._alias_findings(outlook),
        )
        preflight = outlook.preflight(points, time.monotonic() - began, found)
        return Survey(preflight, frozenset())

    def digests(self) -> dict[str, str]:
        """None: each range has one of its own in the journal."""
        return {}

    def check(self, space: Space | None, collection: str, preflight: Preflight) -> None:
        """What is written into has every vector of the source's; a new one is made like it."""
        if space is None or self._is_staged:
            return
        for reason in unfit(preflight.vectors, kinds_of(space.config or {})):
            raise Refused(
                f"collection {collection} cannot take these points: {reason}",
                "name another collection, or one that does not exist yet",
            )

    async def make(self, target: Target, preflight: Preflight, serving: Space | None) -> None:
        """With the settings of the source; its payload indexes come last."""
        outlook = await self._look()
        await target.create(outlook.dimension, replace(outlook.space, indexes={}))

    def supply(self, cut: Cut) -> Supply:
        """One batch for each range that was not written yet."""
        left = (one for one in self._journal.ranges.all() if one.number not in cut.done)
        return Ahead(left, lambda one: self._batch(one, cut.transport), self._workers)

    async def finish(self, target: Target) -> None:
        """Make the payload indexes, before the index of the vectors is built upon them."""
        await make_indexes(target, (await self._look()).space.indexes)

    async def verify(self, proving: Proving) -> Verification:
        """Read every range once more, and set it beside what the target returns."""
        outlook = await self._look()
        preflight = self._journal.preflight
        total = preflight.points if preflight else outlook.points
        self._drift = Drift(total)
        verifier = CollectionVerifier(
            self._reader,
            self._source.name,
            outlook.kinds,
            self._journal.ranges.all(),
            self._size,
            total,
            dict(self._journal.ranges.digests()),
            proving,
            self._drift,
        )
        return await verifier.verify()

    def changed(self, before: dict[str, str]) -> tuple[str, ...]:
        """The source, where a range of it, or its count, is not what it was."""
        told = self._drift.told if self._drift else ""
        return (f"{self._source.name} ({told})",) if told else ()

    async def settle(self, rest: Rest, home: str, insist: Insist) -> tuple[Finding, ...]:
        """Make the source's aliases at the target, where that was asked for."""
        if not self._with_aliases or await self._same(rest, insist):
            return ()
        outlook = await self._look()
        names = tuple(name for name in outlook.aliases if name != self._journal.row["collection"])
        return await make_aliases(names, home, rest, insist, self._journal)

    @property
    def _is_staged(self) -> bool:
        return self._journal.row["staging"] is not None

    async def _look(self) -> Outlook:
        if self._outlook is None:
            if (pinned := self._journal.moved_from) is not None:
                self._reader.read_from(pinned)
            self._outlook = await look(self._reader)
            if self._calls is not None and await self._calls.knows(self._reader.collection):
                self._reader.read_over(self._calls)
                self._journal.event(f"the source is read over gRPC, from {self._calls.address}")
        return self._outlook

    async def _same(self, rest: Rest, insist: Insist) -> bool:
        return await is_same(self._reader.rest, insisting(self._persistence), rest, insist)

    async def _batch(self, one: Range, transport: Transport) -> Batch:
        if self._outlook is None:
            await self._look()
        return batch_of(one, await self._reader.read(one), self._size, transport)

    def _alias_findings(self, outlook: Outlook) -> tuple[Finding, ...]:
        return alias_findings(outlook, with_aliases=self._with_aliases)

    def _retried(self, summary: str, batch: int | None) -> None:
        self._journal.retry(f"source: {summary}", batch)


def batch_of(one: Range, stored: Sequence[StoredPoint], size: int, transport: Transport) -> Batch:
    """The batch that the points of a range make.

    Args:
        one: The range.
        stored: Its points, as they were read.
        size: Points of a range, but for the last.
        transport: The interface whose bytes they are made of.
    """
    first = one.number * size
    points = tuple(
        Point(first + row, f"point {point.id}", str(point.id), point.encoded(transport))
        for row, point in enumerate(stored)
    )
    digest = digest_of(stored).to_bytes(32, "big")
    return Batch(one.number, range(first, first + one.points), points, (), digest)


def alias_findings(outlook: Outlook, *, with_aliases: bool) -> tuple[Finding, ...]:
    """That the source has aliases, and what becomes of them."""
    if not outlook.aliases or with_aliases:
        return ()
    names = ", ".join(outlook.aliases)
    return (
        finding(
            "aliases",
            Severity.NOTE,
            outlook.collection,
            f"aliases of the source stay behind: {names}",
            "--with-aliases makes them at the target, where those names are free",
        ),
    )
