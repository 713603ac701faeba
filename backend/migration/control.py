"""What a run is told while it works: by a signal, or by another process through its journal."""

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, TypeVar

from backend.migration.errors import Stopped
from backend.migration.journal import Journal
from backend.migration.mailbox import Command

T = TypeVar("T")
POLL_SECONDS = 0.2


class Control:
    """Whether a run may go on.

    Attributes:
        order: The command that ends the run, `abort` or `rollback`, once one was given.
    """

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._stop = asyncio.Event()
        self._open = asyncio.Event()
        self._open.set()
        self.order: Command | None = None

    @property
    def is_paused(self) -> bool:
        """Whether nothing new is begun until further notice."""
        return not self._open.is_set() and not self._stop.is_set()

    def is_stopped(self) -> bool:
        """Whether nothing new is begun in this process."""
        return self._stop.is_set()

    def stop(self) -> None:
        """Begin nothing new."""
        self._stop.set()
        self._open.set()

    def hold(self, reason: str) -> None:
        """Begin nothing new until someone resumes the run."""
        if not self.is_paused and not self.is_stopped():
            self._journal.event(f"paused: {reason}")
            self._open.clear()

    def go_on(self) -> None:
        """Forget that it was stopped: the way back is made of requests, too."""
        self._stop.clear()

    async def allowed(self) -> None:
        """Return once nothing holds the run."""
        await self._open.wait()

    async def sleep(self, seconds: float) -> None:
        """Wait.

        Raises:
            Stopped: The run was stopped meanwhile.
        """
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stop.wait(), seconds)
            raise Stopped

    async def unless_stopped(self, work: Coroutine[Any, Any, T]) -> T:
        """What long work gives; it is cut off where the run is stopped meanwhile.

        Raises:
            Stopped: It was.
        """
        doing = asyncio.create_task(work)
        stopping = asyncio.create_task(self._stop.wait())
        try:
            await asyncio.wait((doing, stopping), return_when=asyncio.FIRST_COMPLETED)
            if not doing.done():
                raise Stopped
            return await doing
        finally:
            doing.cancel()
            stopping.cancel()

    async def listen(self) -> None:
        """Obey the journal's commands until cancelled."""
        while True:
            for command in self._journal.mailbox.take():
                self._obey(command)
            await asyncio.sleep(POLL_SECONDS)

    def _obey(self, command: Command) -> None:
        self._journal.event(f"told to {command.word}")
        if command.word == "pause":
            self._open.clear()
        elif command.word == "resume":
            self._open.set()
        else:
            self.order = command
            self.stop()
