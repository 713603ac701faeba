"""One line asked of the user."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from tui.widgets.canvas import Canvas, Look
from tui.widgets.text import Line, words, wrap

if TYPE_CHECKING:
    from textual.app import ComposeResult

_ROOM = 66


class PromptScreen(ModalScreen[str | None]):
    """Returns what was typed, or None where the user turns back.

    Args:
        question: What is asked for.
    """

    BINDINGS: ClassVar = [Binding("escape", "dismiss(None)", "Turn back")]
    CSS: ClassVar = """
    PromptScreen { align: center middle; background: $background 60%; }
    PromptScreen > Vertical {
        width: 72; max-width: 100%; height: auto; max-height: 100%;
        border: solid $panel; background: $background;
    }
    PromptScreen.ascii > Vertical { border: ascii $panel; }
    PromptScreen Input { height: 1; border: none; padding: 0 1; background: $background; }
    """

    def __init__(self, look: Look, question: str) -> None:
        super().__init__()
        self.set_class(look.ascii_only, "ascii")
        self.look = look
        self._lines: list[Line] = [words(f" {part}") for part in wrap(question, _ROOM)]

    def compose(self) -> ComposeResult:
        """The question, and an entry."""
        entry = Input(compact=True)
        entry.cursor_blink = False
        told = Canvas(self.look, id="question")
        told.styles.height = len(self._lines)
        with Vertical():
            yield told
            yield entry

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(Input).focus()
        self.call_after_refresh(lambda: self.query_one(Canvas).show(self._lines))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give back what was typed."""
        self.dismiss(event.value or None)
