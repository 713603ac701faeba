"""The actions that a screen asks for, carried out by the very commands that people type."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from backend.model.actions import Actions, Deed
from backend.model.request import Act

KEPT = 20
"""Deeds that are told at the most."""

_POLL_SECONDS = 0.2

_SAID = 400
"""Characters of a command's last word that are told."""


def utc_now() -> datetime:
    """Now."""
    return datetime.now(UTC)


class ActionsProbe:
    """Carries out actions and tells what came of them.

    Each is a process of its own that outlives the dashboard: closing it never stops a migration.

    Args:
        state: Folder of the journals.
        allowed: Whether anything may be changed.
        secrets: Environment that the commands get beside this process's own: the key.
    """

    name = "actions"
    period = 3600.0
    timeout = 5.0

    def __init__(
        self,
        state: Path,
        *,
        allowed: bool,
        secrets: dict[str, str] | None = None,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self.target = str(state)
        self._state = state
        self._allowed = allowed
        self._secrets = secrets or {}
        self._clock = clock
        self._deeds: tuple[Deed, ...] = ()
        self._news = asyncio.Event()
        self._under_way: set[asyncio.Task[None]] = set()

    async def read(self) -> Actions:
        """What was asked for, the latest first."""
        return Actions(allowed=self._allowed, deeds=self._deeds)

    async def changed(self) -> None:
        """Return when something came of an action."""
        await self._news.wait()
        self._news.clear()

    async def close(self) -> None:
        """Stop waiting for what is under way; it goes on by itself."""
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)

    def act(self, asked: Act) -> None:
        """Begin an action; what comes of it is read later."""
        deed = Deed(at=self._clock(), run=asked.run, order=asked.order, state="under way")
        if not self._allowed:
            self._tell(deed, "refused", "read-only: start again with --allow-actions")
            return
        self._tell(deed)
        task = asyncio.create_task(self._carry_out(asked, deed))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _carry_out(self, asked: Act, deed: Deed) -> None:
        log = self._state / "actions" / f"{deed.at:%Y%m%dT%H%M%S%f}-{asked.order}.log"
        try:
            process = await asyncio.to_thread(self._start, asked, log)
            # A thread that waits cannot be cancelled: the backend would not end before the action.
            while (code := process.poll()) is None:  # noqa: ASYNC110  (a process has no event)
                await asyncio.sleep(_POLL_SECONDS)
            said = await asyncio.to_thread(_last_line, log)
        except OSError as error:
            self._tell(deed, "failed", f"{error.filename or log}: {error.strerror}")
            return
        if code == 0:
            self._tell(deed, "done", said)
        else:
            self._tell(deed, "refused" if code == _USAGE else "failed", said or f"exit code {code}")

    def _start(self, asked: Act, log: Path) -> subprocess.Popen[bytes]:
        log.parent.mkdir(parents=True, exist_ok=True)
        output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        words = [asked.order, "--state", str(self._state)]
        if asked.drop and asked.order in {"abort", "rollback"}:
            words.append("--drop-staging")
        try:
            return subprocess.Popen(
                # The id last, behind `--`: it comes from a screen and is never a flag.
                [sys.executable, "-m", "backend.migration", *words, "--", asked.run],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env=os.environ | self._secrets,
                start_new_session=True,
            )
        finally:
            os.close(output)

    def _tell(self, deed: Deed, state: str = "under way", detail: str = "") -> None:
        told = Deed.model_validate(deed.model_dump() | {"state": state, "detail": detail})
        others = tuple(one for one in self._deeds if one.at != deed.at or one.run != deed.run)
        self._deeds = (told, *others)[:KEPT]
        self._news.set()


_USAGE = 2
"""Exit code of a command that was refused."""


def _last_line(log: Path) -> str:
    """The last thing that a command said."""
    lines: list[str] = []
    with suppress(FileNotFoundError):
        lines = log.read_text("utf-8", "replace").strip().splitlines()
    return lines[-1][:_SAID] if lines else ""
