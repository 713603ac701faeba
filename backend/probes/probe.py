"""What a probe is, and how it says that it has no value."""

from typing import Protocol, runtime_checkable

from pydantic import JsonValue

from backend.model.reading import Failure, ProbeError, Value
from backend.model.request import Act, Keep


class Probe(Protocol):
    """Looks at one part of the world and knows nothing of schedules or screens."""

    @property
    def name(self) -> str:
        """Which probe, such as `qdrant.latency`."""
        ...

    @property
    def target(self) -> str:
        """What it looks at, without secrets; the hub has one call in flight per target."""
        ...

    @property
    def period(self) -> float:
        """Seconds from one reading to the next."""
        ...

    @property
    def timeout(self) -> float:
        """Seconds after which the hub gives up on one reading."""
        ...

    async def read(self) -> Value:
        """Look once.

        Raises:
            ProbeFailed: With the reason, where there is nothing to return.
        """
        ...


@runtime_checkable
class Watching(Protocol):
    """A probe that is told of changes, so that nobody has to look often."""

    async def changed(self) -> None:
        """Return when there may be something new; never, where the world does not tell."""
        ...


@runtime_checkable
class Steered(Protocol):
    """A probe that can be told what to look at."""

    def look(self, subject: JsonValue) -> None:
        """Look at this from the next reading on.

        Raises:
            ValueError: It makes no sense; the message says what was expected.
        """
        ...

    def look_away(self) -> None:
        """Look again at what it looks at where nobody told it anything."""
        ...


@runtime_checkable
class Acting(Protocol):
    """A probe that carries out actions and tells what came of them."""

    def act(self, asked: Act) -> None:
        """Begin an action."""
        ...


@runtime_checkable
class Keeping(Protocol):
    """A probe that saves what people set, and tells what came of it."""

    def keep(self, asked: Keep) -> None:
        """Save it with the next reading."""
        ...


@runtime_checkable
class Holding(Protocol):
    """A probe that holds something between readings: connections, files, watches."""

    async def close(self) -> None:
        """Let go of it."""
        ...


class ProbeFailed(Exception):  # noqa: N818  (the name is a sentence the hub reads)
    """A probe has no value, for a reason a human can act on."""

    def __init__(self, kind: Failure, summary: str, remedy: str = "") -> None:
        super().__init__(summary)
        self.error = ProbeError(kind=kind, summary=summary, remedy=remedy)
