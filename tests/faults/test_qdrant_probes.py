"""What goes wrong at the socket ends as one clear error, or costs one collection."""

import socket

import httpx
import pytest
from pydantic import SecretStr

from backend.model.reading import ProbeError
from backend.probes.probe import ProbeFailed
from backend.probes.qdrant import CollectionsProbe, LatencyProbe, ServerProbe
from backend.qdrant.connection import Connection
from tests.answering import Answer, Raw, Request, http, info, ok, qdrant, serving
from tests.exposition import Requests, metrics

KEY = SecretStr("s3cret")
Probe = ServerProbe | CollectionsProbe | LatencyProbe
PROBES = (ServerProbe, CollectionsProbe, LatencyProbe)

every_probe = pytest.mark.parametrize("kind", PROBES, ids=lambda kind: kind.name)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time-outs that a test can wait for."""
    monkeypatch.setattr("backend.qdrant.connection.TIMEOUT", httpx.Timeout(0.2))


async def error_of(kind: type[Probe], url: str, key: SecretStr | None = None) -> ProbeError:
    probe = kind(Connection(url, key))
    with pytest.raises(ProbeFailed) as failed:
        await probe.read()
    await probe.close()
    return failed.value.error


async def error_with(kind: type[Probe], answer: Answer, key: SecretStr | None = None) -> ProbeError:
    async with serving(answer) as server:
        return await error_of(kind, server.url, key)


def always(raw: Raw) -> Answer:
    return lambda request: raw


@every_probe
async def test_nobody_listens(kind: type[Probe]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        error = await error_of(kind, url)
    assert error.kind == "unreachable"
    assert url in error.summary
    assert error.remedy == "start Qdrant there, or name another address"


@every_probe
async def test_no_such_host(kind: type[Probe], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "*")
    error = await error_of(kind, "http://nowhere.invalid:6333")
    assert error.kind == "unreachable"
    assert "nowhere.invalid" in error.summary


@every_probe
@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("data", [b"", b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{"])
async def test_an_answer_that_never_ends(kind: type[Probe], data: bytes) -> None:
    error = await error_with(kind, always(Raw(data, then="hang")))
    assert error.kind == "timeout"


@every_probe
async def test_a_connection_reset_in_the_middle(kind: type[Probe]) -> None:
    data = b"HTTP/1.1 200 OK\r\ncontent-length: 9999\r\n\r\n{"
    error = await error_with(kind, always(Raw(data, then="reset")))
    assert error.kind == "unreachable"


@every_probe
@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{",
        b"\x00\x00\x12\x04\x00\x00\x00\x00\x00",  # how gRPC's port greets
    ],
    ids=["nothing", "half", "grpc"],
)
async def test_no_whole_http(kind: type[Probe], data: bytes) -> None:
    error = await error_with(kind, always(Raw(data)))
    assert error.kind == "invalid"
    assert "6333" in error.remedy


@every_probe
async def test_tls_where_there_is_none(kind: type[Probe]) -> None:
    async with serving(qdrant()) as server:
        error = await error_of(kind, server.url.replace("http:", "https:"))
    assert error.kind == "unreachable"
    assert "http or https" in error.remedy


@every_probe
async def test_a_web_page_instead(kind: type[Probe]) -> None:
    error = await error_with(kind, always(http("<html>\nHi\n</html>\n", content="text/html")))
    assert error.kind == "invalid"


@every_probe
@pytest.mark.parametrize("status", [401, 403])
async def test_a_key_is_wanted(kind: type[Probe], status: int) -> None:
    error = await error_with(kind, always(http("Must provide an API key", status)))
    assert error.kind == "refused"
    assert "wants an API key" in error.summary
    assert "QDRANT_API_KEY" in error.remedy


@every_probe
@pytest.mark.parametrize("status", [401, 403])
async def test_another_key_is_wanted(kind: type[Probe], status: int) -> None:
    seen: list[str] = []

    def answer(request: Request) -> Raw:
        seen.append(request.headers["api-key"])
        return http("Invalid API key s3cret", status)

    error = await error_with(kind, answer, KEY)
    assert set(seen) == {"s3cret"}
    assert error.kind == "refused"
    assert "read_only_api_key" in error.remedy
    assert "s3cret" not in error.model_dump_json()


@every_probe
@pytest.mark.parametrize("status", [404, 429, 500, 503])
async def test_another_status_is_named(kind: type[Probe], status: int) -> None:
    error = await error_with(kind, always(http("{}", status)))
    assert error.kind == "refused"
    assert str(status) in error.summary


@every_probe
async def test_a_redirect_is_not_followed(kind: type[Probe]) -> None:
    error = await error_with(kind, always(http("", 301, location="http://elsewhere.invalid/")), KEY)
    assert error.kind == "refused"
    assert "redirects" in error.summary


@every_probe
async def test_an_endless_answer_is_cut_off(
    kind: type[Probe], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backend.qdrant.api.LARGEST_ANSWER", 1 << 20)
    error = await error_with(kind, always(http("#" * (2 << 20))))
    assert error.kind == "invalid"
    assert "more than 1 MiB" in error.summary


async def test_a_server_of_another_make() -> None:
    greeting = http('{"title": "weaviate", "version": "1.0"}')
    error = await error_with(ServerProbe, qdrant(**{"": greeting}))
    assert error.kind == "invalid"
    assert "weaviate" in error.summary


@pytest.mark.parametrize("told", [http("{}", 403), ok({"app": {"startup": "yesterday"}})])
async def test_a_server_that_tells_little_of_itself(told: Raw) -> None:
    async with serving(qdrant(telemetry=told)) as server:
        connection = Connection(server.url)
        by_itself, latency = ServerProbe(connection), LatencyProbe(connection)
        found, timed = await by_itself.read(), await latency.read()
        await by_itself.close()
        await latency.close()
    assert (found.version, found.started, found.cores) == ("1.19.0", None, None)
    assert "/telemetry" in found.limited
    assert [(own.request, own.errors) for own in timed.own][1] == ("GET /telemetry", 1)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("kind", [ServerProbe, LatencyProbe], ids=lambda kind: kind.name)
async def test_a_telemetry_that_hangs_is_not_taken_for_a_refusal(kind: type[Probe]) -> None:
    error = await error_with(kind, qdrant(telemetry=Raw(then="hang")))
    assert error.kind == "timeout"


async def test_metrics_cut_off_are_not_counted() -> None:
    texts = [metrics(Requests([700] * count)) for count in (12, 13, 14)]
    texts[1] = texts[1][:-5]

    def answer(request: Request) -> Raw:
        if request.path == "/metrics":
            return http(texts.pop(0), content="text/plain")
        return qdrant()(request)

    async with serving(answer) as server:
        probe = LatencyProbe(Connection(server.url))
        await probe.read()
        with pytest.raises(ProbeFailed, match="broke off"):
            await probe.read()
        value = await probe.read()
        await probe.close()
    assert (value.restarted, value.endpoints[0].requests) == (False, 2)


async def test_requests_that_failed_stay_in_our_own_timings() -> None:
    sick = True

    def answer(request: Request) -> Raw:
        return http("{}", 503) if sick else qdrant()(request)

    async with serving(answer) as server:
        probe = LatencyProbe(Connection(server.url))
        with pytest.raises(ProbeFailed):
            await probe.read()
        sick = False
        value = await probe.read()
        await probe.close()
    assert (value.own[0].request, value.own[0].count, value.own[0].errors) == ("GET /healthz", 1, 1)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(
    "broken",
    [
        http("{}", 500),
        http("not json"),
        ok({"status": 5}),
        Raw(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{"),
        Raw(then="hang"),
    ],
    ids=["status", "not json", "another shape", "half", "hangs"],
)
async def test_one_broken_collection_costs_only_itself(broken: Raw) -> None:
    async with serving(qdrant(**{"collections/a": broken})) as server:
        probe = CollectionsProbe(Connection(server.url))
        lost, kept = (await probe.read()).collections
        await probe.close()
    assert (lost.name, lost.status, lost.points) == ("a", "unknown", None)
    assert lost.error
    assert (kept.name, kept.points, kept.error) == ("b", 7, "")


async def test_a_collection_dropped_since_it_was_listed_is_gone() -> None:
    async with serving(qdrant(**{"collections/a": http("{}", 404)})) as server:
        probe = CollectionsProbe(Connection(server.url))
        [kept] = (await probe.read()).collections
        await probe.close()
    assert kept.name == "b"


async def test_aliases_that_are_refused_are_not_taken_for_none() -> None:
    async with serving(qdrant(aliases=http("{}", 403), **{"collections/b": info()})) as server:
        probe = CollectionsProbe(Connection(server.url))
        found = await probe.read()
        await probe.close()
    assert not found.aliases_known
    assert len(found.collections) == 2
