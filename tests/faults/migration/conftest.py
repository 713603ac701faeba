"""What the fault tests share."""

import pytest
from tenacity import wait_none


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test waits for a back-off."""
    monkeypatch.setattr("backend.migration.persistence.BACK_OFF", wait_none())
    monkeypatch.setattr("backend.migration.persistence.PROBE_SECONDS", 0.0)
    monkeypatch.setattr("backend.migration.breaker.COOL_DOWN", 0.0)
