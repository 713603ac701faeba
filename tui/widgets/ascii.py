"""The screen's own glyphs in ASCII, one cell for one cell."""

from rich.cells import cell_len

_GLYPHS = {
    "●": "o", "▲": "!", "■": "X", "○": "?", "◌": "%", "…": "~",
    "─": "-", "━": "=", "┄": ".", "┅": ":", "╌": ".", "┊": ":", "│": "|",
    "┃": "|", "┼": "+", "╳": "x",
    "┌": "+", "┐": "+", "└": "+", "┘": "+", "├": "+", "┤": "+", "┬": "+", "┴": "+",
    "╭": "+", "╮": "+", "╰": "+", "╯": "+", "╲": "\\",
    "▾": "v", "▴": "^",
    "▶": ">", "◀": "<", "▸": ">", "◂": "<", "→": ">", "←": "<", "↑": "^", "↓": "v", "⇢": ">",
    "⟨": "<", "⟩": ">", "–": "-", "·": ".", "×": "x", "≤": "<", "≥": ">", "≠": "#", "⟲": "@",
    "█": "#", "▉": "#", "▊": "#", "▋": "#", "▌": "=", "▍": "=", "▎": "-", "▏": "|",
    "░": "-", "▒": "=", "▓": "%",
    "▇": "#", "▆": "=", "▅": "=", "▄": "-", "▃": "-", "▂": "_", "▁": "_",
    "▮": "#", "▯": ".", "✓": "v", "∞": "*", "Δ": "d", "σ": "s", "±": "~",
    "✗": "x", "−": "-", "‹": "<", "›": ">", "≈": "~", "␡": "^",
}  # fmt: skip

_TABLE = str.maketrans(_GLYPHS)


def ascii_only(text: str) -> str:
    """Replace every glyph by its ASCII stand-in and anything else beyond ASCII by `?`."""
    text = text.translate(_TABLE)
    if text.isascii():
        return text
    return "".join(char if char.isascii() else "?" * cell_len(char) for char in text)
