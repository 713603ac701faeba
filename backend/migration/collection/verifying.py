"""A verification of a source collection asked for by itself."""

import asyncio

from backend.migration.collection.origin import insisting
from backend.migration.collection.outlook import look
from backend.migration.collection.proof import CollectionVerifier, Drift
from backend.migration.collection.source import CollectionSource, Reader
from backend.migration.errors import Refused
from backend.migration.persistence import Persistence
from backend.migration.proving import Proving
from backend.migration.ranges import Bound, Range
from backend.migration.rest import Rest
from backend.migration.scope import Scope
from backend.migration.target import Target
from backend.model.migration.manner import NO_FIELDS, Fields
from backend.model.migration.proof import Verification
from backend.qdrant.connection import Connection

GIVE_UP_AFTER = 10.0
"""Seconds without an answer; whoever asks is waiting, and nothing is lost by asking again."""

SIZE = 256
WORKERS = 5


async def verify_collection(
    source: CollectionSource,
    fields: Fields,
    connection: Connection,
    collection: str,
    sample: int | None,
) -> Verification:
    """Compare a source collection with one at the target.

    Raises:
        Refused: One of them is not there, or they are of other vectors.
        TargetAway: One of the two gave no answer.
    """
    if fields != NO_FIELDS:
        raise Refused("a collection has no fields to name: its points are compared as they are")
    persistence, there = (
        Persistence(GIVE_UP_AFTER, asyncio.sleep, lambda summary, batch: None) for _ in range(2)
    )
    async with source.rest(2 * WORKERS) as asking, Rest(connection, needs="read") as rest:
        reader = Reader(asking, source.collection, insisting(persistence))
        outlook = await look(reader)
        bounds = [bound async for page in reader.walk(SIZE) for bound in page]
        total = sum(bound.points for bound in bounds)
        scope = Scope(collection, outlook.dimension, total, (), {}, sample=sample)
        verifier = CollectionVerifier(
            reader,
            source.name,
            outlook.kinds,
            _ranges(bounds),
            SIZE,
            total,
            {},
            Proving(
                Target(rest, collection),
                scope,
                there.insist,
                asyncio.sleep,
                lambda: False,
                WORKERS,
            ),
            Drift(total),
        )
        return await verifier.verify()


def _ranges(bounds: list[Bound]) -> list[Range]:
    ends = [*(bound.first for bound in bounds[1:]), None]
    return [
        Range(number, bound.first, end, bound.points, bound.ids)
        for number, (bound, end) in enumerate(zip(bounds, ends, strict=True))
    ]
