"""Before something is destroyed: says what, and waits for its name to be typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.screens.entry import ROOM, EntryScreen
from tui.widgets.canvas import Canvas, Look
from tui.widgets.text import Line, words, wrap

if TYPE_CHECKING:
    from textual.widgets import Input


class ConfirmScreen(EntryScreen[bool | None]):
    """Returns True once the name was typed exactly, None where the user turns back.

    Args:
        look: How it is drawn.
        title: What is about to happen.
        details: What that means, a sentence each.
        name: What has to be typed.
    """

    def __init__(self, look: Look, title: str, details: Sequence[str], name: str) -> None:
        back = look.keymap.told("turn-back")
        super().__init__(look, _question(title, details, name, back), placeholder=name)
        self._wanted = name

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Only the very name will do; anything else is said and nothing happens."""
        if event.value == self._wanted:
            self.dismiss(True)
        else:
            told = words(f" ▲ that is not {self._wanted}: nothing was done", "look")
            self.query_one(Canvas).show([*self.lines[:-1], told])


def _question(title: str, details: Sequence[str], name: str, back: str) -> list[Line]:
    first, *more = wrap(title, ROOM)
    lines = [words(f" ■ {first}", "act"), *(words(f"   {part}", "act") for part in more)]
    for detail in details:
        lines += [words(f"   {part}") for part in wrap(detail, ROOM)]
    return [*lines, (), words(f" type {name} and Enter to go on, {back} to turn back", "accent")]
