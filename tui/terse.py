"""The same picture in fewer bytes: a style is sent where it changes, and of it what changes.

Textual ends every piece of text with a reset and begins the next with its whole style, ground and
all. On a slow line that is most of a frame.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_STYLE = re.compile(r"\x1b\[([\d;]*)m")
_MOVES = re.compile(r"(?:\x1b\[\d+;\d+H)+")
"""Moves of the cursor, to which styles are all the same."""

_FLAGS = frozenset(map(str, (*range(1, 10), 21, 51, 52, 53)))
_LONG = {"2": 4, "5": 2}
"""Parameters after 38 or 48: red, green and blue, or the number of a colour."""


class _Style(NamedTuple):
    """What a terminal draws with: two colours as parameters, empty for its own, and the rest."""

    ink: str = ""
    ground: str = ""
    flags: frozenset[str] = frozenset()


_PLAIN = _Style()


def terse(text: str) -> str:
    """What to send instead of a text; a terminal that is plain before it is plain after it."""
    first, *rest = _STYLE.split(text)
    sent, now, wanted = [first], _PLAIN, _PLAIN
    for parameters, piece in zip(rest[::2], rest[1::2], strict=True):
        after = _after(wanted, parameters)
        if after is None:
            return text
        wanted = after
        if not piece:
            continue
        if not _MOVES.fullmatch(piece):
            sent.append(_change(now, wanted))
            now = wanted
        sent.append(piece)
    sent.append(_change(now, wanted))
    return "".join(sent)


@lru_cache(maxsize=1024)
def _after(style: _Style, parameters: str) -> _Style | None:
    """The style once a terminal has read these parameters; None for any that is not known here."""
    told = iter(parameters.split(";"))
    for one in told:
        if one in {"", "0"}:
            style = _PLAIN
        elif one in _FLAGS:
            style = style._replace(flags=style.flags | {one})
        elif one in {"38", "48"}:
            kind = next(told, "")
            colour = [one, kind, *(next(told, "") for _ in range(_LONG.get(kind, 1) - 1))]
            if kind not in _LONG or "" in colour:
                return None
            style = _coloured(style, ";".join(colour), is_ink=one == "38")
        elif len(one) > 1 and one[:-1] in {"3", "4", "9", "10"} and one[-1] < "8":
            style = _coloured(style, one, is_ink=one[:-1] in {"3", "9"})
        elif one in {"39", "49"}:
            style = _coloured(style, "", is_ink=one == "39")
        else:
            return None
    return style


def _coloured(style: _Style, colour: str, *, is_ink: bool) -> _Style:
    return style._replace(ink=colour) if is_ink else style._replace(ground=colour)


@lru_cache(maxsize=1024)
def _change(old: _Style, new: _Style) -> str:
    """The shortest that makes one style of another."""
    if old == new:
        return ""
    if old.flags - new.flags or new == _PLAIN:
        # What is lost cannot be told shorter than by all that stays.
        told = ["0" if new != _PLAIN else "", *sorted(new.flags), new.ink, new.ground]
        return f"\x1b[{';'.join(filter(None, told))}m"
    told = sorted(new.flags - old.flags)
    told += [new.ink or "39"] if new.ink != old.ink else []
    told += [new.ground or "49"] if new.ground != old.ground else []
    return f"\x1b[{';'.join(told)}m"
