"""Who may do what: no key, the full key, the read-only key."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

Start = Callable[..., Any]

FULL, READER = "full-key", "reader-key"
KEYS = {
    "QDRANT__SERVICE__API_KEY": FULL,
    "QDRANT__SERVICE__READ_ONLY_API_KEY": READER,
}
VECTORS = {"vectors": {"size": 4, "distance": "Dot"}}
MISSING = "Must provide an API key or an Authorization bearer token"


@pytest.fixture
def guarded(start: Start, tmp_path: Path) -> Iterator[httpx.Client]:
    with start(tmp_path, **KEYS).http() as http:
        yield http


def ask(http: httpx.Client, method: str, path: str, **headers: str) -> httpx.Response:
    body = VECTORS if method == "PUT" else {}
    return http.request(method, path, json=body if method != "GET" else None, headers=headers)


def test_health_needs_no_key(guarded: httpx.Client) -> None:
    for path in ("/", "/healthz", "/livez", "/readyz"):
        assert ask(guarded, "GET", path).status_code == 200


def test_everything_else_needs_one(guarded: httpx.Client) -> None:
    for path in ("/metrics", "/telemetry", "/collections", "/no/such/route"):
        answer = ask(guarded, "GET", path)
        assert (answer.status_code, answer.text) == (401, MISSING)
        for name, wrong in (
            ("api-key", "wrong"),
            ("authorization", "Bearer wrong"),
            ("authorization", FULL),
        ):
            answer = ask(guarded, "GET", path, **{name: wrong})
            assert answer.status_code == 401


@pytest.mark.parametrize(
    "headers",
    [{"api-key": FULL}, {"authorization": f"Bearer {FULL}"}],
)
def test_the_full_key_opens_everything(guarded: httpx.Client, headers: dict[str, str]) -> None:
    assert ask(guarded, "PUT", "/collections/c", **headers).json()["result"] is True
    assert ask(guarded, "GET", "/metrics", **headers).status_code == 200


def test_the_read_only_key_reads(guarded: httpx.Client) -> None:
    full, reader = {"api-key": FULL}, {"api-key": READER}
    ask(guarded, "PUT", "/collections/c", **full).raise_for_status()
    for method, path in (
        ("GET", "/collections/c"),
        ("GET", "/metrics"),
        ("GET", "/telemetry"),
        ("GET", "/aliases"),
        ("POST", "/collections/c/points/scroll"),
        ("POST", "/collections/c/points/count"),
    ):
        assert ask(guarded, method, path, **reader).status_code == 200
    for method, path in (
        ("PUT", "/collections/d"),
        ("PATCH", "/collections/c"),
        ("DELETE", "/collections/c"),
        ("PUT", "/collections/c/points"),
        ("POST", "/collections/c/points/delete"),
        ("PUT", "/collections/c/index"),
        ("POST", "/collections/aliases"),
    ):
        answer = ask(guarded, method, path, **reader)
        assert answer.status_code == 403
        assert answer.json()["status"]["error"] == "Forbidden: Global manage access is required"
    assert ask(guarded, "GET", "/collections/c", **reader).status_code == 200


def test_the_keys_appear_nowhere(start: Start, tmp_path: Path) -> None:
    server = start(tmp_path, **KEYS)
    with server.http(FULL) as http:
        told = [http.get(path).text for path in ("/metrics", "/telemetry?details_level=9")]
    server.process.terminate()
    told += server.process.communicate(timeout=20)
    assert not [text for text in told if FULL in text or READER in text]
