"""What Qdrant's `/metrics` says of requests of known durations, in the layouts of its versions."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

DENSE = (
    *(1_000, 5_000, 10_000, 20_000, 50_000, 100_000, 500_000),
    *(1_000_000, 5_000_000, 10_000_000, 50_000_000),
)
"""Boundaries in microseconds from 1.16 on."""

SPARSE = (
    *(1, 5, 10, 50, 100, 500, 1_000, 5_000, 10_000, 50_000, 100_000, 500_000),
    *(1_000_000, 5_000_000, 10_000_000, 50_000_000),
)
"""Boundaries in microseconds from 1.8 to 1.15."""

NONE = ()
"""1.7 has no histogram."""

QUERY = "/collections/{collection_name}/points/query"
APP = 'app_info{name="qdrant",version="1.19.0"} 1\n'


@dataclass(frozen=True)
class Requests:
    """Requests on one route.

    Attributes:
        micros: How long each that ended with 200 took, in microseconds.
        failed: How many ended otherwise, by status.
    """

    micros: Sequence[int]
    failed: Mapping[str, int] | None = None
    method: str = "POST"
    endpoint: str = QUERY


def le(micros: int) -> str:
    """A boundary as Qdrant writes it."""
    return f"{micros / 1e6:.6f}".rstrip("0").rstrip(".")


def cumulative(micros: Iterable[int], bounds: Sequence[int]) -> list[int]:
    """How many took at most each boundary."""
    counts = [0] * (len(bounds) + 1)
    for one in micros:
        counts[bisect_left(bounds, one)] += 1
    return list(accumulate(counts))[:-1]


def kept(micros: Sequence[int], bounds: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Boundaries with their counts.

    Of the sparse layout those are left whose bucket, or the one above, is not empty, as does
    `convert_histogram` in Qdrant's `lib/segment/src/common/operation_time_statistics.rs`.
    """
    ends = [0, *cumulative(micros, bounds), len(micros)]
    for i, bound in enumerate(bounds):
        below, count, above = ends[i : i + 3]
        if bounds != SPARSE or below != count or count != above:
            yield bound, count


def metrics(*requests: Requests, bounds: Sequence[int] = DENSE, prefix: str = "") -> str:
    """The text of one scrape."""
    return prefix + APP + "".join(prefix + line for one in requests for line in _lines(one, bounds))


def _lines(one: Requests, bounds: Sequence[int]) -> Iterator[str]:
    route = f'method="{one.method}",endpoint="{one.endpoint}"'
    for status, count in (one.failed or {}).items():
        yield f'rest_responses_total{{{route},status="{status}"}} {count}\n'
    labels = f'{route},status="200"'
    if not one.micros:
        return
    yield f"rest_responses_total{{{labels}}} {len(one.micros)}\n"
    yield f"rest_responses_avg_duration_seconds{{{labels}}} 0.001\n"
    if not bounds:
        return
    family = "rest_responses_duration_seconds"
    for bound, count in kept(one.micros, bounds):
        yield f'{family}_bucket{{{labels},le="{le(bound)}"}} {count}\n'
    yield f'{family}_bucket{{{labels},le="+Inf"}} {len(one.micros)}\n'
    yield f"{family}_sum{{{labels}}} {sum(one.micros) / 1e6}\n"
    yield f"{family}_count{{{labels}}} {len(one.micros)}\n"
