"""A Qdrant with a thousand collections: those of another one, and others beside them.

`python -m tests.bench.crowd URL` prints its own address and serves until its stdin ends. What is
not about the others is asked of the server at URL.
"""

import asyncio
import json
import sys
from typing import Any
from urllib.parse import urlsplit

OTHERS = 999
PREFIX = "tenant_"
"""Of the others' names, behind which they are numbered from 0."""

_INFO = {
    "status": "green",
    "optimizer_status": "ok",
    "points_count": 1_000,
    "indexed_vectors_count": 1_000,
    "segments_count": 2,
    "config": {"params": {"vectors": {"size": 384, "distance": "Cosine"}}},
}


class _Crowd:
    """Answers of the server behind, with the others among them."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._host, self._port = parts.hostname, parts.port

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer on one connection until it ends."""
        behind_reader, behind_writer = await asyncio.open_connection(self._host, self._port)
        try:
            while True:
                head, body = await _message(reader)
                method, path, _ = head.decode().split(" ", 2)
                if path.startswith(f"/collections/{PREFIX}"):
                    there = path.count("/") == 2
                    writer.write(_answer(_INFO) if there else _refusal())
                    continue
                behind_writer.write(head + body)
                head, body = await _message(behind_reader)
                if (method, path) == ("GET", "/collections"):
                    named = json.loads(body)["result"]["collections"]
                    named += [{"name": f"{PREFIX}{number:04}"} for number in range(OTHERS)]
                    writer.write(_answer({"collections": named}))
                else:
                    writer.write(head + body)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()
            behind_writer.close()


async def _message(reader: asyncio.StreamReader) -> tuple[bytes, bytes]:
    """Head and body of one request or answer."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
    return head, await reader.readexactly(int(length or 0))


def _answer(result: Any) -> bytes:
    return _told("200 OK", {"result": result, "status": "ok", "time": 0.0})


def _refusal() -> bytes:
    return _told("404 Not Found", {"status": {"error": "Not found"}})


def _told(status: str, document: Any) -> bytes:
    body = json.dumps(document).encode()
    kind = "content-type: application/json"
    return f"HTTP/1.1 {status}\r\n{kind}\r\ncontent-length: {len(body)}\r\n\r\n".encode() + body


async def _main(url: str) -> None:
    server = await asyncio.start_server(_Crowd(url).serve, "127.0.0.1", 0, limit=1 << 20)
    port = server.sockets[0].getsockname()[1]
    sys.stdout.write(json.dumps({"url": f"http://127.0.0.1:{port}"}) + "\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(_main(sys.argv[1]))
