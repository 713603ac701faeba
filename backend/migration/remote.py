"""A run controlled from another process: the journal carries the word."""

import asyncio
import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path

from backend.migration.bulk import BulkLoad
from backend.migration.errors import Refused, TargetAway
from backend.migration.history import FAILURES_SHOWN, Unreadable, journal_folder, read_run
from backend.migration.journal import Journal
from backend.migration.lock import locked
from backend.migration.mailbox import Command, Word
from backend.migration.persistence import Persistence
from backend.migration.process import Owner
from backend.migration.rest import CollectionMissing, PointsRefused, Rest
from backend.migration.returning import go_back
from backend.migration.session import AWAY, FINE, FOUND, REFUSED, Outcome
from backend.migration.snapshot import Snapshot
from backend.migration.spool import kept_while
from backend.migration.staging import Staging
from backend.migration.target import Target
from backend.migration.undo import Undo
from backend.model.migration.report import Report
from backend.model.migration.run import Run
from backend.qdrant.connection import Connection

ANSWER_SECONDS = 30.0
"""How long a living run may take to hear; a read of the source may hold it for a while."""

GIVE_UP_AFTER = 10.0
_POLL_SECONDS = 0.1


@dataclass(frozen=True)
class Known:
    """A run and its journal."""

    path: Path
    run: Run

    @property
    def is_alive(self) -> bool:
        """Whether a process works on it."""
        return self.run.ended is None and self.run.pid is not None and self.run.state != "lost"


def known(state: Path, run_id: str, failures: int = FAILURES_SHOWN) -> Known:
    """The run of that id, with at most so many of its failed records.

    Raises:
        Refused: There is none.
    """
    path = journal_folder(state) / f"{run_id}.sqlite"
    try:
        if Path(run_id).name != run_id or not path.exists():
            raise Refused(
                f"no run {run_id} in {state}", "`passerelle migrate list` names those there are"
            )
        return Known(path, read_run(path, failures=failures))
    except Unreadable as trouble:
        raise Refused(str(trouble)) from None
    except OSError as error:
        remedy = "name a folder of yours with --state"
        raise Refused(f"{path}: cannot be read: {error.strerror}", remedy) from None


def tell(found: Known, word: Word, *, drop: bool = False) -> bool:
    """Give a word to the process that works on a run, and wait until it has heard.

    Returns:
        Whether it has; it may have ended meanwhile.

    Raises:
        Refused: The journal cannot be written.
    """
    try:
        return _told(Journal(found.path), found, Command(word, drop))
    except sqlite3.Error as error:
        raise Refused(f"{found.path}: the journal cannot be written: {error}") from None


def _told(journal: Journal, found: Known, command: Command) -> bool:
    try:
        number = journal.mailbox.leave(command)
        until = time.monotonic() + ANSWER_SECONDS
        while time.monotonic() < until:
            if journal.mailbox.is_taken(number):
                return True
            if not known(found.path.parent.parent, found.run.id).is_alive:
                break
            time.sleep(_POLL_SECONDS)
        return not journal.mailbox.withdraw(number)
    finally:
        journal.close()


def take_back(found: Known, connection: Connection, *, drop: bool) -> Outcome:
    """Let the name mean what it meant before a run on which no process works."""
    with kept_while(Path(found.run.source), found.path.parent.parent):
        return _taken_back(found, connection, drop=drop)


def _taken_back(found: Known, connection: Connection, *, drop: bool) -> Outcome:
    run = found.run
    if run.ended is not None and run.is_back and not run.has_way_back:
        return Outcome(None, FINE, f"run {run.id} was taken back already")
    if run.ended is not None and not run.has_way_back:
        return Outcome(
            None,
            REFUSED,
            f"run {run.id} wrote into {run.collection} in place: there is no old collection, no "
            "snapshot and no point kept to go back to",
        )
    try:
        with locked(found.path.parent, (run.source, run.to, run.collection)):
            journal = Journal.resume(found.path, Owner.this(), run.workers, is_sitting=False)
            journal.set_returning("aborted", drop=drop)
            report = asyncio.run(_go_back(journal, connection))
            journal.close()
    except (Refused, PointsRefused, CollectionMissing) as refusal:
        return Outcome(None, REFUSED, str(refusal))
    except sqlite3.Error as error:
        return Outcome(None, REFUSED, f"{found.path}: the journal cannot be written: {error}")
    except TargetAway as away:
        return Outcome(None, AWAY, f"gave up on the target: {away}; the same command goes on")
    is_left = any(finding.kind == "alias" for finding in report.findings)
    return Outcome(report, FOUND if is_left else FINE)


async def _go_back(journal: Journal, connection: Connection) -> Report:
    persistence = Persistence(GIVE_UP_AFTER, asyncio.sleep, journal.retry)
    async with Rest(connection) as rest:
        bulk = BulkLoad(journal, Target(rest, journal.home), persistence.insist)
        staging = Staging(journal, rest, persistence.insist)
        snapshot = Snapshot(journal, rest, persistence.insist)
        undo = Undo(journal, Target(rest, journal.home), persistence.insist)
        return await go_back(journal, staging, snapshot, undo, bulk)
