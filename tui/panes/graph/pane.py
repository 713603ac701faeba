"""Who depends on whom, and how that is known: as a map, near a manager, a matrix, a tree, a way."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, cast

from tui.actions import CURSOR, ROWS, bindings
from tui.panes.asking import Choose, Said
from tui.panes.graph.colours import MEASURES
from tui.panes.graph.panel import all_about
from tui.panes.graph.picture import VIEWS, GraphPicture
from tui.panes.graph.switches import choices
from tui.panes.graph.written import dependencies_sheet, graph_drawings
from tui.panes.opening import open_evidence
from tui.widgets.text import plain_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from backend.model.ecosystem import Ecosystem
    from tui.exports.sheet import Sheet
    from tui.panes.columns import Sorting
    from tui.panes.graph.view import Seen, View

_DEEPEST = 9


class GraphPane(GraphPicture):
    """Who depends on whom, and the keys to explore it."""

    BINDINGS: ClassVar = bindings(CURSOR, ROWS, "graph")

    @property
    def as_matrix(self) -> bool:
        """Whether the matrix is shown."""
        return self.view == "matrix"

    def sort(self, by: Sorting) -> None:
        """Put the rows of the matrix in another order."""
        if not self.as_matrix:
            key = self.look.keymap.told("matrix")
            self.post_message(Said(f"what is sorted is the matrix: {key} shows it"))
            return
        super().sort(by)

    def copied(self, *, whole: bool) -> str:
        """The chosen manager; with all that is known of it, what stands beside the graph."""
        if whole and self.chosen and self.graph is not None and self.picture is not None:
            return plain_text(all_about(self.graph, self.chosen, self.picture, 200)).strip()
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
        elif self.wish.opened:
            self._wish(opened=frozenset())
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
        self._open(*(members for members in self._boxes.values() if subject in members))

    def places(self) -> frozenset[str]:
        """Cursor keys choose a manager, a filter looks for some."""
        return frozenset({self.NAME, CURSOR, ROWS})

    def enter(self, *, alone: bool) -> bool:
        """Open a box, make another the root of the tree, or open evidence in the editor."""
        if not alone or not self.chosen or self.graph is None:
            return False
        if self.chosen in self._boxes:
            members = self._boxes[self.chosen]
            self.chosen = members[0]
            self._open(members)
        elif self.view == "tree" and self.chosen != self.tree_view.root:
            self._turn("tree")
        else:
            known = self.graph.known
            ties = sorted({**known.imports, **known.traces}.items())
            found = [
                (known.managers[pair[0]].root, one)
                for pair, item in ties
                if self.chosen in pair
                for one in item.evidence
            ]
            open_evidence(found, f"dependencies of {self.chosen}", self.post_message)
        return True

    @property
    def _boxes(self) -> dict[str, tuple[str, ...]]:
        return dict(self.graph.boxes) if self.graph is not None else {}

    def _ecosystem(self) -> Ecosystem | None:
        held = self.held(self.picture) if self.picture is not None else None
        return cast("Ecosystem", held.value) if held and held.value else None

    def action_view(self) -> None:
        """Show the next view."""
        self._turn(VIEWS[(VIEWS.index(self.view) + 1) % len(VIEWS)])

    def action_about(self) -> None:
        """Show all that is known of the chosen manager, or the map again."""
        self._turn("map" if self.view == "about" else "about")

    def action_matrix(self) -> None:
        """Show the other of map and matrix."""
        self._turn("map" if self.as_matrix else "matrix")

    def _turn(self, view: str) -> None:
        self.view = view
        self.views[view].begin(self.chosen)
        self.redraw()

    def _wish(self, **changed: Any) -> None:
        """Have something else drawn."""
        self.wish = replace(self.wish, **changed)
        self.redraw()

    def _open(self, *knots: tuple[str, ...]) -> None:
        self._wish(opened=self.wish.opened.union(knots))

    def action_depth(self, by: int) -> None:
        """Show neighbours further off, or less far."""
        self.view = "near"
        self._wish(depth=min(_DEEPEST, max(1, self.wish.depth + by)))

    def action_colour(self) -> None:
        """Colour by the next measure."""
        self._wish(measure=MEASURES[(MEASURES.index(self.wish.measure) + 1) % len(MEASURES)])

    def action_start(self) -> None:
        """Begin a way at the chosen manager."""
        if not self.chosen or self.chosen in self._boxes:
            self.post_message(Said("choose a manager first: the way begins there"))
            return
        self.way_view.start = self.chosen
        self.post_message(Said(f"the way begins at {self.chosen}"))
        self.redraw()

    def action_implied(self) -> None:
        """Draw dependencies that others imply, or leave them out."""
        self._wish(implied=not self.wish.implied)

    def action_edges(self) -> None:
        """Ask which dependencies to hide or to show again."""
        ecosystem = self._ecosystem()
        if ecosystem is None:
            return
        offers = choices(ecosystem, self.wish.off)

        def switch(taken: str) -> None:
            self._wish(off=self.wish.off ^ {offers[taken]})

        self.post_message(Choose("dependencies", list(offers), switch))

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
        if self.graph is not None:
            seen = self.seen(self.graph)
            # Views that show nothing before one is chosen have nowhere to go from.
            self.chosen = gone(self.views[self.view], seen) or next(iter(seen.names), "")
            self.redraw()
