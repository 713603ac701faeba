"""How much of the disk a run's dead letters may take."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from backend.migration.done import Failure
from backend.migration.letters import BEGINNING, shortened

ROOM = 2**30
"""Bytes that their contents may take in the journal, and as much again in the file beside it."""


class Room:
    """Keeps contents whole until there is no room left, and then of long ones the beginning."""

    def __init__(self, taken: int, tell: Callable[[str], None], most: int = ROOM) -> None:
        """Look at nothing yet.

        Args:
            taken: Bytes that are kept already.
            tell: Told once that there is no more room.
            most: Bytes that may be.
        """
        self._taken = taken
        self._tell = tell
        self._most = most
        self._is_told = False

    def fitted(self, failures: Sequence[Failure]) -> list[Failure]:
        """The same failures, each with as much of its content as there is room for."""
        return [self._fitted(failure) for failure in failures]

    def _fitted(self, failure: Failure) -> Failure:
        size = len(failure.content.encode())
        if size > BEGINNING and self._taken + size > self._most:
            if not self._is_told:
                self._tell(
                    f"dead letters have taken {self._taken:,} of {self._most:,} bytes: of those "
                    f"above {BEGINNING:,} only the beginning is kept from here on"
                )
            self._is_told = True
            failure = replace(failure, content=shortened(failure.content))
            size = len(failure.content.encode())
        self._taken += size
        return failure
