"""The graph as it is to be drawn: which managers and lines, where they stand, their colours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.panes.graph.boxes import box_name, collapsed, knots
from tui.panes.graph.colours import shades
from tui.panes.graph.layout import lay_out
from tui.panes.graph.network import network
from tui.panes.graph.ways import around

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backend.model.ecosystem import Ecosystem
    from tui.panes.graph.colours import Shade
    from tui.panes.graph.layout import Layout
    from tui.panes.graph.network import Network


@dataclass(frozen=True)
class Wish:
    """What is to be drawn, as the keys have set it.

    Attributes:
        off: The switches that are off, see `switches`.
        boxed: Whether cycles are drawn as boxes.
        opened: The knots that are drawn as their members even so.
        centre: The manager whose neighbours alone are drawn; empty for all managers.
        depth: How far those neighbours may be.
        measure: One of `MEASURES`.
    """

    off: frozenset[str]
    boxed: bool
    opened: frozenset[tuple[str, ...]]
    centre: str
    depth: int
    measure: str


@dataclass(frozen=True)
class Prepared:
    """An ecosystem made ready for drawing.

    Attributes:
        whole: All managers and ties that are not switched off.
        known: Those of them that are drawn, boxes in place of closed cycles.
        boxes: The members of each box, by its name.
    """

    ecosystem: Ecosystem
    wish: Wish
    whole: Network
    known: Network
    layout: Layout
    shades: Mapping[str, Shade]
    boxes: Mapping[str, tuple[str, ...]]

    def serves(self, ecosystem: Ecosystem, wish: Wish) -> bool:
        """Whether the same would come of these."""
        return ecosystem is self.ecosystem and wish == self.wish


def prepared(ecosystem: Ecosystem, wish: Wish) -> Prepared:
    """Make an ecosystem ready for drawing."""
    known = whole = network(ecosystem, wish.off)
    boxes: dict[str, tuple[str, ...]] = {}
    if wish.boxed:
        closed = [knot for knot in knots(ecosystem.cycles) if knot not in wish.opened]
        boxes = {box_name(knot): knot for knot in closed}
        known = collapsed(known, closed)
    if wish.centre in known.managers:
        known = around(known, wish.centre, wish.depth)
        edges = set(known.imports)
    else:
        edges = known.telling()
    layout = lay_out(known.layers(), edges)
    return Prepared(ecosystem, wish, whole, known, layout, shades(ecosystem, wish.measure), boxes)
