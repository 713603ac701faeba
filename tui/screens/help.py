"""Help: the keys that work here, made from the live bindings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from tui.actions import CHOICE, ENTRY, HELP, MODAL, PALETTE
from tui.screens.page import PageScreen
from tui.widgets.keys import key_words
from tui.widgets.marks import MARKS
from tui.widgets.text import Line, fit, words, wrap

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
    """Each action with all its keys, then what the marks and signs mean; 78 cells at most."""
    keys: dict[str, list[str]] = {}
    for entry in active:
        if entry.binding.id:
            keys.setdefault(entry.binding.id, []).append(key_words(entry.binding.key))
    told = [known.told(name) for name in ("help-up", "help-down", "help-close")]
    how = f"   {told[0]} {told[1]} scroll, {told[2]} closes"
    lines: list[Line] = [((" KEYS", "title"), (how, "dim"))]
    lines += [
        line
        for action in known.actions
        if action.id in keys and action.where not in MODAL
        for line in _key_lines(keys[action.id], action)
    ]
    for where, title in _PLACES.items():
        lines += [(), words(f" {title}", "title")]
        lines += [
            line
            for action in known.actions
            if action.where == where
            for line in _key_lines(map(key_words, action.keys), action)
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


def _key_lines(keys: Iterable[str], action: Action) -> Iterator[Line]:
    first, *more = wrap(action.description, 58)
    yield ((f"  {fit(' '.join(keys), 18)}", "accent"), (first, "text"))
    yield from (((" " * 20, "text"), (line, "text")) for line in more)


class HelpScreen(PageScreen):
    """The keys that work where it was called from."""

    def __init__(self, look: Look, active: Iterable[ActiveBinding]) -> None:
        super().__init__(look, help_lines(active, look.keymap))
