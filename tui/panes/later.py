"""Rows, lines or parts of one that nobody may ever look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import TypeVar, overload

Part = TypeVar("Part")


class Later(Sequence[Part]):
    """Rows, lines or the spans of one, made when they are first looked at.

    Args:
        make: What makes them, all at once.
    """

    def __init__(self, make: Callable[[], Sequence[Part]]) -> None:
        self._make = make

    @cached_property
    def _made(self) -> Sequence[Part]:
        return self._make()

    @overload
    def __getitem__(self, place: int) -> Part: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Part]: ...
    def __getitem__(self, place: int | slice) -> Part | Sequence[Part]:
        """What stands at a place, or at several."""
        return self._made[place]

    def __iter__(self) -> Iterator[Part]:
        """One after the other."""
        return iter(self._made)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._made)
