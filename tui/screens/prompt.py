"""One line asked of the user."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.screens.entry import ROOM, EntryScreen
from tui.widgets.text import words, wrap

if TYPE_CHECKING:
    from textual.widgets import Input

    from tui.widgets.canvas import Look


class PromptScreen(EntryScreen[str | None]):
    """Returns what was typed, or None where the user turns back."""

    def __init__(self, look: Look, question: str) -> None:
        super().__init__(look, [words(f" {part}") for part in wrap(question, ROOM)])

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give back what was typed."""
        self.dismiss(event.value or None)
