"""A recording as a link: its Readings at the pace at which they were made, or quicker."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from pathlib import Path

from backend.model.reading import Reading
from backend.model.request import Request
from backend.wire import CannotAsk, LinkEnded, WireError, decode, undecodable


class NoRecording(Exception):  # noqa: N818  (told as a sentence)
    """A file that holds no Readings; the message says what to do."""


class Timeline:
    """The time within a recording: its own, and not that of whoever looks at it.

    Args:
        start: The moment of the recording that is now.
        speed: Seconds of the recording that pass in one of the clock's.
        clock: Monotonic seconds.
    """

    def __init__(self, start: datetime, speed: float, clock: Callable[[], float]) -> None:
        self._start = start
        self._speed = speed
        self._clock = clock
        self._began = clock()
        self._end: datetime | None = None

    def stop(self, at: datetime) -> None:
        """Stand still at a moment: what was last told does not age beyond the recording."""
        self._end = at

    def now(self) -> datetime:
        """The time in the recording, in the time zone of whoever looks."""
        if self._end is not None:
            return self._end.astimezone()
        passed = (self._clock() - self._began) * self._speed
        return (self._start + timedelta(seconds=passed)).astimezone()

    def seconds_until(self, at: datetime) -> float:
        """Real seconds until a moment of the recording; 0 where it is past."""
        return max(0.0, (at - self.now()).total_seconds() / self._speed)


class FileLink:
    """Readings of a file that `passerelle watch` wrote; a bad line costs only itself."""

    def __init__(self, path: Path, timeline: Timeline) -> None:
        self._path = path
        self._timeline = timeline

    async def readings(self) -> AsyncIterator[Reading]:
        """Each when it is due; what was due before the timeline began at once, as old as it is.

        Raises:
            LinkEnded: The recording is over.
        """
        last: Reading | None = None
        with self._path.open("rb") as file:
            for number, line in enumerate(file, 1):
                try:
                    reading = decode(line, self._path.name, number)
                except WireError as error:
                    yield undecodable(error)
                    continue
                await asyncio.sleep(self._timeline.seconds_until(reading.at))
                last = reading
                yield reading.heard_at(self._timeline.now())
        if last is not None:
            self._timeline.stop(last.at)
        ended = f" at {last.at.astimezone():%H:%M:%S %Z}" if last else ""
        raise LinkEnded(f"the recording ends{ended}")

    def ask(self, request: Request) -> None:
        """A recording answers nothing.

        Raises:
            CannotAsk: Always.
        """
        raise CannotAsk("a recording only tells what was told then")

    async def close(self) -> None:
        """Nothing is held beyond the reading."""


def begins(path: Path) -> datetime:
    """When a recording begins: at its first Reading.

    Raises:
        NoRecording: The file cannot be read, or holds no Reading.
    """
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                try:
                    return decode(line, path.name, number).at
                except WireError:
                    continue
    except OSError as error:
        raise NoRecording(f"{path}: cannot be read: {error.strerror}") from None
    raise NoRecording(f"{path}: holds no Reading; record with: passerelle watch > FILE")
