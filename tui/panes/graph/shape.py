"""How the pane is divided: what of the graph is drawn, and where what is known of it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.panes.graph.map import name_room

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tui.panes.graph.layout import Layout
    from tui.panes.graph.map import Scene

SIDE_ROOM = 46
"""Cells of what stands beside the graph."""
_SIDE_FROM = 100
"""Cells from which on that stands beside instead of below."""
_BELOW_ROOM = 3


@dataclass(frozen=True)
class Shape:
    """The room that the graph gets.

    Attributes:
        beside: Whether something stands beside it rather than below.
        layout: What fits there; None where only names do.
    """

    cells: int
    rows: int
    beside: bool
    layout: Layout | None = None


def shaped(cells: int, rows: int) -> Shape:
    """The room for lines of any number, one row being the legend's."""
    if cells >= _SIDE_FROM:
        return Shape(cells - SIDE_ROOM - 2, rows - 1, beside=True)
    return Shape(cells - 1, max(3, rows - 1 - _BELOW_ROOM), beside=False)


def shaped_for(layouts: Iterable[Layout], scene: Scene, cells: int, rows: int) -> Shape:
    """The room for a map.

    Args:
        layouts: The fullest first. One that fits with a panel beside it is better than a fuller
            one that does not; where none fits, names do.
        scene: What the names are drawn with.
        cells: Of the whole pane.
        rows: Likewise.
    """
    usual, layouts = shaped(cells, rows), list(layouts)
    below = Shape(cells - 1, rows - 1 - _BELOW_ROOM, beside=False)
    for shape in (usual, below) if usual.beside else (usual,):
        # A notice or a filter takes rows from what stands below, not the map its form.
        most = shape.rows if shape.beside else rows - 2
        for layout in layouts:
            if layout.height <= most and name_room(layout, scene, shape.cells) is not None:
                return Shape(shape.cells, max(shape.rows, layout.height), shape.beside, layout)
    return usual
