"""Help: the keys that work here, made from the live bindings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual.screen import ModalScreen

from tui.actions import CHOICE, ENTRY, HELP, MODAL, PALETTE, bindings
from tui.widgets.canvas import Canvas, Look
from tui.widgets.keys import key_words
from tui.widgets.marks import MARKS
from tui.widgets.text import Line, fit, words

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import ActiveBinding

    from tui.actions import Action
    from tui.keymap import Keymap

_MEANINGS = {
    "fine": "fine",
    "look": "have a look",
    "act": "act",
    "unknown": "unknown, or cannot be told",
    "stale": "stale: older than three periods",
    "loading": "no word yet",
}


_PLACES = {
    HELP: "IN THIS HELP",
    PALETTE: "IN THE LIST OF ACTIONS",
    ENTRY: "WHERE A LINE IS ASKED FOR",
    CHOICE: "WHERE ONE OF A FEW IS ASKED FOR",
}


def help_lines(active: Iterable[ActiveBinding], known: Keymap) -> list[Line]:
    """One line an action with all its keys, then what the marks and signs mean."""
    keys: dict[str, list[str]] = {}
    for entry in active:
        if entry.binding.id:
            keys.setdefault(entry.binding.id, []).append(key_words(entry.binding.key))
    told = [known.told(name) for name in ("help-up", "help-down", "help-close")]
    how = f"   {told[0]} {told[1]} scroll, {told[2]} closes"
    lines: list[Line] = [((" KEYS", "title"), (how, "dim"))]
    lines += [
        _key_line(keys[action.id], action)
        for action in known.actions
        if action.id in keys and action.where not in MODAL
    ]
    for where, title in _PLACES.items():
        lines += [(), words(f" {title}", "title")]
        lines += [
            _key_line(map(key_words, action.keys), action)
            for action in known.actions
            if action.where == where
        ]
    lines += [(), ((" MARKS", "title"),)]
    for name, meaning in _MEANINGS.items():
        mark = MARKS[name]
        lines.append(((f"  {fit(mark.glyph, 18)}", mark.role), (meaning, "text")))
    lines += [
        (
            (f"  {fit('claim ⇢ fact', 18)}", "text"),
            ("what was stated, and what was measured", "text"),
        ),
        ((f"  {fit('⟨a–b⟩', 18)}", "text"), ("the interval in which the truth lies", "text")),
    ]
    return lines


def _key_line(keys: Iterable[str], action: Action) -> Line:
    return ((f"  {fit(' '.join(keys), 18)}", "accent"), (action.description, "text"))


class HelpScreen(ModalScreen[None]):
    """A page over the bridge; it scrolls where it does not fit."""

    BINDINGS: ClassVar = bindings(HELP)
    CSS: ClassVar = """
    HelpScreen { align: center middle; background: $background 60%; }
    HelpScreen > Canvas { width: 84; max-width: 100%; max-height: 100%; border: solid $panel; }
    HelpScreen.ascii > Canvas { border: ascii $panel; }
    """

    def __init__(self, look: Look, active: Iterable[ActiveBinding]) -> None:
        super().__init__()
        self.set_class(look.ascii_only, "ascii")
        self.look = look
        self._all = help_lines(active, look.keymap)
        self._top = 0

    def compose(self) -> ComposeResult:
        """One canvas."""
        canvas = Canvas(self.look, id="help")
        canvas.styles.height = len(self._all) + 2
        yield canvas

    def on_resize(self) -> None:
        """Show what fits."""
        self.call_after_refresh(self.action_scroll, 0)

    def action_scroll(self, by: int) -> None:
        """Scroll by half a page."""
        canvas = self.query_one(Canvas)
        rows = canvas.size.height
        self._top = min(max(0, self._top + by * max(1, rows // 2)), max(0, len(self._all) - rows))
        canvas.show(self._all[self._top : self._top + rows])
