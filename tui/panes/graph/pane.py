"""Who depends on whom, and how that is known: as a map, near a manager, a matrix, a tree, a way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, cast

from tui.actions import CURSOR, bindings
from tui.panes.asking import Choose, Edit, Said
from tui.panes.graph import detail, matrix, strata
from tui.panes.graph import map as drawn
from tui.panes.graph.boxes import box_name, collapsed, knots
from tui.panes.graph.colours import MEASURES, shades
from tui.panes.graph.layout import Layout, lay_out
from tui.panes.graph.network import Network, network, short
from tui.panes.graph.standing import standing
from tui.panes.graph.switches import TRACES, choices
from tui.panes.graph.ways import Branch, around, tree, way_lines
from tui.panes.graph.written import dependencies_sheet, graph_drawings
from tui.panes.pane import Pane
from tui.panes.states import Body
from tui.widgets.marks import counted
from tui.widgets.tabs import tabs
from tui.widgets.text import Line, joined, line_width, plain_text, spread, words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from backend.model.ecosystem import Ecosystem
    from backend.model.finding import Evidence
    from tui.exports.sheet import Sheet
    from tui.panes.graph.colours import Shade
    from tui.readings import Picture
    from tui.widgets.canvas import Look

_SIDE_FROM = 100
"""Cells from which on the detail stands beside the graph instead of below it."""
_SIDE_ROOM = 46
_BELOW_ROOM = 3
_FAR = 10_000

VIEWS = ("map", "near", "matrix", "tree", "way")
_DEEPEST = 9


@dataclass(frozen=True)
class _Shape:
    """The room that the graph gets, and whether something stands beside it."""

    cells: int
    rows: int
    beside: bool


class GraphPane(Pane):
    """Who depends on whom."""

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
        self.start = ""
        self.root = ""
        self.off = frozenset({TRACES})
        self.opened: frozenset[tuple[str, ...]] = frozenset()
        self._whole: Network | None = None
        self._known: Network | None = None
        self._layout: Layout | None = None
        self._of: tuple[object, ...] | None = None
        self._shades: dict[str, Shade] = {}
        self._boxes: dict[str, tuple[str, ...]] = {}
        self._drawing: drawn.Drawing | None = None
        self._rows: list[Branch] = []
        self._row = 0
        self._top = 0
        self._left = 0
        self._page = 1

    @property
    def as_matrix(self) -> bool:
        """Whether the matrix is shown."""
        return self.view == "matrix"

    def body(self, picture: Picture, cells: int, rows: int) -> Body:
        """Draw the present view and what is known of the chosen manager."""
        ecosystem = cast("Ecosystem", picture.held["managers"].value)
        known, layout = self._prepared(ecosystem)
        if not ecosystem.managers:
            return _empty(ecosystem)
        if self.chosen not in known.managers:
            self.chosen = ""
        scene = self._scene(known)
        shape = self._shape(layout, scene, cells, rows)
        lines = self._view(known, layout, scene, shape)
        legend = self._legend(known, layout, cells)
        verdict = _verdict(ecosystem, self._whole or known)
        if shape.beside:
            about = standing(picture, self.chosen, _SIDE_ROOM) if self.chosen else []
            panel = self._panel(known, about, rows - 1)
            lines = [
                _beside(_at(lines, place), _at(panel, place), shape.cells)
                for place in range(shape.rows)
            ]
            return Body(*verdict, [*lines, legend])
        lines = [((" ", ""), *line) for line in lines]
        lines += [()] * (shape.rows - len(lines))
        lines += [legend, *self._under(known, cells, rows - 1 - shape.rows)]
        return Body(*verdict, lines)

    def _scene(self, known: Network) -> drawn.Scene:
        tied = frozenset((*known.uses(self.chosen), *known.used_by(self.chosen)))
        broken = frozenset(pair for pair in known.imports if known.resolution(pair) != "strict")
        roles = {name: role for name, (_, role) in self._shades.items()}
        return drawn.Scene(_label(known, self._shades), broken, self.chosen, tied, roles)

    def _shape(self, layout: Layout, scene: drawn.Scene, cells: int, rows: int) -> _Shape:
        """Whether what is known of the chosen manager stands beside the graph or below it."""
        narrow = cells - _SIDE_ROOM - 2
        fits_narrow = drawn.name_room(layout, scene, narrow) is not None
        fits_wide = drawn.name_room(layout, scene, cells - 1) is not None
        is_map = self.view in {"map", "near"}
        beside = cells >= _SIDE_FROM and (not is_map or fits_narrow or not fits_wide)
        graph_rows = rows - 1 if beside else max(3, rows - 1 - _BELOW_ROOM)
        if is_map and graph_rows < layout.height < rows - 1:
            # A notice or a filter takes rows from what stands below, not the map its form.
            graph_rows = layout.height
        return _Shape(narrow if beside else cells - 1, graph_rows, beside)

    def _view(
        self, known: Network, layout: Layout, scene: drawn.Scene, shape: _Shape
    ) -> list[Line]:
        """The lines of the present view."""
        if self.view == "matrix":
            return self._matrix(known, shape.cells, shape.rows)
        if self.view == "tree":
            return self._tree(known, shape.rows)
        if self.view == "way":
            lines = way_lines(known, self.start, self.chosen, shape.cells)
            return lines[: shape.rows]
        if self.view == "near" and not self.chosen:
            return [words("  ○ arrows choose the manager whose neighbours are shown", "unknown")]
        return self._map(known, layout, scene, shape.cells, shape.rows)

    def _prepared(self, ecosystem: Ecosystem) -> tuple[Network, Layout]:
        """Network and layout, made anew only where what they are made of is another."""
        centre = self.chosen if self.view == "near" else ""
        wanted = (ecosystem, self.off, self.opened, self.view, centre, self.depth, self.measure)
        same = self._of is not None and all(
            new is old or (place and new == old)
            for place, (new, old) in enumerate(zip(wanted, self._of, strict=True))
        )
        if same and self._known is not None and self._layout is not None:
            return self._known, self._layout
        known = self._whole = network(ecosystem, self.off)
        self._shades = shades(ecosystem, self.measure)
        self._boxes = {}
        if self.view in {"map", "near"}:
            closed = [knot for knot in knots(ecosystem.cycles) if knot not in self.opened]
            self._boxes = {box_name(knot): knot for knot in closed}
            known = collapsed(known, closed)
        if centre and centre in known.managers:
            known = around(known, centre, self.depth)
            edges = set(known.imports)
        else:
            edges = known.telling()
        self._known, self._layout = known, lay_out(known.layers(), edges)
        self._of = wanted
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
        total = len(known.connected())
        room = max(8, min(longest + 2, 22, cells - 5 - 2 * total))
        count = min(total, max(1, (cells - room - 5) // 2))
        self._page = max(1, rows - 1)
        at = names.index(self.chosen) if self.chosen else 0
        self._top = _kept(self._top, at, at + 1, self._page, len(names))
        if at < total:
            # The column of the chosen manager comes along with its row.
            self._left = _kept(self._left, at, at + 1, count, total)
        columns = range(self._left, self._left + count)
        shown = names[self._top : self._top + self._page]
        lines = [matrix.header(known, self.chosen, room, columns)]
        for name in shown:
            line = matrix.row(known, name, self.chosen, room, columns)
            if name == self.chosen and self.has_focus:
                line = tuple((text, f"{role} selected") for text, role in line)
            lines.append(line)
        return lines

    def _tree(self, known: Network, rows: int) -> list[Line]:
        """What the root uses, each below what uses it."""
        if self.root not in known.managers:
            self.root = self.chosen
        if not self.root:
            return [words("  ○ choose a manager on the map first: it becomes the root", "unknown")]
        self._rows = tree(known, self.root)
        self._row = min(self._row, len(self._rows) - 1)
        self._page = max(1, rows)
        self._top = _kept(self._top, self._row, self._row + 1, rows, len(self._rows))
        lines: list[Line] = []
        for at, branch in enumerate(self._rows[self._top : self._top + rows], start=self._top):
            chosen = " selected" if at == self._row and self.has_focus else ""
            sign = "▸" if at == self._row else " "
            role = "dim" if branch.again else "text"
            shade, tint = self._shades.get(branch.name, ("", ""))
            place = f"{sign}{'  ' * branch.depth}"
            more = "  … above" if branch.again else ""
            name = (short(branch.name), f"{role}{chosen}")
            lines.append(((place, "dim"), (shade, tint), name, (more, "dim")))
        return lines

    def _panel(self, known: Network, about: list[Line], rows: int) -> list[Line]:
        cells = _SIDE_ROOM
        if self.chosen in self._boxes:
            return _box_panel(self._boxes[self.chosen], known, self.chosen, cells)[:rows]
        if self.chosen:
            found = detail.beside(known, self.chosen, cells)
            # What other panes know of it comes before the last of its dependencies.
            return [*found[: max(0, rows - len(about))], *about][:rows]
        return [
            words(" arrows choose a manager", "dim"),
            (),
            *detail.listed("tied to no other", known.alone(), cells, rows // 2),
            (),
            *detail.most_used(known, rows // 3),
        ]

    def _legend(self, known: Network, layout: Layout, cells: int) -> Line:
        """The views, what the lines mean and how many there are, what is not drawn."""
        counts = known.counts()
        matrix_ = self.view == "matrix"
        line: list[Line] = [
            ((f" {'━' if matrix_ else '─'} strict ", "dim"), (f"{counts['strict']}", "text")),
            ((f"{'┅' if matrix_ else '┄'} recovered ", "dim"), (f"{counts['recovered']}", "text")),
            (
                ("╳ dangling ", "dim"),
                (f"{counts['dangling']:,}", "look" if counts["dangling"] else "text"),
            ),
        ]
        off = self.off - {TRACES}
        said = [words(f"hidden: {', '.join(sorted(off))}", "look")] if off else []
        if self.measure:
            said.append((("by ", "dim"), (self.measure, "accent")))
        if self.view == "near":
            said.append(words(f"depth {self.depth}", "accent"))
        if matrix_:
            said += [
                (("· other traces ", "dim"), (f"{len(known.traces)}", "text")),
                words("row uses column", "dim"),
            ]
        elif self.view in {"map", "near"}:
            implied = len(known.imports) - len(layout.edges) - len(layout.level)
            said += [
                words(f"⟲ {len(layout.level)} in cycles not drawn", "act") if layout.level else (),
                words(f"{implied} implied by others not drawn", "dim") if implied else (),
            ]
        views = tabs(VIEWS, self.view)[1:] if self.has_focus else ()
        chosen = said[:1] if off or self.measure or self.view == "near" else []
        for parts in (
            [*line, *said, views],
            [*line, *chosen, views],
            [*line, *chosen],
            line,
        ):
            whole = joined(parts)
            if line_width(whole) <= cells:
                return whole
        return joined(line, ("  ", ""))

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
        ecosystem = self._ecosystem()
        return None if ecosystem is None else dependencies_sheet(ecosystem, self.about())

    def drawings(self) -> dict[str, tuple[str, Callable[[], str]]]:
        """The graph for programs that draw."""
        ecosystem = self._ecosystem()
        return {} if ecosystem is None else graph_drawings(ecosystem)

    def leave(self) -> bool:
        """Let go of the chosen manager, then of the view, then of the boxes that were opened."""
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

    def action_view(self) -> None:
        """Show the next view."""
        self._turn(VIEWS[(VIEWS.index(self.view) + 1) % len(VIEWS)])

    def action_matrix(self) -> None:
        """Show the other of map and matrix."""
        self._turn("map" if self.as_matrix else "matrix")

    def _turn(self, view: str) -> None:
        self.view, self._top, self._left, self._row = view, 0, 0, 0
        self.root = self.chosen if view == "tree" else self.root
        self._drawing = None
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
        self.start = self.chosen
        self.post_message(Said(f"the way begins at {self.start}"))
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

    def _ecosystem(self) -> Ecosystem | None:
        held = self.held(self.picture) if self.picture is not None else None
        return cast("Ecosystem", held.value) if held and held.value else None

    def enter(self, *, alone: bool) -> bool:
        """Open a box, make another the root of the tree, or open evidence in the editor."""
        if not alone or not self.chosen or self._known is None:
            return False
        if self.chosen in self._boxes:
            self.opened |= {self._boxes[self.chosen]}
            self.chosen = self._boxes[self.chosen][0]
            self.redraw()
            return True
        if self.view == "tree" and self.chosen != self.root:
            self._turn("tree")
            return True
        found = {
            f"{one.path}:{one.line} {one.text}": (pair[0], one)
            for pair, item in sorted({**self._known.imports, **self._known.traces}.items())
            if self.chosen in pair
            for one in item.evidence
            if one.line
        }
        if not found:
            self.post_message(Said(f"no file speaks for a dependency of {self.chosen}"))
        elif len(found) == 1:
            self._edit(*next(iter(found.values())))
        else:
            ask = f"evidence about {self.chosen}, to open in the editor"
            self.post_message(Choose(ask, list(found), lambda one: self._edit(*found[one])))
        return True

    def _edit(self, manager: str, one: Evidence) -> None:
        ecosystem = self._ecosystem()
        for known in ecosystem.managers if ecosystem else ():
            if known.name == manager:
                self.post_message(Edit(known.root, one.path, one.line))

    def action_move(self, by: int) -> None:
        """Choose the manager above or below."""
        if self.view == "tree" and self._rows:
            self._row = min(max(0, self._row + by), len(self._rows) - 1)
            self.chosen = self._rows[self._row].name
            self.redraw()
        elif self._known is not None and self.view in {"matrix", "way"}:
            self._choose(matrix.order(self._known), by)
        else:
            self._step(0, by)

    def action_side(self, by: int) -> None:
        """Choose the manager beside; where there are rows, they are all there is to choose."""
        if self.view in {"matrix", "tree", "way"}:
            self.action_move(by)
        else:
            self._step(by, 0)

    def action_leap(self, by: int) -> None:
        """Move by a page of the matrix, or to an end of the map's column."""
        self.action_move(by * (self._page if self.view in {"matrix", "tree"} else _FAR))

    def action_end(self, side: int) -> None:
        """Choose the first or the last manager."""
        if self.view == "tree":
            self.action_move(side * _FAR)
        elif self._known is not None:
            names = self._known.connected()
            if self.view in {"matrix", "way"}:
                names = matrix.order(self._known)
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


def _label(known: Network, shown: Mapping[str, Shade]) -> Callable[[str], str]:
    def label(name: str) -> str:
        mark = "⟲" if name in known.cyclic else ""
        return f"{shown[name][0] if name in shown else ''}{mark}{short(name)}"

    return label


def _box_panel(members: tuple[str, ...], known: Network, name: str, cells: int) -> list[Line]:
    """What a closed box holds."""
    return [
        words(f" {counted(len(members), 'manager')} in a cycle", "act"),
        detail.figures(known, name),
        words(" Enter opens the box, Esc closes it again", "dim"),
        (),
        *(words(f"  {one}") for one in members),
        (),
        words(f" used by {len(known.used_by(name))}", "title"),
        *(words(f"  {one}") for one in known.used_by(name)),
        words(f" uses {len(known.uses(name))}", "title"),
        *(words(f"  {one}") for one in known.uses(name)),
    ]


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
