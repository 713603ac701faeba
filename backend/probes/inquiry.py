"""Probes that answer what a screen asked last, about the managers as they were scanned last."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path
from typing import ClassVar, Generic, TypeVar

from pydantic import BaseModel, JsonValue, ValidationError

from backend.config.aliases import Alias
from backend.model.ecosystem import Ecosystem

Question = TypeVar("Question")
View = TypeVar("View")
Model = TypeVar("Model", bound=BaseModel)


class Inquiry(ABC, Generic[Question, View]):
    """Does nothing as long as nobody asks, and works in the worker where somebody does.

    It works only when the question or the scan is another one. Nothing is ever written.

    Args:
        roots: Folders whose folders are the managers.
        documents: Markdown beside them.
        worker: Where to work.
        scanned: The latest scan; None where there was none.
        aliases: Further names of managers.
    """

    name: ClassVar[str]
    period = 2.0
    timeout = 60.0

    def __init__(
        self,
        roots: tuple[Path, ...],
        documents: tuple[Path, ...],
        worker: Executor,
        scanned: Callable[[], Ecosystem | None],
        aliases: tuple[Alias, ...] = (),
    ) -> None:
        # A target of its own: a scan does not wait for an answer.
        self.target = " of ".join((self.name, *filter(None, [", ".join(map(str, roots))])))
        self.roots = roots
        self.documents = documents
        self.aliases = aliases
        self._worker = worker
        self._scanned = scanned
        self._question: Question | None = None
        self._answered: tuple[Question, Ecosystem] | None = None
        self._view = self.nothing()

    @abstractmethod
    def nothing(self) -> View:
        """What is told as long as nobody asked or nothing was scanned."""

    @abstractmethod
    def question(self, subject: JsonValue) -> Question | None:
        """What is asked for; None where it is nothing.

        Raises:
            ValueError: It is no question; the message says where and what was expected.
        """

    @abstractmethod
    def work(self, question: Question) -> Callable[[], View]:
        """What the worker is to do; it is sent there, so it is made of functions with names."""

    def look(self, subject: JsonValue) -> None:
        """Answer this question from the next reading on.

        Raises:
            ValueError: It is none; the message says where and what was expected.
        """
        self._question = self.question(subject)

    def look_away(self) -> None:
        """Answer nothing any longer."""
        self._question = None
        self._view = self.nothing()

    async def read(self) -> View:
        """The answer to the last question."""
        question, ecosystem = self._question, self._scanned()
        if question is None or ecosystem is None:
            return self._view
        answered = self._answered
        if answered is None or answered[0] != question or answered[1] is not ecosystem:
            loop = asyncio.get_running_loop()
            view = await loop.run_in_executor(self._worker, self.work(question))
            if view != self._view:
                self._view = view
            self._answered = question, ecosystem
        return self._view


def validated(model: type[Model], subject: JsonValue, takes: str) -> Model:
    """A question as its model.

    Args:
        model: Of the question.
        subject: As it came.
        takes: What a question is made of, for the message: `source takes places`.

    Raises:
        ValueError: It is none; the message says where and what was expected.
    """
    try:
        return model.model_validate(subject)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"])) or "the question"
        raise ValueError(f"{where}: {first['msg']}; {takes}") from None
