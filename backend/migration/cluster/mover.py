"""The move on a Ray cluster: tasks there read and write, what they did is written down here."""

import asyncio
import logging
import os
import sqlite3
import time
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from backend.migration.backpressure import Backpressure
from backend.migration.batches import Cut, batch_count
from backend.migration.cluster.desk import Ask, Desk, Told, Trouble, Word
from backend.migration.cluster.places import check_place, place_of
from backend.migration.cluster.stretches import stretches
from backend.migration.collection.source import CollectionSource
from backend.migration.control import Control
from backend.migration.done import Done
from backend.migration.errors import Refused, SourceAway, Stopped, TargetAway, TooManyFailed
from backend.migration.grouping import Grouping
from backend.migration.insisting import Insist
from backend.migration.journal import Journal
from backend.migration.lanes import Lanes
from backend.migration.moving import gone, judge_failures
from backend.migration.rest import CollectionMissing, Unavailable
from backend.migration.sending import Sender
from backend.migration.source import Source
from backend.migration.target import Target
from backend.migration.tasks import beside
from backend.migration.undo import Undo
from backend.model.migration.manner import Transport
from backend.model.migration.preflight import Preflight
from backend.qdrant.connection import Connection

EXCHANGE_SECONDS = 0.1
_SHARES = 4
"""Stretches for each worker at least, so that none is idle for long at the end."""

TIMEOUT = 30
"""Seconds that ray-qdrant's client waits for an answer."""


@dataclass(frozen=True)
class Cluster:
    """A Ray cluster: the one of RAY_ADDRESS, or one of this machine's own for the run.

    Attributes:
        connection: The target, as the cluster's machines reach it.
        pace: Points per second at most.
    """

    connection: Connection
    pace: float | None

    def check(self, source: Source | CollectionSource) -> None:
        """See that it can move this source.

        Raises:
            Refused: Ray or ray-qdrant is not installed, or the source cannot be read in parts.
        """
        try:
            import ray_qdrant  # noqa: F401, PLC0415  (an extra, and slow to load; loads Ray Data)
        except ModuleNotFoundError as missing:
            raise Refused(
                f"--engine ray needs {missing.name}, which is not installed",
                "pip install 'passerelle[ray]'",
            ) from None
        if isinstance(source, Source):
            _ = source.rows

    def mover(
        self,
        source: Source | CollectionSource,
        journal: Journal,
        target: Target,
        *,
        control: Control,
        undo: Undo,
        insist: Insist,
    ) -> "RayMover":
        """What moves one run's batches."""
        return RayMover(self, journal, source, target, control=control, undo=undo, insist=insist)


class RayMover:
    """Has every batch written that the journal does not hold yet.

    Batches are the same as without Ray, so that either goes on where the other stopped. They are
    written in rounds: one ends when nothing is left, or early when the target gives no answer.

    Attributes:
        in_flight: Batches being written now.
        lanes: None: what the cluster's tasks do is not told one by one.
    """

    def __init__(
        self,
        cluster: Cluster,
        journal: Journal,
        source: Source | CollectionSource,
        target: Target,
        *,
        control: Control,
        undo: Undo,
        insist: Insist,
    ) -> None:
        self._cluster = cluster
        self._journal = journal
        self._source = source
        self._target = target
        self._control = control
        self._undo = undo
        self._insist = insist
        self._grouping = Grouping(journal)
        self._backpressure = Backpressure(target.queue, journal.event)
        self._done: set[int] = set()
        self.in_flight = 0
        self.lanes = Lanes(0)

    def check(self, preflight: Preflight) -> None:
        """See that the cluster can read it in parts, and ray-qdrant write it.

        Raises:
            Refused: It cannot.
        """
        check_place(self._source, preflight)

    async def move(self, preflight: Preflight, sender: Sender, transport: Transport) -> None:
        """Have everything written that is left; by ray-qdrant, whatever the sender is.

        Raises:
            Stopped: As asked.
            TooManyFailed: More records failed than the run was told to bear.
            TargetAway: It gave no answer for too long.
            Refused: The collection is gone, the key may not write, the source gives nothing any
                more, or Ray ended before its time.
            SourceAway: A source that is a Qdrant gave no answer for too long.
            sqlite3.Error: What is written over cannot be kept.
        """
        self._done |= self._journal.done_batches()
        try:
            with beside(self._grouping.regularly(), self._backpressure.watch()):
                await asyncio.to_thread(_start)
                self._journal.event("moved by Ray Data and ray-qdrant")
                while not self._control.is_stopped() and self._left(preflight):
                    await self._insist(lambda: self._round(preflight))
        finally:
            self._grouping.write()
            await asyncio.to_thread(_end)
        if self._control.is_stopped():
            raise Stopped

    def _left(self, preflight: Preflight) -> list[range]:
        row = self._journal.row
        count = batch_count(preflight.source_records, row["batch_size"])
        shares = _SHARES * row["workers"]
        return list(stretches(count, self._done, row["batch_size"], shares))

    async def _round(self, preflight: Preflight) -> None:
        """Have what is left written, until it is or something hinders.

        Raises:
            Unavailable: Nothing at all was written for want of an answer.
        """
        round_ = _Round(self._journal, self._control, self._backpressure)
        before = len(self._done)
        desk = _desk(self._cluster.pace)
        writing = asyncio.create_task(asyncio.to_thread(self._writing(preflight, desk)))
        kept: list[int] = []
        while True:
            is_last = writing.done()
            told = await _exchanged(desk, round_.word, kept)
            self.in_flight = told.in_flight
            for outcome in told.outcomes:
                if isinstance(outcome, Trouble):
                    round_.hindered(outcome)
                elif outcome.number not in self._done:  # a task that died is done once more
                    self._done.add(outcome.number)
                    self._grouping.add(replace(outcome, at=time.time()))
                    round_.judge(outcome, self._grouping)
            if is_last:
                break
            kept = await self._kept(told.asks, round_)
            await asyncio.sleep(EXCHANGE_SECONDS)
        round_.end(writing.exception(), has_written=len(self._done) > before)

    async def _kept(self, asks: Iterable[Ask], round_: "_Round") -> list[int]:
        """Numbers of the batches that may be written, as what they write over is kept."""
        kept: list[int] = []
        try:
            for ask in asks:
                await self._undo.keep_ids(ask.number, ask.ids)
                kept.append(ask.number)
        except (TargetAway, Stopped, CollectionMissing, Refused, sqlite3.Error) as error:
            # What is in flight comes to rest before it is raised.
            is_missing = isinstance(error, CollectionMissing)
            round_.over(gone(self._journal) if is_missing else error)
        return kept

    def _writing(self, preflight: Preflight, desk: Any) -> Callable[[], None]:
        """What reads and writes all that is left, for a thread of its own."""
        from ray.data import read_datasource  # noqa: PLC0415

        from backend.migration.cluster.reading import BatchSource  # noqa: PLC0415
        from backend.migration.cluster.sink import JournalledSink  # noqa: PLC0415

        row, left = self._journal.row, self._left(preflight)
        cut = Cut(row["batch_size"], preflight.dimension, self._journal.superseded())
        connection = self._cluster.connection
        key = connection.api_key
        sink = JournalledSink(
            self._journal.home,
            desk,
            keeps=self._undo.keeps,
            url=connection.url,
            api_key=key.get_secret_value() if key else None,
            vector_name=preflight.vectors[0].name if preflight.vectors else "",
            batch_size=cut.size,
            client_kwargs=_client_options(connection),
        )
        place = place_of(self._source, self._journal, left)
        batches = BatchSource(place, cut, left, desk)
        dataset = read_datasource(batches, override_num_blocks=len(left))
        return partial(dataset.write_datasink, sink, concurrency=row["workers"])


class _Round:
    """What hinders a round, and what to make of it once everything has come to rest."""

    def __init__(self, journal: Journal, control: Control, backpressure: Backpressure) -> None:
        self._journal = journal
        self._control = control
        self._backpressure = backpressure
        self._verdict: Exception | None = None

    @property
    def word(self) -> Word:
        """What the cluster's tasks are told."""
        if self._verdict is not None or self._control.is_stopped():
            return "over"
        if self._control.is_paused or not self._backpressure.is_clear:
            return "closed"
        return "open"

    def hindered(self, trouble: Trouble) -> None:
        """A batch could not be written."""
        if trouble.kind == "full":
            self._control.hold(
                f"the target has no room ({trouble.reason}); make some, then `passerelle migrate "
                f"resume {self._journal.row['id']}`"
            )
        else:
            self.over(self._verdict_on(trouble))

    def over(self, verdict: Exception) -> None:
        """Write nothing more, and raise this at the end."""
        self._verdict = self._verdict or verdict

    def _verdict_on(self, trouble: Trouble) -> Exception:
        if trouble.kind == "missing":
            return gone(self._journal)
        if trouble.kind == "silent":
            return SourceAway(trouble.reason)
        if trouble.kind == "denied":
            return Refused(trouble.reason, is_final=False)
        return Unavailable(trouble.reason, is_away=True)

    def judge(self, done: Done, grouping: Grouping) -> None:
        """See whether too many records failed."""
        if done.failures and self._verdict is None:
            try:
                judge_failures(self._journal, grouping)
            except TooManyFailed as verdict:
                self.over(verdict)

    def end(self, error: BaseException | None, *, has_written: bool) -> None:
        """Raise what came of it.

        Raises:
            Unavailable: No answer, and nothing was written.
            TooManyFailed: More records failed than the run was told to bear.
            Refused: It cannot go on, or Ray ended before its time.
        """
        if self._verdict is not None:
            if not (has_written and isinstance(self._verdict, Unavailable)):
                raise self._verdict
        elif error is not None and not self._control.is_stopped():
            raise _broken(error) from error


def _broken(error: BaseException) -> Refused:
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return Refused(
        f"Ray ended before its time: {lines[-1]}",
        "see the logs in /tmp/ray/session_latest/logs, and run again to go on",
        is_final=False,
    )


async def _exchanged(desk: Any, word: Word, kept: list[int]) -> Told:
    """What the desk was told since."""
    from ray.exceptions import RayError  # noqa: PLC0415

    try:
        told: Told = await desk.exchange.remote(word, kept)
    except RayError as error:
        raise _broken(error) from error
    return told


def _desk(pace: float | None) -> Any:
    import ray  # noqa: PLC0415

    return ray.remote(num_cpus=0)(Desk).remote(pace)


def _start() -> None:
    """Join the cluster of RAY_ADDRESS, or begin one of this machine's own.

    Raises:
        Refused: It cannot be joined, or begun.
    """
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is told to strangers
    import ray  # noqa: PLC0415
    from ray.data import DataContext  # noqa: PLC0415

    own: dict[str, Any] = {"address": "local", "include_dashboard": False}
    warnings.filterwarnings("ignore", module="ray")  # hints for people who tune it
    address = os.environ.get("RAY_ADDRESS")
    try:
        ray.init(**({} if address else own), log_to_driver=False, logging_level=logging.CRITICAL)
    except (ConnectionError, OSError, RuntimeError, ValueError) as error:
        where = f"the Ray cluster at {address} cannot be joined" if address else "Ray did not start"
        raise Refused(
            f"{where}: {str(error).strip().splitlines()[0]}",
            "see RAY_ADDRESS, or leave it away for a cluster on this machine",
            is_final=False,
        ) from error
    context = DataContext.get_current()
    context.enable_progress_bars = False
    logging.getLogger("ray.data").setLevel(logging.CRITICAL)


def _end() -> None:
    import ray  # noqa: PLC0415

    ray.shutdown()


def _client_options(connection: Connection) -> dict[str, Any]:
    """What Qdrant's own client is told of timeouts and certificates."""
    options: dict[str, Any] = {"timeout": TIMEOUT, "check_compatibility": False}
    if urlsplit(connection.url).scheme == "https":
        if connection.insecure_tls:
            options["verify"] = False
        elif connection.ca_file is not None:
            options["verify"] = str(connection.ca_file)
    return options
