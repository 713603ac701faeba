"""Source text that a screen asks for: lines of the managers' files, and what belongs to them."""

from typing import Literal

from pydantic import Field

from backend.model.base import Frozen

MOST_PLACES = 8
"""Places whose source is told at once."""


class Place(Frozen):
    """Lines of a manager's source file.

    Attributes:
        path: Relative to the root, as a scan tells it.
        line: The first, from 1.
        end: The last; 0 to the end of what begins there.
        name: Type or function that stands there; empty where there is none.
    """

    manager: str
    path: str
    line: int = Field(ge=1)
    end: int = Field(default=0, ge=0)
    name: str = ""


class SourceQuestion(Frozen):
    """What a screen wants to read.

    Attributes:
        places: Whose source it wants to read; files that no scan reads are not told.
    """

    places: tuple[Place, ...] = Field(default=(), max_length=MOST_PLACES)


class Excerpt(Frozen):
    """The source of one place.

    Attributes:
        text: Its lines, without their ends.
        methods: Of a type: name and signature of each of its methods in its package, sorted.
        problem: Why there is no text; empty where there is.
    """

    place: Place
    text: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    problem: str = ""


class SourceView(Frozen):
    """The answer; empty as long as nobody asked.

    Attributes:
        excerpts: One a place, in the order of the question.
    """

    kind: Literal["source"] = "source"
    excerpts: tuple[Excerpt, ...] = ()
