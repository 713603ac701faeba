"""One sitting of a run: take the lock, find or begin its journal, let the engine work."""

import asyncio
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from backend.migration.beginning import journal_of
from backend.migration.collection.origin import Collection
from backend.migration.collection.source import KEY_NAME, CollectionSource
from backend.migration.control import Control
from backend.migration.engine import Elsewhere, Engine
from backend.migration.errors import Refused, Stopped, TargetAway
from backend.migration.history import (
    Unreadable,
    journal_folder,
)
from backend.migration.journal import Journal
from backend.migration.letters import letters_path, write_letters
from backend.migration.lock import locked
from backend.migration.naming import check_name
from backend.migration.narration import narrated
from backend.migration.options import complain
from backend.migration.origin import Files, Origin
from backend.migration.report import report_of
from backend.migration.request import Request
from backend.migration.rest import Rest
from backend.migration.source import Source
from backend.migration.spool import kept_while
from backend.migration.writing import calls_of
from backend.model.migration.manner import NO_FIELDS
from backend.model.migration.report import Report
from backend.model.migration.run import Run
from backend.qdrant.connection import Connection

FINE, FOUND, REFUSED, AWAY, INTERRUPTED = 0, 1, 2, 3, 130

_GO_ON = "; run the same command again to go on"
"""Said to whoever stopped it, and not kept: it holds only until someone does."""


@dataclass(frozen=True)
class Outcome:
    """How a sitting ended: its report, its exit code, and what to tell where it is not 0."""

    report: Report | None
    code: int
    message: str = ""


def migrate(request: Request) -> Outcome:
    """Move a source into a collection, or go on where an earlier process stopped."""
    with kept_while(request.source, request.state):
        return _migrated(request)


def _migrated(request: Request) -> Outcome:
    folder = journal_folder(request.state)
    try:
        check_name(request.collection, in_place=request.in_place)
        source = _source(request)
        cluster = _cluster(request, source)
        _make(folder)
        with locked(folder, (source.name, request.connection.url, request.collection)):
            journal = journal_of(folder, request, source)
            with _closing(journal):
                return asyncio.run(_sit(journal, source, request, cluster))
    except Refused as refusal:
        return Outcome(None, REFUSED, str(refusal))
    except Unreadable as trouble:
        return Outcome(None, REFUSED, f"{trouble}; name another folder with --state")
    except sqlite3.Error as error:
        return Outcome(
            None,
            REFUSED,
            f"{folder}: the journal cannot be written: {error}; mend that and run the same command "
            "again, or name another folder with --state",
        )


@contextmanager
def _closing(journal: Journal) -> Iterator[None]:
    """Close the journal in the end; of a run refused before it began, nothing is left."""
    is_refused = False
    try:
        yield
    except Refused:
        is_refused = True
        raise
    finally:
        if is_refused and not journal.has_begun:
            journal.discard()
        else:
            if is_refused:
                journal.rest()
            journal.close()


def take_up(
    run: Run, source: Path | CollectionSource, connection: Connection, state: Path
) -> Outcome:
    """Go on with a run that no process works on, as it was begun."""
    return migrate(
        Request(
            source=source,
            connection=connection,
            collection=run.collection,
            batch_size=run.batch_size,
            workers=run.workers,
            state=state,
            in_place=run.switch is None,
            fields=run.fields,
            manner=run.manner,
        )
    )


def _source(request: Request) -> Source | CollectionSource:
    if not isinstance(request.source, CollectionSource):
        return Source(request.source, request.fields)
    if request.fields != NO_FIELDS:
        raise Refused(
            "a collection has no fields to name: its points are moved as they are",
            "leave out --id-field, --vector-field and --payload-fields",
        )
    return request.source


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        remedy = "name another folder with --state"
        raise Refused(f"{folder}: cannot be made: {error.strerror}", remedy) from None


def _cluster(request: Request, source: Source | CollectionSource) -> Elsewhere | None:
    """The Ray cluster, where one was asked for.

    Raises:
        Refused: It cannot be as asked.
    """
    if request.manner.engine == "local":
        return None
    if request.manner.transport == "grpc":
        raise Refused("--engine ray writes over REST", "leave --transport grpc away")
    from backend.migration.cluster.mover import Cluster  # noqa: PLC0415  (only where asked for)

    cluster = Cluster(request.connection, request.manner.pace)
    cluster.check(source)
    return partial(cluster.mover, source)


async def _sit(
    journal: Journal,
    source: Source | CollectionSource,
    request: Request,
    cluster: Elsewhere | None,
) -> Outcome:
    manner = request.manner
    async with AsyncExitStack() as stack:
        connections = request.workers
        rest = await stack.enter_async_context(Rest(request.connection, connections=connections))
        wish = manner.transport if cluster is None else "rest"
        calls, why_rest = await calls_of(request.connection, wish, manner.grpc_port)
        if cluster is not None:
            why_rest = "the one that ray-qdrant writes through"
        if calls is not None:
            await stack.enter_async_context(calls)
        control = Control(journal)
        if isinstance(source, Source):
            origin: Origin = Files(source)
        else:
            asking = await stack.enter_async_context(source.rest(2 * request.workers))
            over, _ = await calls_of(
                source.connection,
                "rest" if manner.transport == "rest" else "auto",
                manner.source_grpc_port,
                remedy=f"set {KEY_NAME} to a key that may read",
            )
            if over is not None:
                await stack.enter_async_context(over)
            origin = Collection(
                source,
                asking,
                journal,
                give_up_after=manner.give_up_after,
                sleep=control.sleep,
                with_aliases=manner.with_aliases,
                calls=over,
            )
        engine = Engine(
            journal,
            origin,
            rest,
            pace=manner.pace,
            give_up_after=manner.give_up_after,
            sample=manner.sample,
            calls=calls,
            why_rest=why_rest,
            wish=wish,
            drop=manner.drop_staging,
            control=control,
            elsewhere=cluster,
        )
        _leave_letters(journal)  # a killed process may have left more than the journal knows
        with _stopping(engine), narrated(journal.path):
            try:
                return await _outcome(journal, engine)
            finally:
                _leave_letters(journal)


def _leave_letters(journal: Journal) -> None:
    """Write the run's dead letters; a run does not fail because a file beside it cannot be."""
    try:
        write_letters(journal.path)
    except (OSError, sqlite3.Error) as error:
        complain(f"{letters_path(journal.path)}: cannot be written: {error}")


async def _outcome(journal: Journal, engine: Engine) -> Outcome:
    try:
        report = await engine.run()
    except Stopped:
        message, code = f"stopped as asked{_GO_ON}", INTERRUPTED
        journal.event("stopped as asked")
    except TargetAway as away:
        message, code = f"gave up on the {away.side}: {away}{_GO_ON}", AWAY
        journal.event(f"gave up on the {away.side}: {away}")
    except Refused as refusal:
        if not journal.has_begun:
            raise
        journal.event(str(refusal) if refusal.is_final else refusal.summary)
        if refusal.is_final:
            report = report_of(journal, "failed")
            journal.end("failed", report)
            return Outcome(report, REFUSED, str(refusal))
        message, code = str(refusal), REFUSED
    else:
        fine = report.state == "finished" and not report.failed
        return Outcome(report, FINE if fine else FOUND)
    journal.rest()
    return Outcome(report_of(journal, "paused"), code, message)


@contextmanager
def _stopping(engine: Engine) -> Iterator[None]:
    """SIGINT and SIGTERM stop the engine; a second one ends the process at once."""
    loop = asyncio.get_running_loop()
    signals = (signal.SIGINT, signal.SIGTERM)

    def stop() -> None:
        engine.stop()
        for number in signals:
            loop.remove_signal_handler(number)

    for number in signals:
        loop.add_signal_handler(number, stop)
    try:
        yield
    finally:
        for number in signals:
            loop.remove_signal_handler(number)
