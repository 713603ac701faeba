"""What the doctor says of the Qdrant servers that the settings name."""

import asyncio
import json
from contextlib import AsyncExitStack
from pathlib import Path

from click.testing import CliRunner

from backend.config import Settings, load
from backend.doctor import examine
from backend.model.doctor import Check
from tests.answering import Answer, Raw, Request, http, qdrant, serving
from tui.commands.doctor import command

DENIED = http("Invalid API key or JWT", 401)


def settings_for(folder: Path, *urls: str, key: str = "") -> Settings:
    environment = {"QDRANT_API_KEY": key} if key else {}
    return load({"qdrant": list(urls), "state": str(folder)}, environment, folder)[0]


async def checked(folder: Path, *answers: Answer, key: str = "") -> list[Check]:
    """The checks of the servers, in a thread because the doctor runs a loop of its own."""
    async with AsyncExitStack() as stack:
        servers = [await stack.enter_async_context(serving(answer)) for answer in answers]
        settings = settings_for(folder, *(server.url for server in servers), key=key)
        found = await asyncio.to_thread(examine, settings)
    return [check for check in found.checks if check.name == "qdrant"]


def only_greets(request: Request) -> Raw:
    """A server with a key: the greeting alone needs none."""
    return qdrant()(request) if request.path == "/" else DENIED


async def test_a_server_that_answers_is_fine(tmp_path: Path) -> None:
    [check] = await checked(tmp_path, qdrant())
    assert (check.state, check.remedy) == ("ok", "")


async def test_a_key_that_is_refused_fails(tmp_path: Path) -> None:
    [check] = await checked(tmp_path, only_greets, key="s3cret")
    assert check.state == "fail"
    assert "does not accept this API key" in check.detail
    assert "QDRANT_API_KEY" in check.remedy
    assert "s3cret" not in str(check)


async def test_a_key_that_is_missing_fails(tmp_path: Path) -> None:
    [check] = await checked(tmp_path, only_greets)
    assert check.state == "fail"
    assert "wants an API key" in check.detail
    assert "set QDRANT_API_KEY" in check.remedy


async def test_a_key_for_some_collections_needs_a_look(tmp_path: Path) -> None:
    [check] = await checked(tmp_path, qdrant(telemetry=DENIED), key="token")
    assert check.state == "look"
    assert "/telemetry" in check.detail
    assert check.remedy


async def test_every_server_is_checked(tmp_path: Path) -> None:
    states = [check.state for check in await checked(tmp_path, qdrant(), only_greets)]
    assert states == ["ok", "fail"]


async def test_a_refused_key_is_the_exit_code(tmp_path: Path) -> None:
    async with serving(only_greets) as server:
        arguments = ["--qdrant", server.url, "--state", str(tmp_path), "--format", "json"]
        result = await asyncio.to_thread(CliRunner().invoke, command, arguments)
    assert result.exit_code == 1
    failed = [c["name"] for c in json.loads(result.stdout)["checks"] if c["state"] == "fail"]
    assert failed == ["qdrant"]
