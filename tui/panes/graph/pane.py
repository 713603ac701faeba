"""Managers: who depends on whom, and how that is known; a map, or a matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from tui.actions import CURSOR, bindings
from tui.panes.graph import detail, matrix, strata
from tui.panes.graph import map as drawn
from tui.panes.graph.layout import Layout, lay_out
from tui.panes.graph.network import Network, network, short
from tui.panes.graph.written import dependencies_sheet, graph_drawings
from tui.panes.pane import Pane
from tui.panes.states import Body
from tui.widgets.marks import counted
from tui.widgets.text import Line, joined, line_width, plain_text, spread, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from backend.model.ecosystem import Ecosystem
    from tui.exports.sheet import Sheet
    from tui.readings import Picture
    from tui.widgets.canvas import Look

_SIDE_FROM = 100
"""Cells from which on the detail stands beside the graph instead of below it."""
_SIDE_ROOM = 46
_BELOW_ROOM = 3
_FAR = 10_000


class GraphPane(Pane):
    """Who depends on whom."""

    NAME: ClassVar = "graph"
    TITLE: ClassVar = "GRAPH"
    PROBES: ClassVar = ("managers",)
    BINDINGS: ClassVar = bindings(CURSOR, "graph")

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.chosen = ""
        self.as_matrix = False
        self._known: Network | None = None
        self._layout: Layout | None = None
        self._of: Ecosystem | None = None
        self._drawing: drawn.Drawing | None = None
        self._top = 0
        self._page = 1

    def body(self, picture: Picture, cells: int, rows: int) -> Body:
        """Draw the graph and what is known of the chosen manager."""
        ecosystem = cast("Ecosystem", picture.held["managers"].value)
        known, layout = self._prepared(ecosystem)
        if not ecosystem.managers:
            return _empty(ecosystem)
        if self.chosen not in known.managers:
            self.chosen = ""
        tied = frozenset((*known.uses(self.chosen), *known.used_by(self.chosen)))
        broken = frozenset(pair for pair in known.imports if known.resolution(pair) != "strict")
        scene = drawn.Scene(_label(known), broken, self.chosen, tied)
        narrow = cells - _SIDE_ROOM - 2
        fits_narrow = drawn.name_room(layout, scene, narrow) is not None
        fits_wide = drawn.name_room(layout, scene, cells - 1) is not None
        beside = cells >= _SIDE_FROM and (self.as_matrix or fits_narrow or not fits_wide)
        graph_cells = narrow if beside else cells - 1
        graph_rows = rows - 1 if beside else max(3, rows - 1 - _BELOW_ROOM)
        if graph_rows < layout.height < rows - 1:
            # A notice or a filter takes rows from what stands below, not the map its form.
            graph_rows = layout.height
        if self.as_matrix:
            lines = self._matrix(known, graph_cells, graph_rows)
        else:
            lines = self._map(known, layout, scene, graph_cells, graph_rows)
        legend = _legend(known, layout, cells, as_matrix=self.as_matrix)
        if beside:
            panel = self._panel(known, _SIDE_ROOM, rows - 1)
            lines = [
                _beside(_at(lines, place), _at(panel, place), graph_cells)
                for place in range(graph_rows)
            ]
            return Body(*_verdict(ecosystem, known), [*lines, legend])
        lines = [((" ", ""), *line) for line in lines]
        lines += [()] * (graph_rows - len(lines))
        lines += [legend, *self._under(known, cells, rows - 1 - graph_rows)]
        return Body(*_verdict(ecosystem, known), lines)

    def _prepared(self, ecosystem: Ecosystem) -> tuple[Network, Layout]:
        """The layout, made anew only where the ecosystem is another."""
        if self._known is None or self._layout is None or self._of is not ecosystem:
            self._known = network(ecosystem)
            self._layout = lay_out(self._known.layers(), self._known.telling())
            self._of = ecosystem
        return self._known, self._layout

    def _map(
        self, known: Network, layout: Layout, scene: drawn.Scene, cells: int, rows: int
    ) -> list[Line]:
        """The map where it fits, else its layers without the lines between them."""
        room = drawn.name_room(layout, scene, cells)
        if room is not None and layout.height <= rows:
            airy = 2 * layout.height - 1 <= rows
            drawing = drawn.draw(layout, scene, room, airy=airy)
        else:
            drawing = strata.draw(known, scene, cells)
        self._drawing = drawing
        _, y = drawing.at.get(self.chosen, (0, 0))
        self._top = _kept(self._top, y, y + 1, rows, len(drawing.lines))
        return list(drawing.lines[self._top : self._top + rows])

    def _matrix(self, known: Network, cells: int, rows: int) -> list[Line]:
        names = matrix.order(known)
        longest = max(len(short(name)) for name in names)
        room = max(8, min(longest + 2, 22, cells - 5 - 2 * len(known.connected())))
        columns = max(1, (cells - room - 5) // 2)
        self._page = max(1, rows - 1)
        at = names.index(self.chosen) if self.chosen else 0
        self._top = _kept(self._top, at, at + 1, self._page, len(names))
        shown = names[self._top : self._top + self._page]
        lines = [matrix.header(known, self.chosen, room, columns)]
        for name in shown:
            line = matrix.row(known, name, self.chosen, room, columns)
            if name == self.chosen and self.has_focus:
                line = tuple((text, f"{role} selected") for text, role in line)
            lines.append(line)
        return lines

    def _panel(self, known: Network, cells: int, rows: int) -> list[Line]:
        if self.chosen:
            return detail.beside(known, self.chosen, cells)[:rows]
        return [
            words(" arrows choose a manager", "dim"),
            (),
            *detail.listed("tied to no other", known.alone(), cells, rows // 2),
            (),
            *detail.most_used(known, rows // 3),
        ]

    def _under(self, known: Network, cells: int, rows: int) -> list[Line]:
        if self.chosen:
            return detail.below(known, self.chosen, cells)[:rows]
        return detail.listed("tied to no other", known.alone(), cells, rows)

    def copied(self, *, whole: bool) -> str:
        """The chosen manager; with all that is known of it, what stands beside the graph."""
        if whole and self.chosen and self._known is not None:
            return plain_text(detail.beside(self._known, self.chosen, 200)).strip()
        return super().copied(whole=whole)

    def sheet(self) -> Sheet | None:
        """Every piece of evidence for a dependency."""
        return None if self._of is None else dependencies_sheet(self._of, self.about())

    def drawings(self) -> dict[str, tuple[str, Callable[[], str]]]:
        """The graph for programs that draw."""
        return {} if self._of is None else graph_drawings(self._of)

    def leave(self) -> bool:
        """Let go of the chosen manager."""
        had, self.chosen = self.chosen, ""
        if had:
            self.redraw()
        return bool(had)

    def subject(self) -> str:
        """The chosen manager."""
        return self.chosen

    def look_at(self, subject: str) -> None:
        """Choose a manager."""
        self.chosen = subject
        self.redraw()

    def places(self) -> frozenset[str]:
        """Cursor keys choose a manager."""
        return frozenset({self.NAME, CURSOR})

    def action_matrix(self) -> None:
        """Show the other of map and matrix."""
        self.as_matrix = not self.as_matrix
        self._top = 0
        self.redraw()

    def action_move(self, by: int) -> None:
        """Choose the manager above or below."""
        if self._known is not None and self.as_matrix:
            self._choose(matrix.order(self._known), by)
        else:
            self._step(0, by)

    def action_side(self, by: int) -> None:
        """Choose the manager beside; in the matrix, rows are all there is to choose."""
        if self.as_matrix:
            self.action_move(by)
        else:
            self._step(by, 0)

    def action_leap(self, by: int) -> None:
        """Move by a page of the matrix, or to an end of the map's column."""
        self.action_move(by * (self._page if self.as_matrix else _FAR))

    def action_end(self, side: int) -> None:
        """Choose the first or the last manager."""
        if self._known is not None:
            names = matrix.order(self._known) if self.as_matrix else self._known.connected()
            self._choose(names, side * _FAR)

    def _step(self, dx: int, dy: int) -> None:
        if self._drawing is not None and self._drawing.at:
            for _ in range(min(abs(dx + dy), len(self._drawing.at))):
                self.chosen = self._drawing.beside(self.chosen, dx, dy)
            self.redraw()

    def _choose(self, names: list[str], by: int) -> None:
        if not names:
            return
        at = names.index(self.chosen) + by if self.chosen in names else max(0, by - 1)
        self.chosen = names[min(max(0, at), len(names) - 1)]
        self.redraw()


def _label(known: Network) -> Callable[[str], str]:
    return lambda name: f"⟲{short(name)}" if name in known.cyclic else short(name)


def _kept(offset: int, low: int, high: int, room: int, total: int) -> int:
    """The offset of a view that moves least and has [low, high) in sight."""
    offset = min(offset, max(0, total - room))
    if low < offset:
        return low
    if high > offset + room:
        return high - room
    return offset


def _at(lines: list[Line], place: int) -> Line:
    return lines[place] if place < len(lines) else ()


def _beside(left: Line, right: Line, cells: int) -> Line:
    return ((" ", ""), *spread(left, (), cells), ("│", "rule"), *right)


def _legend(known: Network, layout: Layout, cells: int, *, as_matrix: bool) -> Line:
    counts = known.counts()
    parts: list[Line] = [
        ((f" {'━' if as_matrix else '─'} strict ", "dim"), (f"{counts['strict']}", "text")),
        ((f"{'┅' if as_matrix else '┄'} recovered ", "dim"), (f"{counts['recovered']}", "text")),
        (
            ("╳ dangling ", "dim"),
            (f"{counts['dangling']:,}", "look" if counts["dangling"] else "text"),
        ),
    ]
    if as_matrix:
        parts.append((("· other traces ", "dim"), (f"{len(known.traces)}", "text")))
        parts.append((("row uses column", "dim"),))
    else:
        implied = len(known.imports) - len(layout.edges) - len(layout.level)
        parts += [
            words(f"⟲ {len(layout.level)} within cycles not drawn", "act") if layout.level else (),
            words(f"{implied} implied by others not drawn", "dim") if implied else (),
        ]
    line = joined(parts)
    return line if line_width(line) <= cells else joined(parts[:3], ("  ", ""))


def _verdict(ecosystem: Ecosystem, known: Network) -> tuple[str, str]:
    found, claimed = len(ecosystem.cycles), len(ecosystem.declared_cycles)
    ties = counted(len(known.imports), "dependency", "dependencies")
    if found:
        claims = f" ({claimed} claimed)" if claimed else ""
        return "act", f"{counted(found, 'cycle')}{claims} · {ties}"
    if claimed:
        return "look", f"{counted(claimed, 'cycle')} claimed ⇢ 0 found"
    return "look" if known.dangling.total() else "fine", f"{ties} · no cycle"


def _empty(ecosystem: Ecosystem) -> Body:
    lines: list[Line] = [
        (),
        (("   ○ no manager in these folders", "unknown"),),
        *[((f"     {root}", "text"),) for root in ecosystem.roots],
        words("   → --managers DIR: the folder whose subfolders are managers", "accent"),
    ]
    return Body("unknown", "no managers found", lines)
