"""The text of `/metrics`."""

from pathlib import Path

from backend.embedded.definitions import CreateCollection
from backend.embedded.metering import Meter
from backend.embedded.metrics import REPORTED, render
from backend.embedded.routes import ENDPOINTS
from backend.embedded.storage import Storage

COUNT = "/collections/{collection_name}/points/count"

PLAIN = CreateCollection.model_validate({"vectors": {"size": 2, "distance": "Dot"}})


def test_what_has_no_series_is_not_written(tmp_path: Path) -> None:
    text = render(Storage(tmp_path), Meter())
    assert "collections_total 0\n" in text
    assert "collection_points" not in text
    assert "rest_" not in text


def test_a_family_has_help_and_type_before_its_samples(tmp_path: Path) -> None:
    meter = Meter()
    meter.record("POST", COUNT, 200, 0.0025)
    lines = render(Storage(tmp_path), meter).splitlines()
    labels = f'method="POST",endpoint="{COUNT}",status="200"'
    start = lines.index("# TYPE rest_responses_duration_seconds histogram")
    assert lines[start - 1] == "# HELP rest_responses_duration_seconds response duration histogram"
    family = lines[start + 1 : start + 15]
    prefix = "rest_responses_duration_seconds"
    assert family[0] == f'{prefix}_bucket{{{labels},le="0.001"}} 0'
    assert family[1] == f'{prefix}_bucket{{{labels},le="0.005"}} 1'
    assert family[10] == f'{prefix}_bucket{{{labels},le="50"}} 1'
    assert family[11] == f'{prefix}_bucket{{{labels},le="+Inf"}} 1'
    assert family[12] == f"{prefix}_sum{{{labels}}} 0.0025"
    assert family[13] == f"{prefix}_count{{{labels}}} 1"


def test_names_are_escaped(tmp_path: Path) -> None:
    storage = Storage(tmp_path)
    storage.create("a\nb", PLAIN)
    assert 'collection_points{id="a\\nb"} 0\n' in render(storage, Meter())


def test_every_reported_route_exists() -> None:
    assert {endpoint.path for endpoint in ENDPOINTS} >= REPORTED
