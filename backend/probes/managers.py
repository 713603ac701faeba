"""The managers probe: scans in a worker process, and only when something changed."""

import asyncio
from concurrent.futures import Executor
from functools import partial
from pathlib import Path

from backend.config.aliases import Alias
from backend.managers.changes import scan_if_changed
from backend.model.ecosystem import Ecosystem
from backend.probes.file_changes import FileChanges
from backend.probes.probe import ProbeFailed


class ManagersProbe:
    """Looks at the folders that hold the managers.

    An unchanged tree costs a walk in the worker, and nothing crosses between the processes.
    A change below the roots is told by the system; the period is for what it does not tell.
    """

    name = "managers"
    period = 5.0
    timeout = 60.0

    def __init__(
        self,
        roots: tuple[Path, ...],
        documents: tuple[Path, ...],
        worker: Executor,
        raci_file: Path | None = None,
        aliases: tuple[Alias, ...] = (),
    ) -> None:
        """Take the folders to scan, the documents to set beside them, where to work.

        People's own letters in `raci_file`, and their further names of managers, count, too.
        """
        self.target = ", ".join(str(root) for root in roots)
        self._roots = roots
        self._documents = documents
        self._worker = worker
        self._raci_file = raci_file
        self._aliases = aliases
        own = () if raci_file is None else (raci_file,)
        self._changes = FileChanges((*roots, *documents, *own))
        self._signature = ""
        self._last: Ecosystem | None = None

    async def changed(self) -> None:
        """Return when something below the roots, or a document, changed."""
        await self._changes.wait()

    async def close(self) -> None:
        """Stop listening for changes."""
        await self._changes.close()

    async def read(self) -> Ecosystem:
        """The ecosystem as it is now.

        Raises:
            ProbeFailed: Where no folder was named, or none of the named ones exists.
        """
        if not self._roots:
            raise ProbeFailed(
                "unconfigured",
                "no folder with managers was named",
                "start with --managers DIR, or set managers in passerelle.toml",
            )
        loop = asyncio.get_running_loop()
        known = self._signature if self._last is not None else ""
        signature, ecosystem = await loop.run_in_executor(
            self._worker,
            partial(
                scan_if_changed,
                self._roots,
                self._documents,
                known,
                self._raci_file,
                self._aliases,
            ),
        )
        if not signature:
            raise ProbeFailed(
                "invalid",
                f"no such folder: {self.target}",
                "name the folder whose folders are the managers with --managers DIR",
            )
        if ecosystem is not None:
            self._signature, self._last = signature, ecosystem
        assert self._last is not None  # noqa: S101  (the worker answers None for a known tree only)
        return self._last
