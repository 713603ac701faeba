"""The names of keys: as people write them, and as Textual does."""

import unicodedata

_NAMES = {
    "question_mark": "?",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "slash": "/",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "plus": "+",
    "space": "Space",
    "escape": "Esc",
    "enter": "Enter",
    "tab": "Tab",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "insert": "Ins",
    "delete": "Del",
    "backspace": "Backspace",
    "shift": "Shift",
    "ctrl": "Ctrl",
    "alt": "Alt",
}

_MODIFIERS = ("ctrl", "alt", "shift")
_SPECIAL = frozenset(
    ("escape", "enter", "tab", "space", "backspace", "insert", "delete", "up", "down", "left",
     "right", "home", "end", "pageup", "pagedown", *(f"f{number}" for number in range(1, 25)))
)  # fmt: skip
_ALSO = {
    "esc": "escape", "return": "enter", "ins": "insert", "del": "delete", "pgup": "pageup",
    "pgdn": "pagedown", "pgdown": "pagedown", "↑": "up", "↓": "down", "←": "left", "→": "right",
}  # fmt: skip
_RENAMED = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}
"""Where Textual's names of signs are not those of Unicode."""

_SAME = {"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+left_square_bracket": "escape"}
"""Keys that a terminal sends as others."""


def key_words(key: str) -> str:
    """A key's name: `ctrl+p` is `Ctrl+P`, `question_mark` is `?`."""
    parts = key.split("+")
    return "+".join(_words(part, alone=len(parts) == 1) for part in parts)


def _words(part: str, *, alone: bool) -> str:
    if part in _NAMES:
        return _NAMES[part]
    sign = _SIGNS.get(part)
    if sign is not None:
        return sign
    return part if alone and not (part[0] == "f" and part[1:].isdigit()) else part.upper()


def key_named(written: str) -> str | None:
    """Textual's name of a key as people write it; None where there is no such key.

    `Ctrl+R`, `?`, `PgUp` and Textual's own `question_mark` are all understood. A letter with Shift
    is the capital letter, and `Ctrl+I` is what a terminal makes of it: Tab.
    """
    head, _, last = written.rpartition("+") if written[1:] else ("", "", written)
    if written.endswith("++"):
        head, last = written[:-2], "+"
    modifiers = [part.strip().casefold() for part in head.split("+")] if head else []
    if any(part not in _MODIFIERS for part in modifiers) or len(set(modifiers)) < len(modifiers):
        return None
    key = _plain(last.strip() or last)
    if key is None:
        return None
    if len(key) == 1 and key.isalpha():
        if "shift" in modifiers and "ctrl" not in modifiers:
            modifiers.remove("shift")
            key = key.upper()
        elif modifiers:
            key = key.lower()
    named = "+".join((*sorted(modifiers, key=_MODIFIERS.index), key))
    return _SAME.get(named, named)


def _plain(written: str) -> str | None:
    """The name of a key without modifiers."""
    if written == " ":
        return "space"
    if len(written) == 1:
        if written in _ALSO:
            return _ALSO[written]
        return _sign_name(written) if written.isprintable() else None
    name = written.casefold().replace(" ", "_")
    name = _ALSO.get(name, name)
    return name if name in _SPECIAL or name in _SIGNS else None


def _sign_name(char: str) -> str:
    """Textual's name of what a printable character's key is."""
    if char.isalnum():
        return char
    name = unicodedata.name(char, char).lower().replace("-", "_").replace(" ", "_")
    return _RENAMED.get(name, name)


_SIGNS = {_sign_name(char): char for char in map(chr, range(0x21, 0x7F)) if not char.isalnum()}
"""The signs of ASCII by Textual's names for them."""


def is_typed(key: str) -> bool:
    """Whether a key puts a character into an entry, so that it can do nothing else there."""
    return len(key) == 1 or key in _SIGNS or key == "space"
