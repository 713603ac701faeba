"""The server process: a socket, a folder, and an orderly end."""

import asyncio
import contextlib
import json
import os
import signal
import socket
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import uvicorn

from backend.embedded.app import build_app
from backend.embedded.auth import Keys
from backend.embedded.metering import Meter
from backend.embedded.serving import Service
from backend.embedded.storage import Storage
from backend.embedded.telemetry import Startup

FLUSH_EVERY = 5.0
"""Seconds; Qdrant's own default (flush_interval_sec)."""

_LONGEST_LAST_REQUEST = 2
_KEEP_ALIVE = 75
_BACKLOG = 1024


class _Server(uvicorn.Server):
    """uvicorn's server that says when it answers, and leaves the signals alone.

    Attributes:
        grpc_port: Where the same collections are written over gRPC; None where they are not.
    """

    grpc_port: int | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to answer, and say so on stdout."""
        await super().startup(sockets)
        for listening in sockets or []:
            beside = {} if self.grpc_port is None else {"grpc_port": self.grpc_port}
            line = json.dumps({"url": url_of(listening), "pid": os.getpid(), **beside})
            # Past Python's buffer, which would complain at the end where nobody reads it.
            with contextlib.suppress(BrokenPipeError):
                os.write(1, f"{line}\n".encode())

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals to `serve`, which ends with an exit code and not by the signal."""
        yield


def bind(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes a free one.

    Raises:
        OSError: The port is taken, or there is no such address.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio switches Nagle's algorithm off only where the protocol is given by name: without,
    # every answer waits 40 ms for a delayed acknowledgement.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(_BACKLOG)
    except OSError:
        listening.close()
        raise
    return listening


def url_of(listening: socket.socket) -> str:
    """The address to reach a listening socket at."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def run(
    path: Path,
    listening: socket.socket,
    keys: Keys,
    *,
    until_stdin_closes: bool,
    grpc_port: int | None = None,
) -> int:
    """Serve a folder until a signal comes; print one JSON line once it answers.

    Args:
        path: The folder.
        listening: Where REST is answered.
        keys: Who may do what.
        until_stdin_closes: End then, too.
        grpc_port: Where upserts are taken over gRPC, on the same address; 0 takes a free port.

    Returns:
        Exit code: 0, or 130 where it was interrupted.

    Raises:
        FolderError: Another process has the folder open, or it is damaged.
        OSError: The folder cannot be read or written.
    """
    storage = Storage(path)
    try:
        service = Service(storage, Meter(), keys, Startup())
        return asyncio.run(_serve(service, listening, until_stdin_closes, grpc_port))
    finally:
        storage.close()


async def _serve(
    service: Service, listening: socket.socket, until_stdin_closes: bool, grpc_port: int | None
) -> int:
    config = uvicorn.Config(
        build_app(service),
        http="httptools",
        ws="none",
        lifespan="off",
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_keep_alive=_KEEP_ALIVE,
        timeout_graceful_shutdown=_LONGEST_LAST_REQUEST,
    )
    server = _Server(config)
    interrupted = False

    def stop(*, by_interrupt: bool = False) -> None:
        nonlocal interrupted
        interrupted = interrupted or by_interrupt
        server.should_exit = True

    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, stop)
    loop.add_signal_handler(signal.SIGINT, lambda: stop(by_interrupt=True))
    if until_stdin_closes:
        watch = threading.Thread(target=_wait_for_end_of_stdin, args=(loop, stop), daemon=True)
        watch.start()
    flushing = asyncio.create_task(_flush_regularly(service.storage))
    try:
        async with _procedures(service, listening, grpc_port) as server.grpc_port:
            await server.serve(sockets=[listening])
    finally:
        flushing.cancel()
    return 130 if interrupted else 0


@contextlib.asynccontextmanager
async def _procedures(
    service: Service, listening: socket.socket, port: int | None
) -> AsyncIterator[int | None]:
    """The port on which gRPC is answered meanwhile, where it was asked for."""
    if port is None:
        yield None
        return
    from backend.embedded import procedures  # noqa: PLC0415  (loads Qdrant's classes: 85 MB)

    called, taken = await procedures.start(service, listening.getsockname()[0], port)
    try:
        yield taken
    finally:
        await called.stop(_LONGEST_LAST_REQUEST)


async def _flush_regularly(storage: Storage) -> None:
    while True:
        await asyncio.sleep(FLUSH_EVERY)
        storage.flush()


def _wait_for_end_of_stdin(loop: asyncio.AbstractEventLoop, stop: Callable[[], None]) -> None:
    # os.read, because a thread blocked in sys.stdin would hold its lock at interpreter exit.
    with contextlib.suppress(OSError):
        while os.read(0, 4096):
            pass
    with contextlib.suppress(RuntimeError):  # the loop has ended already
        loop.call_soon_threadsafe(stop)
