"""What a verification works with."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from backend.migration.insisting import Insist
from backend.migration.scope import Scope
from backend.migration.target import Target


@dataclass(frozen=True)
class Proving:
    """The target, and how it is asked.

    Attributes:
        insist: Repeats what the target may answer later.
        sleep: Waits so many seconds; raises Stopped where the wait is cut short.
    """

    target: Target
    scope: Scope
    insist: Insist
    sleep: Callable[[float], Awaitable[None]]
    is_stopped: Callable[[], bool]
    workers: int
