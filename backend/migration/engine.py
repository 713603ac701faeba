"""The engine: moves one source into one collection and writes down every step."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterator
from typing import TypeVar

from backend.migration.batches import Batch, batch_count, batches
from backend.migration.breaker import Breaker
from backend.migration.bulk import BulkLoad
from backend.migration.control import Control
from backend.migration.errors import Refused, Stopped, TooManyFailed
from backend.migration.fitness import fitness_findings
from backend.migration.journal import Journal
from backend.migration.pace import Pace
from backend.migration.persistence import Persistence
from backend.migration.preflight import survey
from backend.migration.proof import keep
from backend.migration.report import changed_files, counts_agree, is_too_much, report_of
from backend.migration.rest import CollectionMissing, PointsRefused, Rest
from backend.migration.returning import go_back
from backend.migration.scope import Scope
from backend.migration.sending import Sender
from backend.migration.sizing import Sizing
from backend.migration.source import Source
from backend.migration.staging import NotSwitched, Staging
from backend.migration.target import Space, Target
from backend.migration.verification import Verifier
from backend.model.migration import Preflight, Report, RunState, Verification

T = TypeVar("T")
HEARTBEAT = 1.0
_START_ANEW = "begin anew with --restart"


class Engine:
    """One run in one process, from wherever its journal stands to its end.

    One task reads batches from the source, `workers` tasks send them; between them is a queue
    that holds one batch per worker, so that memory does not grow with the source. A batch is
    written into the journal only once the target has applied it.
    """

    def __init__(
        self,
        journal: Journal,
        source: Source,
        rest: Rest,
        *,
        pace: float | None = None,
        give_up_after: float = 60.0,
        sample: int | None = None,
    ) -> None:
        self._journal = journal
        self._source = source
        self._target = Target(rest, journal.home)
        self._control = Control(journal)
        self._pace = Pace(pace, self._control.sleep)
        self._breaker = Breaker()
        self._persistence = Persistence(
            give_up_after, self._control.sleep, self._retried, breaker=self._breaker
        )
        self._sizing = Sizing(journal.row["batch_size"])
        self._sender = Sender(self._target, self._persistence.insist, self._sizing)
        self._sample = sample
        self._staging = Staging(journal, rest, self._insist)
        self._bulk = BulkLoad(journal, self._target, self._insist)
        self._in_flight = 0
        self._state: RunState = "preflight"

    def stop(self) -> None:
        """End after the batches in flight; the journal can be taken up again."""
        self._control.stop()

    async def run(self) -> Report:
        """Move everything and compare the counts.

        Raises:
            Refused: It cannot be done as asked.
            TargetAway: The target was silent for too long; the run can be taken up again.
            Stopped: As asked by `stop`; the run can be taken up again.
        """
        tasks = [asyncio.create_task(work) for work in (self._beat(), self._control.listen())]
        try:
            if self._staging.is_returning:
                return await self._return()
            return await self._forward()
        except PointsRefused as refusal:
            raise Refused(f"the target refused: {refusal}") from None
        except CollectionMissing as missing:
            raise Refused(
                f"{self._target.url} has not what a Qdrant has: {missing}",
                "see what that address is; a collection of this run may have been deleted",
                is_final=False,
            ) from None
        finally:
            for task in tasks:
                task.cancel()

    async def _forward(self) -> Report:
        try:
            preflight = await self._prepare()
            await self._load(preflight)
            return await self._compare(preflight)
        except TooManyFailed as reason:
            self._journal.event(str(reason))
            return await self._go_back("failed")
        except Stopped:
            order = self._control.order
            if order is None:
                raise
            self._control.go_on()
            return await self._go_back("aborted", drop=order.drop)

    async def _prepare(self) -> Preflight:
        self._enter("preflight")
        serving = await self._staging.prepare()
        existing, _ = await self._insist(self._target.space)
        if self._journal.row["target_before"] is None:
            before = 0
            if existing is not None:
                before, _ = await self._insist(self._target.count)
            self._journal.set_target_before(before)
        elif existing is None and self._journal.written():
            raise Refused(self._deleted(), _START_ANEW)
        model = existing or serving
        preflight = self._journal.preflight or await self._survey(model)
        if preflight.points and model and model.dimension != preflight.dimension:
            raise Refused(
                f"collection {self._journal.row['collection']} takes vectors of {model.dimension} "
                f"dimensions, most of the source have {preflight.dimension}",
                "name another collection, or a source of the same model",
            )
        # A staging collection may be there already and lack the indexes: a kill came in between.
        is_bare = existing is None or (serving is not None and not self._journal.written())
        if preflight.points and is_bare:
            await self._insist(lambda: self._target.create(preflight.dimension, serving))
        return preflight

    async def _survey(self, space: Space | None) -> Preflight:
        found = await asyncio.to_thread(survey, self._source, self._control.is_stopped)
        fitness = tuple(fitness_findings(space, self._target.collection))
        preflight = found.preflight.model_copy(
            update={"findings": (*fitness, *found.preflight.findings)}
        )
        total = batch_count(preflight.source_records, self._journal.row["batch_size"])
        self._journal.set_survey(preflight, self._source.digests, found.superseded, total)
        return preflight

    async def _load(self, preflight: Preflight) -> None:
        await self._bulk.begin()
        try:
            await self._move(preflight)
        except BaseException:
            await self._bulk.try_end()
            raise
        await self._bulk.end()

    async def _move(self, preflight: Preflight) -> None:
        self._enter("running")
        row = self._journal.row
        queue: asyncio.Queue[Batch | None] = asyncio.Queue(row["workers"])
        remaining = batches(
            self._source,
            row["batch_size"],
            preflight.dimension,
            self._journal.superseded(),
            self._journal.done_batches(),
        )
        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(row["workers"]):
                    group.create_task(self._work(queue))
                await self._feed(remaining, queue)
                for _ in range(row["workers"]):
                    await queue.put(None)
        except ExceptionGroup as failures:
            raise failures.exceptions[0] from None
        if self._control.is_stopped():
            raise Stopped

    async def _feed(self, remaining: Iterator[Batch], queue: "asyncio.Queue[Batch | None]") -> None:
        with contextlib.suppress(Stopped):
            while not self._control.is_stopped():
                batch = await asyncio.to_thread(next, remaining, None)
                if batch is None:
                    return
                await self._pace.wait(len(batch.points))
                await queue.put(batch)

    async def _work(self, queue: "asyncio.Queue[Batch | None]") -> None:
        while (batch := await queue.get()) is not None:
            await self._control.allowed()
            if self._control.is_stopped():
                continue  # what was read and not sent is read again by the next process
            self._in_flight += 1
            try:
                attempts, refused = await self._sender.send(batch.number, batch.points)
            except Stopped:
                continue
            except CollectionMissing:
                raise Refused(self._deleted(), _START_ANEW) from None
            finally:
                self._in_flight -= 1
            self._journal.end_batch(
                batch.number,
                batch.records,
                attempts,
                len(batch.points) - len(refused),
                (*batch.failures, *refused),
            )
            if batch.failures or refused:
                self._judge_failures()

    def _judge_failures(self) -> None:
        failed = self._journal.failed()
        if is_too_much(failed, self._journal.preflight, self._journal.row["max_failed"]):
            raise TooManyFailed(f"{failed:,} records failed; the run is taken back")

    async def _compare(self, preflight: Preflight) -> Report:
        self._enter("verifying")
        exact = None
        verification = None
        try:
            exact, _ = await self._insist(self._target.count)
            self._journal.set_target_exact(exact)
            verification = await self._verify(preflight)
        except CollectionMissing:
            exact = None
            if self._journal.written():
                self._journal.event(self._deleted())
        written = self._journal.written()
        agree = written + len(self._journal.unsendable()) == preflight.points and counts_agree(
            written, self._journal.row["target_before"], exact
        )
        proved = exact is None or (verification is not None and verification.passed)
        changed = changed_files(self._journal.digests, self._source.digests)
        state: RunState = "finished" if agree and proved and not changed else "failed"
        if state == "failed":
            return await self._go_back("failed", changed)
        not_moved = "" if exact is None else await self._switch()
        if not_moved:
            state = "failed"
        report = report_of(self._journal, state, changed, not_moved)
        self._journal.end(state, report)
        return report

    async def _switch(self) -> str:
        """Let the name mean what was proved; why not, where someone else has moved it."""
        await self._control.allowed()
        if self._control.is_stopped():
            raise Stopped
        try:
            await self._staging.switch()
        except NotSwitched as reason:
            self._journal.event(str(reason))
            return str(reason)
        return ""

    async def _go_back(
        self, verdict: RunState, changed: tuple[str, ...] = (), *, drop: bool = False
    ) -> Report:
        """End so, with the name meaning what it meant before; can be killed and gone on with."""
        self._journal.set_returning(verdict, drop=drop)
        return await self._return(changed)

    async def _return(self, changed: tuple[str, ...] = ()) -> Report:
        return await go_back(self._journal, self._staging, self._bulk, changed)

    async def _verify(self, preflight: Preflight) -> Verification:
        row = self._journal.row
        scope = Scope(
            name=row["collection"],
            dimension=preflight.dimension,
            records=preflight.source_records,
            left_out=self._journal.superseded() | self._journal.unsendable(),
            digests=self._journal.digests,
            before=row["target_before"],
            sample=self._sample,
            run=row["id"],
        )
        verifier = Verifier(
            self._source,
            self._target,
            scope,
            self._insist,
            self._control.sleep,
            self._control.is_stopped,
            row["workers"],
        )
        verification = await verifier.verify()
        verification = keep(verification, self._journal.path.parent, row["id"])
        self._journal.set_verification(verification)
        return verification

    async def _insist(
        self, request: Callable[[], Awaitable[T]], batch: int | None = None
    ) -> tuple[T, int]:
        return await self._persistence.insist(request, batch)

    def _retried(self, summary: str, batch: int | None) -> None:
        self._journal.retry(summary, batch)
        self._show()

    def _enter(self, state: RunState) -> None:
        self._state = state
        self._show()

    def _show(self) -> None:
        state: RunState = "waiting" if self._persistence.is_away else self._state
        if self._control.is_paused:
            state = "paused"
        breaker = self._breaker.state
        if breaker != self._journal.row["breaker"]:
            self._journal.event(f"breaker {breaker}")
        self._journal.beat(state, self._in_flight, breaker, self._sizing.points)

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(HEARTBEAT)
            self._show()

    def _deleted(self) -> str:
        return (
            f"collection {self._target.collection} was deleted while this run was under way, "
            f"and with it {self._journal.written():,} points"
        )
