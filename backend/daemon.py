"""A backend that runs on by itself, and that any number of screens attach to.

It listens at a socket in the file system of this machine, which its owner alone may open: that is
all the authority there is, and `ssh -L` carries such a socket to another machine. Each screen is
told one Reading a line and asks with one request a line, as a child of the screen does by pipes.
"""

import asyncio
import contextlib
import logging
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

from backend.answering import answer
from backend.attached import is_served
from backend.hub import Hub, Subscription
from backend.wire import encode

REQUEST_LIMIT = 1024 * 1024
"""Bytes of one request at most; who sends a longer line is let go."""


class CannotServe(Exception):  # noqa: N818  (told as a sentence)
    """There can be no socket; the message says why and what to do."""


@asynccontextmanager
async def listening(hub: Hub, path: Path) -> AsyncIterator[None]:
    """Serve the hub's Readings at a socket, to whoever attaches, until the context is left.

    What screens asked to look at, such as the bodies of slow requests, is asked for no longer once
    the last of them has gone.

    Raises:
        CannotServe: Another backend serves there, something else lies there, or nothing can.
    """
    screens: set[asyncio.Task[None]] = set()

    def gone(screen: asyncio.Task[None]) -> None:
        screens.discard(screen)
        if not screens:
            hub.look_away()

    async def attend(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        screen = asyncio.ensure_future(_attend(hub, reader, writer))
        screens.add(screen)
        screen.add_done_callback(gone)

    with _bound(path) as bound:
        server = await asyncio.start_unix_server(attend, sock=bound, limit=REQUEST_LIMIT)
        try:
            yield
        finally:
            server.close()
            for screen in screens:
                screen.cancel()
            await asyncio.gather(*screens, return_exceptions=True)


@contextlib.contextmanager
def _bound(path: Path) -> Iterator[socket.socket]:
    """A socket that lies there, for its owner alone, until the context is left."""
    with socket.socket(socket.AF_UNIX) as bound:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _clear(path)
            bound.bind(str(path))
            # Nobody can connect before it listens, so nobody comes in meanwhile.
            path.chmod(0o600)
        except OSError as error:
            reason = error.strerror or str(error)
            raise CannotServe(f"{path}: {reason}; name another place with --socket") from None
        try:
            yield bound
        finally:
            path.unlink(missing_ok=True)


def _clear(path: Path) -> None:
    """Remove a socket that a killed backend left behind.

    Raises:
        CannotServe: It is no socket, or somebody listens.
    """
    if not path.exists():
        return
    if not path.is_socket():
        raise CannotServe(f"{path}: is there already and is no socket; name another with --socket")
    if is_served(path):
        raise CannotServe(f"{path}: a backend serves there; see it with: passerelle attach {path}")
    path.unlink()


async def _attend(hub: Hub, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Tell and hear one screen until it goes."""
    with hub.subscribed() as subscription:
        ways = (
            asyncio.ensure_future(_tell(subscription, writer)),
            asyncio.ensure_future(_hear(hub, reader)),
        )
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            writer.close()


async def _tell(subscription: Subscription, writer: asyncio.StreamWriter) -> None:
    async for reading in subscription.readings():
        writer.write(encode(reading))
        await writer.drain()


async def _hear(hub: Hub, reader: asyncio.StreamReader) -> None:
    number = 0
    try:
        while line := await reader.readline():
            number += 1
            answer(hub, line, "screen", number)
    except ValueError:  # as `readline` tells a line beyond the limit
        logging.getLogger(__name__).warning(
            "screen:%d: expected a request of at most %d bytes; the screen was let go",
            number + 1,
            REQUEST_LIMIT,
        )
