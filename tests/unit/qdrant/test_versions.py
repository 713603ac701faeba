"""Every release from 1.7 to 1.20 says the same, and what it cannot say is told."""

import pytest

from backend.model.qdrant import Bucket, EndpointWindow, Latency
from backend.probes.qdrant import CollectionsProbe, LatencyProbe
from backend.qdrant.connection import Connection
from backend.qdrant.scrape import read_scrape
from backend.qdrant.versions import COLLECTION, LATENCY, Version, gaps, read_version
from backend.qdrant.windows import between, endpoints
from tests.answering import Raw, http, info, ok, qdrant, serving
from tests.exposition import VERSIONS, Requests, as_of, bounds_of, numbers

BEFORE = [400, 3_000]
WITHIN = [700, 4_000, 30_000]

each_version = pytest.mark.parametrize("version", VERSIONS)


def lines(version: str) -> list[EndpointWindow]:
    """What a window tells in which a release answered `WITHIN`, two failures and gRPC calls."""
    older = as_of(version, Requests(BEFORE, {"404": 1}), grpc={"0": 2, "5": 1})
    newer = as_of(version, Requests(BEFORE + WITHIN, {"404": 3}), grpc={"0": 9, "5": 2})
    return list(endpoints(between(read_scrape(older, 0), read_scrape(newer, 2))))


@each_version
def test_a_window_of_every_release_tells_the_same(version: str) -> None:
    grpc, rest = lines(version)
    assert (rest.method, rest.endpoint) == ("POST", "/collections/{collection_name}/points/query")
    assert (rest.requests, rest.errors) == (3, 2)
    assert (grpc.method, grpc.requests, grpc.errors) == ("gRPC", 7, 1)
    if not bounds_of(version):
        assert (rest.mean, rest.buckets, rest.quantiles) == (None, (), ())
        return
    assert rest.mean == pytest.approx(sum(WITHIN) / 3e6)
    median = next(quantile for quantile in rest.quantiles if quantile.q == 0.5)
    assert (median.low, median.high) == (0.001, 0.005)


@each_version
def test_buckets_of_every_layout_hold_the_same_requests(version: str) -> None:
    rest = next(line for line in lines(version) if line.method == "POST")
    if not bounds_of(version):
        return
    assert rest.buckets[-1] == Bucket(upper=None, count=0)
    for upper, expected in ((0.001, 1), (0.005, 2), (0.05, 3)):
        reached = sum(
            bucket.count for bucket in rest.buckets if bucket.upper and bucket.upper <= upper
        )
        assert reached == expected


@each_version
async def test_a_release_without_histograms_says_so(version: str) -> None:
    text = as_of(version, Requests(BEFORE))
    async with serving(qdrant(metrics=http(text, content="text/plain"))) as server:
        probe = LatencyProbe(Connection(server.url))
        value = await probe.read()
        await probe.close()
    assert isinstance(value, Latency)
    assert value.version == version
    told = {gap.field: gap.since for gap in value.gaps}
    split = {} if numbers(version) >= (1, 17, 1) else {"by_collection": "1.17.1"}
    histogram = {} if bounds_of(version) else {"buckets": "1.8", "quantiles": "1.8"}
    memory = {} if numbers(version) >= (1, 13) else {"resident_bytes": "1.13"}
    assert told == {**histogram, **split, **memory}


def collection_of(version: str) -> Raw:
    """What a release tells of a collection."""
    release = numbers(version)
    told: dict[str, object] = {"points_count": 5, "indexed_vectors_count": 0, "segments_count": 2}
    if release < (1, 16):
        told["vectors_count"] = 5
    if release >= (1, 16):
        told["warnings"] = [{"message": "too many segments"}]
    if release >= (1, 17):
        told["update_queue"] = {"length": 0}
    if release >= (1, 17, 1):
        told["update_queue"] = {"length": 0, "deferred_points": 0}
    if release >= (1, 20):
        told["created_at"] = "2026-11-20T10:00:00.5"
    return info(**told)


@each_version
async def test_what_is_not_told_is_a_gap_and_what_is_told_is_none(version: str) -> None:
    greeting = http(f'{{"title": "qdrant - vector search engine", "version": "{version}"}}')
    listed = ok({"collections": [{"name": "a"}]})
    told = {"": greeting, "collections": listed, "collections/a": collection_of(version)}
    async with serving(qdrant(**told)) as server:
        probe = CollectionsProbe(Connection(server.url))
        value = await probe.read()
        await probe.close()
    [found] = value.collections
    missing = {gap.field for gap in value.gaps}
    assert value.version == version
    for field in COLLECTION:
        assert (getattr(found, field) is None) == (field in missing), field
    assert (found.points, found.indexed, found.segments) == (5, 0, 2)


async def test_a_server_that_hides_its_version_has_no_gaps_told() -> None:
    async with serving(qdrant(**{"": http("{}", 404)})) as server:
        probe = CollectionsProbe(Connection(server.url))
        value = await probe.read()
        await probe.close()
    assert (value.version, value.gaps, len(value.collections)) == ("", (), 2)


def test_gaps_say_why_and_since_when() -> None:
    told = {gap.field: (gap.reason, gap.since) for gap in gaps(Version(1, 16, 3), COLLECTION)}
    assert told["update_queue"] == ("not in 1.16.3; Qdrant tells it from 1.17 on", "1.17")
    assert told["vectors"] == ("not in 1.16.3; Qdrant dropped it in 1.16", "")
    assert gaps(None, LATENCY) == ()


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("1.19.0", Version(1, 19)),
        ("1.19.0+embedded", Version(1, 19)),
        ("v1.16.3-dev", Version(1, 16, 3)),
        ("1.7", Version(1, 7)),
        ("", None),
        ("dev", None),
    ],
)
def test_versions_as_servers_write_them(text: str, version: Version | None) -> None:
    assert read_version(text) == version
