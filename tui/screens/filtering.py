"""The line in which a filter is typed; it takes the place of the keys, so that no pane moves."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input

from tui.widgets.canvas import Canvas, Look
from tui.widgets.text import spread

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.events import Key

    from tui.panes.sifted import SiftedPane


class FilterLine(Horizontal):
    """Filters a pane while the filter is typed, and tells how much it leaves in."""

    DEFAULT_CSS: ClassVar = """
    FilterLine { height: 1; }
    FilterLine Canvas { width: 48; max-width: 60%; height: 1; }
    FilterLine Input.-textual-compact { width: 1fr; padding: 0 1; background: $background; }
    """

    class Closed(Message):
        """The filter stands as it is; the keys go back to where they were."""

        def __init__(self, line: FilterLine) -> None:
            super().__init__()
            self.line = line

    def __init__(self, look: Look, pane: SiftedPane) -> None:
        super().__init__()
        self._look = look
        self._pane = pane
        self._entry = Input(
            pane.filter_text, placeholder="text, ~letters, /expression/, ! before for all others",
            compact=True,
        )  # fmt: skip
        self._entry.cursor_blink = False
        self._found = Canvas(look)

    def compose(self) -> ComposeResult:
        """The entry, and beside it what it finds."""
        yield self._entry
        yield self._found

    def on_mount(self) -> None:
        """Type at once."""
        self._entry.focus()
        self.call_after_refresh(self._tell)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter while the text is typed."""
        self._pane.set_filter(event.value)
        self._tell()

    def on_input_submitted(self) -> None:
        """Keep the filter."""
        self.post_message(self.Closed(self))

    def on_key(self, event: Key) -> None:
        """Turning back drops it."""
        if event.key in self._look.keymap.keys("turn-back"):
            event.stop()
            event.prevent_default()
            self._pane.set_filter("")
            self.post_message(self.Closed(self))

    def _tell(self) -> None:
        """How much was found, or why it cannot be looked for."""
        told = (*self._pane.filter_told(), (" ", ""))
        self._found.show([spread((), told, self._found.size.width)])
