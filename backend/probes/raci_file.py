"""The file of people's own letters: where it is, and what came of saving into it."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from backend.model.raci import RaciFile
from backend.model.request import Keep


def utc_now() -> datetime:
    """Now."""
    return datetime.now(UTC)


class RaciFileProbe:
    """Saves letters that a screen asks to keep, and tells what came of it.

    It is the user's own file, named in the settings: nothing of the scanned world is written.

    Args:
        path: The file, which need not exist.
        roots: Scanned folders, in which it must not lie.
    """

    name = "raci_file"
    period = 60.0
    timeout = 10.0

    def __init__(
        self, path: Path, roots: tuple[Path, ...], clock: Callable[[], datetime] = utc_now
    ) -> None:
        self.target = str(path)
        self._path = path
        self._roots = roots
        self._clock = clock
        self._asked: list[Keep] = []
        self._last = RaciFile(path=str(path))

    def keep(self, asked: Keep) -> None:
        """Save these with the next reading."""
        self._asked.append(asked)

    async def read(self) -> RaciFile:
        """Where the file is and what came of the last saving."""
        while self._asked:
            asked = self._asked.pop(0)
            told, failed = await asyncio.to_thread(self._save, asked)
            self._last = RaciFile(
                path=str(self._path), saved=self._clock(), told=told, failed=failed
            )
        return self._last

    def _save(self, asked: Keep) -> tuple[str, bool]:
        # Only who saves pays for the parser.
        from backend.managers.override_file import save_overrides  # noqa: PLC0415

        try:
            save_overrides(self._path, asked.overrides, self._roots)
        except ValueError as error:
            return str(error), True
        except OSError as error:
            return f"{self._path}: cannot be written: {error.strerror or error}", True
        count = len(asked.overrides)
        return f"{count} {'letter' if count == 1 else 'letters'} saved in {self._path}", False
