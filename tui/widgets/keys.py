"""The names of keys as people write them."""

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
    "shift": "Shift",
    "ctrl": "Ctrl",
}


def key_words(key: str) -> str:
    """A key's name: `ctrl+p` is `Ctrl+P`, `question_mark` is `?`."""
    parts = key.split("+")
    named = [
        _NAMES.get(part, part.upper() if len(parts) > 1 or (part[0] == "f" and part[1:]) else part)
        for part in parts
    ]
    return "+".join(named)
