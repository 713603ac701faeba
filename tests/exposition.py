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

VERSIONS = (
    *("1.7.4", "1.8.4", "1.9.7", "1.10.1", "1.11.5", "1.12.6", "1.13.6", "1.14.1", "1.15.5"),
    *("1.16.0", "1.16.3", "1.17.0", "1.17.1", "1.18.3", "1.19.0", "1.20.0"),
)

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


def bounds_of(version: str) -> Sequence[int]:
    """The bucket layout of a release."""
    release = numbers(version)
    if release < (1, 8):
        return NONE
    return SPARSE if release < (1, 16) else DENSE


def numbers(version: str) -> tuple[int, ...]:
    """A release as numbers."""
    return tuple(int(part) for part in version.split("."))


def as_of(version: str, *requests: Requests, grpc: Mapping[str, int] | None = None) -> str:
    """The text of one scrape as a release writes it, comments and other families included.

    Args:
        version: The release.
        requests: Over REST.
        grpc: Calls of `/qdrant.Points/Query` by gRPC code.
    """
    release = numbers(version)
    lines = [
        "# HELP app_info information about qdrant server",
        "# TYPE app_info gauge",
        f'app_info{{name="qdrant",version="{version}"}} 1',
        "# TYPE collections_total gauge",
        "collections_total 2",
        "# TYPE cluster_enabled gauge",
        "cluster_enabled 0",
    ]
    if release >= (1, 16):
        lines += ["# TYPE collection_points gauge", 'collection_points{id="c1"} 6500']
        lines += ['collection_vectors{collection="c1",vector=""} 6500']
    text = "\n".join(lines) + "\n# TYPE rest_responses_total counter\n"
    for one in requests:
        text += "".join(_lines(one, bounds_of(version)))
        if release < (1, 17):
            for status, count in {"200": 0, **(one.failed or {})}.items():
                route = f'method="{one.method}",endpoint="{one.endpoint}",status="{status}"'
                text += f"rest_responses_fail_total{{{route}}} {count}\n"
    if release < (1, 17, 1):
        text = text.replace("{collection_name}", "{name}")
    return text + "".join(_grpc(release, grpc or {}))


def _grpc(release: tuple[int, ...], codes: Mapping[str, int]) -> Iterator[str]:
    route = 'endpoint="/qdrant.Points/Query"'
    if release >= (1, 17):
        for code, count in codes.items():
            yield f'grpc_responses_total{{{route},status="{code}"}} {count}\n'
    elif codes:
        yield f"grpc_responses_total{{{route}}} {codes.get('0', 0)}\n"
        failed = sum(count for code, count in codes.items() if code != "0")
        yield f"grpc_responses_fail_total{{{route}}} {failed}\n"


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
