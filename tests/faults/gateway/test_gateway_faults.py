"""A gateway that misbehaves costs one clear error."""

import socket

import httpx
import pytest
from pydantic import SecretStr

from backend.model.reading import ProbeError
from backend.probes.gateway import LARGEST_ANSWER, GatewayProbe
from backend.probes.probe import ProbeFailed
from tests.answering import Raw, Request, http, serving

HEALTHY = http('{"status": "healthy"}')


async def error_of(url: str, token: str = "") -> ProbeError:
    probe = GatewayProbe(url, SecretStr(token) if token else None, lambda: None)
    with pytest.raises(ProbeFailed) as failed:
        await probe.read()
    await probe.close()
    return failed.value.error


async def error_with(raw: Raw) -> ProbeError:
    async with serving(lambda request: raw) as server:
        return await error_of(server.url)


async def test_none_was_named() -> None:
    error = await error_of("")
    assert error.kind == "unconfigured"
    assert "--gateway" in error.remedy


async def test_nobody_listens() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        error = await error_of(f"http://127.0.0.1:{taken.getsockname()[1]}")
    assert error.kind == "unreachable"
    assert "--gateway" in error.remedy


async def test_this_machine_is_asked_without_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    async with serving(lambda request: HEALTHY) as server:
        probe = GatewayProbe(server.url, None, lambda: None)
        assert (await probe.read()).health == "running"
        await probe.close()


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (http("[]"), "invalid"),
        (http("<html>", content="text/html"), "invalid"),
        (http("\x00" * 10), "invalid"),
        (http("x" * (LARGEST_ANSWER + 1)), "invalid"),
        (http("{}", status=404), "refused"),
        (http("{}", status=401), "refused"),
        (Raw(), "unreachable"),
        (Raw(HEALTHY.data[:-3]), "unreachable"),
        (Raw(then="reset"), "unreachable"),
    ],
    ids=["list", "page", "zeros", "endless", "404", "401", "silent", "cut", "reset"],
)
async def test_what_is_no_answer_is_told(raw: Raw, kind: str) -> None:
    error = await error_with(raw)
    assert error.kind == kind
    assert error.remedy


async def test_no_answer_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backend.probes.gateway.TIMEOUT", httpx.Timeout(0.2))
    assert (await error_with(Raw(then="hang"))).kind == "timeout"


async def test_a_list_that_makes_no_sense_costs_only_the_list() -> None:
    def answer(request: Request) -> Raw:
        return http('{"managers": 26}') if "managers" in request.path else HEALTHY

    async with serving(answer) as server:
        probe = GatewayProbe(server.url, None, lambda: None)
        gateway = await probe.read()
        await probe.close()
    assert gateway.managers is None
    assert "expected managers to be a list" in gateway.limited


@pytest.mark.parametrize("token", ["s3cret\nx", "s3crét"])
async def test_a_token_that_cannot_be_sent_is_not_shown(token: str) -> None:
    error = await error_of("http://127.0.0.1:9", token)
    assert error.kind == "refused"
    assert "s3cr" not in error.model_dump_json()
