"""Letting go of the way back of a run in place, once nobody wants to go back."""

import asyncio
import sqlite3

from backend.migration.errors import Refused, TargetAway
from backend.migration.journal import Journal
from backend.migration.kept import forget as forget_kept
from backend.migration.kept import kept_path
from backend.migration.lock import locked
from backend.migration.persistence import Persistence
from backend.migration.remote import GIVE_UP_AFTER, Known
from backend.migration.rest import PointsRefused, Rest
from backend.migration.session import AWAY, FINE, REFUSED, Outcome
from backend.migration.snapshot import Snapshot
from backend.migration.words import size_text
from backend.model.migration.run import Run
from backend.qdrant.connection import Connection


def forget(found: Known, connection: Connection) -> Outcome:
    """Delete the old points that an ended run keeps beside its journal, or its snapshot."""
    run = found.run
    try:
        _check(run)
        with locked(found.path.parent, (run.source, run.to, run.collection)):
            if run.kept_bytes is not None:
                forget_kept(found.path)
                gone = f"{kept_path(found.path)} ({size_text(run.kept_bytes)})"
            else:
                asyncio.run(_forget_snapshot(found, connection))
                gone = f"snapshot {run.snapshot} of {run.collection}"
    except (Refused, PointsRefused) as refusal:
        return Outcome(None, REFUSED, str(refusal))
    except OSError as error:
        return Outcome(None, REFUSED, f"{kept_path(found.path)}: not deleted: {error.strerror}")
    except sqlite3.Error as error:
        return Outcome(None, REFUSED, f"{found.path}: the journal cannot be written: {error}")
    except TargetAway as away:
        return Outcome(None, AWAY, f"gave up on the target: {away}; nothing was deleted")
    return Outcome(None, FINE, f"{gone} is deleted; run {run.id} cannot be taken back any more")


def _check(run: Run) -> None:
    if run.ended is None:
        raise Refused(
            f"run {run.id} has not ended ({run.state}) and may have to go back",
            f"`passerelle migrate resume {run.id}` or `abort {run.id}` ends it",
        )
    if run.switch is not None:
        raise Refused(
            f"run {run.id} keeps nothing of its own: its way back is the old collection "
            f"{run.switch.previous or '(there was none)'}",
            f"`passerelle migrate rollback {run.id} --drop-staging` deletes what it filled",
        )
    if not run.has_way_back:
        raise Refused(f"run {run.id} keeps nothing that it could be taken back with")


async def _forget_snapshot(found: Known, connection: Connection) -> None:
    journal = Journal(found.path)
    try:
        persistence = Persistence(GIVE_UP_AFTER, asyncio.sleep, journal.retry)
        async with Rest(connection) as rest:
            await Snapshot(journal, rest, persistence.insist).forget()
    finally:
        journal.close()
