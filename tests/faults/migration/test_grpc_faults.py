"""What a writer makes of every way in which a gRPC server can say no."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import grpc
import numpy as np
import pytest
from pydantic import SecretStr

from backend.migration import protobuf
from backend.migration.calls import Calls
from backend.migration.errors import Refused
from backend.migration.rest import (
    CollectionMissing,
    PointsRefused,
    TargetFull,
    TooLarge,
    Unavailable,
)
from backend.qdrant.connection import Connection

POINTS = [protobuf.point(1, np.ones(4, np.float32), {})]
Code = grpc.StatusCode


@asynccontextmanager
async def server(answer: Any) -> AsyncIterator[Calls]:
    """Calls to a server whose every upsert is answered so."""
    serving = grpc.aio.server()
    handler = grpc.unary_unary_rpc_method_handler(answer)
    methods = {"Upsert": handler}
    serving.add_generic_rpc_handlers(
        (grpc.method_handlers_generic_handler("qdrant.Points", methods),)
    )
    port = serving.add_insecure_port("127.0.0.1:0")
    await serving.start()
    connection = Connection("http://127.0.0.1:6333", SecretStr("the key"))
    async with Calls(connection, port) as calls:
        yield calls
    await serving.stop(0)


def refusing(code: Any, said: str, *metadata: tuple[str, str]) -> Any:
    async def answer(_: bytes, context: Any) -> bytes:
        await context.abort(code, said, trailing_metadata=metadata)
        return b""

    return answer


@pytest.mark.parametrize(
    ("code", "said", "kind"),
    [
        (Code.UNAVAILABLE, "shard", Unavailable),
        (Code.INTERNAL, "Service internal error", Unavailable),
        (Code.RESOURCE_EXHAUSTED, "Rate limiting exceeded", Unavailable),
        (Code.DEADLINE_EXCEEDED, "too late", Unavailable),
        (Code.INTERNAL, "Service internal error: No space left on device", TargetFull),
        (Code.RESOURCE_EXHAUSTED, "Insufficient storage", TargetFull),
        (Code.RESOURCE_EXHAUSTED, "Received message larger than max (9 vs. 4)", TooLarge),
        (Code.OUT_OF_RANGE, "message length too large", TooLarge),
        (Code.INVALID_ARGUMENT, "expected dim: 4", PointsRefused),
        (Code.NOT_FOUND, "Collection `x` doesn't exist!", CollectionMissing),
        (Code.UNAUTHENTICATED, "Invalid API key", Refused),
        (Code.PERMISSION_DENIED, "Global manage access is required", Refused),
    ],
)
async def test_each_refusal_is_what_rest_makes_of_it(
    code: Any, said: str, kind: type[Exception]
) -> None:
    async with server(refusing(code, said)) as calls:
        with pytest.raises(kind) as refusal:
            await calls.upsert("x", POINTS)
        assert type(refusal.value) is kind
        assert "the key" not in str(refusal.value)


async def test_a_limit_names_its_own_time_and_asks_for_less() -> None:
    limited = refusing(Code.RESOURCE_EXHAUSTED, "Rate limiting exceeded", ("retry-after", "7"))
    async with server(limited) as calls:
        with pytest.raises(Unavailable) as refusal:
            await calls.upsert("x", POINTS)
        assert (refusal.value.retry_after, refusal.value.is_overload) == (7.0, True)


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (b"\x0a\x02\x10\x01", "acknowledged"),
        (b"\x0a\x02\x10\x04", "wait timeout"),
        (b"", "unknown"),
        (b"\xff\xff\xff", "not Qdrant's"),
        (b"\x0a\x7f", "not Qdrant's"),
    ],
)
async def test_an_answer_that_is_not_completed_is_asked_for_again(answer: bytes, told: str) -> None:
    async def say(_: bytes, __: Any) -> bytes:
        return answer

    async with server(say) as calls:
        with pytest.raises(Unavailable, match=told):
            await calls.upsert("x", POINTS)


async def test_the_key_and_the_points_arrive() -> None:
    seen: list[Any] = []

    async def take(body: bytes, context: Any) -> bytes:
        seen.append((body, dict(context.invocation_metadata())["api-key"]))
        return b"\x0a\x02\x10\x02"

    async with server(take) as calls:
        await calls.upsert("x", POINTS)
    assert seen == [(protobuf.upsert("x", POINTS), "the key")]


async def test_nobody_at_the_port_is_away() -> None:
    async with Calls(Connection("http://127.0.0.1:6333"), 9) as calls:
        assert not await calls.knows("x")
        with pytest.raises(Unavailable) as refusal:
            await calls.upsert("x", POINTS)
        assert refusal.value.is_away


async def test_a_key_that_the_server_repeats_is_not_told() -> None:
    async with server(refusing(Code.PERMISSION_DENIED, "not with the key")) as calls:
        with pytest.raises(Refused, match="not with …"):
            await calls.upsert("tasks", POINTS)
