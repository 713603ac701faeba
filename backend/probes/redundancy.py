"""The redundancy probe: looks for copied code once a screen asks for it."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path

from pydantic import JsonValue

from backend.managers.redundancy.answering import with_copies
from backend.model.ecosystem import Ecosystem
from backend.model.redundancy_view import RedundancyView


class RedundancyProbe:
    """Tells all redundancy, copied code too, from the moment on that somebody asks.

    It does nothing before, since looking for copied code takes as long as reading it, and works in
    the worker only when the scan is another one.

    Args:
        roots: Folders whose folders are the managers.
        documents: Markdown beside them.
        worker: Where to work.
        scanned: The latest scan; None where there was none.
    """

    name = "redundancy"
    period = 2.0
    timeout = 60.0

    def __init__(
        self,
        roots: tuple[Path, ...],
        documents: tuple[Path, ...],
        worker: Executor,
        scanned: Callable[[], Ecosystem | None],
    ) -> None:
        # A target of its own: a scan does not wait for an answer.
        self.target = f"redundancy of {', '.join(map(str, roots))}"
        self._roots = roots
        self._documents = documents
        self._worker = worker
        self._scanned = scanned
        self._asked = False
        self._of: Ecosystem | None = None
        self._view = RedundancyView()

    def look(self, subject: JsonValue) -> None:
        """Look for copied code from the next reading on.

        Raises:
            ValueError: The subject is not `copies`, which is all there is to look for.
        """
        if subject != "copies":
            raise ValueError("redundancy looks for `copies`, and for nothing else")
        self._asked = True

    async def read(self) -> RedundancyView:
        """What was found; empty as long as nobody asked or nothing was scanned."""
        ecosystem = self._scanned()
        if self._asked and ecosystem is not None and ecosystem is not self._of:
            view = await asyncio.get_running_loop().run_in_executor(
                self._worker, with_copies, self._roots, self._documents
            )
            if view != self._view:
                self._view = view
            self._of = ecosystem
        return self._view
