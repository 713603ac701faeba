"""What can be known of a source collection and of its target; no point is read."""

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

from backend.migration.aliases import Aliases
from backend.migration.collection.origin import alias_findings, insisting
from backend.migration.collection.outlook import Outlook, look, outlook_findings
from backend.migration.collection.sameness import is_same
from backend.migration.collection.source import CollectionSource, Reader
from backend.migration.errors import Refused
from backend.migration.findings import finding
from backend.migration.history import pace_before
from backend.migration.insisting import Insist
from backend.migration.machine import machine_of
from backend.migration.persistence import Persistence
from backend.migration.prospect import BYTES, OVERHEAD, room_findings
from backend.migration.rest import Rest
from backend.migration.target import Target
from backend.model.finding import Finding, Severity
from backend.model.migration.manner import NO_FIELDS, Fields
from backend.model.migration.preflight import Preflight, Prospect
from backend.qdrant.connection import Connection

GIVE_UP_AFTER = 5.0
"""Seconds without an answer; whoever asks is waiting."""


async def plan_collection(
    source: CollectionSource,
    fields: Fields,
    connection: Connection | None,
    collection: str,
    state: Path,
) -> Preflight:
    """The preflight of a source collection, with what the target says where it is named.

    Raises:
        Refused: The source is not there, or is the target.
        TargetAway: One of the two gave no answer.
    """
    if fields != NO_FIELDS:
        raise Refused("a collection has no fields to name: its points are moved as they are")
    began = time.monotonic()
    asking_source, asking_target = (
        Persistence(GIVE_UP_AFTER, asyncio.sleep, lambda summary, batch: None) for _ in range(2)
    )
    insist = insisting(asking_source)
    async with source.rest(2) as asking:
        reader = Reader(asking, source.collection, insist)
        outlook = await look(reader)
        prospect: Prospect | None = None
        space = None
        found: list[Finding] = []
        if connection is not None:
            async with Rest(connection, needs="read") as rest:
                there = asking_target.insist
                space, _ = await there(Target(rest, collection).whole)
                prospect = await _prospect(outlook, rest, collection, there, state)
                same = await is_same(asking, insist, rest, there)
            found += _findings(outlook, prospect, same=same)
        found += outlook_findings(source, outlook, space, collection)
        found += alias_findings(outlook, with_aliases=False)
    preflight = outlook.preflight(outlook.points, time.monotonic() - began, found)
    return preflight.model_copy(update={"prospect": prospect})


async def _prospect(
    outlook: Outlook, rest: Rest, collection: str, insist: Insist, state: Path
) -> Prospect:
    target = Target(rest, collection)
    aliases, _ = await insist(Aliases(rest).all)
    space, _ = await insist(target.whole)
    points = (await insist(target.count))[0] if space is not None else None
    machine = await machine_of(rest, insist)
    rate = pace_before(state, rest.url)
    numbers = sum((kind.size or 0) * BYTES.get(kind.datatype, 4) for kind in outlook.kinds)
    return Prospect(
        to=rest.url,
        collection=collection,
        means=aliases.get(collection, collection if space else None),
        is_alias=collection in aliases,
        points=points,
        also_there=None if points else 0,
        memory_needed=round(outlook.points * numbers * OVERHEAD),
        memory_there=machine.memory,
        memory_used=machine.memory_used,
        disk_there=machine.disk,
        disk_used=machine.disk_used,
        untold=machine.untold,
        seconds_at_least=None,
        seconds_as_before=round(outlook.points / rate, 3) if rate else None,
    )


def _findings(outlook: Outlook, prospect: Prospect, *, same: bool) -> Iterator[Finding]:
    name = prospect.collection
    if same and prospect.means == outlook.collection:
        if prospect.is_alias:
            yield finding(
                "replaced",
                Severity.LOOK,
                name,
                f"alias {name} means the source itself; afterwards it means a copy of it",
                "stop writing until the run is finished; the source is kept",
            )
        else:
            yield finding(
                "same",
                Severity.ACT,
                name,
                f"source and target are the same collection: {name} at {prospect.to}",
                "name another with --collection",
            )
    elif prospect.means is not None and not prospect.is_alias:
        yield finding(
            "name",
            Severity.ACT,
            name,
            f"{name} is a collection, and no alias can take its name while it is there",
            f"write into it with --in-place (which of its {prospect.points or 0:,} points have "
            "ids of the source is not known before ids are read); or name another",
        )
    elif prospect.means is not None:
        yield finding(
            "replaced",
            Severity.LOOK,
            name,
            f"alias {name} means {prospect.means} with {prospect.points or 0:,} points; "
            "afterwards it means a new collection",
            "the old collection is kept; --in-place writes into it instead",
        )
    yield from room_findings(prospect)
