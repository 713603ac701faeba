"""Which journal a run is written in: the unfinished one of the same migration, or a new one."""

import secrets
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from backend.migration.anew import command_anew
from backend.migration.collection.source import CollectionSource
from backend.migration.errors import Refused
from backend.migration.history import (
    Unreadable,
    finished_before,
    is_unfinished,
    journal_paths,
)
from backend.migration.journal import Journal
from backend.migration.options import complain
from backend.migration.order import Order
from backend.migration.process import Owner
from backend.migration.request import Request
from backend.migration.source import Source
from backend.model.migration.manner import Fields

_STAMP = "%Y%m%dT%H%M%S"


def journal_of(folder: Path, request: Request, source: Source | CollectionSource) -> Journal:
    """The journal of the unfinished run of this migration, or a new one.

    Raises:
        Refused: The source changed since that run began.
    """
    order = Order(
        source=source.name,
        target=request.connection.url,
        collection=request.collection,
        batch_size=request.batch_size,
        workers=request.workers,
        in_place=request.in_place,
        max_failed=request.max_failed,
        fields=request.fields,
        manner=request.manner,
    )
    found = _unfinished(request.state, (order.source, order.target, order.collection))
    if found is None:
        if not request.in_place:
            _tell_of_earlier(request.state, (order.source, order.target, order.collection))
        began = _own_second(request.state)
        run_id = f"{began:{_STAMP}}-{secrets.token_hex(3)}"
        return Journal.create(folder, run_id, order, source.stamps(), Owner.this(), began=began)
    journal = Journal.resume(found, Owner.this(), request.workers)
    changed = isinstance(source, Source) and not source.is_unchanged(
        journal.stamps, journal.digests
    )
    if not request.restart and Fields.model_validate_json(journal.row["fields"]) != request.fields:
        run_id = journal.row["id"]
        journal.rest()
        journal.close()
        raise Refused(
            f"run {run_id} of this migration began with other fields",
            f"`passerelle migrate resume {run_id}` goes on with those; add --restart to begin anew "
            "with these",
        )
    if request.restart or (changed and journal.preflight is None):
        journal.event("left behind: a new run was begun")
        unrestored = journal.bulk
        journal.end("aborted")
        journal.close()
        anew = journal_of(folder, request, source)
        if anew.home == request.collection:
            anew.set_bulk(unrestored)
        return anew
    if changed:
        row = journal.row
        journal.rest()
        journal.close()
        raise Refused(
            f"{source.name} has changed since run {row['id']} began, so that its batches are no "
            "longer the same records",
            f"bring the old file back to go on, or begin anew: `{command_anew(row)}`",
        )
    journal.set_manner(request.manner)
    return journal


def _tell_of_earlier(state: Path, migration: tuple[str, str, str]) -> None:
    earlier = finished_before(state, migration)
    if earlier is not None and earlier.switch is not None:
        complain(
            f"run {earlier.id} has finished this migration before; a whole new copy is made. The "
            f"old collection {earlier.switch.staging} stays; `passerelle migrate rollback "
            f"{earlier.id} --drop-staging` deletes it once the new run is finished"
        )


def _own_second(state: Path) -> datetime:
    """A second in which no other run of this folder began: new collections are named after it."""
    taken = {path.name.partition("-")[0] for path in journal_paths(state)}
    while f"{(now := datetime.now(UTC)):{_STAMP}}" in taken:
        time.sleep(0.05)
    return now


def _unfinished(state: Path, migration: tuple[str, str, str]) -> Path | None:
    for path in journal_paths(state):
        with suppress(Unreadable):
            if is_unfinished(path, migration):
                return path
    return None
