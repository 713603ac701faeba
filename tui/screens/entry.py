"""A box with some lines and one entry below them: what confirmations and prompts share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from tui.actions import ENTRY, bindings
from tui.screens.patience import Patient
from tui.widgets.canvas import Canvas, Look

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from tui.widgets.text import Line

ROOM = 66
"""Cells of a line in the box."""

Answer = TypeVar("Answer")


class EntryScreen(Patient[Answer], ModalScreen[Answer], Generic[Answer]):
    """Subclasses say what an entry that was submitted means; Esc turns back.

    Args:
        look: How it is drawn.
        lines: What stands above the entry.
        placeholder: What stands in the entry before anything is typed.
    """

    BINDINGS: ClassVar = bindings(ENTRY)
    DEFAULT_CSS: ClassVar = """
    EntryScreen { align: center middle; background: $background 60%; }
    EntryScreen > Vertical {
        width: 72; max-width: 100%; height: auto; max-height: 100%;
        border: solid $panel; background: $background;
    }
    EntryScreen.ascii > Vertical { border: ascii $panel; }
    EntryScreen Input { height: 1; border: none; padding: 0 1; background: $background; }
    """

    def __init__(self, look: Look, lines: Sequence[Line], placeholder: str = "") -> None:
        super().__init__()
        self.set_class(look.ascii_only, "ascii")
        self.look = look
        self.lines = list(lines)
        self._placeholder = placeholder

    def compose(self) -> ComposeResult:
        """The lines, and the entry."""
        entry = Input(placeholder=self._placeholder, compact=True)
        entry.cursor_blink = False
        told = Canvas(self.look, id="question")
        told.styles.height = len(self.lines)
        with Vertical():
            yield told
            yield entry

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(Input).focus()
        self.call_after_refresh(lambda: self.query_one(Canvas).show(self.lines))
