"""The first start without settings: what was found, and what could be looked at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import App

from tui.screens.choice import ROOM, ChoiceScreen
from tui.terminal import guard_terminal
from tui.wearing import textual_theme
from tui.widgets.canvas import Look
from tui.widgets.text import Line, tail, words, wrap

if TYPE_CHECKING:
    from tui.theme import Palette

KEEP = "Look at what was found, and keep it in passerelle.toml here"
ONCE = "Look at what was found, this time"
DEMO = "Try the demo: a whole world to look at, gone when you leave it"
PLAIN = "The dashboard as it is; each pane says what it needs"

Found = Sequence[tuple[str, str, str]]
"""What was looked for, what was found (empty: nothing), and how to name it instead."""


def choices(found: Found) -> list[str]:
    """What can be chosen: what was found first, where there is something."""
    return [*((KEEP, ONCE) if any(what for _, what, _ in found) else ()), DEMO, PLAIN]


def found_lines(found: Found) -> list[Line]:
    """What was found and what was not, with the flag that names it."""
    lines: list[Line] = [words(" PASSERELLE", "title"), ()]
    said = "No settings were named and none are in a file. This is what is here:"
    lines += [words(f" {part}") for part in wrap(said, ROOM)]
    for name, what, flag in found:
        if what:
            lines.append(
                (("  ● ", "fine"), (f"{name:<10}", "dim"), (tail(what, ROOM - 14), "text"))
            )
        else:
            told = f"none found: {flag}"
            lines.append((("  ○ ", "unknown"), (f"{name:<10}", "dim"), (told, "dim")))
    return [*lines, ()]


class FirstRun(App[str], inherit_bindings=False):
    """Returns what was chosen, or None where the user turns back."""

    TITLE = "Passerelle"
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False

    def __init__(self, found: Found, palette: Palette, *, ascii_only: bool) -> None:
        super().__init__()
        self.animation_level = "none"
        self._found = found
        worn = palette.plain() if self.no_color else palette
        self._look = Look(worn, ascii_only)
        self.register_theme(textual_theme(palette, palette.name, no_color=self.no_color))
        self.theme = palette.name

    def on_mount(self) -> None:
        """Ask."""
        guard_terminal(self)
        asked = ChoiceScreen(self._look, found_lines(self._found), choices(self._found))
        self.push_screen(asked, self.exit)
