"""The consolidation probe: what merging, moving, extracting or removing managers would bring."""

from collections.abc import Callable
from functools import partial

from pydantic import JsonValue

from backend.managers.consolidation.answering import answer
from backend.model.consolidation import ConsolidationView, Question
from backend.probes.inquiry import Inquiry, validated


class ConsolidationProbe(Inquiry[Question, ConsolidationView]):
    """What the steps that were asked about would bring.

    What changes around the managers counts from the next question on.
    """

    name = "consolidation"

    def nothing(self) -> ConsolidationView:
        """No outcome."""
        return ConsolidationView()

    def question(self, subject: JsonValue) -> Question:
        """Steps and services."""
        return validated(Question, subject, "consolidation takes steps and a number of services")

    def work(self, question: Question) -> Callable[[], ConsolidationView]:
        """Work it out."""
        return partial(answer, self.roots, self.documents, question, self.aliases)
