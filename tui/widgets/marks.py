"""The five marks and the words for ages: the smallest vocabulary of the screen."""

from typing import NamedTuple

from tui.widgets.text import Line


class Mark(NamedTuple):
    """A shape and the role that colours it; the shape alone carries the meaning."""

    glyph: str
    role: str


MARKS = {
    "fine": Mark("●", "fine"),
    "look": Mark("▲", "look"),
    "act": Mark("■", "act"),
    "unknown": Mark("○", "unknown"),
    "stale": Mark("◌", "stale"),
    "loading": Mark("…", "dim"),
}

_ORDER = ("fine", "loading", "unknown", "stale", "look", "act")

_MINUTE, _HOUR, _DAY = 60, 3600, 86400


def worst(*marks: str) -> str:
    """The mark that asks the most of a human; `fine` where there are none."""
    return max(marks, key=_ORDER.index, default="fine")


def flagged(mark: str, text: str) -> Line:
    """A line with a coloured mark before quiet words."""
    glyph, role = MARKS[mark]
    return ((f"   {glyph} ", role), (text, "text"))


def counted(count: int, one: str, many: str = "") -> str:
    """A number and what it counts: `1 cycle`, `3 cycles`."""
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"


def age_words(seconds: float) -> str:
    """An age in steps so coarse that it seldom changes: `<5s`, `<15s`, `2m`, `3h`, `4d`."""
    for step in (5, 15, 30):
        if seconds < step:
            return f"<{step}s"
    if seconds < _MINUTE:
        return "<1m"
    if seconds < _HOUR:
        return f"{int(seconds // _MINUTE)}m"
    if seconds < 2 * _DAY:
        return f"{int(seconds // _HOUR)}h"
    return f"{int(seconds // _DAY)}d"


def duration_words(seconds: float) -> str:
    """A duration with two units at most: `48s`, `1m31s`, `2h05m`, `3d04h`."""
    whole = max(0, round(seconds))
    if whole < _MINUTE:
        return f"{whole}s"
    if whole < _HOUR:
        return f"{whole // _MINUTE}m{whole % _MINUTE:02}s"
    if whole < 2 * _DAY:
        return f"{whole // _HOUR}h{whole % _HOUR // _MINUTE:02}m"
    return f"{whole // _DAY}d{whole % _DAY // _HOUR:02}h"


def bytes_words(count: float) -> str:
    """A number of bytes with a binary unit and three digits at most: `812 KiB`, `4.9 MiB`."""
    unit = "B"
    for larger in ("KiB", "MiB", "GiB", "TiB"):
        if count < 1000:
            break
        count, unit = count / 1024, larger
    return f"{count:.0f} {unit}" if unit == "B" or count >= 10 else f"{count:.1f} {unit}"
