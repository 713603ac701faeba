"""The link to a backend that runs by itself: see `backend.daemon`."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from pathlib import Path

from backend.child import LINE_LIMIT
from backend.model.reading import Reading
from backend.model.request import Act, Request
from backend.wire import CannotAsk, LinkEnded, encode_request, read_lines


def is_served(path: Path) -> bool:
    """Whether a backend listens there."""
    with socket.socket(socket.AF_UNIX) as asking:
        try:
            asking.connect(str(path))
        except OSError:
            return False
    return True


class AttachedLink:
    """Readings of a backend that goes on when this link ends."""

    def __init__(self, path: Path, *, acting: bool) -> None:
        """Attach to the socket at `path`; orders are passed on only where `acting`."""
        self._path = path
        self._acting = acting
        self._writer: asyncio.StreamWriter | None = None
        self._closing = False

    async def readings(self) -> AsyncIterator[Reading]:
        """Readings until the backend ends.

        Raises:
            LinkEnded: It ended, or there was none.
        """
        try:
            stream, self._writer = await asyncio.open_unix_connection(self._path, limit=LINE_LIMIT)
            async for reading in read_lines(stream, self._path.name):
                yield reading
        except OSError as error:
            raise LinkEnded(f"{self._path}: {error.strerror or error}") from None
        if not self._closing:
            raise LinkEnded(f"the backend at {self._path} ended")

    def ask(self, request: Request) -> None:
        """Send a request, a short line.

        Raises:
            CannotAsk: There is no backend, or it would act and this screen may not.
        """
        if isinstance(request, Act) and not self._acting:
            raise CannotAsk("this screen was attached without --allow-actions")
        if self._writer is None or self._writer.is_closing():
            raise CannotAsk("no backend is attached")
        self._writer.write(encode_request(request))

    async def close(self) -> None:
        """Let go of the backend, which runs on."""
        self._closing = True
        if self._writer is not None:
            self._writer.close()
            with contextlib.suppress(OSError):
                await self._writer.wait_closed()
