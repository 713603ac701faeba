"""The palette: every action by its description, found while typing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from tui.actions import PALETTE, Action, bindings
from tui.screens.patience import Patient
from tui.widgets.canvas import Canvas, Look
from tui.widgets.keys import key_words
from tui.widgets.text import Line, fit, line_width, spread

if TYPE_CHECKING:
    from textual.app import ComposeResult


def found(actions: Iterable[Action], wanted: str) -> list[Action]:
    """The actions whose description holds every word typed."""
    words = wanted.casefold().split()
    return [
        action
        for action in actions
        if all(word in f"{action.description} {action.id}".casefold() for word in words)
    ]


class PaletteScreen(Patient[Action | None], ModalScreen[Action | None]):
    """Returns the action chosen, or None."""

    BINDINGS: ClassVar = bindings(PALETTE)
    DEFAULT_CSS: ClassVar = """
    PaletteScreen { align: center top; background: $background 60%; }
    PaletteScreen > Vertical {
        width: 84; max-width: 100%; height: 20; max-height: 100%; margin-top: 2;
        border: solid $panel; background: $background;
    }
    PaletteScreen.ascii > Vertical { border: ascii $panel; }
    PaletteScreen Input.-textual-compact { padding: 0 1; background: $background; }
    """

    def __init__(self, look: Look, actions: Iterable[Action]) -> None:
        super().__init__()
        self.set_class(look.ascii_only, "ascii")
        self.look = look
        self._actions = list(actions)
        self._at = 0

    def compose(self) -> ComposeResult:
        """An entry and the actions that fit it."""
        entry = Input(placeholder="an action", compact=True)
        entry.cursor_blink = False
        with Vertical():
            yield entry
            yield Canvas(self.look, id="actions")

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(Input).focus()
        self.call_after_refresh(self._draw)

    def on_input_changed(self) -> None:
        """Find again."""
        self._at = 0
        self._draw()

    def on_input_submitted(self) -> None:
        """Choose the action under the cursor."""
        hits = self._hits()
        self.dismiss(hits[self._at] if hits else None)

    def action_move(self, by: int) -> None:
        """Move the cursor."""
        self._at = min(max(0, self._at + by), max(0, len(self._hits()) - 1))
        self._draw()

    def _hits(self) -> list[Action]:
        return found(self._actions, self.query_one(Input).value)

    def _draw(self) -> None:
        canvas = self.query_one(Canvas)
        cells, rows = canvas.size.width, canvas.size.height
        hits = self._hits()
        top = max(0, self._at - rows + 1)
        lines = [_line(action, place == self._at, cells) for place, action in enumerate(hits)]
        canvas.show(lines[top : top + rows] or [((" ○ no action holds these words", "unknown"),)])


def _line(action: Action, current: bool, cells: int) -> Line:
    chosen = " selected" if current else ""
    left: Line = (("▸" if current else " ", chosen), (f" {action.description}", f"text{chosen}"))
    right: Line = ((f"{key_words(action.keys[0])} ", f"accent{chosen}"),)
    line = spread(left, right, cells, fill=(" ", chosen))
    return (*line, (fit("", cells - line_width(line)), chosen))
