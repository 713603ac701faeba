"""The link to a backend that is a child process: the way the dashboard usually runs.

This module imports no pydantic: the child starts before the screen has loaded anything.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from backend.model.reading import Reading
    from backend.model.request import Request

LINE_LIMIT = 256 * 1024 * 1024
"""Bytes of one line at most: an ecosystem of thousands of files fits many times over."""

NICENESS = 5
"""The screen goes first: two busy cores must not cost the operator a key press."""

GRACE_SECONDS = 5.0
"""How long a child that was asked to end may take before it is ended."""


class ChildLink:
    """Readings from a backend that is a child process of this one.

    The child's stdin is the leash: when this process ends, however it ends, the child reads the
    end of its stdin and ends too.
    """

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        """Take over `process`, started with pipes for stdin and stdout."""
        self._process = process
        self._closing = False

    async def readings(self) -> AsyncIterator[Reading]:
        """Readings until the child ends.

        Raises:
            LinkEnded: Where it ended without being asked.
        """
        from backend.wire import LinkEnded, read_lines  # noqa: PLC0415  (pydantic)

        stream = asyncio.StreamReader(limit=LINE_LIMIT)
        protocol = asyncio.StreamReaderProtocol(stream)
        await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, self._process.stdout)
        async for reading in read_lines(stream, "backend"):
            yield reading
        if not self._closing:
            code = await asyncio.to_thread(self._process.wait)
            raise LinkEnded(f"the backend ended with exit code {code}; start again")

    def ask(self, request: Request) -> None:
        """Write a request to the child's stdin: a short line, which a pipe takes at once.

        Raises:
            CannotAsk: The child has ended.
        """
        from backend.wire import CannotAsk, encode_request  # noqa: PLC0415  (pydantic)

        stdin = self._process.stdin
        if stdin is None or self._closing:
            raise CannotAsk("the backend is being let go")
        try:
            stdin.write(encode_request(request))
            stdin.flush()
        except OSError as error:
            raise CannotAsk(f"the backend does not listen: {error.strerror}") from None

    async def close(self) -> None:
        """Ask the child to end, and end it if it does not."""
        self._closing = True
        await asyncio.to_thread(end_process, self._process)


def end_process(process: subprocess.Popen[bytes]) -> None:
    """Close the child's stdin, wait a while, then terminate and at last kill it."""
    if process.stdin is not None:
        with contextlib.suppress(OSError):
            process.stdin.close()
    for last_word in (process.terminate, process.kill):
        try:
            process.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            last_word()
        else:
            return
    process.wait()


def start_backend(start: bytes, log: int) -> subprocess.Popen[bytes]:
    """Start a backend child.

    Args:
        start: One JSON object without a newline, saying what to do: see `backend.__main__`.
        log: File descriptor for what it says on stderr.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", "backend"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=log,
        # A session of its own: Ctrl-C in the terminal is the tui's to answer.
        start_new_session=True,
    )
    # At once, before its imports: they would compete with the screen's for the first paint.
    os.setpriority(os.PRIO_PROCESS, process.pid, NICENESS)
    if process.stdin is not None:
        process.stdin.write(start + b"\n")
        process.stdin.flush()
    return process
