"""Which of Qdrant's interfaces a run writes through: the fastest that is surely the same Qdrant."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from backend.migration.errors import Refused
from backend.migration.target import Target
from backend.model.migration.manner import Transport, Wish
from backend.qdrant.connection import DEFAULT_PORT, Connection

if TYPE_CHECKING:
    from backend.migration.calls import Calls

GRPC_PORT = 6334
"""Where Qdrant listens for gRPC beside REST's 6333."""

_AS_ASKED = "as asked for"
KNOCK_SECONDS = 1.0
_HTTPS = 443


@dataclass(frozen=True)
class Writing:
    """How points are written: their bytes are made for it."""

    transport: Transport
    write: Callable[[Sequence[bytes]], Awaitable[None]]
    why: str


async def calls_of(
    connection: Connection, wish: Wish, port: int | None, **options: str
) -> "tuple[Calls | None, str]":
    """What calls this Qdrant over gRPC; or None, and why nothing can or shall.

    Args:
        connection: Its REST address and key.
        wish: `auto` knocks first, and loads nothing where nobody opens.
        port: Of gRPC; None for the usual one, where REST's is the usual one, too.
        options: Those of `Calls`.

    Raises:
        Refused: It was asked for, and cannot be.
    """
    parts = urlsplit(connection.url)
    is_usual = parts.port in (DEFAULT_PORT, _HTTPS)
    port = port or (GRPC_PORT if is_usual or wish == "grpc" else None)
    if wish == "rest":
        return None, _AS_ASKED
    if port is None:
        return None, f"no gRPC port is known to go with {parts.port}; --grpc-port names one"
    if wish == "auto" and not await _opens(parts.hostname or "", port):
        return None, f"nobody opens for gRPC at port {port}"
    from backend.migration.calls import Calls  # noqa: PLC0415  (loads 22 MB)

    try:
        return Calls(connection, port, **options), ""
    except Refused as refusal:
        if wish == "auto":
            return None, refusal.summary
        raise


async def chosen(target: Target, calls: "Calls | None", wish: Wish, why_rest: str = "") -> Writing:
    """How to write into a collection that is there.

    gRPC is several times as fast, and is taken where it knows that very collection: another
    Qdrant may listen at the port.

    Raises:
        Refused: gRPC was asked for, and does not know it.
    """
    collection = target.collection
    if calls is not None and await calls.knows(collection):
        why = _AS_ASKED if wish == "grpc" else f"the faster of two; {calls.address} knows it too"
        return Writing("grpc", _either(calls, target), why)
    if wish == "grpc" and calls is not None:
        raise Refused(
            f"over gRPC, {calls.address} does not answer or has no collection {collection}",
            "name its port with --grpc-port, or write with --transport rest",
            is_final=False,
        )
    if calls is not None:
        why_rest = f"over gRPC, {calls.address} has no such collection"
    return Writing("rest", target.upsert, why_rest)


def _either(calls: "Calls", target: Target) -> Callable[[Sequence[bytes]], Awaitable[None]]:
    """Writes over gRPC; what gRPC cannot say comes as JSON and goes over REST."""

    async def write(points: Sequence[bytes]) -> None:
        as_json = [point for point in points if point.startswith(b"{")]
        if as_json:
            await target.upsert(as_json)
        if len(as_json) < len(points):
            others = [point for point in points if not point.startswith(b"{")]
            await calls.upsert(target.collection, others)

    return write


async def _opens(host: str, port: int) -> bool:
    try:
        opening = asyncio.open_connection(host, port)
        _, writer = await asyncio.wait_for(opening, KNOCK_SECONDS)
    except (OSError, TimeoutError):
        return False
    writer.close()
    return True
