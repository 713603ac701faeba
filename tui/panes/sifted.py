"""Panes whose content a typed filter chooses from and a column puts in order."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from tui.panes.columns import Column, Scalar, Sorting, next_sorting
from tui.panes.pane import Pane
from tui.panes.row_filter import Filter, parsed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.widgets.canvas import Look
    from tui.widgets.text import Line


class SiftedPane(Pane):
    """A pane that can be filtered and sorted.

    Attributes:
        filter_text: What was typed, see `row_filter`.
        sorting: By which column things stand.
        columns: Those there are to sort by.
    """

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.sorting = Sorting()
        self.columns: Sequence[Column] = ()
        self._values: Sequence[tuple[Scalar, ...]] = ()

    @abstractmethod
    def found(self) -> tuple[int, int]:
        """How many things the filter leaves in, and how many there are."""

    def wanted(self) -> Filter:
        """The filter that is typed."""
        return parsed(self.filter_text)

    def filter_told(self) -> Line:
        """How much the filter leaves in, or why it cannot be used."""
        problem = self.wanted().problem
        if problem:
            return ((f"■ {problem}", "act"),)
        shown, total = self.found()
        return ((f"{shown} of {total}", "accent" if shown else "look"),)

    def set_filter(self, text: str) -> None:
        """Leave in what holds a text; everything for an empty one."""
        self.filter_text = text
        self.redraw()

    def sort(self, by: Sorting) -> None:
        """Put things in another order."""
        self.sorting = by
        self.redraw()

    def action_sort(self, by: int) -> None:
        """Sort by the next column (1) or the one before (-1)."""
        self.sort(next_sorting(self.columns, self._values, self.sorting, by))

    def action_turn(self) -> None:
        """Turn the order round."""
        if self.sorting.column:
            self.sort(Sorting(self.sorting.column, not self.sorting.descending))
