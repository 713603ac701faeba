"""Where panes stand: which of them share the bridge, and which cells each of them gets."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar, NamedTuple, Self

from textual.geometry import Offset, Region, Spacing
from textual.layout import Layout, WidgetPlacement
from textual.widget import Widget

if TYPE_CHECKING:
    from textual.geometry import Size
    from textual.layout import ArrangeResult

PRESETS = {
    "usual": ("graph", "raci", "migration", "latency"),
    "exploring": ("graph", "redundancy", "raci", "findings"),
    "operating": ("migration", "latency", "qdrant", "events"),
}
"""The four panes of each preset: upper left, upper right, lower left, lower right."""

_BESIDE = ("qdrant", "findings", "events", "plans", "host")
"""What stands at the side where there is room, those of them that are not among the four."""

_MOST_BESIDE = 3
_FOUR_FROM = (100, 28)
_SIDE_FROM = (180, 42)
_STRIP_FROM = 34
_STRIP = 4
"""Rows of the bridge above the four panes: its title and what there is to say of the others."""

Column = tuple[int, tuple[tuple[str, int], ...]]
"""A column's share of the width; its panes, each with its share of the height."""


class Arrangement(NamedTuple):
    """Panes and their shares of the room.

    Attributes:
        strip: Rows of the bridge on top of all; 0 where it stands elsewhere or not at all.
    """

    columns: tuple[Column, ...]
    strip: int = 0

    def names(self) -> frozenset[str]:
        """The panes that are in sight."""
        strip = {"bridge"} if self.strip else set()
        return frozenset(name for _, panes in self.columns for name, _ in panes) | strip

    def regions(self, cells: int, rows: int) -> dict[str, Region]:
        """The cells that each pane gets; together they fill all the room there is."""
        found = {"bridge": Region(0, 0, cells, self.strip)} if self.strip else {}
        across = _edges([share for share, _ in self.columns], 0, cells)
        for (_, panes), (left, right) in zip(self.columns, pairwise(across), strict=True):
            down = _edges([share for _, share in panes], self.strip, rows)
            for (name, _), (top, bottom) in zip(panes, pairwise(down), strict=True):
                found[name] = Region(left, top, right - left, bottom - top)
        return found


def _edges(shares: list[int], start: int, end: int) -> list[int]:
    """Where parts begin and end that divide a room by their shares."""
    total = sum(shares)
    return [
        start + (end - start) * sum(shares[:place]) // total for place in range(len(shares) + 1)
    ]


def alone(name: str) -> Arrangement:
    """One pane on all the room."""
    return Arrangement(((1, ((name, 1),)),))


def together(preset: str, cells: int, rows: int) -> Arrangement:
    """The bridge on a screen of so many cells and rows; where there is little room, it alone."""
    if cells < _FOUR_FROM[0] or rows < _FOUR_FROM[1]:
        return alone("bridge")
    upper_left, upper_right, lower_left, lower_right = PRESETS[preset]
    left: Column = (13, ((upper_left, 58), (lower_left, 42)))
    right: Column = (12, ((upper_right, 58), (lower_right, 42)))
    if cells < _SIDE_FROM[0] or rows < _SIDE_FROM[1]:
        return Arrangement((left, right), _STRIP if rows >= _STRIP_FROM else 1)
    others = [name for name in _BESIDE if name not in PRESETS[preset]][:_MOST_BESIDE]
    side: Column = (11, (("bridge", 40), *((name, 20) for name in others)))
    return Arrangement((left, right, side))


class Regions(Layout):
    """Textual's view of an arrangement: each child where the arrangement has it."""

    name: ClassVar[str] = "regions"

    def __init__(self, arrangement: Arrangement) -> None:
        self.arrangement = arrangement

    def arrange(
        self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True
    ) -> ArrangeResult:
        """Place the children that have a region."""
        regions = self.arrangement.regions(size.width, size.height)
        return [
            WidgetPlacement(regions[child.id], Offset(), Spacing(), child)
            for child in children
            if child.id in regions
        ]


class Panes(Widget):
    """Holds the panes and has them placed."""

    DEFAULT_CSS: ClassVar = "Panes { height: 1fr; width: 1fr; }"

    def __init__(self, regions: Regions, *, id: str) -> None:  # noqa: A002 (Textual's name)
        super().__init__(id=id)
        self._regions = regions

    @property
    def layout(self) -> Layout:
        """By regions, whatever a style sheet says."""
        return self._regions

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> Self:
        """Place the panes anew at most: they fill all of it, and draw themselves."""
        return super().refresh(repaint=False, layout=layout)
