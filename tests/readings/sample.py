"""Readings as a real world gives them: 36 managers, a migration, a busy Qdrant."""

from backend.model.ecosystem import Ecosystem
from backend.model.migration.run import Migrations
from backend.model.reading import Reading
from tests.readings.ecosystem import ecosystem
from tests.readings.graphs import deep, knotted, layered, many
from tests.readings.happening import events, firing
from tests.readings.indexing import indexed
from tests.readings.managers import ACTIVITIES
from tests.readings.merging import consolidation
from tests.readings.migrating import dead_letter, run
from tests.readings.planning import plans
from tests.readings.said import NOW, URL, failed, reading
from tests.readings.serving import collections, host, server, troubled_server
from tests.readings.timing import endpoint, history, latency, quantile

__all__ = [
    "ACTIVITIES",
    "NOW",
    "URL",
    "collections",
    "consolidation",
    "dead_letter",
    "deep",
    "ecosystem",
    "endpoint",
    "events",
    "everything",
    "failed",
    "firing",
    "history",
    "host",
    "indexed",
    "knotted",
    "latency",
    "layered",
    "many",
    "plans",
    "quantile",
    "reading",
    "run",
    "server",
    "troubled_server",
]


def everything(ecosystem_value: Ecosystem | None = None) -> list[Reading]:
    """One good reading of every probe."""
    return [
        reading("managers", ecosystem_value or ecosystem()),
        reading("plan", plans()),
        reading("migration", Migrations(runs=(run(),))),
        reading("qdrant.server", server()),
        reading("qdrant.collections", collections()),
        reading("qdrant.latency", latency()),
        reading("host", host()),
        reading("events", events()),
    ]
