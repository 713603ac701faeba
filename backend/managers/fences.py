"""Which lines of documents are code: what begins with `#` there is a comment, and no heading."""

from functools import lru_cache

from backend.managers.documents import REMEMBERED, Document
from backend.managers.hints import hint, hinted
from backend.plan.fences import code_blocks

TICKS = hint("```", "~~~")
"""What a line holds that is a fence."""


@lru_cache(maxsize=REMEMBERED)
def code_in(document: Document) -> frozenset[int]:
    """Numbers of the lines within code blocks, fences included."""
    fences = ((number - 1, line) for number, line in hinted(document, TICKS))
    return frozenset(at + 1 for block in code_blocks(fences) for at in block)
