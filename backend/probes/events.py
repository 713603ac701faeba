"""What happened, as the other probes' Readings tell, kept from one start to the next."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

from backend.events.changes import changes
from backend.events.knowledge import Knowledge, learn
from backend.events.log import EventLog
from backend.model.event import Event, Events
from backend.model.reading import Reading

KEPT = 200
"""Events that are published; the log on disk holds more."""


def _now() -> datetime:
    return datetime.now(UTC)


class EventsProbe:
    """Compares each probe's latest Reading with the one before.

    Args:
        state: The log is in this folder.
        probes: The names of all probes, asked at each reading; its own is left out.
        latest: The latest Reading of a probe by its name.
        now: Wall clock.
    """

    name = "events"
    period = 0.5
    """Less than any probe's own, so that none speaks twice between two looks."""
    timeout = 5.0

    def __init__(
        self,
        state: Path,
        probes: Callable[[], Iterable[str]],
        latest: Callable[[str], Reading | None],
        now: Callable[[], datetime] = _now,
    ) -> None:
        self._log = EventLog(state)
        self.target = str(self._log.path)
        self._probes = probes
        self._latest = latest
        self._now = now
        self._known: dict[str, Knowledge] = {}
        self._events: deque[Event] = deque(maxlen=KEPT)
        self._unwritten: list[Event] = []
        self._begun = False
        self._skipped = 0
        self._trouble = ""

    async def read(self) -> Events:
        """Note what happened since the reading before."""
        if not self._begun:
            self._events, self._skipped = await asyncio.to_thread(self._log.read, KEPT)
            began = Event(
                at=self._now(),
                mark="fine",
                source=self.name,
                kind="program",
                text="watching began",
            )
            self._events.append(began)
            # Written down with the first event: a short look at which nothing happens leaves none.
            self._unwritten.append(began)
            self._begun = True
        new = self._changes()
        self._events.extend(new)
        if new:
            unwritten, self._unwritten = [*self._unwritten, *new], []
            self._trouble = await asyncio.to_thread(self._log.append, unwritten)
        return Events(
            events=tuple(reversed(self._events)), skipped=self._skipped, trouble=self._trouble
        )

    async def close(self) -> None:
        """Let another process write the log."""
        self._log.close()

    def _changes(self) -> list[Event]:
        found: list[Event] = []
        for probe in sorted(self._probes()):
            reading = self._latest(probe) if probe != self.name else None
            before = self._known.get(probe)
            if reading is None or (before is not None and before.reading is reading):
                continue
            after = learn(before, reading)
            found.extend(changes(before, after))
            self._known[probe] = after
        return sorted(found, key=lambda event: event.at)
