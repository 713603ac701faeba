"""What the server says of itself: version, health, telemetry."""

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest


def telemetry(http: httpx.Client, level: int) -> Any:
    answer = http.get("/telemetry", params={"details_level": level})
    answer.raise_for_status()
    return answer.json()["result"]


@pytest.mark.usefixtures("embedded_only")
def test_it_says_that_it_is_the_embedded_one(http: httpx.Client) -> None:
    about = http.get("/").json()
    assert "embedded" in about["title"]
    assert "embedded" in about["version"]
    assert about["title"].startswith("qdrant")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("/healthz", "healthz check passed"),
        ("/livez", "livez check passed"),
        ("/readyz", "all shards are ready"),
    ],
)
def test_health_is_plain_text(http: httpx.Client, path: str, text: str) -> None:
    answer = http.get(path)
    assert (answer.status_code, answer.text.strip()) == (200, text)
    assert answer.headers["content-type"].startswith("text/plain")


def test_an_unknown_route_is_not_found(http: httpx.Client) -> None:
    assert http.get("/no/such/route").status_code == 404


def test_telemetry_tells_when_the_process_started(http: httpx.Client) -> None:
    app = telemetry(http, 0)["app"]
    started = datetime.fromisoformat(app["startup"])
    assert started < datetime.now(UTC)
    assert telemetry(http, 0)["app"]["startup"] == app["startup"]
    assert "system" not in app


def test_telemetry_of_the_machine(http: httpx.Client) -> None:
    system = telemetry(http, 1)["app"]["system"]
    assert system["cores"] >= 1
    assert system["ram_size"] > 100_000
    assert system["disk_size"] > 100_000


def test_telemetry_counts_the_requests(http: httpx.Client, filled: str) -> None:
    route = "POST /collections/{collection_name}/points/count"

    def counted() -> Any:
        return telemetry(http, 1)["requests"]["rest"]["responses"].get(route, {}).get("200")

    http.post(f"/collections/{filled}/points/count", json={}).raise_for_status()
    before = counted()
    for _ in range(3):
        http.post(f"/collections/{filled}/points/count", json={}).raise_for_status()
    after = counted()
    assert after["count"] - before["count"] == 3
    assert after["total_duration_micros"] > before["total_duration_micros"]
    assert 0 < after["min_duration_micros"] <= after["avg_duration_micros"]
    assert after["avg_duration_micros"] <= after["max_duration_micros"]


def test_telemetry_of_the_collections(http: httpx.Client, filled: str) -> None:
    assert telemetry(http, 0)["collections"]["number_of_collections"] >= 1
    described = telemetry(http, 2)["collections"]["collections"]
    mine = next(each for each in described if each["id"] == filled)
    assert mine["config"]["params"]["vectors"]["size"] == 4
