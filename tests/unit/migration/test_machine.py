from collections.abc import Awaitable, Callable
from typing import Any
from unittest.mock import Mock

import pytest

from backend.migration.errors import Refused
from backend.migration.machine import Machine, machine_of
from backend.migration.rest import CollectionMissing

SYSTEM = {"system": {"ram_size": 8, "disk_size": 100}}
SHARD = {"local": {"vectors_size_bytes": 300, "payloads_size_bytes": 20}}


async def once(request: Callable[[], Awaitable[Any]], batch: int | None = None) -> tuple[Any, int]:
    return await request(), 1


async def machine(told: Any) -> Machine:
    async def ask(*_: Any, **__: Any) -> Any:
        if isinstance(told, Exception):
            raise told
        return told

    return await machine_of(Mock(ask=ask), once)


async def test_everything_that_a_server_tells_is_in_bytes() -> None:
    told = {
        "app": SYSTEM,
        "memory": {"resident_bytes": 4096},
        "collections": {"collections": [{"shards": [SHARD, {"local": None}]}, {"shards": [SHARD]}]},
    }
    assert await machine(told) == Machine(8192, 4096, 102_400, 640)


async def test_what_it_does_not_tell_is_unknown_and_named() -> None:
    found = await machine({"app": SYSTEM, "collections": {"collections": [{"id": "a"}]}})
    assert found == Machine(
        8192, None, 102_400, None, untold="/telemetry tells no memory used, disk used"
    )
    assert (await machine([])).memory is None


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (Refused("no"), "the api key may not ask /telemetry"),
        (CollectionMissing("gone"), "the server has no /telemetry: gone"),
    ],
)
async def test_why_nothing_is_known(error: Exception, why: str) -> None:
    assert await machine(error) == Machine(untold=why)
