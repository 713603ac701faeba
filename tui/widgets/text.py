"""Text from the world as data: cleaned of what a terminal would obey, measured in cells.

A `Line` is what every pane draws: spans of text, each with a role that a theme colours.
"""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

from rich.cells import cell_len, chop_cells

Span = tuple[str, str]
"""A text and its role, such as `("3 cycles", "look")`; several roles are separated by spaces."""

Line = tuple[Span, ...]

ELLIPSIS = "…"
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


_VARIATION = frozenset("\ufe0e\ufe0f")
"""They choose between a sign's two looks, of which one is wider; each terminal has its own mind."""
_KEYCAP = "\u20e3"
_SKIN = range(0x1F3FB, 0x1F400)
"""Modifiers that some terminals draw into the sign before and others beside it."""


def _shown(char: str, before: str, after: str) -> str:
    code = ord(char)
    if char in _VARIATION and (not before.isalnum() or after == _KEYCAP):
        return ""
    if char in _VARIATION or code in _SKIN:
        return f"‹{code:X}›"
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    if unicodedata.category(char) in _UNSEEN:
        return f"‹{code:X}›"
    return char


@lru_cache(maxsize=4096)
def clean(text: str) -> str:
    """Show what a terminal would obey or hide instead of sending it.

    Control characters become their pictures (`␛`), invisible ones, direction overrides and
    lone surrogates their code point in hexadecimal (`‹202E›`). What is left takes the same cells
    however it is divided. Cleaning twice changes nothing.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_shown, text, f" {text}", f"{text[1:]} "))


@lru_cache(maxsize=8192)
def width(text: str) -> int:
    """Cells that a text takes once cleaned."""
    return cell_len(clean(text))


def crop(text: str, cells: int) -> str:
    """Cut a text to at most so many cells, with an ellipsis where something was lost."""
    text = clean(text)
    if cells <= 0:
        return ""
    if cell_len(text) <= cells:
        return text
    kept = chop_cells(text, cells - 1)[0] if cells > 1 else ""
    return kept + ELLIPSIS


def fit(text: str, cells: int, align: Literal["left", "right"] = "left") -> str:
    """Crop or pad a text to exactly so many cells."""
    text = crop(text, cells)
    padding = " " * (cells - cell_len(text))
    return padding + text if align == "right" else text + padding


def tail(text: str, cells: int) -> str:
    """Cut a text from its left, which keeps the telling end of a path or an address."""
    text = clean(text)
    if cells <= 0:
        return ""
    while cell_len(text) > cells:
        lost = cell_len(text) - cells + 1
        text = ELLIPSIS + text.lstrip(ELLIPSIS)[lost:]
    return text


def wrap(text: str, cells: int) -> list[str]:
    """Break a text into lines of at most so many cells, at blanks where there are some."""
    lines: list[str] = []
    for word in clean(text).split(" "):
        if lines and cell_len(lines[-1]) + 1 + cell_len(word) <= cells:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.extend(chop_cells(word, max(1, cells)) or [""])
    return lines


def words(text: str, role: str = "text") -> Line:
    """A line of one span."""
    return ((text, role),)


def plain_text(lines: Iterable[Line]) -> str:
    """Lines as they read, without what only divides them and without blanks at their ends."""
    told = ["".join(clean(text) for text, _ in line).rstrip() for line in lines]
    return "\n".join(line for line in told if line.strip(" ─"))


def line_width(line: Line) -> int:
    """Cells that a line takes."""
    return sum(width(text) for text, _ in line)


def crop_line(line: Line, cells: int) -> Line:
    """Cut a line to at most so many cells."""
    kept: list[Span] = []
    for text, role in line:
        taken = width(text)
        if taken > cells:
            cropped = crop(text, cells)
            return (*kept, (cropped, role)) if cropped else tuple(kept)
        kept.append((text, role))
        cells -= taken
    return tuple(kept)


def spread(left: Line, right: Line, cells: int, fill: Span = (" ", "")) -> Line:
    """One line with `left` at its start and `right` at its end; `left` yields to it."""
    right = crop_line(right, cells)
    left = crop_line(left, max(0, cells - line_width(right) - (1 if right else 0)))
    gap = cells - line_width(left) - line_width(right)
    return (*left, (fill[0] * gap, fill[1]), *right)


def joined(parts: Iterable[Line], separator: Span = ("   ", "")) -> Line:
    """Several lines beside each other, with a separator between those that hold something."""
    line: list[Span] = []
    for part in parts:
        if part:
            line.extend((separator, *part) if line else part)
    return tuple(line)
