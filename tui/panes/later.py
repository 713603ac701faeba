"""Lines that nobody may ever look at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, overload

if TYPE_CHECKING:
    from tui.widgets.text import Line


class Later(Sequence["Line"]):
    """Lines that are made when they are first looked at.

    Args:
        make: What makes them.
    """

    def __init__(self, make: Callable[[], Sequence[Line]]) -> None:
        self._make = make

    @cached_property
    def _lines(self) -> Sequence[Line]:
        return self._make()

    @overload
    def __getitem__(self, place: int) -> Line: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Line]: ...
    def __getitem__(self, place: int | slice) -> Line | Sequence[Line]:
        """The line at a place, or several."""
        return self._lines[place]

    def __len__(self) -> int:
        """How many there are."""
        return len(self._lines)
