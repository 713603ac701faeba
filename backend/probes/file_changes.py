"""Changes below some folders, as the system tells them."""

import asyncio
from collections.abc import Iterable
from pathlib import Path

from watchfiles import awatch

STEP = 20
"""Milliseconds of quiet that end one batch of changes."""

LONGEST = 100
"""Milliseconds after which a batch ends even where changes go on."""


class FileChanges:
    """Waits for files to change; where the system cannot tell, it waits for ever."""

    def __init__(self, paths: Iterable[Path]) -> None:
        """Take files and folders; those that do not exist are looked for at each `wait`."""
        self._paths = tuple(paths)
        self._seen = asyncio.Event()
        self._watch: asyncio.Task[None] | None = None

    async def wait(self) -> None:
        """Return when something changed since the last time."""
        if self._watch is None or self._watch.done():
            self._watch = asyncio.create_task(self._listen(), name="file changes")
        await self._seen.wait()
        self._seen.clear()

    async def close(self) -> None:
        """Stop listening."""
        if self._watch is not None:
            self._watch.cancel()
            await asyncio.gather(self._watch, return_exceptions=True)

    async def _listen(self) -> None:
        present = [path for path in self._paths if path.exists()]
        if not present:
            return
        try:
            async for _ in awatch(*present, step=STEP, debounce=LONGEST):
                self._seen.set()
        except* (OSError, RuntimeError):
            # Too many folders for the system, a disk that tells nothing, a name that is not UTF-8:
            # the period has to do.
            pass
