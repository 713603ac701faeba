"""A palette as Textual's own theme, for its entries and borders."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual.theme import BUILTIN_THEMES, Theme

if TYPE_CHECKING:
    from tui.theme import Palette

_REVERSED_CURSOR = {"input-cursor-text-style": "reverse"}


def textual_theme(palette: Palette, name: str, *, no_color: bool) -> Theme:
    """The theme under a name, without any colour where none is wanted."""
    # Its own 16-colour theme names colours that Textual's widgets ask for beyond these.
    base = BUILTIN_THEMES["ansi-dark"] if palette.ansi else Theme("", primary="")
    return replace(
        base,
        name=name,
        primary=palette.colour("accent"),
        foreground=palette.foreground(),
        background=palette.background(),
        surface=palette.background(),
        panel=palette.colour("rule"),
        dark=palette.dark,
        variables=base.variables | (_REVERSED_CURSOR if no_color else {}),
    )
