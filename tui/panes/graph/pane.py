"""Who depends on whom, and how that is known: as a map, near a manager, a matrix, a tree, a way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, cast

from tui.actions import CURSOR, bindings
from tui.panes.asking import Choose, Said
from tui.panes.graph import detail
from tui.panes.graph import map as drawn
from tui.panes.graph.colours import MEASURES
from tui.panes.graph.legend import legend
from tui.panes.graph.map_view import MapView
from tui.panes.graph.matrix_view import MatrixView
from tui.panes.graph.network import short
from tui.panes.graph.panel import lines_below, side_panel
from tui.panes.graph.prepared import Prepared, Wish, prepared
from tui.panes.graph.switches import TRACES, choices
from tui.panes.graph.tree_view import TreeView
from tui.panes.graph.verdict import empty, verdict
from tui.panes.graph.view import Seen
from tui.panes.graph.way_view import WayView
from tui.panes.graph.written import dependencies_sheet, graph_drawings
from tui.panes.opening import open_evidence
from tui.panes.pane import Pane
from tui.panes.states import Body
from tui.widgets.tabs import tabs
from tui.widgets.text import Line, plain_text, spread, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from backend.model.ecosystem import Ecosystem
    from tui.exports.sheet import Sheet
    from tui.panes.graph.view import View
    from tui.readings import Picture
    from tui.widgets.canvas import Look

_SIDE_FROM = 100
"""Cells from which on the detail stands beside the graph instead of below it."""
_SIDE_ROOM = 46
_BELOW_ROOM = 3

VIEWS = ("map", "near", "matrix", "tree", "way")
_MAPS = ("map", "near")
_DEEPEST = 9


@dataclass(frozen=True)
class _Shape:
    """The room that the graph gets, and whether something stands beside it."""

    cells: int
    rows: int
    beside: bool


class GraphPane(Pane):
    """Who depends on whom.

    Attributes:
        chosen: The manager or box under the cursor; empty for none.
        depth: How far neighbours may be.
        measure: What managers are coloured by.
        off: The switches of dependencies that are off.
        opened: The cycles that are drawn as their members.
    """

    NAME: ClassVar = "graph"
    TITLE: ClassVar = "GRAPH"
    PROBES: ClassVar = ("managers",)
    VIEWS: ClassVar = VIEWS
    BINDINGS: ClassVar = bindings(CURSOR, "graph")

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.chosen = ""
        self.view = VIEWS[0]
        self.depth = 1
        self.measure = MEASURES[0]
        self.off = frozenset({TRACES})
        self.opened: frozenset[tuple[str, ...]] = frozenset()
        self._tree, self._way, map_ = TreeView(), WayView(), MapView()
        self._views: dict[str, View] = {
            "map": map_, "near": map_, "matrix": MatrixView(), "tree": self._tree, "way": self._way
        }  # fmt: skip
        self._graph: Prepared | None = None

    @property
    def as_matrix(self) -> bool:
        """Whether the matrix is shown."""
        return self.view == "matrix"

    def body(self, picture: Picture, cells: int, rows: int) -> Body:
        """Draw the present view and what is known of the chosen manager."""
        ecosystem = cast("Ecosystem", picture.held["managers"].value)
        graph = self._prepared(ecosystem)
        if not ecosystem.managers:
            return empty(ecosystem)
        if self.chosen not in graph.known.managers:
            self.chosen = ""
        seen = self._seen(graph)
        shape = self._shape(seen, cells, rows)
        lines = self._lines(seen, shape)
        views = tabs(VIEWS, self.view)[1:] if self.has_focus else ()
        last = legend(graph, self.view, views, cells)
        judged = verdict(ecosystem, graph.whole)
        if shape.beside:
            panel = side_panel(graph, self.chosen, picture, _SIDE_ROOM, rows - 1)
            lines = [
                _beside(_at(lines, place), _at(panel, place), shape.cells)
                for place in range(shape.rows)
            ]
            return Body(*judged, [*lines, last])
        lines = [((" ", ""), *line) for line in lines]
        lines += [()] * (shape.rows - len(lines))
        under = lines_below(graph.known, self.chosen, cells, rows - 1 - shape.rows)
        return Body(*judged, [*lines, last, *under])

    def _prepared(self, ecosystem: Ecosystem) -> Prepared:
        """The graph, made ready anew only where it would be another."""
        centre = self.chosen if self.view == "near" else ""
        boxed = self.view in _MAPS
        wish = Wish(self.off, boxed, self.opened, centre, self.depth, self.measure)
        if self._graph is None or not self._graph.serves(ecosystem, wish):
            self._graph = prepared(ecosystem, wish)
        return self._graph

    def _seen(self, graph: Prepared) -> Seen:
        known = graph.known
        tied = frozenset((*known.uses(self.chosen), *known.used_by(self.chosen)))
        broken = frozenset(pair for pair in known.imports if known.resolution(pair) != "strict")
        scene = drawn.Scene(_label(graph), broken, self.chosen, tied, graph.shades)
        return Seen(known, graph.layout, scene, self.has_focus)

    def _shape(self, seen: Seen, cells: int, rows: int) -> _Shape:
        """Whether what is known of the chosen manager stands beside the graph or below it."""
        narrow = cells - _SIDE_ROOM - 2
        fits_narrow = drawn.name_room(seen.layout, seen.scene, narrow) is not None
        fits_wide = drawn.name_room(seen.layout, seen.scene, cells - 1) is not None
        is_map = self.view in _MAPS
        beside = cells >= _SIDE_FROM and (not is_map or fits_narrow or not fits_wide)
        graph_rows = rows - 1 if beside else max(3, rows - 1 - _BELOW_ROOM)
        if is_map and graph_rows < seen.layout.height < rows - 1:
            # A notice or a filter takes rows from what stands below, not the map its form.
            graph_rows = seen.layout.height
        return _Shape(narrow if beside else cells - 1, graph_rows, beside)

    def _lines(self, seen: Seen, shape: _Shape) -> list[Line]:
        """The lines of the present view."""
        if self.view == "near" and not self.chosen:
            return [words("  ○ arrows choose the manager whose neighbours are shown", "unknown")]
        return self._views[self.view].lines(seen, shape.cells, shape.rows)

    def copied(self, *, whole: bool) -> str:
        """The chosen manager; with all that is known of it, what stands beside the graph."""
        if whole and self.chosen and self._graph is not None:
            return plain_text(detail.beside(self._graph.known, self.chosen, 200)).strip()
        return super().copied(whole=whole)

    def sheet(self) -> Sheet | None:
        """Every piece of evidence for a dependency."""
        ecosystem = self._ecosystem()
        return None if ecosystem is None else dependencies_sheet(ecosystem, self.about())

    def drawings(self) -> dict[str, tuple[str, Callable[[], str]]]:
        """The graph for programs that draw."""
        ecosystem = self._ecosystem()
        return {} if ecosystem is None else graph_drawings(ecosystem)

    def leave(self) -> bool:
        """Let go of the view, then of the chosen manager, then of the boxes that were opened."""
        if self.view != VIEWS[0]:
            self._turn(VIEWS[0])
        elif self.chosen:
            self.chosen = ""
        elif self.opened:
            self.opened = frozenset()
        else:
            return False
        self.redraw()
        return True

    def concerns(self) -> tuple[str, ...]:
        """The chosen manager, or those of its box."""
        return self._boxes.get(self.chosen, (self.chosen,) if self.chosen else ())

    def subject(self) -> str:
        """The chosen manager."""
        return self.chosen

    def look_at(self, subject: str) -> None:
        """Choose a manager, and open the box that it is in."""
        self.chosen = subject
        self.opened |= {members for members in self._boxes.values() if subject in members}
        self.redraw()

    def places(self) -> frozenset[str]:
        """Cursor keys choose a manager."""
        return frozenset({self.NAME, CURSOR})

    def enter(self, *, alone: bool) -> bool:
        """Open a box, make another the root of the tree, or open evidence in the editor."""
        if not alone or not self.chosen or self._graph is None:
            return False
        if self.chosen in self._boxes:
            self.opened |= {self._boxes[self.chosen]}
            self.chosen = self._boxes[self.chosen][0]
            self.redraw()
        elif self.view == "tree" and self.chosen != self._tree.root:
            self._turn("tree")
        else:
            known = self._graph.known
            ties = sorted({**known.imports, **known.traces}.items())
            found = [
                (known.managers[pair[0]].root, one)
                for pair, item in ties
                if self.chosen in pair
                for one in item.evidence
            ]
            open_evidence(found, f"a dependency of {self.chosen}", self.post_message)
        return True

    @property
    def _boxes(self) -> dict[str, tuple[str, ...]]:
        return dict(self._graph.boxes) if self._graph is not None else {}

    def _ecosystem(self) -> Ecosystem | None:
        held = self.held(self.picture) if self.picture is not None else None
        return cast("Ecosystem", held.value) if held and held.value else None

    def action_view(self) -> None:
        """Show the next view."""
        self._turn(VIEWS[(VIEWS.index(self.view) + 1) % len(VIEWS)])

    def action_matrix(self) -> None:
        """Show the other of map and matrix."""
        self._turn("map" if self.as_matrix else "matrix")

    def _turn(self, view: str) -> None:
        self.view = view
        self._views[view].begin(self.chosen)
        self.redraw()

    def action_depth(self, by: int) -> None:
        """Show neighbours further off, or less far."""
        self.depth = min(_DEEPEST, max(1, self.depth + by))
        self.view = "near"
        self.redraw()

    def action_colour(self) -> None:
        """Colour by the next measure."""
        self.measure = MEASURES[(MEASURES.index(self.measure) + 1) % len(MEASURES)]
        self.redraw()

    def action_start(self) -> None:
        """Begin a way at the chosen manager."""
        if not self.chosen or self.chosen in self._boxes:
            self.post_message(Said("choose a manager first: the way begins there"))
            return
        self._way.start = self.chosen
        self.post_message(Said(f"the way begins at {self.chosen}"))
        self.redraw()

    def action_edges(self) -> None:
        """Ask which dependencies to hide or to show again."""
        ecosystem = self._ecosystem()
        if ecosystem is not None:
            offers = choices(ecosystem, self.off)
            self.post_message(
                Choose("dependencies", list(offers), lambda taken: self._switch(offers[taken]))
            )

    def _switch(self, name: str) -> None:
        self.off ^= {name}
        self.redraw()

    def action_move(self, by: int) -> None:
        """Choose the manager above or below."""
        self._choose(lambda view, seen: view.step(seen, 0, by))

    def action_side(self, by: int) -> None:
        """Choose the manager beside; where there are rows, they are all there is to choose."""
        self._choose(lambda view, seen: view.step(seen, by, 0))

    def action_leap(self, by: int) -> None:
        """Move by a page, or to an end of the map's column."""
        self._choose(lambda view, seen: view.leap(seen, by))

    def action_end(self, side: int) -> None:
        """Choose the first or the last manager."""
        self._choose(lambda view, seen: view.end(seen, side))

    def _choose(self, gone: Callable[[View, Seen], str]) -> None:
        if self._graph is not None:
            self.chosen = gone(self._views[self.view], self._seen(self._graph))
            self.redraw()


def _label(graph: Prepared) -> Callable[[str], str]:
    def label(name: str) -> str:
        mark = "⟲" if name in graph.known.cyclic else ""
        shade = graph.shades[name][0] if name in graph.shades else ""
        return f"{shade}{mark}{short(name)}"

    return label


def _at(lines: list[Line], place: int) -> Line:
    return lines[place] if place < len(lines) else ()


def _beside(left: Line, right: Line, cells: int) -> Line:
    return ((" ", ""), *spread(left, (), cells), ("│", "rule"), *right)
