"""PowerShell scripts without what they comment on and quote: what is left is code, in its place."""

import re
from collections.abc import Iterator
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

_DEEP = 4
"""Brackets in brackets, as deep as people go."""

_MANY = 500
"""Pieces between two brackets: what is never closed is not looked for in all that follows."""


def paired(plain: str) -> str:
    """A pattern for what stands between brackets, and for the brackets in it.

    Args:
        plain: A pattern for what is no bracket.
    """
    pattern = "(?!)"
    for _ in range(_DEEP):
        pattern = rf"\((?:{plain}|{pattern}){{,{_MANY}}}+\)"
    return pattern


def _quoted(inserted: str) -> str:
    """A pattern for comments, texts, and characters that stand for themselves.

    All begin with one rare character, at which a search can begin; a choice of two would make it
    try everywhere. A text that goes on in the next line and ends where another one seems to begin
    was never closed: it ends with its line.

    Args:
        inserted: A pattern for what stands behind a dollar in a text and is code.
    """
    inserted = rf"\$(?:{inserted})?+"
    closed = r"(?=[\s\"')\]}|;,.:+-]|\Z)"
    return "|".join(
        (
            r"<#.*?(?:#>|\Z)",
            r"#(?<![^\s(){}\[\];|,&=\"']#)[^\n]*+",
            rf"@\"[ \t\r]*\n(?:(?!\"@)(?:[^\n`$]++|`[^\n]?+|{inserted})*+\n)*+(?:\"@|[^\n]*+)",
            r"@'[ \t\r]*\n.*?(?:(?<=\n)'@|\Z)",
            rf"\"(?:[^\"`$\n]++|`[^\n]|{inserted})*+\"",
            rf"\"(?:[^\"`$]++|`.|{inserted})*+\"{closed}",
            rf"'[^'\n]*+'|'[^']*+'{closed}",
            r"\"[^\n]*+|'[^\n]*+",
            r"`(?:\r\n|.)",
        )
    )


def _command(quoted: str) -> str:
    """A pattern for a command that is inserted into a text, and may quote something itself."""
    return paired(rf"[^()\"'`@#<]++|{quoted}|[@#<]")


_INSERTED = _command(_quoted("(?!)"))
_QUOTED = re.compile(f"({_quoted(_INSERTED)})", re.DOTALL)
_COMMAND = re.compile(rf"`.|\$(?P<command>{_INSERTED})", re.DOTALL)
_OPENING, _CLOSING = ord("{"), ord("}")


class Script:
    """A script as it is written, and its code in the same places.

    Attributes:
        text: The script behind a line break, so that every line begins behind one.
        code: The same with blanks for comments and for what stands in quotes. Commands that are
            inserted into a text are code.
    """

    def __init__(self, text: str) -> None:
        """Take a script's text."""
        self.text = f"\n{text}"
        self.code = _code(self.text)

    def line(self, at: int) -> int:
        """The line that a place is in, from 1; 0 for the place 0."""
        return self.text.count("\n", 0, at)

    def end(self, block: int) -> int:
        """Where a block ends whose brace stands somewhere; 0 where it never does.

        Args:
            block: Where `str.find` found it; -1 where it found none.
        """
        if block < 0:
            return 0
        places, depths = self._braces
        at = int(places.searchsorted(block))
        closed = depths[at:] < depths[at]
        first = int(closed.argmax())
        return int(places[at + first]) if closed[first] else 0

    @cached_property
    def _braces(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Where braces stand, and how deep what follows each of them is."""
        signs = np.frombuffer(self.code.encode("ascii", "replace"), np.uint8)
        places = np.flatnonzero((signs == _OPENING) | (signs == _CLOSING))
        return places, np.cumsum(np.where(signs[places] == _OPENING, 1, -1))


def _code(text: str) -> str:
    parts = _QUOTED.split(text)
    parts[1::2] = map(_blank, parts[1::2])
    return "".join(parts)


def _blank(text: str) -> str:
    """As long as what is quoted, and between the same quotes."""
    first, last = text[0], text[-1]
    if first not in "\"'@" or last not in "\"'@" or len(text) == 1:
        return " " * len(text)
    inside = text[1:-1]
    if "$(" in inside and first != "'" and not inside.startswith("'"):
        return f"{first}{''.join(_inserted(inside))}{last}"
    return f"{first}{' ' * len(inside)}{last}"


def _inserted(text: str) -> Iterator[str]:
    """The commands in a text, and blanks between them."""
    at = 0
    for found in _COMMAND.finditer(text):
        command = found["command"]
        if command is not None:
            yield " " * (found.start() - at) + f"${_code(command)}"
            at = found.end()
    yield " " * (len(text) - at)
