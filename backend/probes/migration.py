"""The migrations of this machine, as their journals tell them."""

import asyncio
from pathlib import Path

from backend.migration.history import Unreadable, journal_folder, journal_paths, read_run
from backend.model.migration.run import Migrations, Run
from backend.probes.probe import ProbeFailed

_Stamp = tuple[int, int]


class MigrationProbe:
    """Reads every journal below a state folder; an ended one only when it changed."""

    name = "migration"
    period = 1.0
    timeout = 5.0

    def __init__(self, state: Path) -> None:
        self._state = state
        self._ended: dict[Path, tuple[_Stamp, Run]] = {}

    @property
    def target(self) -> str:
        """The folder of the journals."""
        return str(journal_folder(self._state))

    async def read(self) -> Migrations:
        """Every run, the latest first.

        Raises:
            ProbeFailed: The folder of the journals cannot be read.
        """
        return await asyncio.to_thread(self._read)

    def _read(self) -> Migrations:
        runs: list[Run] = []
        unreadable: list[str] = []
        try:
            paths = journal_paths(self._state)
        except Unreadable as trouble:
            raise ProbeFailed("refused", str(trouble), "name another folder with --state") from None
        for path in paths:
            try:
                runs.append(self._run(path))
            except Unreadable as trouble:
                unreadable.append(str(trouble))
        return Migrations(runs=tuple(runs), unreadable=tuple(unreadable))

    def _run(self, path: Path) -> Run:
        try:
            status = path.stat()
        except OSError as error:
            raise Unreadable(f"{path}: {error.strerror}") from None
        stamp = (status.st_mtime_ns, status.st_size)
        known = self._ended.get(path)
        if known is not None and known[0] == stamp:
            return known[1]
        run = read_run(path)
        if run.ended is not None:
            self._ended[path] = (stamp, run)
        return run
