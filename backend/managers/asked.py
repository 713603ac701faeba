"""What the file system was asked, so that what follows from it holds until it answers otherwise."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

About = TypeVar("About")
Answer = TypeVar("Answer")


class Asked:
    """Questions to the file system, each asked once about each thing."""

    def __init__(self) -> None:
        self._answers: dict[Callable[[Any], Any], dict[Any, Any]] = {}
        self._together: dict[Callable[[Any], Any], Callable[[Iterable[Any]], list[Any]]] = {}

    def once(
        self,
        question: Callable[[About], Answer],
        together: Callable[[Iterable[About]], list[Answer]] | None = None,
    ) -> Callable[[About], Answer]:
        """The same question, answered from memory where it was asked before.

        Args:
            question: Asked about one thing.
            together: The same about several, where that costs less than one by one.
        """
        answers: dict[About, Answer] = self._answers.setdefault(question, {})
        if together:
            self._together[question] = together

        def answer(about: About) -> Answer:
            if about not in answers:
                answers[about] = question(about)
            return answers[about]

        return answer

    def holds(self) -> bool:
        """Whether every question, asked again, has the answer that it had."""
        return all(map(self._holds, self._answers))

    def _holds(self, question: Callable[[Any], Any]) -> bool:
        answers = self._answers[question]
        if question in self._together:
            return self._together[question](answers) == [*answers.values()]
        return all(question(about) == answer for about, answer in answers.items())
