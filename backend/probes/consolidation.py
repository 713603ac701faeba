"""The consolidation probe: what merging, moving, extracting or removing managers would bring."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path

from pydantic import JsonValue, ValidationError

from backend.managers.consolidation.answering import answer
from backend.model.consolidation import ConsolidationView, Question
from backend.model.ecosystem import Ecosystem


class ConsolidationProbe:
    """Answers what a screen asked last, about the managers as they were scanned last.

    It does nothing as long as nobody asks, and works in the worker where somebody does: only when
    the question or the scan is another one. What changes around the managers counts from the next
    question on. Nothing is ever written.

    Args:
        roots: Folders whose folders are the managers.
        documents: Markdown beside them.
        worker: Where to work.
        scanned: The latest scan; None where there was none.
    """

    name = "consolidation"
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
        self.target = f"consolidation of {', '.join(map(str, roots))}"
        self._roots = roots
        self._documents = documents
        self._worker = worker
        self._scanned = scanned
        self._question: Question | None = None
        self._answered: tuple[Question, Ecosystem] | None = None
        self._view = ConsolidationView()

    def look(self, subject: JsonValue) -> None:
        """Answer this `Question` from the next reading on.

        Raises:
            ValueError: It is none; the message says where and what was expected.
        """
        try:
            self._question = Question.model_validate(subject)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            where = ".".join(map(str, first["loc"])) or "the question"
            raise ValueError(
                f"{where}: {first['msg']}; consolidation takes steps and a number of services"
            ) from None

    async def read(self) -> ConsolidationView:
        """The answer to the last question; empty as long as nobody asked or nothing was scanned."""
        question, ecosystem = self._question, self._scanned()
        if question is None or ecosystem is None:
            return self._view
        answered = self._answered
        if answered is None or answered[0] != question or answered[1] is not ecosystem:
            loop = asyncio.get_running_loop()
            self._view = await loop.run_in_executor(
                self._worker, answer, self._roots, self._documents, question
            )
            self._answered = question, ecosystem
        return self._view
