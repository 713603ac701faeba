"""`/telemetry`: what Qdrant tells of itself, as far as it is true here."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from backend.embedded.collection import Collection
from backend.embedded.identity import NAME, VERSION
from backend.embedded.metering import Durations, Meter
from backend.embedded.process import system
from backend.embedded.storage import Storage

Json = dict[str, Any]


@dataclass(frozen=True)
class Startup:
    """One run of the server: a restart has another id and a later time."""

    id: str = field(default_factory=lambda: str(uuid4()))
    at: datetime = field(default_factory=lambda: datetime.now(UTC))


def collect(storage: Storage, meter: Meter, startup: Startup, level: int) -> Json:
    """Telemetry of one details level: 0 counts, 1 the system and timings, 2 configurations."""
    app: Json = {"name": NAME, "version": VERSION, "startup": startup.at}
    collections: Json = {"number_of_collections": len(storage.collections)}
    if level >= 1:
        app["system"] = system(storage.path)
        collections["collections"] = [_collection(each, level) for each in storage.collections]
    responses: dict[str, Json] = {}
    for method, endpoint, status, durations in meter.series():
        answers = responses.setdefault(f"{method} {endpoint}", {})
        answers[str(status)] = _durations(durations, level)
    return {
        "id": startup.id,
        "app": app,
        "collections": collections,
        "requests": {"rest": {"responses": responses}, "grpc": {"responses": {}}},
    }


def _collection(collection: Collection, level: int) -> Json:
    if level == 1:
        return {
            "vectors": sum(collection.vector_counts().values()),
            "optimizers_status": "ok",
            "params": collection.config["params"],
        }
    return {
        "id": collection.name,
        "init_time_ms": round(collection.opened_in),
        "config": collection.config,
    }


def _durations(durations: Durations, level: int) -> Json:
    told: Json = {"count": durations.count, "avg_duration_micros": durations.average()}
    if level >= 1:
        told |= {
            "min_duration_micros": durations.shortest,
            "max_duration_micros": durations.longest,
            "total_duration_micros": durations.total,
            "last_responded": durations.last,
        }
    return told
