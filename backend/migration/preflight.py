"""Preflight: what can be known of a source before anything is written."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from backend.migration.errors import Refused, Stopped
from backend.migration.findings import preflight_findings
from backend.migration.ledger import Ledger, Shared
from backend.migration.records import read_record
from backend.migration.source import Source
from backend.model.migration import DimensionCount, IdCollision, Preflight

_COLLISIONS_SHOWN = 10
_IDS_SHOWN = 5


@dataclass(frozen=True)
class Survey:
    """Preflight and what only the engine needs of it.

    Attributes:
        superseded: Records that are not sent because a later one becomes the same point.
    """

    preflight: Preflight
    superseded: frozenset[int]


def survey(source: Source, is_stopped: Callable[[], bool] = lambda: False) -> Survey:
    """Read a source once, in constant memory but for its ids.

    Raises:
        Refused: There is no record in it.
        Stopped: `is_stopped` said so.
    """
    started = time.monotonic()
    ledger = Ledger()
    for entry in source.entries():
        if is_stopped():
            raise Stopped
        ledger.add(read_record(entry))
    if not ledger.count:
        raise Refused(f"{source.name}: holds no records")
    dimensions = ledger.dimensions
    dimension = next(iter(dimensions), 0)
    shared = ledger.shared()
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
        collisions=tuple(_collision(ledger, group) for group in shared[:_COLLISIONS_SHOWN]),
        colliding_records=sum(group.lost for group in shared),
        not_finite=ledger.flaws["not finite"],
        zero_vectors=ledger.zero_vectors,
        unreadable=ledger.flaws["unreadable"] + ledger.flaws["corrupt"],
        seconds=time.monotonic() - started,
        findings=preflight_findings(source, ledger, shared),
    )
    superseded = (record for group in shared for record in ledger.fit(group, dimension)[:-1])
    return Survey(preflight, frozenset(superseded))


def _collision(ledger: Ledger, shared: Shared) -> IdCollision:
    ids = [ledger.written_id(record) for record in shared.records[:_IDS_SHOWN]]
    return IdCollision(
        point=str(ledger.point(shared.records[0])), records=tuple(ids), count=len(shared.records)
    )
