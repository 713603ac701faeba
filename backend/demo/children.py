"""Processes that end with this one, however it ends."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from contextlib import suppress
from pathlib import Path

END_SECONDS = 2.5
"""How long children may take to end once their stdin is closed, before they are killed."""

_SECRETS = ("QDRANT_API_KEY", "QDRANT__SERVICE__API_KEY", "QDRANT__SERVICE__READ_ONLY_API_KEY")


class Children:
    """Python modules run as children; the pipe to each one's stdin is its leash.

    Attributes:
        roles: Role by process id, of those that run.
    """

    def __init__(self, logs: Path) -> None:
        """What children say goes to files in `logs`."""
        self._logs = logs
        self._processes: list[Process] = []
        self._waits: set[asyncio.Task[None]] = set()
        self.roles: dict[int, str] = {}

    async def start(self, role: str, *arguments: str, piped: bool = False) -> Process:
        """Start `python -m ARGUMENTS`.

        Args:
            role: What it is to people, and the name of its log.
            arguments: A module that ends with its stdin, and what it is told.
            piped: Whether its stdout is read here rather than logged.
        """
        self._logs.mkdir(exist_ok=True)
        # The demo's Qdrant asks for no key, and the operator's is none of its business.
        environment = {name: value for name, value in os.environ.items() if name not in _SECRETS}
        with self.log(role).open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", *arguments),
                stdin=PIPE,
                stdout=PIPE if piped else log,
                stderr=log if piped else STDOUT,
                env=environment,
                start_new_session=True,
            )
        self._processes.append(process)
        self.roles[process.pid] = role
        wait = asyncio.create_task(self._forget(process))
        self._waits.add(wait)
        wait.add_done_callback(self._waits.discard)
        return process

    def log(self, role: str) -> Path:
        """Where what a child says is kept."""
        return self._logs / f"{role}.log"

    async def end(self) -> None:
        """Close every leash, and kill what is still there a while later."""
        for process in self._processes:
            if process.stdin is not None:
                process.stdin.close()
        if self._waits:
            await asyncio.wait(self._waits, timeout=END_SECONDS)
        for process in self._processes:
            if process.returncode is None:
                with suppress(ProcessLookupError):
                    process.kill()
        await asyncio.gather(*self._waits)

    async def _forget(self, process: Process) -> None:
        await process.wait()
        del self.roles[process.pid]
