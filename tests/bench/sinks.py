"""A Qdrant that takes everything and keeps nothing: what a client costs by itself.

`python -m tests.bench.sinks` prints its two ports and serves until its stdin ends.
"""

import asyncio
import json
import sys
from concurrent import futures
from typing import Any

import grpc

COMPLETED = bytes([0x0A, 2, 0x10, 2])
THERE = bytes([0x0A, 2, 0x08, 1])
_INFO = {
    "status": "green",
    "config": {
        "params": {"vectors": {"size": 384, "distance": "Cosine"}},
        "optimizer_config": {"indexing_threshold": 20000},
    },
}
_RESULTS: dict[str, Any] = {
    "points": {"status": "completed", "operation_id": 0},
    "count": {"count": 0},
    "aliases": {"aliases": []},
    "query": {"points": []},
    "scroll": {"points": []},
}


class _Procedures(grpc.GenericRpcHandler):  # type: ignore[misc]  # it has no types
    """Every method is answered, and nothing is looked into."""

    def service(self, details: Any) -> Any:
        """What answers."""
        is_question = details.method.endswith("/CollectionExists")
        answer = THERE if is_question else COMPLETED
        return grpc.unary_unary_rpc_method_handler(lambda body, context: answer)


async def _serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
            size = int(head.partition("content-length: ")[2].partition("\r\n")[0] or 0)
            await reader.readexactly(size)
            method, path, _ = head.split(" ", 2)
            name = path.partition("?")[0].rsplit("/", 1)[-1]
            result = _RESULTS.get(name, _INFO if method == "get" else True)
            if (method, name) == ("post", "points"):  # asked for by their ids
                result = []
            body = json.dumps({"result": result}).encode()
            writer.write(f"HTTP/1.1 200 OK\r\ncontent-length: {len(body)}\r\n\r\n".encode() + body)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


async def _main() -> None:
    called = grpc.server(
        futures.ThreadPoolExecutor(5),
        handlers=[_Procedures()],
        options=[("grpc.max_receive_message_length", -1)],
    )
    grpc_port = called.add_insecure_port("127.0.0.1:0")
    called.start()
    rest = await asyncio.start_server(_serve, "127.0.0.1", 0, limit=1 << 20)
    port = rest.sockets[0].getsockname()[1]
    sys.stdout.write(json.dumps({"rest": port, "grpc": grpc_port}) + "\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(_main())
