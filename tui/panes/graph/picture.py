"""How the graph is drawn: the present view, its legend, what is known of the chosen manager."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, cast

from tui.panes.graph.about_view import AboutView
from tui.panes.graph.legend import Part, chosen, counts, left_out, legend
from tui.panes.graph.map import Scene
from tui.panes.graph.map_view import MapView
from tui.panes.graph.matrix_view import MatrixView
from tui.panes.graph.ordering import COLUMNS, values
from tui.panes.graph.panel import Room, all_about, lines_below, side_panel
from tui.panes.graph.prepared import Prepared, Wish, prepared
from tui.panes.graph.shape import SIDE_ROOM, Shape, shaped, shaped_for
from tui.panes.graph.tree_view import TreeView
from tui.panes.graph.verdict import empty, verdict
from tui.panes.graph.view import Seen
from tui.panes.graph.way_view import WayView
from tui.panes.sifted import SiftedPane
from tui.panes.states import Body
from tui.widgets.tabs import tabs
from tui.widgets.text import Line, spread, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from backend.model.ecosystem import Ecosystem
    from tui.panes.graph.view import View
    from tui.readings import Picture
    from tui.widgets.canvas import Look

VIEWS = ("map", "near", "matrix", "tree", "way", "about")
MAPS = ("map", "near")


class GraphPicture(SiftedPane):
    """Who depends on whom, as it is drawn; the keys are its subclass's.

    Attributes:
        chosen: The manager or box under the cursor; empty for none.
        wish: What is to be drawn; `boxed` and `centre` follow from the view.
        views: Each view by its name.
        graph: What was drawn last.
    """

    NAME: ClassVar = "graph"
    PROBES: ClassVar = ("managers",)
    VIEWS: ClassVar = VIEWS

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.chosen = ""
        self.view = VIEWS[0]
        self.wish = Wish()
        self.columns = COLUMNS
        self.tree_view, self.way_view = TreeView(), WayView()
        self.about_view = AboutView()
        map_ = MapView()
        self.views: dict[str, View] = {
            "map": map_, "near": map_, "matrix": MatrixView(),
            "tree": self.tree_view, "way": self.way_view, "about": self.about_view,
        }  # fmt: skip
        self.graph: Prepared | None = None

    def body(self, picture: Picture, cells: int, rows: int) -> Body:
        """Draw the present view and what is known of the chosen manager."""
        ecosystem = cast("Ecosystem", picture.held["managers"].value)
        graph = self._prepared(ecosystem)
        if not ecosystem.managers:
            return empty(ecosystem)
        judged = verdict(ecosystem, graph.whole)
        if not self.in_sight:
            return Body(*judged, ())
        if self.chosen not in graph.known.managers:
            self.chosen = ""
        above = self._filter_line()
        lines = self._drawn(graph, picture, cells, rows - len(above))
        return Body(*judged, [*above, *lines])

    def _drawn(self, graph: Prepared, picture: Picture, cells: int, rows: int) -> list[Line]:
        """The graph, its legend, and what is known of the chosen manager beside or below."""
        seen = self.seen(graph)
        shape = self._shape(graph, seen, cells, rows)
        seen = replace(seen, layout=shape.layout)
        if self.chosen:
            self.about_view.known = all_about(graph, self.chosen, picture, cells)
        lines = self._lines(seen, shape)
        if shape.beside or self.view not in MAPS:
            lines = _filled(lines, shape.rows)
        elif len(lines) < shape.rows:
            # What the map does not need goes to what stands below it.
            lines.append(())
        last = self._legend(graph, seen, cells)
        key = self.look.keymap.told("about")
        if shape.beside:
            room = Room(SIDE_ROOM, shape.rows, key)
            panel = _filled(side_panel(graph, self.chosen, picture, room), shape.rows)
            pairs = zip(lines, panel, strict=True)
            return [*(_beside(left, right, shape.cells) for left, right in pairs), last]
        room = Room(cells, rows - 1 - len(lines), key)
        under = lines_below(graph, self.chosen, picture, room)
        return [*(((" ", ""), *line) for line in lines), last, *under]

    def _shape(self, graph: Prepared, seen: Seen, cells: int, rows: int) -> Shape:
        """How the pane is divided for the present view."""
        if self.view == "about":
            return Shape(cells - 1, rows - 1, beside=False)
        if self.view in MAPS:
            return shaped_for(graph.layouts(), seen.scene, cells, rows)
        return shaped(cells, rows)

    def _prepared(self, ecosystem: Ecosystem) -> Prepared:
        """The graph, made ready anew only where it would be another."""
        centre = self.chosen if self.view == "near" else ""
        wish = replace(self.wish, boxed=self.view in MAPS, centre=centre)
        if self.graph is None or not self.graph.serves(ecosystem, wish):
            self.graph = prepared(ecosystem, wish)
            names = self.graph.known.managers
            self._values = [values(self.graph.known, name) for name in names]
        return self.graph

    def seen(self, graph: Prepared) -> Seen:
        """What the present view draws from, but for a map's layout."""
        known = graph.known
        tied = frozenset((*known.uses(self.chosen), *known.used_by(self.chosen)))
        kept = frozenset(self._kept(graph)) if self.filter_text else None
        scene = Scene(_label(graph), known.broken, self.chosen, tied, graph.shades, kept)
        return Seen(known, None, scene, self.has_focus, self.wanted(), self.sorting)

    def _kept(self, graph: Prepared) -> list[str]:
        """The managers that the filter leaves in, and the boxes with any of them."""
        wanted, boxes = self.wanted(), graph.boxes
        order = (*graph.known.connected(), *graph.known.alone())
        return [name for name in order if wanted.keeps(" ".join((name, *boxes.get(name, ()))))]

    def _lines(self, seen: Seen, shape: Shape) -> list[Line]:
        """The lines of the present view."""
        if self.view == "near" and not self.chosen:
            self.views[self.view].total = 0
            return [words("  ○ arrows choose the manager whose neighbours are shown", "unknown")]
        return self.views[self.view].lines(seen, shape.cells, shape.rows)

    def _filter_line(self) -> list[Line]:
        """What is filtered by, and how much it leaves in."""
        if not self.filter_text:
            return []
        return [((f" /{self.filter_text}  ", "accent"), *self.filter_told())]

    def _legend(self, graph: Prepared, seen: Seen, cells: int) -> Line:
        parts = [*counts(graph, matrix=self.view == "matrix"), *chosen(graph, self.view, seen)]
        if self.view in MAPS and graph.known.imports and (self.chosen or self.view == "map"):
            parts += left_out(graph, seen.layout, self.look.keymap.told("implied"), cells)
        if told := self.views[self.view].told():
            parts.append(Part(8, words(told, "dim")))
        if self.has_focus:
            parts.append(Part(4, tabs(VIEWS, self.view)[1:]))
        return legend(parts, cells)

    def found(self) -> tuple[int, int]:
        """Managers that the filter leaves in, and all of them."""
        graph = self.graph
        return (len(self._kept(graph)), len(graph.known.managers)) if graph else (0, 0)

    def set_filter(self, text: str) -> None:
        """Look for managers by name; the first one found is chosen."""
        self.filter_text = text
        if text and self.graph is not None and not self.wanted().problem:
            kept = self._kept(self.graph)
            if kept and self.chosen not in kept:
                self.chosen = kept[0]
        super().set_filter(text)


def _label(graph: Prepared) -> Callable[[str], str]:
    def label(name: str) -> str:
        mark = "⟲" if name in graph.known.cyclic else ""
        shade = graph.shades[name][0] if name in graph.shades else ""
        return f"{shade}{mark}{graph.known.called(name)}"

    return label


def _filled(lines: list[Line], rows: int) -> list[Line]:
    """Exactly so many lines."""
    return [*lines[:rows], *[()] * (rows - len(lines))]


def _beside(left: Line, right: Line, cells: int) -> Line:
    return ((" ", ""), *spread(left, (), cells), ("│", "rule"), *right)
