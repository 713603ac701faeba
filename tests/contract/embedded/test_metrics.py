"""`/metrics`: what was served, and nothing that was not."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from backend.embedded.metering import BOUNDARIES

Start = Callable[..., Any]

POINTS = "/collections/{collection_name}/points"
SAMPLE = re.compile(r"^(?P<name>\w+)(?:\{(?P<labels>.*)\})? (?P<value>\S+)$")
LABEL = re.compile(r'(\w+)="((?:[^"\\]|\\.)*)"')

Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]


def scrape(http: httpx.Client) -> Samples:
    samples = {}
    for line in http.get("/metrics").raise_for_status().text.splitlines():
        if line and not line.startswith("#"):
            match = SAMPLE.match(line)
            assert match, line
            labels = frozenset(LABEL.findall(match["labels"] or ""))
            samples[match["name"], labels] = float(match["value"])
    return samples


def value(samples: Samples, name: str, **labels: str) -> float | None:
    return samples.get((name, frozenset(labels.items())))


def request_labels(method: str, endpoint: str, status: int = 200) -> dict[str, str]:
    return {"method": method, "endpoint": endpoint, "status": str(status)}


def test_collections_are_counted(http: httpx.Client, filled: str) -> None:
    samples = scrape(http)
    assert value(samples, "collection_points", id=filled) == 10
    assert value(samples, "collection_vectors", collection=filled, vector="") == 10
    assert (value(samples, "collections_total") or 0) >= 1
    assert (value(samples, "collections_vector_total") or 0) >= 10


def test_a_histogram_counts_each_request_once(http: httpx.Client, filled: str) -> None:
    labels = request_labels("POST", f"{POINTS}/query")
    http.post(f"/collections/{filled}/points/query", json={"query": 1}).raise_for_status()
    before = scrape(http)
    for _ in range(5):
        http.post(f"/collections/{filled}/points/query", json={"query": 1}).raise_for_status()
    after = scrape(http)

    def grown(name: str, **more: str) -> float:
        new, old = value(after, name, **labels, **more), value(before, name, **labels, **more)
        assert new is not None
        assert old is not None
        return new - old

    family = "rest_responses_duration_seconds"
    assert grown("rest_responses_total") == 5
    assert grown(f"{family}_count") == 5
    assert grown(f"{family}_sum") > 0
    bounds = [f"{bound:g}" for bound in BOUNDARIES]
    cumulative = [grown(f"{family}_bucket", le=bound) for bound in [*bounds, "+Inf"]]
    assert cumulative == sorted(cumulative)
    assert cumulative[-1] == 5


def test_refusals_are_counted_and_not_timed(http: httpx.Client, collection: str) -> None:
    http.post(f"/collections/{collection}/points/query", json={"query": "x"})
    samples = scrape(http)
    labels = request_labels("POST", f"{POINTS}/query", 400)
    assert (value(samples, "rest_responses_total", **labels) or 0) >= 1
    assert value(samples, "rest_responses_duration_seconds_count", **labels) is None
    assert value(samples, "rest_responses_max_duration_seconds", **labels) is None


def test_routes_that_qdrant_does_not_report_are_not_reported(
    http: httpx.Client, collection: str
) -> None:
    http.get(f"/collections/{collection}").raise_for_status()
    http.get("/healthz").raise_for_status()
    endpoints = {dict(labels).get("endpoint") for _, labels in scrape(http)} - {None}
    assert endpoints
    assert all(endpoint and endpoint.startswith("/collections/{") for endpoint in endpoints)
    assert "/collections/{collection_name}" not in endpoints


def test_a_series_begins_with_its_first_request(start: Start, tmp_path: Path) -> None:
    with start(tmp_path).http() as http:
        assert not [name for name, _ in scrape(http) if name.startswith("rest_")]
        http.post("/collections/nowhere/points/count", json={})
        totals = [labels for name, labels in scrape(http) if name.startswith("rest_")]
        expected = request_labels("POST", f"{POINTS}/count", 404)
        assert totals == [frozenset(expected.items())]


@pytest.mark.usefixtures("embedded_only")
def test_the_process_measures_itself(http: httpx.Client) -> None:
    samples = scrape(http)
    for name in ("memory_resident_bytes", "process_threads", "process_open_fds"):
        assert (value(samples, name) or 0) >= 1
