"""How often a server is asked: seldom enough that our looking is never what makes it slow."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

SHARE = 0.1
"""Of the time, at most this much is spent with a question open."""

LONGEST = 60.0
"""Seconds; even a very slow server is looked at once a minute."""

T = TypeVar("T")


class Pace:
    """Seconds between two readings, longer for a server that takes long to answer.

    Attributes:
        period: Seconds from one reading to the next.
    """

    def __init__(self, shortest: float, clock: Callable[[], float]) -> None:
        self._shortest = shortest
        self._clock = clock
        self.period = shortest

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Measures a reading, whether it ends well or not."""
        began = self._clock()
        try:
            yield
        finally:
            took = self._clock() - began
            self.period = max(self._shortest, min(took / SHARE, LONGEST))


class Seldom(Generic[T]):
    """An answer that is asked for anew only after some time, because it costs the server."""

    def __init__(self, seconds: float, clock: Callable[[], float]) -> None:
        self._seconds = seconds
        self._clock = clock
        self._kept: tuple[float, T] | None = None

    async def get(self, ask: Callable[[], Awaitable[T]], *, anew: bool = False) -> T:
        """The answer kept, or a new one where that is too old or `anew` wants it so."""
        now = self._clock()
        if self._kept is None or anew or now - self._kept[0] >= self._seconds:
            self._kept = now, await ask()
        return self._kept[1]
