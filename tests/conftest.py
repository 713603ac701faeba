"""What every test may use, and the walls around all of them."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import cache
from itertools import count
from pathlib import Path

import httpx
import pytest
from hypothesis import settings

from tests.settling import drained

# Tests count, they do not time: a busy machine makes no example wrong.
settings.register_profile("passerelle", deadline=None)
settings.load_profile("passerelle")


@pytest.fixture(scope="session", autouse=True)
def utc() -> Iterator[None]:
    """No test depends on where it runs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "UTC")
        time.tzset()
        yield


@pytest.fixture(scope="session", autouse=True)
def settling() -> Iterator[None]:
    """A pilot goes on as soon as the screen has settled, and not before."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("textual.app.wait_for_idle", drained)
        patch.setattr("textual.pilot.wait_for_idle", drained)
        yield


@pytest.fixture(scope="session", autouse=True)
def certificates() -> Iterator[None]:
    """This machine's certificates are read once, not for each client: that takes 30 ms."""
    with pytest.MonkeyPatch.context() as patch:
        known = cache(httpx.create_ssl_context)
        patch.setattr("httpx._transports.default.create_ssl_context", known)
        yield


SETTINGS = (
    *("NO_COLOR", "LOG_LEVEL", "CONFIG_PATH", "PYTHON_DATA_PATH", "BATCH_SIZE"),
    *("QDRANT_HOST", "QDRANT_PORT", "QDRANT_API_KEY"),
)


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A new folder each time; pytest would read through all that there are to name the next."""
    base = tmp_path_factory.mktemp("homes")
    return (base / str(number) for number in count())


@pytest.fixture(autouse=True)
def own_home(monkeypatch: pytest.MonkeyPatch, homes: Iterator[Path]) -> None:
    """No test reads or writes the settings of whoever runs it, nor inherits their taste."""
    home = next(homes)
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def qdrant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a Qdrant: the one in QDRANT_URL, or an embedded one for this session."""
    given = os.environ.get("QDRANT_URL")
    if given:
        yield given
        return
    folder: Path = tmp_path_factory.mktemp("qdrant")
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "backend.embedded"),
            *("--path", str(folder), "--port", "0", "--until-stdin-closes"),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout is not None
        yield json.loads(process.stdout.readline())["url"]
        process.terminate()
