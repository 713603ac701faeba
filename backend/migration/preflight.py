"""Preflight: what can be known of a source before anything is written."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from backend.migration.errors import Refused, Stopped
from backend.migration.findings import foreign_collisions, preflight_findings
from backend.migration.ledger import Ledger, Shared
from backend.migration.payloads import Payloads
from backend.migration.records import read_record
from backend.migration.source import Source
from backend.model.migration.preflight import DimensionCount, IdCollision, Preflight

COLLISIONS_KEPT = 10
FIELDS_KEPT = 40
"""Collisions and fields of the payload that a run keeps; a plan tells all."""

_IDS_SHOWN = 5


@dataclass(frozen=True)
class Survey:
    """Preflight and what only the engine needs of it.

    Attributes:
        superseded: Records that are not sent because a later one becomes the same point.
    """

    preflight: Preflight
    superseded: frozenset[int]


def survey(
    source: Source, is_stopped: Callable[[], bool] = lambda: False, *, whole: bool = False
) -> Survey:
    """Read a source once, in constant memory but for its ids.

    Args:
        source: What is read.
        is_stopped: Asked at each record.
        whole: Tell every collision and every field, rather than the first few.

    Raises:
        Refused: There is no record in it.
        Stopped: `is_stopped` said so.
    """
    started = time.monotonic()
    ledger, payloads = Ledger(), Payloads()
    for entry in source.entries():
        if is_stopped():
            raise Stopped
        record = read_record(entry)
        ledger.add(record)
        if record.flaw is None:
            payloads.add(record.payload)
    if not ledger.count:
        raise Refused(f"{source.name}: holds no records")
    dimensions = ledger.dimensions
    dimension = next(iter(dimensions), 0)
    shared = ledger.shared()
    foreign = foreign_collisions(source, ledger)
    fields = payloads.fields()
    collisions, told = (None, None) if whole else (COLLISIONS_KEPT, FIELDS_KEPT)
    preflight = Preflight(
        shape=source.shapes,
        bytes=source.bytes,
        source_records=ledger.count,
        distinct_ids=ledger.distinct(),
        points=ledger.distinct(dimension),
        dimension=dimension,
        dimensions=tuple(
            DimensionCount(dimension=size, records=records) for size, records in dimensions.items()
        ),
        collisions=tuple(
            _collision(ledger, group, str(ledger.point(group.records[0])))
            for group in shared[:collisions]
        ),
        foreign_collisions=tuple(
            _collision(ledger, group, str(ledger.foreign_point(group.records[0])))
            for group in foreign[:collisions]
        ),
        payload_fields=fields[:told],
        payload_fields_more=max(0, len(fields) - len(fields[:told])),
        payload_bytes=payloads.bytes,
        colliding_records=sum(group.lost for group in shared),
        not_finite=ledger.flaws["not finite"],
        zero_vectors=ledger.zero_vectors,
        unreadable=ledger.flaws["unreadable"] + ledger.flaws["corrupt"],
        seconds=time.monotonic() - started,
        findings=preflight_findings(source, ledger, shared, foreign),
    )
    superseded = (record for group in shared for record in ledger.fit(group, dimension)[:-1])
    return Survey(preflight, frozenset(superseded))


def _collision(ledger: Ledger, shared: Shared, point: str) -> IdCollision:
    first = shared.records[:_IDS_SHOWN]
    ids = tuple(ledger.written_id(record) for record in first)
    return IdCollision(point=point, records=ids, count=len(shared.records), indices=first)
