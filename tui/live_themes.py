"""The themes there are while the program runs: one to begin with, the next, a file that changed.

What is wrong with a theme file is told once, not at each look.
"""

from __future__ import annotations

from typing import NamedTuple

from tui.theme import BadTheme, Palette, load_themes, shipped, stamp

DEFAULT_THEME = "dark"


class Offer(NamedTuple):
    """A palette to wear, where there is one, and what there is to tell."""

    palette: Palette | None
    problems: tuple[str, ...]


class LiveThemes:
    """The shipped themes and those of the user's folder."""

    def __init__(self) -> None:
        self._seen = stamp()
        self._told: frozenset[str] = frozenset()

    def first(self, name: str) -> tuple[Palette, str]:
        """The theme asked for, or the default one; and what to say of it, which may be nothing.

        Where the user has no themes only the file asked for is read: the first paint waits for it.
        """
        if not self._seen:
            try:
                return shipped(name), ""
            except (OSError, BadTheme):
                pass
        themes = load_themes()
        self._told = frozenset(themes.problems)
        found = themes.themes.get(name)
        if found is not None:
            return found, "; ".join(themes.problems)
        unknown = f"no theme {name}: {', '.join(sorted(themes.themes))}"
        why = next((text for text in themes.problems if name in text), unknown)
        return themes.themes[DEFAULT_THEME], why

    def changed(self, worn: Palette) -> Offer:
        """The theme worn as its file is now, where a file of the user's changed it."""
        now = stamp()
        if now == self._seen:
            return Offer(None, ())
        self._seen = now
        themes = load_themes()
        found = themes.themes.get(worn.name)
        return Offer(found if found != worn else None, self._new(themes.problems))

    def after(self, worn: Palette) -> tuple[Palette, tuple[str, ...]]:
        """The theme that comes after by name, round and round, and what is newly wrong."""
        themes = load_themes()
        names = sorted(themes.themes)
        here = names.index(worn.name) if worn.name in names else -1
        palette = themes.themes[names[(here + 1) % len(names)]]
        return palette, self._new(themes.problems)

    def _new(self, problems: tuple[str, ...]) -> tuple[str, ...]:
        new = tuple(text for text in problems if text not in self._told)
        self._told = frozenset(problems)
        return new
