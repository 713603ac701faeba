"""The probe against a gateway that answers as the Go side's does."""

import json
from datetime import UTC, datetime
from typing import Any

from pydantic import SecretStr

from backend.model.ecosystem import Ecosystem, Manager
from backend.model.gateway import Gateway
from backend.probes.gateway import GatewayProbe
from tests.answering import Raw, Request, http, serving

CONSTANT = "2025-01-05T00:00:00Z"
ECOSYSTEM = Ecosystem(
    managers=(
        Manager(name="email-manager", path="email", root="/r", languages=("Go",), files=1),
        Manager(name="error-manager", path="e", root="/r", languages=("Go",), files=1, functions=1),
    )
)


class Go:
    """The gateway of the Go side: constant timestamps, and a token for the list of managers."""

    def __init__(self, *managers: dict[str, Any], token: str = "") -> None:
        self.managers = managers
        self.token = token

    def __call__(self, request: Request) -> Raw:
        if request.path == "/health":
            return told({"status": "healthy", "timestamp": CONSTANT, "version": "v57"})
        if request.path == "/ready":
            total = len(self.managers)
            well = sum(item["status"] == "healthy" for item in self.managers)
            counts = {"ready_count": well, "total_count": total, "timestamp": CONSTANT}
            return told({"ready": well == total, **counts}, 200 if well == total else 503)
        if self.token and request.headers.get("authorization") != f"Bearer {self.token}":
            return told({"error": "Authorization header required"}, 401)
        return told({"managers": list(self.managers), "count": len(self.managers)})


def told(answer: dict[str, Any], status: int = 200) -> Raw:
    return http(json.dumps(answer), status)


async def looked(go: Go, times: int = 1, token: str = "") -> Gateway:
    async with serving(go) as server:
        probe = GatewayProbe(server.url, SecretStr(token) if token else None, lambda: ECOSYSTEM)
        for _ in range(times):
            value = await probe.read()
        await probe.close()
    return value


async def test_an_empty_gateway_is_ready_with_0_of_0() -> None:
    gateway = await looked(Go())
    assert (gateway.health, gateway.health_said, gateway.version) == ("running", "healthy", "v57")
    assert (gateway.ready, gateway.ready_count, gateway.total_count) == (True, 0, 0)
    assert gateway.managers == ()
    assert [finding.claim for finding in gateway.findings] == ["ready"]


async def test_managers_come_by_name_and_not_ready_is_no_failure() -> None:
    go = Go(
        {"name": "error-manager", "status": "error", "errors": ["disk"], "last_check": CONSTANT},
        {"name": "email-manager", "status": "healthy", "last_check": None, "metrics": {}},
    )
    gateway = await looked(go)
    assert (gateway.ready, gateway.ready_count, gateway.total_count) == (False, 1, 2)
    assert gateway.managers is not None
    assert [(one.name, one.status) for one in gateway.managers] == [
        ("email-manager", "running"),
        ("error-manager", "failed"),
    ]
    assert gateway.managers[1].checked == datetime(2025, 1, 5, tzinfo=UTC)
    assert [finding.subjects for finding in gateway.findings] == [("email-manager",)]


async def test_constants_are_static_and_what_moves_is_not() -> None:
    go = Go(
        {"name": "a", "status": "stopped", "last_check": CONSTANT, "metrics": {"requests": 1}},
    )

    def answer(request: Request) -> Raw:
        raw = go(request)
        if request.path == "/api/v1/managers":
            go.managers[0]["metrics"]["requests"] += 1
        return raw

    async with serving(answer) as server:
        probe = GatewayProbe(server.url, None, lambda: None)
        assert (await probe.read()).static == ()
        await probe.read()
        gateway = await probe.read()
        await probe.close()
    assert gateway.static == ("health.timestamp", "ready.timestamp")
    assert gateway.managers is not None
    assert gateway.managers[0].static == ("last_check",)


async def test_without_the_token_the_rest_is_told_and_why_the_list_is_not() -> None:
    gateway = await looked(Go({"name": "a", "status": "healthy"}, token="t0ken"))
    assert gateway.managers is None
    assert "wants a token" in gateway.limited
    assert gateway.ready is True


async def test_with_the_token_the_list_is_told() -> None:
    gateway = await looked(Go({"name": "a", "status": "healthy"}, token="t0ken"), token="t0ken")
    assert gateway.managers is not None
    assert "t0ken" not in gateway.model_dump_json()
