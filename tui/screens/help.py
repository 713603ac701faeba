"""Help: the keys that work here, made from the live bindings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from tui.actions import CHOICE, ENTRY, HELP, MODAL, PALETTE
from tui.screens.page import PageScreen
from tui.widgets.keys import key_words
from tui.widgets.marks import MARKS
from tui.widgets.text import Line, fit, words

if TYPE_CHECKING:
    from textual.binding import ActiveBinding

    from tui.actions import Action
    from tui.keymap import Keymap
    from tui.widgets.canvas import Look

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
    CHOICE: "WHERE ONE OF SEVERAL IS ASKED FOR",
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


class HelpScreen(PageScreen):
    """The keys that work where it was called from."""

    def __init__(self, look: Look, active: Iterable[ActiveBinding]) -> None:
        super().__init__(look, help_lines(active, look.keymap))
