"""The graph as it is to be drawn: which managers and lines, where they stand, their colours."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from tui.panes.graph.boxes import box_name, collapsed, knots
from tui.panes.graph.colours import MEASURES, shades
from tui.panes.graph.layout import lay_out
from tui.panes.graph.network import network
from tui.panes.graph.switches import TRACES
from tui.panes.graph.ways import around

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from backend.model.ecosystem import Ecosystem
    from tui.panes.graph.colours import Shade
    from tui.panes.graph.layout import Edge, Layout
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
        implied: Whether a map shows dependencies that a chain of others implies.
    """

    off: frozenset[str] = frozenset({TRACES})
    boxed: bool = True
    opened: frozenset[tuple[str, ...]] = frozenset()
    centre: str = ""
    depth: int = 1
    measure: str = MEASURES[0]
    implied: bool = True


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
    shades: Mapping[str, Shade]
    boxes: Mapping[str, tuple[str, ...]]

    def serves(self, ecosystem: Ecosystem, wish: Wish) -> bool:
        """Whether the same would come of these."""
        return ecosystem is self.ecosystem and wish == self.wish

    @cached_property
    def _full(self) -> Layout:
        return _laid_out(self.known.layers(), self.known.imports)

    @cached_property
    def _reduced(self) -> Layout:
        return _laid_out(self.known.layers(), self.known.telling())

    def layouts(self) -> Iterator[Layout]:
        """Maps of it, the fullest first: with every line, and without those that others imply."""
        if self.wish.implied:
            yield self._full
        yield self._reduced

    def boxed(self) -> int:
        """How many dependencies are within boxes."""
        inside = {
            name: box
            for box, members in self.boxes.items()
            if box in self.known.managers
            for name in members
        }
        return sum(
            source in inside and inside[source] == inside.get(target)
            for source, target in self.whole.imports
        )

    def undrawn(self, layout: Layout | None) -> tuple[int, int]:
        """How many dependencies a map leaves out: implied by others, and within cycles."""
        if layout is None:
            return 0, 0
        level = len(layout.level)
        return len(self.known.imports) - len(layout.edges) - level, level


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
    return Prepared(ecosystem, wish, whole, known, shades(ecosystem, wish.measure), boxes)


def _laid_out(layers: Mapping[str, int], edges: Iterable[Edge]) -> Layout:
    return _kept(frozenset(layers.items()), frozenset(edges))


@lru_cache(maxsize=4)
def _kept(layers: frozenset[tuple[str, int]], edges: frozenset[Edge]) -> Layout:
    """Most scans find the dependencies that the one before has found."""
    return lay_out(dict(layers), edges)
