"""One of any number of things, chosen with the cursor, found by a filter as rows are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from tui.actions import CHOICE, bindings
from tui.panes.row_filter import marked, parsed
from tui.screens.patience import Patient
from tui.widgets.canvas import Canvas, Look
from tui.widgets.text import Line, fit, spread, width, words
from tui.widgets.window import scrolled

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.events import Click

ROOM = 66
"""Cells of a line above the choices."""

_LEAST, _MOST = 70, 110
"""Cells within the box, which is as wide as the longest choice asks for."""
_FRAME = 2
_SIGN = 3
"""Cells before a choice: blank, cursor, blank."""


class ChoiceScreen(Patient[str | None], ModalScreen[str | None]):
    """Returns what was chosen, or None where the user turns back.

    Args:
        look: How it is drawn.
        above: What stands above the choices.
        choices: Each is its own answer.
    """

    BINDINGS: ClassVar = bindings(CHOICE)
    AUTO_FOCUS: ClassVar = ""
    DEFAULT_CSS: ClassVar = """
    ChoiceScreen { align: center middle; background: $background 60%; }
    ChoiceScreen > Vertical {
        height: auto; max-width: 100%; border: solid $panel; background: $background;
    }
    ChoiceScreen.ascii > Vertical { border: ascii $panel; }
    ChoiceScreen Input { height: 1; border: none; padding: 0 1; background: $background; }
    ChoiceScreen #keys { height: 1; }
    """

    def __init__(self, look: Look, above: Sequence[Line], choices: Sequence[str]) -> None:
        super().__init__()
        self.set_class(look.ascii_only, "ascii")
        self.look = look
        self._above = list(above)
        self._choices = list(choices)
        self._filter = ""
        self._hits = self._choices
        self._top = self._at = 0

    def compose(self) -> ComposeResult:
        """What is asked, the choices, and below them the keys or the filter."""
        entry = Input(compact=True, placeholder="text, ~letters, /expression/, !")
        entry.cursor_blink = entry.display = False
        with Vertical():
            yield Canvas(self.look, id="choice")
            yield entry
            yield Canvas(self.look, id="keys")

    def on_mount(self) -> None:
        """Take as much room as the choices need, and show them."""
        self._make_room()

    def on_resize(self) -> None:
        """Show what fits."""
        self._make_room()

    def _make_room(self) -> None:
        """As wide as the longest choice and as high as all of them, where the screen has that."""
        filters = self.query_one(Input).display
        longest = max(map(width, self._choices), default=0) + _SIGN + 1
        self.query_one(Vertical).styles.width = min(max(_LEAST, longest), _MOST) + _FRAME
        below = 2 if filters else 1
        whole = len(self._above) + len(self._choices) + 2 - below
        room = self.size.height - _FRAME - below
        self.query_one("#choice").styles.height = max(1, min(whole, room))
        self.call_after_refresh(self._draw)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Leave in what holds the text."""
        here = self._hits[self._at] if self._hits else ""
        self._filter = event.value
        wanted = parsed(self._filter)
        self._hits = [one for one in self._choices if wanted.keeps(one)]
        self._at = self._hits.index(here) if here in self._hits else 0
        self._draw()

    def on_input_submitted(self) -> None:
        """Choose what is under the cursor."""
        self.action_take()

    def action_filter(self) -> None:
        """Ask for a text that choices must hold."""
        self._show_filter(True)
        self.query_one(Input).focus()

    def action_turn_back(self) -> None:
        """Drop the filter; where there is none, turn back without a choice."""
        entry = self.query_one(Input)
        if not entry.display:
            self.dismiss(None)
            return
        entry.value = ""
        self.set_focus(None)
        self._show_filter(False)

    def _show_filter(self, shown: bool) -> None:
        """The entry takes the blank row above the keys, so that no choice moves."""
        self.query_one(Input).display = shown
        self._make_room()

    def action_move(self, by: int) -> None:
        """Move the cursor."""
        self._at = min(max(0, self._at + by), max(0, len(self._hits) - 1))
        self._draw()

    def action_leap(self, by: int) -> None:
        """Move the cursor by pages."""
        self.action_move(by * self._page())

    def action_end(self, side: int) -> None:
        """Move the cursor to the first (-1) or last (1)."""
        self.action_move(side * len(self._hits))

    def action_take(self) -> None:
        """Choose what is under the cursor."""
        if self._hits:
            self.dismiss(self._hits[self._at])

    def on_click(self, event: Click) -> None:
        """A click chooses."""
        if event.widget is self.query_one("#choice"):
            row = event.y - len(self._heads())
            if 0 <= row < self._page() and self._top + row < len(self._hits):
                self.dismiss(self._hits[self._top + row])

    def _heads(self) -> list[Line]:
        """What stands above the choices, as far as it leaves room for one of them."""
        return self._above[: max(0, self.query_one("#choice").size.height - 1)]

    def _page(self) -> int:
        """Choices that there is room for."""
        return max(1, self.query_one("#choice").size.height - len(self._heads()))

    def _draw(self) -> None:
        canvas, keys = self.query_one("#choice", Canvas), self.query_one("#keys", Canvas)
        page, cells = self._page(), canvas.size.width
        self._top = scrolled(self._top, self._at, page, len(self._hits))
        shown = range(self._top, min(self._top + page, len(self._hits)))
        rows = [self._row(at, cells) for at in shown] or [words(" ○ none holds this", "unknown")]
        canvas.show([*self._heads(), *rows])
        told = self.look.keymap.told
        how = (
            f" {told('choice-take')} takes it, {told('choice-filter')} filters, "
            f"{told('choice-close')} turns back"
        )
        keys.show([spread(words(how, "dim"), self._count(), keys.size.width)])

    def _count(self) -> Line:
        """Where the cursor is among how many, or why the filter cannot be used."""
        problem = parsed(self._filter).problem
        if problem:
            return words(f"■ {problem} ", "act")
        at = f"{self._at + 1:,} of {len(self._hits):,}" if self._hits else "0"
        whole = f", {len(self._choices):,} in all" if self._filter else ""
        return words(f"{at}{whole} ", "dim")

    def _row(self, place: int, cells: int) -> Line:
        chosen = " selected" if place == self._at else ""
        sign = "▸" if chosen else " "
        text = fit(self._hits[place], cells - _SIGN)
        line = marked(words(text, "text"), parsed(self._filter))
        return ((f" {sign} ", f"text{chosen}"), *((part, f"{role}{chosen}") for part, role in line))
