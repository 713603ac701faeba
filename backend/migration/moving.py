"""The move itself: one task reads, several send, and what was acknowledged is written down."""

import asyncio
import contextlib
import time
from typing import Protocol

from backend.migration.anew import command_anew
from backend.migration.backpressure import Backpressure
from backend.migration.batches import Batch, Cut
from backend.migration.control import Control
from backend.migration.done import Done, Failure
from backend.migration.errors import Refused, Stopped, TooManyFailed
from backend.migration.grouping import Grouping
from backend.migration.journal import Journal
from backend.migration.lanes import Lanes
from backend.migration.origin import Origin
from backend.migration.pace import Pace
from backend.migration.report import is_too_much
from backend.migration.rest import CollectionMissing, TargetFull
from backend.migration.sending import Sender
from backend.migration.supply import Supply
from backend.migration.target import Target
from backend.migration.tasks import beside, together
from backend.migration.undo import Undo
from backend.model.migration.manner import Transport
from backend.model.migration.preflight import Preflight

_LOOK_AGAIN = 0.2
"""Seconds until a reader that is held looks whether it may go on."""


class Moving(Protocol):
    """What moves the batches that the journal does not hold yet.

    Attributes:
        in_flight: Batches being sent now.
        lanes: What each worker does now; none where that is not known here.
    """

    in_flight: int
    lanes: Lanes

    def check(self, preflight: Preflight) -> None:
        """See that it can move this, before anything is made.

        Raises:
            Refused: It cannot.
        """

    async def move(self, preflight: Preflight, sender: Sender, transport: Transport) -> None:
        """Move everything that is left."""


class Mover:
    """Sends every batch that the journal does not hold yet.

    Between reader and senders is a queue that holds one batch per worker, so that memory does not
    grow with the source. A batch goes into the journal only once the target has applied it.

    Attributes:
        in_flight: Batches being sent now.
        lanes: What each worker does now.
    """

    def __init__(
        self,
        journal: Journal,
        origin: Origin,
        target: Target,
        control: Control,
        pace: Pace,
        *,
        undo: Undo | None = None,
    ) -> None:
        self._journal = journal
        self._origin = origin
        self._target = target
        self._control = control
        self._pace = pace
        self._undo = undo
        self._grouping = Grouping(journal)
        self._backpressure = Backpressure(target.queue, journal.event)
        self.in_flight = 0
        self.lanes = Lanes(journal.row["workers"])

    def check(self, preflight: Preflight) -> None:
        """Whatever there is can be moved."""

    async def move(self, preflight: Preflight, sender: Sender, transport: Transport) -> None:
        """Send everything that is left.

        Raises:
            Stopped: As asked.
            TooManyFailed: More records failed than the run was told to bear.
            Refused: The collection is gone, or the source cannot be read on.
        """
        row = self._journal.row
        workers = row["workers"]
        cut = Cut(
            row["batch_size"],
            preflight.dimension,
            self._journal.superseded(),
            self._journal.done_batches(),
            transport,
        )
        queue: asyncio.Queue[Batch | None] = asyncio.Queue(workers)
        remaining = self._origin.supply(cut)
        try:
            with beside(self._grouping.regularly(), self._backpressure.watch()):
                async with together() as group:
                    for worker in range(workers):
                        group.create_task(self._work(worker, queue, sender))
                    await self._feed(remaining, queue)
                    for _ in range(workers):
                        await queue.put(None)
        finally:
            remaining.close()
            self._grouping.write()
        if self._control.is_stopped():
            raise Stopped

    async def _feed(self, remaining: Supply, queue: "asyncio.Queue[Batch | None]") -> None:
        with contextlib.suppress(Stopped):
            while not self._control.is_stopped():
                batch = await remaining.next()
                if batch is None:
                    return
                await self._pace.wait(len(batch.points))
                while not self._backpressure.is_clear:
                    await self._control.sleep(_LOOK_AGAIN)
                await queue.put(batch)

    async def _work(
        self, worker: int, queue: "asyncio.Queue[Batch | None]", sender: Sender
    ) -> None:
        while (batch := await queue.get()) is not None:
            try:
                attempts, refused = await self._sent(worker, batch, sender)
            except Stopped:
                continue  # what was read and not sent is read again by the next process
            except CollectionMissing:
                raise gone(self._journal) from None
            failures = (*batch.failures, *refused)
            written = len(batch.points) - len(refused)
            self._grouping.add(
                Done(
                    batch.number,
                    batch.records,
                    attempts,
                    written,
                    failures,
                    time.time(),
                    batch.digest,
                )
            )
            if failures:
                judge_failures(self._journal, self._grouping)

    async def _sent(self, worker: int, batch: Batch, sender: Sender) -> tuple[int, list[Failure]]:
        """Send a batch as soon as that is allowed; where there is no room for it, hold the run."""
        while True:
            if self._control.is_paused:
                self.lanes.hold(worker, batch.number, len(batch.points))
            await self._control.allowed()
            if self._control.is_stopped():
                raise Stopped
            self.in_flight += 1
            self.lanes.send(worker, batch.number, len(batch.points))
            try:
                if self._undo is not None:
                    await self._undo.keep(batch.number, batch.points)
                return await sender.send(batch.number, batch.points)
            except TargetFull as full:
                self._control.hold(
                    f"the target has no room ({full}); make some, then `passerelle migrate "
                    f"resume {self._journal.row['id']}`"
                )
            finally:
                self.in_flight -= 1
                self.lanes.rest(worker)


def judge_failures(journal: Journal, grouping: Grouping) -> None:
    """See whether the run may go on, once what waits is written down.

    Raises:
        TooManyFailed: More records failed than it was told to bear.
    """
    grouping.write()
    failed = journal.failed()
    if is_too_much(failed, journal.preflight, journal.row["max_failed"]):
        raise TooManyFailed(f"{failed:,} records failed; the run is taken back")


def gone(journal: Journal) -> Refused:
    """The end of a run whose collection was deleted, and how to begin anew."""
    return Refused(deleted(journal), f"begin anew: `{command_anew(journal.row)}`")


def deleted(journal: Journal) -> str:
    """That the collection is gone, and what went with it."""
    return (
        f"collection {journal.home} was deleted while this run was under way, "
        f"and with it {journal.written():,} points"
    )
