"""What a key may, told without telling the key."""

import base64
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import SecretStr

from backend.model.qdrant import Access, Gap
from backend.probes.qdrant import ServerProbe
from backend.qdrant.connection import Connection
from backend.qdrant.keys import access
from tests.answering import Raw, http, ok, qdrant, serving

DENIED = Gap(field="slow_requests", reason="no (HTTP 403)")


def token(claims: Any) -> str:
    body = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    return f"eyJhbGciOiJIUzI1NiJ9.{body}.c2lnbmF0dXJl"


def of(key: str) -> Access:
    return access(SecretStr(key), (), None)


@pytest.mark.parametrize(
    ("claims", "may"),
    [
        ({}, ("read and change everything",)),
        ({"access": "r"}, ("read everything",)),
        ({"access": [{"collection": "tasks", "access": "r"}]}, ("read tasks",)),
        (
            {"access": [{"collection": "a", "access": "rw"}, {"collection": "b", "access": "prw"}]},
            ("read and change a", "read and change points of b"),
        ),
        (
            {"access": [{"collection": "a", "access": "r", "payload": {"user": 1}}]},
            ("read a, only points with a certain payload",),
        ),
        ({"access": []}, ("nothing",)),
        ({"access": 5}, ("nothing that is known here",)),
    ],
)
def test_a_token_says_what_it_is_for(claims: dict[str, Any], may: tuple[str, ...]) -> None:
    found = of(token(claims))
    assert (found.key, found.may) == ("token", may)


def test_a_token_says_when_it_ends() -> None:
    assert of(token({"exp": 1_900_000_000})).until == datetime(2030, 3, 17, 17, 46, 40, tzinfo=UTC)
    assert of(token({"exp": 1e300})).until is None
    assert of(token({"exp": "soon"})).until is None


@pytest.mark.parametrize("key", ["plain", "a.b", "a.b.c", "x.####.z", token([1])])
def test_what_is_no_token_is_a_key(key: str) -> None:
    assert of(key).key == "key"


def test_a_key_is_told_by_what_it_is_refused() -> None:
    key = SecretStr("plain")
    full = access(key, (), ())
    assert full.may == ("everything: it may read what only the full key may",)
    reading = access(key, (DENIED,), None)
    assert reading.may == ("read: it is not the full key",)
    assert reading.refused == (DENIED,)
    old = access(key, (Gap(field="slow_requests", reason="not in 1.12", since="1.15.5"),), None)
    assert (old.may, old.refused) == (("read; whether it may change anything is not told",), ())
    assert access(None, (), None).key == "none"


async def told(slow: Raw, key: str) -> Access:
    async with serving(qdrant(**{"profiler/slow_requests": slow})) as server:
        probe = ServerProbe(Connection(server.url, SecretStr(key)))
        value = await probe.read()
        await probe.close()
    assert value.access is not None
    assert key not in value.model_dump_json()
    return value.access


async def test_a_read_only_key_says_what_it_may_not_and_why() -> None:
    found = await told(http("forbidden", 403), "read-only-key")
    assert found.may == ("read: it is not the full key",)
    [refused] = found.refused
    assert refused.field == "slow_requests"
    assert "only the server's api_key may read this" in refused.reason


async def test_a_full_key_and_a_token_are_told_apart() -> None:
    assert (await told(ok({"requests": []}), "full-key")).may[0].startswith("everything")
    limited = token({"access": [{"collection": "tasks", "access": "r"}]})
    assert (await told(http("forbidden", 403), limited)).may == ("read tasks",)
