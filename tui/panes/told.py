"""What a pane thinks of what it shows, and what that rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tui.widgets.marks import age_words
from tui.widgets.text import Line, tail, width

if TYPE_CHECKING:
    from datetime import datetime

    from tui.readings import Held

_LEAST_SOURCE = 20


class Told(NamedTuple):
    """A verdict.

    Attributes:
        key: That opens the pane.
        mark: A name of `MARKS`.
        verdict: Why.
        held: What it was reached from; None before anything is known.
    """

    key: str
    name: str
    mark: str
    verdict: str
    held: Held | None = None


def dated(held: Held | None, now: datetime, room: int) -> Line:
    """Where a value comes from, where there is room for that, and how old it is.

    It begins with a blank; empty where nothing is known, nor will be.
    """
    if held is None or held.state(now) in ("loading", "unconfigured"):
        return ()
    age = age_words(held.age(now))
    stale = held.state(now) == "stale"
    shown = (f" {age} old", "stale") if stale else (f" {age}", "dim")
    room -= width(shown[0]) + 1
    # A source cut to a few letters tells nothing: the verdict has the better use for them.
    is_told = held.target and room >= min(_LEAST_SOURCE, width(held.target))
    return ((f" {tail(held.target, room)}", "dim"), shown) if is_told else (shown,)


def origin(held: Held | None) -> dict[str, str]:
    """Where a value comes from and when it was true, by word; empty where there is none."""
    if held is None or held.born is None:
        return {}
    return {"source": held.target, "at": held.born.astimezone().isoformat(timespec="seconds")}
