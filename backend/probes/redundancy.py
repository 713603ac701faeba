"""The redundancy probe: looks for copied code once a screen asks for it."""

from collections.abc import Callable
from functools import partial
from typing import Literal

from pydantic import JsonValue

from backend.managers.redundancy.answering import with_copies
from backend.model.redundancy_view import RedundancyView
from backend.probes.inquiry import Inquiry


class RedundancyProbe(Inquiry[Literal["copies"], RedundancyView]):
    """Tells all redundancy, copied code too, from the moment on that somebody asks.

    Looking for copied code takes a tenth of a first scan's time, after each edit anew.
    """

    name = "redundancy"

    def nothing(self) -> RedundancyView:
        """Nothing was looked for."""
        return RedundancyView()

    def question(self, subject: JsonValue) -> Literal["copies"]:
        """`copies`, which is all there is to look for."""
        if subject != "copies":
            raise ValueError("redundancy looks for `copies`, and for nothing else")
        return "copies"

    def work(self, question: Literal["copies"]) -> Callable[[], RedundancyView]:
        """Look for them."""
        return partial(with_copies, self.roots, self.documents)
