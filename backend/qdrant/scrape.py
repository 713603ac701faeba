"""One `/metrics` answer as traffic per route, whatever version of Qdrant gave it."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from backend.probes.probe import ProbeFailed
from backend.qdrant.histogram import Histogram
from backend.qdrant.metrics import Sample, parse

# Searched, not matched: `service.metrics_prefix` may put anything before a family's name.
_FAMILY = re.compile(
    r"(?:(rest|grpc)_responses_(total|fail_total|duration_seconds_(?:bucket|sum|count))"
    r"|app_info|memory_resident_bytes)$"
)
_PLACEHOLDER = re.compile(r"^/collections/\{name\}")

FINE = frozenset({"200", "0", ""})
"""HTTP's status, gRPC's code, and nothing, as gRPC series of Qdrant before 1.17 have it."""

_FAILED = "failed"
"""Stands as status where gRPC before 1.17 counts failures without their codes."""


class Route(NamedTuple):
    """What was asked for, with placeholders in one spelling; method `gRPC` for gRPC.

    `collection` is empty where all collections are meant.
    """

    method: str
    endpoint: str
    collection: str = ""


@dataclass(frozen=True)
class Traffic:
    """Answers given on one route.

    Attributes:
        statuses: How many, by status.
        durations: Of the successful ones; None where the server has no histogram (1.7).
    """

    statuses: Mapping[str, int]
    durations: Histogram | None = None

    def __add__(self, other: "Traffic") -> "Traffic":
        """Both together."""
        statuses = Counter(self.statuses)
        statuses.update(other.statuses)
        if self.durations is None or other.durations is None:
            return Traffic(statuses, self.durations or other.durations)
        return Traffic(statuses, self.durations + other.durations)

    def since(self, older: "Traffic") -> "Traffic":
        """What was added after `older`, from which this one must have grown."""
        statuses = Counter(self.statuses)
        statuses.subtract(older.statuses)
        if self.durations is None or older.durations is None:
            return Traffic(statuses, self.durations)
        return Traffic(statuses, self.durations.since(older.durations))

    def grew_from(self, older: "Traffic") -> bool:
        """Whether counting on from `older` can lead here."""
        if any(self.statuses.get(status, 0) < count for status, count in older.statuses.items()):
            return False
        if older.durations is None:
            return True
        return self.durations is not None and self.durations.grew_from(older.durations)


@dataclass(frozen=True)
class Scrape:
    """What a server had counted since its start, at one moment.

    Attributes:
        at: Monotonic seconds.
        routes: Routes asked for so far; a route appears with its first request.
        split: The same for each collection, where the server was asked to tell them apart and
            does so (from 1.17.1).
        startup: When the server's process started, where it told.
        version: The server's release, as it says itself.
        resident: Bytes of memory that it has, where it tells (from 1.13).
        size: Bytes of the text.
        skipped: Lines that made no sense.
    """

    at: float
    routes: Mapping[Route, Traffic]
    split: Mapping[Route, Traffic] = field(default_factory=dict)
    startup: datetime | None = None
    version: str = ""
    resident: int | None = None
    size: int = 0
    skipped: int = 0


@dataclass
class _Series:
    """One histogram series as it is collected from its lines."""

    cumulative: dict[float, int] = field(default_factory=dict)
    count: int = 0
    total: float = 0.0


def read_scrape(text: str, at: float, startup: datetime | None = None) -> Scrape:
    """Read a `/metrics` answer.

    Raises:
        ProbeFailed: It was cut off, or is not Qdrant's.
    """
    metrics = parse(text, _FAMILY)
    if not metrics.complete:
        raise ProbeFailed(
            "invalid", "/metrics broke off in the middle of a line", "it is tried again"
        )
    about = next((one for one in metrics.samples if one.name.endswith("app_info")), None)
    if about is None:
        raise ProbeFailed(
            "invalid",
            "/metrics does not answer with Qdrant's metrics",
            "check that the address is that of Qdrant's REST interface",
        )
    split, senseless = _routes(metrics.samples)
    return Scrape(
        at=at,
        routes=_together(split),
        split={route: traffic for route, traffic in split.items() if route.collection},
        startup=startup,
        version=about.labels.get("version", ""),
        resident=_resident(metrics.samples),
        size=len(text.encode()),
        skipped=metrics.skipped + senseless,
    )


def _resident(samples: tuple[Sample, ...]) -> int | None:
    told = (one.value for one in samples if one.name.endswith("memory_resident_bytes"))
    value = next(told, math.nan)
    return int(value) if math.isfinite(value) and value > 0 else None


def _together(split: Mapping[Route, Traffic]) -> dict[Route, Traffic]:
    """Traffic per route, whatever the collection: what Qdrant tells where it does not split."""
    routes: dict[Route, Traffic] = {}
    for route, traffic in split.items():
        whole = route._replace(collection="")
        routes[whole] = routes[whole] + traffic if whole in routes else traffic
    return routes


def _routes(samples: tuple[Sample, ...]) -> tuple[dict[Route, Traffic], int]:
    """Traffic per route and collection, and how many samples made no sense."""
    statuses: dict[Route, Counter[str]] = defaultdict(Counter)
    durations: dict[tuple[Route, frozenset[tuple[str, str]]], _Series] = defaultdict(_Series)
    senseless = 0
    for name, labels, value in samples:
        family = _FAMILY.search(name)
        if family is None or family[1] is None:
            continue
        if not math.isfinite(value) or value < 0:
            senseless += 1
            continue
        status = labels.get("status", "")
        route = Route(
            labels.get("method", "gRPC" if family[1] == "grpc" else ""),
            _PLACEHOLDER.sub("/collections/{collection_name}", labels.get("endpoint", "")),
            labels.get("collection", ""),
        )
        match family[2]:
            case "total":
                statuses[route][status] += int(value)
            case "fail_total" if not status:
                statuses[route][_FAILED] += int(value)
            case "fail_total":
                pass  # of a status that `total` counts already
            case part if status in FINE:
                identity = frozenset(item for item in labels.items() if item[0] != "le")
                senseless += not _collect(durations[route, identity], part, labels, value)
    routes = {route: Traffic(counts) for route, counts in statuses.items()}
    for (route, _), series in durations.items():
        histogram = Histogram.from_cumulative(series.cumulative, series.count, series.total)
        routes[route] = routes.get(route, Traffic({})) + Traffic({}, histogram)
    return routes, senseless


def _collect(series: _Series, part: str, labels: Mapping[str, str], value: float) -> bool:
    """Add one line to its series; False where its bound makes no sense."""
    if part.endswith("_sum"):
        series.total = value
    elif part.endswith("_count"):
        series.count = int(value)
    else:
        try:
            bound = float(labels["le"])
        except (KeyError, ValueError):
            return False
        if math.isnan(bound):
            return False
        series.cumulative[bound] = int(value)
    return True
