"""What a pane may want of the application: a request, a question first, a word to the user."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from backend.model.request import Request


@dataclass
class Wanted(Message):
    """Ask the backend for something.

    Attributes:
        request: What.
        confirm: What the user has to type first, `title`, `details` and `name`; None where nothing
            is destroyed.
    """

    request: Request
    confirm: Confirmation | None = None


@dataclass(frozen=True)
class Confirmation:
    """What is about to be destroyed, and the name that has to be typed for it."""

    title: str
    details: tuple[str, ...]
    name: str


@dataclass
class Said(Message):
    """Tell the user something in the top line."""

    text: str


@dataclass
class Typed(Message):
    """Ask the user for a line; `answer` gets it, and is not called where the user turns back."""

    question: str
    answer: Callable[[str], None]


@dataclass
class Choose(Message):
    """Ask the user for one of a few; `answer` is not called where the user turns back."""

    question: str
    choices: Sequence[str]
    answer: Callable[[str], None]


@dataclass
class Copied(Message):
    """Hand a text to the user's clipboard.

    Attributes:
        text: All of it.
        what: A few words that tell which.
    """

    text: str
    what: str


@dataclass
class Exported(Message):
    """Keep a text in a file of that name, in the folder for exports."""

    name: str
    text: str


@dataclass
class Jump(Message):
    """Go to another pane.

    Attributes:
        pane: Its name.
        subject: What to look at there, such as a manager; empty to leave it where it is.
        among: What rows there have to hold; empty for all of them.
        alone: Whether to show it on the full screen, even where it is in sight.
    """

    pane: str
    subject: str = ""
    among: str = ""
    alone: bool = False


@dataclass
class Edit(Message):
    """Open a file in the user's editor.

    Attributes:
        folder: What the path is relative to.
        line: From 1.
    """

    folder: str
    path: str
    line: int
