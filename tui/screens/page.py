"""A page of lines over the bridge; it scrolls where it does not fit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.screen import ModalScreen

from tui.actions import HELP, bindings
from tui.panes.asking import Copied
from tui.screens.patience import Patient
from tui.widgets.canvas import Canvas, Look
from tui.widgets.text import Line, plain_text

if TYPE_CHECKING:
    from textual.app import ComposeResult


class PageScreen(Patient[None], ModalScreen[None]):
    """Shows lines; subclasses say which, and may show others later.

    Args:
        look: How it is drawn.
        lines: What stands on it.
    """

    BINDINGS: ClassVar = bindings(HELP)
    DEFAULT_CSS: ClassVar = """
    PageScreen { align: center middle; background: $background 60%; }
    PageScreen > Canvas { width: 84; max-width: 100%; max-height: 100%; border: solid $panel; }
    PageScreen.ascii > Canvas { border: ascii $panel; }
    """

    def __init__(self, look: Look, lines: Sequence[Line]) -> None:
        super().__init__()
        self.set_class(look.ascii_only, "ascii")
        self.look = look
        self._all = list(lines)
        self._top = 0

    def compose(self) -> ComposeResult:
        """One canvas."""
        canvas = Canvas(self.look, id="page")
        canvas.styles.height = len(self._all) + 2
        yield canvas

    def on_resize(self) -> None:
        """Show what fits."""
        self.call_after_refresh(self.action_scroll, 0)

    def replace(self, lines: Sequence[Line]) -> None:
        """Show other lines in the same place."""
        self._all = list(lines)
        self.action_scroll(0)

    def action_scroll(self, by: int) -> None:
        """Scroll by half a page."""
        canvas = self.query_one(Canvas)
        rows = canvas.size.height
        self._top = min(max(0, self._top + by * max(1, rows // 2)), max(0, len(self._all) - rows))
        canvas.show(self._all[self._top : self._top + rows])

    def action_copy(self) -> None:
        """Copy all of it, for whoever is asked for help."""
        self.post_message(Copied(plain_text(self._all), "the page"))
