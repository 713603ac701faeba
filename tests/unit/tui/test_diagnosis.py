"""What the program tells of itself."""

from datetime import timedelta
from pathlib import Path

import pytest

from backend import config
from tests.lines import plain
from tests.readings import sample
from tests.readings.sample import NOW
from tui.about import About
from tui.commands.dashboard import about
from tui.meter import Cost
from tui.readings import Readings
from tui.screens.diagnosis import Process, diagnosis_lines

COST = Cost(60, 0.0123, 2048.0, 3_145_728, 40, 0.0042, 0.0161, 0.09)


def page(readings: Readings, told: About | None = None, cost: Cost = COST) -> str:
    processes = [Process("screen", 7, 0.012, 62 * 1024**2), Process("backend", 8, None, 1024)]
    lines = diagnosis_lines(
        told or About(), cost, processes, readings.picture(NOW), NOW - timedelta(hours=1)
    )
    return plain(lines)


def test_it_tells_what_was_measured() -> None:
    readings = Readings()
    for reading in sample.everything():
        readings.take(reading, NOW)
    readings.take(sample.failed("host", "timeout", "no answer"), NOW)
    readings.take(sample.failed("gateway", "unconfigured", "no gateway was named"), NOW)
    text = page(readings)
    assert "processor          1.2 % of a core over the last 1m00s" in text
    assert "3.0 MiB since the start   2.0 KiB/s" in text
    assert "p50 4.2 ms   p95 16.1 ms   slowest 90.0 ms" in text
    assert "of the last 40 that had one" in text
    assert "backend            pid 8   ?   1.0 KiB" in text
    assert "qdrant             1.18.3" in text
    assert "UTC, 1h00m ago" in text
    assert "failed 1×: timeout" in text
    assert "○ gateway" in text


def test_what_is_not_known_is_no_zero() -> None:
    cost = Cost(0, None, None, 100, 0, None, None, None)
    text = page(Readings(), cost=cost)
    assert "○ known after a second" in text
    assert "○ no key had one yet" in text
    assert "qdrant             ○ unknown" in text


def test_settings_have_their_origin_and_secrets_stay_secret(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("QDRANT_API_KEY", "s3cret")
    monkeypatch.setenv("PASSERELLE_THEME", "light")
    settings, resolved = config.load({"window": 30.0, "state": str(tmp_path)})
    text = page(Readings(), about(settings, resolved))
    assert "s3cret" not in text
    lines = {line.split()[0]: line.split()[1:] for line in text.splitlines() if line.strip()}
    assert lines["window"] == ["flag", "30.0"]
    assert lines["theme"] == ["PASSERELLE_THEME", "light"]
    assert lines["api_key"] == ["QDRANT_API_KEY", "set,", "not", "shown"]
    assert "backend.log  (not there)" in text


def test_a_demo_does_not_claim_settings_that_it_does_not_use() -> None:
    settings, resolved = config.load({})
    text = page(Readings(), about(settings, resolved, "demo"))
    assert "http://localhost:6333" not in text
    assert "what the demo made" in text
