"""The source probe: a few lines of the managers' files, for a screen that asks for them."""

from collections.abc import Callable
from functools import partial

from pydantic import JsonValue

from backend.managers.redundancy.answering import sources
from backend.model.source import SourceQuestion, SourceView
from backend.probes.inquiry import Inquiry, validated


class SourceProbe(Inquiry[SourceQuestion, SourceView]):
    """Tells the source that was asked for last, anew after each scan; no file outside the roots."""

    name = "source"

    def nothing(self) -> SourceView:
        """No source."""
        return SourceView()

    def question(self, subject: JsonValue) -> SourceQuestion | None:
        """Places in files."""
        asked = validated(SourceQuestion, subject, "source takes places")
        return asked if asked.places else None

    def work(self, question: SourceQuestion) -> Callable[[], SourceView]:
        """Read them."""
        return partial(sources, self.roots, self.documents, question)
