"""A door in front of a Qdrant: counts what passes, and misbehaves when told to."""

import asyncio
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Literal

import httpx

RESET_ON_CLOSE = struct.pack("ii", 1, 0)


@dataclass(frozen=True)
class Asked:
    """One request at the door.

    Attributes:
        upsert: Which upsert it is, counted from 1; 0 for anything else.
    """

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    upsert: int


@dataclass(frozen=True)
class Answer:
    """What the door says instead of Qdrant."""

    status: int
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Torn(Answer):
    """An answer of which half the body is told.

    Attributes:
        then: Whether the connection is cut in the middle of it, or nothing more is said.
    """

    then: Literal["reset", "silence"] = "reset"


class Reset(Exception):  # noqa: N818  (what to do, no fault)
    """Cut the connection instead of answering."""


Pass = Callable[[], Awaitable[Answer]]
"""Lets the request through and returns Qdrant's answer."""

Rule = Callable[[Asked, Pass], Awaitable[Answer]]


async def let_through(_: Asked, go: Pass) -> Answer:
    """The rule of an open door."""
    return await go()


def instead(*answers: Answer | type[Reset]) -> Rule:
    """Answer the first upserts so, in order, then let everything through."""
    left = list(answers)

    async def rule(asked: Asked, go: Pass) -> Answer:
        if not asked.upsert or not left:
            return await go()
        answer = left.pop(0)
        if isinstance(answer, Answer):
            return answer
        raise answer

    return rule


@dataclass
class Door:
    """An open door."""

    url: str = ""
    rule: Rule = let_through
    upserts: int = 0


@asynccontextmanager
async def door(qdrant: str, rule: Rule = let_through) -> AsyncIterator[Door]:
    """A door in front of this Qdrant until the context ends."""
    opened = Door(rule=rule)
    async with httpx.AsyncClient(base_url=qdrant, timeout=30) as behind:

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            try:
                while True:
                    await _one(reader, writer, opened, behind)
            except Reset:
                raw: socket.socket = writer.get_extra_info("socket")
                raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
            except (ConnectionError, asyncio.IncompleteReadError):
                pass  # the client went away
            finally:
                writer.close()

        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        opened.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        try:
            yield opened
        finally:
            server.close()


async def _one(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    opened: Door,
    behind: httpx.AsyncClient,
) -> None:
    head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
    method, path, _ = head[0].split(" ")
    headers = {k.lower(): v for k, v in (line.split(": ", 1) for line in head[1:] if line)}
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    is_upsert = method == "PUT" and "/points" in path
    opened.upserts += is_upsert
    asked = Asked(method, path, headers, body, opened.upserts if is_upsert else 0)

    async def go() -> Answer:
        kept = {k: v for k, v in headers.items() if k in ("content-type", "api-key")}
        answer = await behind.request(method, path, content=body, headers=kept)
        return Answer(answer.status_code, answer.content)

    answer = await opened.rule(asked, go)
    told = {"content-length": str(len(answer.body)), **answer.headers}
    lines = "".join(f"{name}: {value}\r\n" for name, value in told.items())
    half = len(answer.body) // 2 if isinstance(answer, Torn) else None
    writer.write(f"HTTP/1.1 {answer.status} X\r\n{lines}\r\n".encode() + answer.body[:half])
    await writer.drain()
    if isinstance(answer, Torn):
        if answer.then == "silence":
            await reader.read()  # until the client has had enough
        raise Reset
