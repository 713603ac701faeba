"""What qdrant/migration leaves on its target while it runs: how far each range has come.

It keeps one point per source, or per range of one, in the collection `_migration_offsets`, with
the payload {`<key>_offset`, `<key>_offsetCount`, `<key>_lastUpsertAt`}. The key is the source's
collection, or `<collection>-workers-<n>-range-<i>`. When a migration succeeds it deletes the
whole collection, that of others included (qdrant/migration 0.6.5, `pkg/commons/offsets.go`).
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from backend.watching.sentences import whole
from backend.watching.statement import Quoted, Statement

COLLECTION = "_migration_offsets"

_COUNT = re.compile(r"(?P<source>.*?)(?:-workers-\d+-range-\d+)?_offsetCount", re.DOTALL)


def totals(payloads: Iterable[Mapping[str, Any] | None]) -> dict[str, int]:
    """Points moved by source collection, its ranges added up."""
    moved: Counter[str] = Counter()
    for payload in payloads:
        for key, value in (payload or {}).items():
            found, count = _COUNT.fullmatch(key), whole(value)
            if found is not None and count is not None:
                moved[found["source"]] += count
    return dict(moved)


def about(collection: str, moved: Mapping[str, int], watched: int) -> Quoted | None:
    """What the offsets claim about a watched collection; None where they are about others.

    They name the source, not the target: one of the same name is taken for it, and so is the
    only one there is where only one collection is watched.

    Args:
        collection: The watched one.
        moved: Points by source.
        watched: How many collections are watched.
    """
    source = collection
    if collection not in moved:
        if watched != 1 or len(moved) != 1:
            return None
        source = next(iter(moved))
    text = f"{source}_offsetCount: {moved[source]}, all ranges added up"
    return Quoted(Statement("offsets", figures={"migrated": moved[source]}), 0, text)


def gone() -> Quoted:
    """What it means when the offsets that were there are there no more."""
    text = f"{COLLECTION} was deleted, as qdrant/migration does when it succeeds"
    return Quoted(Statement("offsets", completed=True), 0, text)
