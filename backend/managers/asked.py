"""What the file system was asked, so that what follows from it holds until it answers otherwise."""

from collections.abc import Callable
from typing import Any, TypeVar

About = TypeVar("About")
Answer = TypeVar("Answer")


class Asked:
    """Questions to the file system, each asked once about each thing."""

    def __init__(self) -> None:
        self._answers: dict[Callable[[Any], Any], dict[Any, Any]] = {}

    def once(self, question: Callable[[About], Answer]) -> Callable[[About], Answer]:
        """The same question, answered from memory where it was asked before."""
        answers: dict[About, Answer] = self._answers.setdefault(question, {})

        def answer(about: About) -> Answer:
            if about not in answers:
                answers[about] = question(about)
            return answers[about]

        return answer

    def holds(self) -> bool:
        """Whether every question, asked again, has the answer that it had."""
        return all(
            question(about) == answer
            for question, answers in self._answers.items()
            for about, answer in answers.items()
        )
