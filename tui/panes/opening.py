"""Evidence opened in the user's editor: at once where there is one piece, else by choice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.panes.asking import Choose, Edit, Said
from tui.panes.evidence import place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.message import Message

    from backend.model.finding import Evidence


def open_evidence(
    found: Iterable[tuple[str, Evidence]], about: str, post: Callable[[Message], object]
) -> None:
    """Open one of several pieces of evidence; those that name no line cannot be opened.

    Args:
        found: Each with the folder that its path is relative to.
        about: What they speak for, for the question and for the word that there are none.
        post: Where to send the question and the wish to edit.
    """
    offers = {
        f"{place(one)} {one.text}": Edit(folder, one.path, one.line)
        for folder, one in found
        if one.line
    }
    if not offers:
        post(Said(f"no line of a file speaks for {about}"))
    elif len(offers) == 1:
        post(next(iter(offers.values())))
    else:

        def answered(taken: str) -> None:
            post(offers[taken])

        post(Choose(f"evidence about {about}, to open in the editor", list(offers), answered))
