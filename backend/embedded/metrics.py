"""`/metrics`: Qdrant's families, as far as this process can measure them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from backend.embedded.identity import NAME, VERSION
from backend.embedded.metering import BOUNDARIES, Durations, Meter
from backend.embedded.process import process_figures
from backend.embedded.storage import Storage

REPORTED = frozenset(
    "/collections/{collection_name}/" + route
    for route in (
        "index",
        "points",
        "points/count",
        "points/delete",
        "points/query",
        "points/query/batch",
        "points/scroll",
    )
)
"""Those of Qdrant's reported routes (src/common/metrics.rs) that exist here."""

TIMED_STATUS = 200
"""Qdrant reports durations for this status alone, and totals for all."""

Labels = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Family:
    """One metric with its series; not written where it has none.

    Attributes:
        samples: Suffix of the name, labels and value.
    """

    name: str
    help: str
    type: Literal["gauge", "counter", "histogram"]
    samples: tuple[tuple[str, Labels, float], ...]


def render(storage: Storage, meter: Meter) -> str:
    """The exposition text of this moment."""
    families = (*_about(), *_collections(storage), *_requests(meter), *_process())
    return "".join(line for family in families for line in _lines(family))


def _about() -> Iterator[Family]:
    labels = (("name", NAME), ("version", VERSION))
    yield _gauge("app_info", "information about qdrant server", [(labels, 1)])


def _collections(storage: Storage) -> Iterator[Family]:
    collections = storage.collections
    vectors = [
        ((("collection", each.name), ("vector", name)), count)
        for each in collections
        for name, count in each.vector_counts().items()
    ]
    points = [((("id", each.name),), each.points_count()) for each in collections]
    total = sum(count for _, count in vectors)
    yield _gauge("collections_total", "number of collections", [((), len(collections))])
    yield _gauge(
        "collections_vector_total", "total number of vectors in all collections", [((), total)]
    )
    yield _gauge("collection_vectors", "amount of vectors grouped by vector name", vectors)
    yield _gauge("collection_points", "approximate amount of points per collection", points)


def _requests(meter: Meter) -> Iterator[Family]:
    reported = [
        ((("method", method), ("endpoint", endpoint), ("status", str(status))), durations)
        for method, endpoint, status, durations in meter.series()
        if endpoint in REPORTED
    ]
    timed = [(labels, each) for labels, each in reported if labels[2][1] == str(TIMED_STATUS)]
    yield Family(
        "rest_responses_total",
        "total number of responses",
        "counter",
        tuple(("", labels, each.count) for labels, each in reported),
    )
    for name, help_, micros in (
        ("avg", "average response duration", Durations.average),
        ("min", "minimum response duration", lambda each: each.shortest),
        ("max", "maximum response duration", lambda each: each.longest),
    ):
        yield _gauge(
            f"rest_responses_{name}_duration_seconds",
            help_,
            [(labels, micros(each) / 1e6) for labels, each in timed],
        )
    yield Family(
        "rest_responses_duration_seconds",
        "response duration histogram",
        "histogram",
        tuple(sample for labels, each in timed for sample in _histogram(labels, each)),
    )


def _histogram(labels: Labels, durations: Durations) -> Iterator[tuple[str, Labels, float]]:
    bounds = [*(_number(bound) for bound in BOUNDARIES), "+Inf"]
    for bound, count in zip(bounds, durations.cumulative(), strict=True):
        yield "_bucket", (*labels, ("le", bound)), count
    yield "_sum", labels, durations.total / 1e6
    yield "_count", labels, durations.count


def _process() -> Iterator[Family]:
    for figure in process_figures():
        yield Family(figure.name, figure.help, figure.type, (("", (), figure.value),))


def _gauge(name: str, help_: str, values: Iterable[tuple[Labels, float]]) -> Family:
    return Family(name, help_, "gauge", tuple(("", labels, value) for labels, value in values))


def _lines(family: Family) -> Iterator[str]:
    if not family.samples:
        return
    yield f"# HELP {family.name} {family.help}\n# TYPE {family.name} {family.type}\n"
    for suffix, labels, value in family.samples:
        text = ",".join(f'{name}="{_escaped(label)}"' for name, label in labels)
        yield f"{family.name}{suffix}{f'{{{text}}}' if text else ''} {_number(value)}\n"


def _escaped(label: str) -> str:
    return label.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value)
