"""A server on a real socket that answers as badly as it is told to."""

import asyncio
import json
import socket
import ssl
import struct
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.exposition import metrics

TLS_HANDSHAKE = b"\x16"
STARTUP = "2026-11-22T14:00:00.123456789Z"


@dataclass(frozen=True)
class Raw:
    """Bytes as they are sent, and how the connection ends then."""

    data: bytes = b""
    then: str = "close"  # or "reset", or "hang"


@dataclass(frozen=True)
class Request:
    """What was asked."""

    path: str
    query: dict[str, str]
    headers: dict[str, str]


@dataclass
class Server:
    """What is known of a running server."""

    url: str = ""
    requests: list[Request] = field(default_factory=list)
    connections: int = 0
    ending: asyncio.Event = field(default_factory=asyncio.Event)


Answer = Callable[[Request], Raw]


def http(body: str, status: int = 200, content: str = "application/json", **headers: str) -> Raw:
    """A whole answer; the connection stays."""
    told = {"content-type": content, "content-length": str(len(body.encode())), **headers}
    head = "".join(f"{name}: {value}\r\n" for name, value in told.items())
    return Raw(f"HTTP/1.1 {status} X\r\n{head}\r\n{body}".encode(), then="keep")


def ok(result: Any) -> Raw:
    """A result in Qdrant's envelope."""
    return http(json.dumps({"result": result, "status": "ok", "time": 0.001}))


def telemetry(startup: str = STARTUP) -> Raw:
    """`GET /telemetry`."""
    system = {"cores": 4, "ram_size": 1_000, "disk_size": 2_000}
    return ok({"id": "x", "app": {"name": "qdrant", "startup": startup, "system": system}})


def info(**fields: Any) -> Raw:
    """`GET /collections/{collection_name}`."""
    params = {"vectors": {"size": 384, "distance": "Cosine"}}
    plain = {"status": "green", "optimizer_status": "ok", "config": {"params": params}}
    return ok({**plain, **fields})


def qdrant(**instead: Raw) -> Answer:
    """A healthy Qdrant with collections `a` and `b`, but for the paths named."""
    answers = {
        "": http(json.dumps({"title": "qdrant - vector search engine", "version": "1.19.0"})),
        "healthz": http("healthz check passed", content="text/plain"),
        "telemetry": telemetry(),
        "metrics": http(metrics(), content="text/plain"),
        "collections": ok({"collections": [{"name": "b"}, {"name": "a"}]}),
        "collections/a": info(points_count=5),
        "collections/b": info(points_count=7),
        "aliases": ok({"aliases": []}),
        "cluster": ok({"status": "disabled"}),
        **instead,
    }
    missing = http('{"status": {"error": "Not found"}}', status=404)
    return lambda request: answers.get(request.path.strip("/"), missing)


@asynccontextmanager
async def serving(
    answer: Answer, host: str = "127.0.0.1", port: int = 0, tls: ssl.SSLContext | None = None
) -> AsyncIterator[Server]:
    """Serve on a port of this machine, a free one where none is given, until the context ends."""
    server = Server()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        server.connections += 1
        try:
            while await _answer_one(reader, writer, answer, server):
                pass
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the client went away
        finally:
            writer.close()

    listening = await asyncio.start_server(serve, host, port, ssl=tls)
    server.url = f"http{'s' if tls else ''}://{host}:{listening.sockets[0].getsockname()[1]}"
    try:
        yield server
    finally:
        server.ending.set()
        listening.close()


async def _answer_one(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, answer: Answer, server: Server
) -> bool:
    """Answer one request; False where the connection is to end."""
    beginning = await reader.readexactly(1)
    if beginning == TLS_HANDSHAKE:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        return False
    first, *lines = (beginning + await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
    parts = urlsplit(first.split(" ")[1])
    headers = dict(line.split(": ", 1) for line in lines if line)
    sizes = (int(value) for name, value in headers.items() if name.lower() == "content-length")
    await reader.readexactly(next(sizes, 0))
    request = Request(parts.path, dict(parse_qsl(parts.query)), headers)
    server.requests.append(request)
    raw = answer(request)
    writer.write(raw.data)
    await writer.drain()
    if raw.then == "hang":
        await server.ending.wait()
    if raw.then == "reset":
        at_once = struct.pack("ii", 1, 0)  # to close by a reset and not in good order
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
    return raw.then == "keep"
