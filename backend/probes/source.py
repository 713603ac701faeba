"""The source probe: a few lines of the managers' files, for a screen that asks for them."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path

from pydantic import JsonValue, ValidationError

from backend.managers.redundancy.answering import sources
from backend.model.ecosystem import Ecosystem
from backend.model.source import SourceQuestion, SourceView


class SourceProbe:
    """Tells the source that was asked for last, anew after each scan.

    Args:
        roots: Folders whose folders are the managers; no file outside them is told.
        documents: Markdown beside them.
        worker: Where to work.
        scanned: The latest scan; None where there was none.
    """

    name = "source"
    period = 2.0
    timeout = 60.0

    def __init__(
        self,
        roots: tuple[Path, ...],
        documents: tuple[Path, ...],
        worker: Executor,
        scanned: Callable[[], Ecosystem | None],
    ) -> None:
        self.target = f"source of {', '.join(map(str, roots))}"
        self._roots = roots
        self._documents = documents
        self._worker = worker
        self._scanned = scanned
        self._question = SourceQuestion()
        self._answered: tuple[SourceQuestion, Ecosystem] | None = None
        self._view = SourceView()

    def look(self, subject: JsonValue) -> None:
        """Answer this `SourceQuestion` from the next reading on.

        Raises:
            ValueError: It is none; the message says where and what was expected.
        """
        try:
            self._question = SourceQuestion.model_validate(subject)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            where = ".".join(map(str, first["loc"])) or "the question"
            raise ValueError(f"{where}: {first['msg']}; source takes places") from None

    async def read(self) -> SourceView:
        """The answer; empty as long as nobody asked or nothing was scanned."""
        question, ecosystem = self._question, self._scanned()
        if not question.places or ecosystem is None:
            return self._view
        answered = self._answered
        if answered is None or answered[0] != question or answered[1] is not ecosystem:
            self._view = await asyncio.get_running_loop().run_in_executor(
                self._worker, sources, self._roots, self._documents, question
            )
            self._answered = question, ecosystem
        return self._view
