"""Before something is destroyed: says what, and waits for its name to be typed."""

from __future__ import annotations

from collections.abc import Sequence
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


class ConfirmScreen(ModalScreen[bool]):
    """Returns True once the name was typed exactly, False where the user turns back.

    Args:
        title: What is about to happen.
        details: What that means, a sentence each.
        name: What has to be typed.
    """

    BINDINGS: ClassVar = [Binding("escape", "dismiss(False)", "Turn back")]
    CSS: ClassVar = """
    ConfirmScreen { align: center middle; background: $background 60%; }
    ConfirmScreen > Vertical {
        width: 72; max-width: 100%; height: auto; max-height: 100%;
        border: solid $panel; background: $background;
    }
    ConfirmScreen.ascii > Vertical { border: ascii $panel; }
    ConfirmScreen Input { height: 1; border: none; padding: 0 1; background: $background; }
    """

    def __init__(self, look: Look, title: str, details: Sequence[str], name: str) -> None:
        super().__init__()
        self.set_class(look.ascii_only, "ascii")
        self.look = look
        self._wanted = name
        self._lines = _question(title, details, name)

    def compose(self) -> ComposeResult:
        """The question, and an entry for the name."""
        entry = Input(placeholder=self._wanted, compact=True)
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
        """Only the very name will do; anything else is said and nothing happens."""
        if event.value == self._wanted:
            self.dismiss(True)
        else:
            told = words(f" ▲ that is not {self._wanted}: nothing was done", "look")
            self.query_one(Canvas).show([*self._lines[:-1], told])


def _question(title: str, details: Sequence[str], name: str) -> list[Line]:
    lines = [words(f" ■ {part}" if not at else f"   {part}", "act")
             for at, part in enumerate(wrap(title, _ROOM))]  # fmt: skip
    for detail in details:
        lines += [words(f"   {part}") for part in wrap(detail, _ROOM)]
    return [*lines, (), words(f" type {name} and Enter to go on, Esc to turn back", "accent")]
