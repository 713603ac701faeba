"""The engine: moves one source into one collection and writes down every step."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Protocol, TypeVar

from backend.migration.batches import batch_count
from backend.migration.breaker import Breaker
from backend.migration.bulk import BulkLoad
from backend.migration.control import Control
from backend.migration.errors import Refused, Stopped, TooManyFailed
from backend.migration.insisting import Insist
from backend.migration.journal import Journal
from backend.migration.moving import Mover, Moving, deleted, gone
from backend.migration.origin import Origin
from backend.migration.pace import Pace
from backend.migration.persistence import Persistence
from backend.migration.proof import keep
from backend.migration.proving import Proving
from backend.migration.report import counts_agree, report_of
from backend.migration.rest import CollectionMissing, PointsRefused, Rest, TargetFull
from backend.migration.returning import go_back
from backend.migration.scope import Scope
from backend.migration.sending import Sender
from backend.migration.sizing import Sizing
from backend.migration.snapshot import Snapshot
from backend.migration.staging import NotSwitched, Staging
from backend.migration.target import Space, Target
from backend.migration.tasks import beside
from backend.migration.undo import Undo
from backend.migration.writing import Writing, chosen
from backend.model.finding import Finding
from backend.model.migration.manner import Wish
from backend.model.migration.preflight import Preflight
from backend.model.migration.proof import Verification
from backend.model.migration.report import Report
from backend.model.migration.run import RunState

if TYPE_CHECKING:
    from backend.migration.calls import Calls

T = TypeVar("T")
HEARTBEAT = 1.0


class Elsewhere(Protocol):
    """Makes what moves batches by other machines."""

    def __call__(
        self, journal: Journal, target: Target, *, control: Control, undo: Undo, insist: Insist
    ) -> Moving:
        """What moves one run's batches."""


class Engine:
    """One run in one process, from wherever its journal stands to its end.

    Preflight, the move, the comparison of everything that arrived, the switch of the alias; or
    the way back.
    """

    def __init__(
        self,
        journal: Journal,
        origin: Origin,
        rest: Rest,
        *,
        pace: float | None = None,
        give_up_after: float = 60.0,
        sample: int | None = None,
        calls: "Calls | None" = None,
        why_rest: str = "",
        wish: Wish = "auto",
        drop: bool = False,
        control: Control | None = None,
        elsewhere: Elsewhere | None = None,
    ) -> None:
        """Prepare a run.

        Args:
            journal: Of the run, wherever it stands.
            origin: What is moved.
            rest: The target.
            pace: Points per second at most.
            give_up_after: Seconds without an answer.
            sample: Records to compare at the end; None for every one.
            calls: The same target over gRPC, where it has that.
            why_rest: Why it has not.
            wish: Which of the two points are written through.
            drop: Delete the staging collection where the run is taken back by itself.
            control: What the run is told meanwhile, where others must hear it, too.
            elsewhere: Makes what reads and writes in the place of this process.
        """
        self._journal = journal
        self._origin = origin
        self._rest = rest
        self._target = Target(rest, journal.home)
        self._control = control or Control(journal)
        self._breaker = Breaker()
        self._persistence = Persistence(
            give_up_after, self._control.sleep, self._retried, breaker=self._breaker
        )
        self._sizing = Sizing(journal.row["batch_size"])
        self._undo = Undo(journal, self._target, self._insist)
        pace_of = Pace(pace, self._control.sleep)
        self._mover: Moving = (
            Mover(journal, origin, self._target, self._control, pace_of, undo=self._undo)
            if elsewhere is None
            else elsewhere(
                journal, self._target, control=self._control, undo=self._undo, insist=self._insist
            )
        )
        self._calls = calls
        self._why_rest = why_rest
        self._wish = wish
        self._drop = drop
        self._sample = sample
        self._staging = Staging(journal, rest, self._insist)
        self._snapshot = Snapshot(journal, rest, self._insist)
        self._bulk = BulkLoad(journal, self._target, self._insist)
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
        try:
            with beside(self._beat(), self._control.listen()):
                if self._staging.is_returning:
                    return await self._return()
                return await self._forward()
        except PointsRefused as refusal:
            is_final = not isinstance(refusal, TargetFull)
            raise Refused(f"the target refused: {refusal}", is_final=is_final) from None
        except CollectionMissing as missing:
            raise Refused(
                f"{self._target.url} has not what a Qdrant has: {missing}",
                "see what that address is; a collection of this run may have been deleted",
                is_final=False,
            ) from None

    async def _forward(self) -> Report:
        try:
            preflight = await self._prepare()
            await self._load(preflight)
            return await self._compare(preflight)
        except TooManyFailed as reason:
            self._journal.event(str(reason))
            return await self._go_back("failed", drop=self._drop)
        except Stopped:
            order = self._control.order
            if order is None:
                raise
            self._control.go_on()
            return await self._go_back("aborted", drop=order.drop)

    async def _prepare(self) -> Preflight:
        self._enter("preflight")
        row = self._journal.row
        if self._journal.preflight is None:
            is_in_place = row["staging"] is None
            await self._origin.begin(
                self._rest, row["collection"], self._insist, in_place=is_in_place
            )
        serving = await self._staging.prepare()
        existing, _ = await self._insist(self._target.whole)
        if self._journal.row["target_before"] is None:
            before = 0
            if existing is not None:
                before, _ = await self._insist(self._target.count)
            self._journal.set_target_before(before)
        elif existing is None and self._journal.written():
            raise gone(self._journal)
        model = existing or serving
        preflight = self._journal.preflight or await self._survey(model)
        self._origin.check(model, row["collection"], preflight)
        self._mover.check(preflight)
        # A staging collection may be there already and lack the indexes: a kill came in between.
        is_bare = existing is None or (serving is not None and not self._journal.written())
        if is_bare:
            await self._insist(lambda: self._origin.make(self._target, preflight, serving))
        return preflight

    async def _survey(self, space: Space | None) -> Preflight:
        found = await self._origin.survey(space, self._target.collection, self._control.is_stopped)
        preflight = found.preflight
        total = batch_count(preflight.source_records, self._journal.row["batch_size"])
        self._journal.set_survey(preflight, self._origin.digests(), found.superseded, total)
        return preflight

    async def _load(self, preflight: Preflight) -> None:
        await self._control.unless_stopped(self._snapshot.take())
        self._undo.begin()
        await self._bulk.begin()
        try:
            await self._move(preflight)
            await self._insist(lambda: self._origin.finish(self._target))
        except BaseException:
            await self._bulk.try_end()
            raise
        await self._bulk.end()

    async def _move(self, preflight: Preflight) -> None:
        self._enter("running")
        writing = Writing("rest", self._target.upsert, "nothing is to be sent")
        if preflight.points:
            writing = await chosen(self._target, self._calls, self._wish, self._why_rest)
        self._journal.set_transport(writing.transport, writing.why)
        sender = Sender(writing.write, self._persistence.insist, self._sizing)
        await self._mover.move(preflight, sender, writing.transport)

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
                self._journal.event(deleted(self._journal))
        written = self._journal.written()
        agree = written + len(self._journal.unsendable()) == preflight.points and counts_agree(
            written, self._journal.row["target_before"], exact
        )
        proved = exact is None or (verification is not None and verification.passed)
        changed = self._origin.changed(self._journal.digests)
        state: RunState = "finished" if agree and proved and not changed else "failed"
        if state == "failed":
            return await self._go_back("failed", changed, drop=self._drop)
        not_moved = "" if exact is None else await self._switch()
        if not_moved:
            state = "failed"
        told: tuple[Finding, ...] = ()
        if state == "finished":
            told = await self._origin.settle(self._rest, self._journal.home, self._insist)
        report = report_of(self._journal, state, changed, not_moved, told=told)
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
        return await go_back(
            self._journal, self._staging, self._snapshot, self._undo, self._bulk, changed=changed
        )

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
        verification = await self._origin.verify(
            Proving(
                self._target,
                scope,
                self._insist,
                self._control.sleep,
                self._control.is_stopped,
                row["workers"],
            )
        )
        verification = keep(verification, self._journal.path.parent, row["id"])
        self._journal.set_verification(verification)
        return verification

    async def _insist(
        self, request: Callable[[], Awaitable[T]], batch: int | None = None
    ) -> tuple[T, int]:
        return await self._persistence.insist(request, batch)

    def _retried(self, summary: str, batch: int | None) -> None:
        self._journal.retry(summary, batch)
        self._mover.lanes.again(batch)
        self._show()

    @property
    def _is_away(self) -> bool:
        return self._persistence.is_away or self._origin.is_away

    def _enter(self, state: RunState) -> None:
        self._state = state
        self._show()

    def _show(self) -> None:
        state: RunState = "waiting" if self._is_away else self._state
        if self._control.is_paused:
            state = "paused"
        breaker = self._breaker.state
        if breaker != self._journal.row["breaker"]:
            self._journal.event(f"breaker {breaker}")
        self._journal.beat(
            state, self._mover.in_flight, breaker, self._sizing.points, self._mover.lanes.now()
        )

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(HEARTBEAT)
            self._show()
