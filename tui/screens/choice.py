"""One of a few things, chosen with the cursor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.screen import ModalScreen

from tui.actions import CHOICE, bindings
from tui.widgets.canvas import Canvas, Look
from tui.widgets.text import Line, fit, words

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.events import Click

ROOM = 66


class ChoiceScreen(ModalScreen[str | None]):
    """Returns what was chosen, or None where the user turns back.

    Args:
        look: How it is drawn.
        above: What stands above the choices.
        choices: Each is its own answer.
    """

    BINDINGS: ClassVar = bindings(CHOICE)
    DEFAULT_CSS: ClassVar = """
    ChoiceScreen { align: center middle; background: $background 60%; }
    ChoiceScreen > Canvas { width: 72; max-width: 100%; max-height: 100%; border: solid $panel; }
    ChoiceScreen.ascii > Canvas { border: ascii $panel; }
    """

    def __init__(self, look: Look, above: Sequence[Line], choices: Sequence[str]) -> None:
        super().__init__()
        self.set_class(look.ascii_only, "ascii")
        self.look = look
        self._above = list(above)
        self._choices = list(choices)
        self._at = 0

    def compose(self) -> ComposeResult:
        """One canvas."""
        canvas = Canvas(self.look, id="choice")
        canvas.styles.height = len(self._above) + len(self._choices) + 4
        yield canvas

    def on_mount(self) -> None:
        """Show them."""
        self.call_after_refresh(self._draw)

    def on_resize(self) -> None:
        """Show what fits."""
        self.call_after_refresh(self._draw)

    def action_move(self, by: int) -> None:
        """Move the cursor."""
        self._at = min(max(0, self._at + by), len(self._choices) - 1)
        self._draw()

    def action_take(self) -> None:
        """Choose what is under the cursor."""
        self.dismiss(self._choices[self._at])

    def on_click(self, event: Click) -> None:
        """A click chooses."""
        if event.widget is self.query_one(Canvas):
            place = event.y - len(self._above) - 1
            if 0 <= place < len(self._choices):
                self.dismiss(self._choices[place])

    def _draw(self) -> None:
        canvas = self.query_one(Canvas)
        told = self.look.keymap.told
        how = f" {told('choice-take')} takes it, {told('choice-close')} turns back"
        lines = [*self._above, *(self._line(at) for at in range(len(self._choices)))]
        canvas.show([*lines, (), words(how, "dim")])

    def _line(self, place: int) -> Line:
        chosen = " selected" if place == self._at else ""
        sign = "▸" if chosen else " "
        return ((f" {sign} {fit(self._choices[place], ROOM - 2)}", f"text{chosen}"),)
