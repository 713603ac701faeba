"""What repeating a request looks like to those who make one."""

from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

T = TypeVar("T")


class Insist(Protocol):
    """Repeats a request until it is answered; `Persistence.insist`."""

    async def __call__(self, request: Callable[[], Awaitable[T]]) -> tuple[T, int]:
        """The answer and how many attempts it took.

        Raises:
            TargetAway: There was none for too long.
        """
