"""Toasts: what has just happened and needs a human, in one quiet line for a while.

Each stands in the event log too, so that one that was missed can be found again.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tui.panes.happened import event_line, happened
from tui.widgets.text import Line, spread, tail, width, words

if TYPE_CHECKING:
    from backend.model.event import Event
    from tui.readings import Picture

SHOWN_FOR = timedelta(seconds=10)
"""How long the latest toast stands."""

_LOUD = frozenset({"act", "look"})


class Toasts:
    """Which events are news since the screen was begun."""

    def __init__(self) -> None:
        self._seen: datetime | None = None
        self._latest: Event | None = None
        self._until: datetime | None = None
        self._more = 0
        self._said: tuple[str, str, datetime] | None = None

    def say(self, text: str, now: datetime, path: str = "") -> None:
        """Answer the user for a while, before anything that happened by itself.

        Args:
            text: A few words.
            now: When.
            path: That they are about; it loses its beginning where there is little room.
        """
        self._said = (text, path, now + SHOWN_FOR)

    def take(self, picture: Picture, now: datetime) -> bool:
        """Look for news; whether something began that has to be acted upon, for the bell.

        What happened before the screen was begun is no news.
        """
        events = happened(picture)
        if not events:
            return False
        if self._seen is None:
            self._seen = events[0].at
            return False
        new = [one for one in events if one.at > self._seen and one.mark in _LOUD]
        self._seen = max(self._seen, events[0].at)
        if new:
            # The most urgent of them, the latest of these.
            self._latest = next((one for one in new if one.mark == "act"), new[0])
            self._until, self._more = now + SHOWN_FOR, len(new) - 1
        return any(one.mark == "act" for one in new)

    def line(self, now: datetime, cells: int) -> Line | None:
        """The toast, while it stands."""
        if self._said is not None and now < self._said[2]:
            text, path, _ = self._said
            return words(f" {text} {tail(path, cells - width(text) - 3)}", "accent")
        if self._latest is None or self._until is None or now >= self._until:
            return None
        more = f"  +{self._more} new: events" if self._more else ""
        left = ((" ", ""), *event_line(self._latest, now))
        return spread(left, words(f"{more} ", "accent"), cells)
