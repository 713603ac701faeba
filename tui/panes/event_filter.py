"""Which events a filter leaves in: by kind, severity, subject, probe and time, and by text.

`kind:alert mark:act subject:tasks source:qdrant since:10m until:14:30 two words`: all must hold.
The words may be `~letters` or a `/regular expression/`, as in every other pane.
"""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from tui.panes.row_filter import Filter, parsed

if TYPE_CHECKING:
    from backend.model.event import Event

_FIELDS = frozenset({"kind", "mark", "subject", "source"})
_AGO = re.compile(r"(\d{1,6})([smhd])")
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?")


def keeps(event: Event, wanted: str, now: datetime) -> bool:
    """Whether a filter leaves an event in; a leading `!` turns all of it round."""
    inverted = wanted.startswith("!")
    named = [term for term in _terms(wanted) if _holds(term.casefold(), event, now) is not None]
    rest = words(wanted, event, now)
    if rest.problem:
        return True
    every = all(_holds(term.casefold(), event, now) for term in named)
    return (every and rest.keeps(_text(event, now))) is not inverted


def words(wanted: str, event: Event, now: datetime) -> Filter:
    """What is left to be looked for in the text: words, letters or a regular expression."""
    rest = [term for term in _terms(wanted) if _holds(term.casefold(), event, now) is None]
    return parsed(" ".join(rest).strip())


def _terms(wanted: str) -> list[str]:
    return wanted.removeprefix("!").split(" ")


def _text(event: Event, now: datetime) -> str:
    at = event.at.astimezone(now.tzinfo)
    told = (event.mark, event.kind, event.source, event.subject, event.text)
    return " ".join((*told, f"{at:%Y-%m-%d %H:%M:%S}"))


def _holds(term: str, event: Event, now: datetime) -> bool | None:
    """Whether a named term holds; None where it is none, but a word to look for."""
    name, colon, value = term.partition(":")
    if not colon or not value:
        return None
    if name in _FIELDS:
        return value in str(getattr(event, name)).casefold()
    moment = _moment(value, now) if name in ("since", "until") else None
    if moment is None:
        return None
    return event.at >= moment if name == "since" else event.at <= moment


def _moment(text: str, now: datetime) -> datetime | None:
    """`10m` ago, or `14:30` today, or yesterday where that is still to come; None otherwise."""
    ago, clock = _AGO.fullmatch(text), _CLOCK.fullmatch(text)
    if ago is not None:
        return now - timedelta(seconds=int(ago[1]) * _UNITS[ago[2]])
    if clock is None:
        return None
    wanted = time(int(clock[1]), int(clock[2]), int(clock[3] or 0))
    found = datetime.combine(now.date(), wanted, now.tzinfo)
    return found if found <= now else found - timedelta(days=1)
