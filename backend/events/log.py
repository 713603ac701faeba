"""The event log on disk: JSON lines that its owner alone reads, two files of bounded size."""

import fcntl
import os
from collections import deque
from collections.abc import Iterable
from pathlib import Path

from pydantic import ValidationError

from backend.model.event import Event

LARGEST = 1_000_000
"""Bytes; a larger log becomes `events.1.jsonl` and the one before that is let go."""

OWNER_ONLY = 0o600


class EventLog:
    """`events.jsonl` in a state folder, written by one process at a time.

    Several dashboards of one state folder see the same things happen: the one that came first
    writes them down, and when it is gone the next one that has something to write.
    """

    def __init__(self, state: Path, largest: int = LARGEST) -> None:
        self.path = state / "events.jsonl"
        self._older = state / "events.1.jsonl"
        self._lock = state / "events.lock"
        self._largest = largest
        self._owner: int | None = None

    def read(self, most: int) -> tuple[deque[Event], int]:
        """The last events, oldest first and at most so many, and how many lines made no sense."""
        events: deque[Event] = deque(maxlen=most)
        skipped = 0
        for path in (self._older, self.path):
            try:
                lines = path.read_bytes()[-2 * self._largest :].splitlines()
            except OSError:
                continue
            for line in lines:
                try:
                    events.append(Event.model_validate_json(line))
                except ValidationError:
                    skipped += 1
        return events, skipped

    def append(self, events: Iterable[Event]) -> str:
        """Write events down where it is this process's turn.

        Returns:
            Why that failed; empty where it did not.
        """
        text = "".join(event.model_dump_json() + "\n" for event in events).encode()
        try:
            if text and self._is_ours():
                self._write(text)
        except OSError as error:
            return f"{self.path} cannot be written: {error.strerror}"
        return ""

    def close(self) -> None:
        """Let another process write."""
        if self._owner is not None:
            os.close(self._owner)
            self._owner = None

    def _write(self, text: bytes) -> None:
        if self.path.exists() and self.path.stat().st_size >= self._largest:
            self.path.replace(self._older)
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, OWNER_ONLY)
        with os.fdopen(descriptor, "rb+", buffering=0) as file:
            size = os.fstat(descriptor).st_size
            # A line that was cut off by a full disk or a crash ends here and takes no other along.
            if size and os.pread(descriptor, 1, size - 1) != b"\n":
                text = b"\n" + text
            file.write(text)

    def _is_ours(self) -> bool:
        if self._owner is None:
            self._lock.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(self._lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, OWNER_ONLY)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(descriptor)
                return False
            self._owner = descriptor
        return True
