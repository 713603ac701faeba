"""Several servers side by side, and keys that may see only a part."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from backend.config import load
from backend.hub import Hub
from backend.model.qdrant import Collections, Latency, Server
from backend.probes.probe import ProbeFailed
from backend.probes.qdrant import CollectionsProbe, LatencyProbe, ServerProbe, all_probes
from backend.qdrant.access import connections
from backend.qdrant.connection import Connection
from tests.answering import Answer, Raw, Request, http, ok, qdrant, serving

OPEN = {"/", "/healthz", "/readyz", "/livez"}
"""Paths that need no key."""


def test_the_first_server_keeps_its_names_and_the_others_carry_their_address() -> None:
    servers = tuple(Connection(f"http://{host}:6333") for host in ("one", "two"))
    assert [(probe.name, probe.target) for probe in all_probes(servers)] == [
        ("qdrant.server", "http://one:6333"),
        ("qdrant.collections", "http://one:6333"),
        ("qdrant.latency", "http://one:6333"),
        ("qdrant.history", "http://one:6333"),
        ("qdrant.server@two:6333", "http://two:6333"),
        ("qdrant.collections@two:6333", "http://two:6333"),
        ("qdrant.latency@two:6333", "http://two:6333"),
        ("qdrant.history@two:6333", "http://two:6333"),
    ]
    assert ServerProbe.name == "qdrant.server"


async def test_the_hub_keeps_servers_apart() -> None:
    async with (
        serving(qdrant()) as one,
        serving(qdrant(collections=ok({"collections": []}))) as two,
    ):
        probes = all_probes((Connection(one.url), Connection(two.url)))
        hub = Hub(probes)
        readings = [await hub.read_once(probe) for probe in probes]
        for probe in probes:
            await probe.close()
    assert len({reading.probe for reading in readings}) == 8
    found = [reading.value for reading in readings if isinstance(reading.value, Collections)]
    assert [len(value.collections) for value in found] == [2, 0]
    assert [reading.target for reading in readings] == [one.url] * 4 + [two.url] * 4


def test_settings_become_connections(tmp_path: Path) -> None:
    authority = tmp_path / "ca.pem"
    authority.touch()
    flags = {"qdrant": ["https://one:1", "https://two:2"], "ca_file": str(authority)}
    settings, _ = load(flags, {"QDRANT_API_KEY": "s3cret"}, tmp_path)
    found = connections(settings)
    assert [one.url for one in found] == ["https://one:1", "https://two:2"]
    assert {one.ca_file for one in found} == {authority}
    assert {one.insecure_tls for one in found} == {False}
    assert all(one.api_key and one.api_key.get_secret_value() == "s3cret" for one in found)


def only(*allowed: str) -> Answer:
    """A Qdrant whose key may read some paths and no others."""

    def answer(request: Request) -> Raw:
        if request.path in OPEN or request.path.startswith(allowed):
            return qdrant()(request)
        return http('{"status": {"error": "Forbidden: insufficient rights"}}', 403)

    return answer


async def test_a_read_only_key_sees_all_but_slow_requests() -> None:
    async with serving(only("/collections", "/aliases", "/metrics", "/telemetry", "/cluster")) as s:
        connection = Connection(s.url, SecretStr("s3cret"))
        probes = all_probes((connection,))
        server, collections, latency, _ = [await probe.read() for probe in probes]
        for probe in probes:
            await probe.close()
    assert isinstance(server, Server)
    assert isinstance(collections, Collections)
    assert isinstance(latency, Latency)
    assert (server.limited, latency.gaps) == ("", ())
    told = {gap.field: gap.reason for gap in server.gaps}
    assert "/profiler/slow_requests (HTTP 403)" in told["slow_requests"]


async def test_a_token_for_one_collection_sees_that_and_says_what_it_does_not_see() -> None:
    """Qdrant filters the list of collections and telemetry for it, and refuses the rest."""

    def answer(request: Request) -> Raw:
        if request.path == "/collections":
            return ok({"collections": [{"name": "a"}]})
        return only("/collections/a", "/telemetry", "/issues")(request)

    async with serving(answer) as s:
        connection = Connection(s.url, SecretStr("s3cret"))
        server, collections = ServerProbe(connection), CollectionsProbe(connection)
        latency = LatencyProbe(connection)
        about, found = await server.read(), await collections.read()
        with pytest.raises(ProbeFailed) as refused:
            await latency.read()
        for probe in (server, collections, latency):
            await probe.close()
    assert [(one.name, one.status) for one in found.collections] == [("a", "green")]
    assert not found.aliases_known
    assert about.started is not None
    assert {gap.field for gap in about.gaps} >= {"cluster", "slow_requests"}
    assert "/metrics (HTTP 403)" in refused.value.error.summary
    assert "token limited to some collections" in refused.value.error.remedy
